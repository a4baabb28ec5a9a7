"""The configuration: every key known, nearest names, secrets from three places and never shown."""

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import ConfigError, read_config

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def config_file(folder: Path, text: str) -> str:
    file = folder / "cchc.toml"
    file.write_text(text)
    return str(file)


def test_the_example_holds_every_key_with_its_default(tmp_path: Path) -> None:
    text = EXAMPLE.read_text()
    defaults, example = read_config("", {}), read_config(str(EXAMPLE), {})
    assert (example.zone, example.stale_after, example.log_file) == (
        defaults.zone, defaults.stale_after, defaults.log_file,
    )  # fmt: skip
    from bot.config import _KEYS

    commented = {line.strip("# ").split(" = ")[0] for line in text.splitlines() if " = " in line}
    assert commented == {key.partition(".")[2] for key in _KEYS}
    tomllib.loads(text)


def test_without_a_file_there_are_defaults() -> None:
    config = read_config("", {})
    assert (config.file, config.database_url, str(config.zone)) == ("", "", "Asia/Ho_Chi_Minh")
    assert config.stale_after == timedelta(days=30)


def test_the_database_comes_from_the_environment_a_file_or_the_key(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("sqlite:///from-file.db\n")
    by_file = config_file(tmp_path, f'[database]\nurl_file = "{secret}"\n')
    assert read_config(by_file, {}).database_url == "sqlite:///from-file.db"
    assert read_config(by_file, {"CCHC_DATABASE_URL": "sqlite://"}).database_url == "sqlite://"
    by_key = config_file(tmp_path, '[database]\nurl = "sqlite:///x.db"\n')
    assert read_config("", {"CCHC_CONFIG": by_key}).database_url == "sqlite:///x.db"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[database]\nulr = "x"\n', "không có khóa database.ulr. Gần nhất: database.url."),
        ("databse = 1\n", "không có khóa databse. Gần nhất: database.url."),
        ("[score]\nstale_after_days = 0\n", "score.stale_after_days phải là số ngày, từ 1."),
        ('[score]\nstale_after_days = "30"\n', "score.stale_after_days phải là số ngày, từ 1."),
        ('[office]\nzone = "Asia/Hanoi"\n', "office.zone phải là múi giờ như"),
        ("[office]\nzone = 7\n", "office.zone phải là chữ trong ngoặc kép."),
        ("[work]\ndays_off_roll = 1\n", "work.days_off_roll phải là true hoặc false."),
        ('[database]\nurl = "a"\nurl_file = "b"\n', "Chỉ đặt một trong hai: database.url hoặc database.url_file."),
        ('[database]\nurl_file = "/no/such"\n', "không đọc được tệp /no/such."),
        ("[database\nurl = 'postgresql://u:secret@h/d'\n", "không phải TOML đúng (at line 1"),
        ("[database]\nurl = 'postgresql://u:secret@h/d\n", "không phải TOML đúng (at end of document)"),
    ],
)
def test_what_is_wrong_is_said_with_its_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_config(config_file(tmp_path, text), {})
    assert said in str(refused.value).replace("&#34;", '"')
    assert "secret" not in str(refused.value)


def test_an_office_may_let_terms_on_days_off_run_on(tmp_path: Path) -> None:
    assert read_config("", {}).days_off_roll is False
    assert read_config(config_file(tmp_path, "[work]\ndays_off_roll = true\n"), {}).days_off_roll is True


def test_a_file_that_is_not_there_is_said() -> None:
    with pytest.raises(ConfigError, match=r"Không thấy tệp cấu hình nowhere\.toml"):
        read_config("nowhere.toml", {})


def test_who_concludes_is_one_of_two(tmp_path: Path) -> None:
    file = tmp_path / "cchc.toml"
    file.write_text('[work]\nconcluded_by = "checker"\nown_check = true\n')
    config = read_config(str(file), {})
    assert (config.concluded_by, config.own_check) == ("checker", True)
    for wrong in ('concluded_by = "nobody"', "own_check = 1"):
        file.write_text(f"[work]\n{wrong}\n")
        with pytest.raises(ConfigError) as refused:
            read_config(str(file), {})
        assert wrong.partition(" ")[0] in str(refused.value)


ZALO = "12345689:abc-xyz"
TOKEN = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def test_telegram_is_served_only_with_a_token_which_is_never_shown(tmp_path: Path) -> None:
    assert read_config("", {}).telegram is None
    telegram = read_config("", {"CCHC_TELEGRAM_TOKEN": TOKEN}).telegram
    assert telegram is not None
    assert telegram.token == TOKEN
    assert (telegram.api, telegram.webhook, telegram.limits.per_second) == ("https://api.telegram.org", "", 30)
    assert TOKEN not in repr(read_config("", {"CCHC_TELEGRAM_TOKEN": TOKEN}))
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    kept = read_config(config_file(tmp_path, f'[telegram]\ntoken_file = "{tmp_path / "token"}"'), {}).telegram
    assert kept is not None
    assert kept.token == TOKEN


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[telegram]\ntoken = "abc"', "telegram.token"),
        (f'[telegram]\ntoken = "{TOKEN}"\napi = "api.telegram.org"', "telegram.api"),
        (f'[telegram]\ntoken = "{TOKEN}"\nproxy = "may:3128"', "telegram.proxy"),
        (f'[telegram]\ntoken = "{TOKEN}"\nper_second = 0', "telegram.per_second"),
        (f'[telegram]\ntoken = "{TOKEN}"\nper_chat_second = "1"', "telegram.per_chat_second"),
        (f'[telegram]\ntoken = "{TOKEN}"\nper_group_minute = true', "telegram.per_group_minute"),
        (f'[telegram]\ntoken = "{TOKEN}"\nmonthly = -1', "telegram.monthly"),
        (f'[telegram]\ntoken = "{TOKEN}"\nmonthly = "3000"', "telegram.monthly"),
        (f'[telegram]\ntoken = "{TOKEN}"\nmonthly = true', "telegram.monthly"),
        ('[zalo]\ntoken = "abc"', "zalo.token"),
        (f'[zalo]\ntoken = "{ZALO} {ZALO}"', "zalo.token"),
        (f'[zalo]\ntoken = "{ZALO}"\nurl = "cchc.vn"', "zalo.url"),
        (f'[zalo]\ntoken = "{ZALO}"\napi = "ftp://x"', "zalo.api"),
        (f'[zalo]\ntoken = "{ZALO}"\nmonthly = -1', "zalo.monthly"),
        (f'[zalo]\ntoken = "{ZALO}"\nper_second = true', "zalo.per_second"),
        (f'[telegram]\ntoken = "{TOKEN}"\n[webhook]\nurl = "cchc.vn"', "webhook.url"),
        (f'[telegram]\ntoken = "{TOKEN}"\n[webhook]\nlisten = "8080"', "webhook.listen"),
        (f'[telegram]\ntoken = "{TOKEN}"\n[webhook]\nlisten = "may:99999"', "webhook.listen"),
    ],
)
def test_what_cannot_be_served_with_is_named_and_the_token_is_not(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_config(config_file(tmp_path, text), {})
    assert key in str(refused.value)
    assert TOKEN not in str(refused.value)
    assert ZALO not in str(refused.value)


def test_zalo_is_served_by_one_bot_for_each_token_and_none_is_shown(tmp_path: Path) -> None:
    assert read_config("", {}).zalo == ()
    (tmp_path / "tokens").write_text(f"{ZALO}\n2:another-token\n")
    text = f'[zalo]\ntoken_file = "{tmp_path / "tokens"}"\nurl = "https://cchc.vn/zalo/"'
    config = read_config(config_file(tmp_path, text), {})
    assert [each.token for each in config.zalo] == [ZALO, "2:another-token"]
    assert {(each.url, each.monthly) for each in config.zalo} == {("https://cchc.vn/zalo", 3000)}
    assert ZALO not in repr(config)
    assert read_config("", {"CCHC_ZALO_TOKEN": ZALO}).zalo[0].token == ZALO
