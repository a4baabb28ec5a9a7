"""What is particular to Zalo, over HTTP: no buttons, no files, no acknowledgement, several bots, a month's quota."""

import re
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from models.chat_tables import Chat
from models.database import Database
from models.messenger_tables import Inbox
from models.work_tables import Document
from tests.messenger.account import TOKEN as TELEGRAM_TOKEN
from tests.messenger.beside import wait_until
from tests.messenger.control import telegram
from tests.messenger.office import NOW, codes
from tests.messenger.people import JPEG
from tests.messenger.running import free_port, running, serving
from tests.offices import Stores, fingerprint
from tests.strangers import SENTENCE
from tests.zalo.control import OFFICE, TOKEN, Zalo, zalo
from tests.zalo.faults import BAD_GATEWAY, RESET_AFTER, Fault
from tests.zalo.office import MODES, Served, configuration, served

LINK = re.compile(r"https?://\S+/tep/\S+")
REPORT = "xong 12 QĐ 45/QĐ-UBND 4/9"


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def asks(office: Served, who: str, line: str) -> str:
    return office.far.asks(office.chats[who], line).text


def waiting(database: Database) -> list[int]:
    """Updates of which the work is not settled."""
    with database.reading() as session:
        return list(session.scalars(select(Inbox.id).where(Inbox.settled_at.is_(None))))


def test_a_photo_is_fetched_at_once_and_handed_out_by_a_link(stores: Stores, tmp_path: Path, mode: str) -> None:
    url = stores.office("mau")
    with served(url, tmp_path, mode, ("lam",)) as office:
        asks(office, "lam", REPORT)
        lam = office.chats["lam"]
        office.far.user_sends_image(lam, JPEG, "12")
        assert office.far.hears(lam).text.startswith("Đã thêm minh chứng cho #12")
        office.far.server.media.clear()  # where Zalo kept it, it is gone
        shown = asks(office, "lam", "tệp 12")
        if mode == "polling":
            assert "được gửi qua kênh khác" in shown
        else:
            link = LINK.search(shown)
            assert link, shown
            given = httpx.get(link[0])
            assert (given.content, given.headers["content-type"]) == (JPEG, "image/jpeg")
            assert httpx.get(link[0][:-8]).status_code == 404
    database = Database(url)
    with database.reading() as session:
        assert [each.file_ref[:5] for each in session.scalars(select(Document)) if each.file_hash] == ["kept:"]
    database.close()


def test_a_picture_is_fetched_by_zalo_or_there_is_a_way_to_it(stores: Stores, tmp_path: Path, mode: str) -> None:
    with served(stores.office("mau"), tmp_path, mode, ("mai",)) as office:
        office.far.user_says(office.chats["mai"], "biểu đồ")
        if mode == "polling":
            assert "Hình chỉ xem được trên Telegram" in office.far.hears(office.chats["mai"]).text
        else:
            sent = wait_until(
                lambda: [each for each in office.far.sent() if each.method == "sendPhoto"], office.far.story
            )[0]
            given = httpx.get(sent.fields["photo"])
            assert given.content.startswith(b"\x89PNG")
            assert given.headers["cache-control"] == "no-store"
            assert sent.text
            assert "<b>" not in sent.text


def test_what_cannot_be_read_gets_one_polite_line(stores: Stores, tmp_path: Path, mode: str) -> None:
    with served(stores.office("mau"), tmp_path, mode, ("lam",)) as office:
        far, lam = office.far, office.chats["lam"]
        far.looked[lam] = len(far.sent(lam))
        far.user_sends_voice(lam)
        assert far.hears(lam).text == "Trợ lý chỉ đọc được chữ và ảnh: xin nhắn bằng chữ."
        far.user_sends_sticker(lam)
        assert far.hears(lam).text.startswith("Trợ lý chỉ đọc được")
        far.user_sends_file(lam)
        assert far.hears(lam).text.startswith("Zalo không chuyển tệp")
        far.user_sends_file(lam, named=False)
        assert asks(office, "lam", "tôi").startswith("Lâm")
        stranger = "f" * 20
        far.user_sends_voice(stranger)
        assert far.hears(stranger).text == SENTENCE
        assert far.asks(stranger, "điểm").text == SENTENCE


def test_a_group_is_answered_where_the_bot_is_mentioned(stores: Stores, tmp_path: Path, mode: str) -> None:
    with served(stores.office("mau"), tmp_path, mode, ("mai",)) as office:
        far, mai = office.far, office.chats["mai"]
        far.user_says(mai, "nhóm Văn phòng", OFFICE)
        name = far.bot.name
        assert "Văn phòng" in far.asks(mai, f"@{name} nhóm Văn phòng", OFFICE).text
        assert "3.4.1" in far.asks(mai, f"@{name} điểm 3.4.1", OFFICE).text
        far.looked[mai] = len(far.sent(mai))
        assert far.asks(mai, f"@{name}  việc", OFFICE).text.startswith("Đã trả lời ở tin nhắn riêng.")
        assert "việc" in far.hears(mai).text


def test_headings_are_bold_and_a_refused_style_goes_again_plain(stores: Stores, tmp_path: Path) -> None:
    with served(stores.office("mau"), tmp_path, "polling", ("lam",)) as office:
        styled = office.far.asks(office.chats["lam"], "tôi")
        assert styled.bold == ["Lâm"]
        office.far.bot.takes_styles = False
        plain = office.far.asks(office.chats["lam"], "tôi")
        assert (plain.text, plain.bold) == (styled.text, [])


def test_an_answer_that_was_lost_on_the_way_is_said_at_most_once_more(stores: Stores, tmp_path: Path) -> None:
    url = stores.office("mau")
    with served(url, tmp_path, "webhook", ("lam",)) as office:
        lam = office.chats["lam"]
        before = len(office.far.sent(lam))
        office.far.fails("sendMessage", RESET_AFTER)
        office.far.user_says(lam, REPORT)
        wait_until(lambda: len(office.far.sent(lam)) == before + 2, office.far.story)
        assert "#12" in asks(office, "lam", "việc 12")
    database = Database(url)
    with database.reading() as session:
        assert len([each for each in session.scalars(select(Document)) if "45/QĐ-UBND" in each.number]) == 1
    database.close()


def test_polls_are_a_second_apart_even_where_everything_comes_again_at_once(stores: Stores, tmp_path: Path) -> None:
    with served(stores.office("mau"), tmp_path, "polling", ("lam",), replay=True) as office:
        for _ in range(3):
            asks(office, "lam", "tôi")
        times = [call.at for call in office.far.calls("getUpdates")]
        said = [each.text for each in office.far.sent(office.chats["lam"])]
    assert len(times) >= 4
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.95
    assert len(said) == 4  # joined, and three answers


def test_what_zalo_could_not_say_is_given_up_and_the_next_line_is_answered(stores: Stores, tmp_path: Path) -> None:
    with served(stores.office("mau"), tmp_path, "webhook", ("lam",)) as office:
        office.far.fails("sendMessage", BAD_GATEWAY, times=5)
        office.far.user_says(office.chats["lam"], "tôi")
        wait_until(lambda: not office.far.server.faults.waiting, office.far.story, 40)
        assert asks(office, "lam", "tôi").startswith("Lâm")


def test_nobody_else_delivers(stores: Stores, tmp_path: Path) -> None:
    url = stores.office("mau")
    with served(url, tmp_path, "webhook", ("lam",)) as office:
        database = Database(url)
        wait_until(lambda: not waiting(database), office.far.story)  # joining is settled just after it is answered
        before = fingerprint(database, "lease", "channel_state", "month_sent")
        office.far.switches.wrong_secret = True
        office.far.user_says(office.chats["lam"], REPORT)
        wait_until(lambda: office.far.inbox.delivered[-1].status == 403, office.far.story)
        assert fingerprint(database, "lease", "channel_state", "month_sent") == before
        database.close()


def test_what_was_kept_when_it_was_killed_is_answered_by_the_next(stores: Stores, tmp_path: Path, mode: str) -> None:
    url = stores.office("mau")
    given = codes(url, ("lam",))["lam"]
    port = free_port() if mode == "webhook" else 0
    lam = "a" * 20
    with zalo() as far:
        configured = configuration(tmp_path, url, far.url, port)
        with running(configured, "--now", NOW) as bot:
            assert far.asks(lam, given).text.startswith("Đã kết nối: ")
            wait_until(lambda: not far.inbox.waiting, far.story)
            far.fails("sendMessage", Fault(seconds=30, unanswered=True), chat=lam)
            asked = len(far.calls("sendMessage"))
            far.user_says(lam, REPORT)
            wait_until(lambda: len(far.calls("sendMessage")) > asked, far.story)
            bot.kill()
        far.looked[lam] = len(far.sent(lam))
        with serving(configured, "--now", NOW):
            assert far.hears(lam).text.startswith("Đã ghi nhận việc #12")
            assert "đã báo xong" in far.asks(lam, REPORT).text or "#12" in far.last_sent(lam).text


def test_a_month_s_quota_is_counted_and_told(stores: Stores, tmp_path: Path) -> None:
    with served(stores.office("mau"), tmp_path, "polling", ("thach",), {"monthly": 4}) as office:
        said = [asks(office, "thach", line) for line in ("tôi", "hạn mức", "hạn mức")]
        assert "4" in said[-1]
        assert office.far.bot.name in said[-1]


def test_an_office_may_have_several_bots_and_a_chat_is_of_one(stores: Stores, tmp_path: Path) -> None:
    url = stores.office("mau")
    given = codes(url, ("lam", "mai"))
    with zalo() as far:
        other = TOKEN.replace("12345689", "22222222")
        second = far.beside.call(far.server.add, other, far.switches)
        configured = configuration(tmp_path, url, far.url, token=f"{TOKEN} {other}")
        with serving(configured, "--now", NOW):
            lam, mai = "a" * 20, "b" * 20
            assert far.asks(lam, given["lam"]).text.startswith("Đã kết nối: ")
            first, far.inbox = far.inbox, second
            assert far.asks(mai, given["mai"]).text.startswith("Đã kết nối: ")
            assert far.asks(mai, "tôi").text.startswith("Mai")
            assert far.asks(lam, "tôi").text == SENTENCE  # not this bot's
            far.inbox = first
            far.looked.clear()
            assert far.asks(lam, "tôi").text.startswith("Lâm")
    database = Database(url)
    with database.reading() as session:
        chats = {(each.account, each.address) for each in session.scalars(select(Chat).where(Chat.channel == "zalo"))}
    database.close()
    assert chats == {("12345689", lam), ("22222222", mai)}


def test_a_token_that_zalo_does_not_know_is_refused_in_one_sentence(stores: Stores, tmp_path: Path) -> None:
    with zalo() as far:
        configured = configuration(tmp_path, stores.office("mau"), far.url, token="1:unknown-token")
        with running(configured, "--now", NOW) as bot:
            assert bot.ends() == 1
            assert "Zalo không nhận mã của bot 1" in bot.said
            assert "unknown-token" not in bot.said


def reads(far: Zalo, chat: str, text: str) -> None:
    """Wait until somebody was sent a message that says something."""
    wait_until(lambda: any(text in each.text for each in far.sent(chat)), far.story)


def with_telegram(configured: Path, api: str) -> Path:
    """The same configuration, with an account on Telegram beside."""
    text = configured.read_text("utf-8")
    keys = f'token = "{TELEGRAM_TOKEN}"\napi = "{api}"\n'
    configured.write_text(text.replace("[zalo]\n", f"[telegram]\n{keys}[zalo]\n"), "utf-8")
    return configured


def test_telegram_out_of_reach_keeps_nobody_on_zalo_waiting(stores: Stores, tmp_path: Path) -> None:
    url = stores.office("mau")
    given = codes(url, ("lam",))["lam"]
    with zalo() as far:
        nobody = f"http://127.0.0.1:{free_port()}"
        configured = with_telegram(configuration(tmp_path, url, far.url), nobody)
        with running(configured, "--now", NOW) as bot:
            assert far.asks("a" * 20, given).text.startswith("Đã kết nối: ")
            assert "Chưa nối được Telegram" in bot.said
            assert bot.terminate(12) == 0


def test_an_account_nobody_knows_ends_alone(stores: Stores, tmp_path: Path) -> None:
    url = stores.office("mau")
    given = codes(url, ("lam",))["lam"]
    with zalo() as far:
        configured = configuration(tmp_path, url, far.url, token=f"{TOKEN} 1:unknown-token")
        with serving(configured, "--now", NOW) as bot:
            assert far.asks("a" * 20, given).text.startswith("Đã kết nối: ")
            wait_until(lambda: "Zalo không nhận mã của bot 1" in bot.said, lambda: bot.said)
            assert far.asks("a" * 20, "tôi").text.startswith("Lâm")


def test_one_process_serves_both_messengers(stores: Stores, tmp_path: Path, mode: str) -> None:
    url = stores.office("mau")
    given = codes(url, ("lam", "mai"))
    port = free_port() if mode == "webhook" else 0
    with zalo() as far, telegram() as tg:
        configured = with_telegram(configuration(tmp_path, url, far.url, port, reminds=True), tg.url)
        with serving(configured, "--now", NOW):
            lam, mai = "a" * 20, tg.person(7001, "Mai")
            assert far.asks(lam, given["lam"]).text.startswith("Đã kết nối: ")
            assert mai.asks(f"/start {given['mai']}").text.startswith("Đã kết nối: ")
            far.user_says(lam, REPORT)
            reads(far, lam, "Đã ghi nhận việc #12")
            mai.says("đề nghị bổ sung 12: bản có dấu")
            reads(far, lam, "Đ/c Mai đề nghị bổ sung minh chứng #12")  # told on the other messenger
            far.user_sends_image(lam, JPEG, "12")
            reads(far, lam, "Đã thêm minh chứng")
            mai.says("tệp 12")
            file = wait_until(lambda: [each.file for each in mai.messages if each.file], tg.story)[0]
            assert tg.server.assets[file]["data"] == JPEG  # what Zalo brought goes out on Telegram
