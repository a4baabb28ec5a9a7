"""What is kept between questions: every answer is the one that a process which remembers nothing would give.

One dispatcher answers all questions; what changes comes through a second one on a database of its own: another process.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.channels.console import shown
from bot.dispatch import Dispatcher
from catalogs import FOLDER
from models.database import Database
from models.messages import Message
from tests.models.small import AN, BINH, CAM, NOW, OFFICE, PROVINCE, SET, UNITS, card, load_texts, small_url
from tests.offices import DEMOS, ZONE, Clock, Office, Stores, typed

STALE = timedelta(days=30)
Change = Callable[["Pair", random.Random, int], tuple[str, str]]
Load = Callable[["Pair", random.Random, int], None]


@dataclass
class Pair:
    """A process that remembers, and another one (an `Office`) that changes things behind its back."""

    remembering: Dispatcher
    other: Office
    clock: Clock
    speaker: str

    def ask(self, line: str, who: str = "", at: datetime | None = None) -> str:
        """The answer of the one that remembers, which must be that of one that does not."""
        who, at = who or self.speaker, at or self.clock.now
        answer = shown(self.remembering.answer(typed(line, who), at))
        fresh = Dispatcher(self.remembering.database, ZONE, STALE)
        assert answer == shown(fresh.answer(typed(line, who), at)), f"{who}: {line!r} at {at}"
        return answer

    def change(self, line: str, who: str = "", at: datetime | None = None) -> str:
        answer = self.other.say(line, who or self.speaker, at or self.clock.now)
        assert answer.startswith("Đã "), answer
        return answer

    def load(self, *texts: str) -> None:
        load_texts(self.other, *texts)


@pytest.fixture
def pair(stores: Stores, open_database: Callable[[str], Database]) -> Callable[[str], Pair]:
    def open_(id_: str) -> Pair:
        url = small_url(stores) if id_ == "small" else stores.office(id_)
        demonstration = DEMOS["mau" if id_ == "small" else id_]
        clock = Clock(NOW if id_ == "small" else demonstration.now)
        other = Office(open_database(url), demonstration, clock)
        speaker = AN if id_ == "small" else demonstration.speaker
        return Pair(Dispatcher(open_database(url), ZONE, STALE), other, clock, speaker)

    return open_


@pytest.fixture
def mau(pair: Callable[[str], Pair]) -> Pair:
    return pair("mau")


@pytest.fixture
def nho(pair: Callable[[str], Pair]) -> Pair:
    return pair("small")


MAU_ASKS = (
    "điểm", "điểm 7", "điểm 7.3.1", "điểm 3.5.1", "điểm SIPAS", "điểm 24/8", "điểm 7.3.1 24/8", "điểm 2025",
    "điểm 2025 7", "mất điểm", "mất điểm 7", "số liệu cũ", "lịch sử 7.3.1", "lịch sử 7.3.1 tất cả", "lịch sử 2025 7",
    "lịch sử 7 24/8",
    "giải thích 7.3.1", "giải thích 7.3.1 20/8 25/8", "giải thích 2025 7", "tìm trực tuyến", "đơn vị", "tôi",
    "trợ giúp", "điểm xã mẫu đông", "điểm 7.3.1 xã mẫu đông", "lịch sử xã mẫu đông 7.3.1",
)  # fmt: skip
MAU_PEOPLE = ("mau/mai", "mau/hai", "mau/khe", "mau/tuyet", "mau/ha", "mau/ai")


def mau_change(pair: Pair, rng: random.Random, number: int) -> tuple[str, str]:
    day, source = rng.choice(("", "24/8", "20/8")), rng.choice(("", "Sổ"))
    line = rng.choice(
        (
            f"số liệu 7.3.1 {1310 + number}/{2140 + 2 * number} {day} {source}",
            f"số liệu 3.5.1 {1980 + number}/{2000 + number}; 7.3.2 {40 + number % 60}/120",
            f"số liệu SIPAS {50 + number % 50}%",
            f"số liệu 2025 7.1 {number % 8} 31/12",
            f"tự chấm 3.5.1 2,{number % 90 + 10}",
            f"thẩm định 7 {number % 14} vòng {rng.randint(1, 3)} lý do",
            "hoàn tác",
            "hoàn tác",
        )
    )
    return line, rng.choice(("mau/mai", "mau/hai", "mau/ha"))


def mau_load(pair: Pair, rng: random.Random, number: int) -> None:
    name, old, new = rng.choice(
        (
            ("xa-mau-2026", '"Chính quyền số"', f'"Chính quyền số {number}"'),
            ("xa-mau-2026.scorecard", '"1310/2140"', f'"{1310 + number}/{2140 + number}"'),
            ("xa-mau-2026.scorecard", "trong năm 2026", f"trong năm 2026, lần {number}"),
            ("xa-mau.office", 'name = "Mai"', f'name = "Mai {number}"'),
            ("xa-mau.office", 'short = "Trung tâm"', f'short = "Trung tâm {number}"'),
        )
    )
    pair.load((FOLDER / f"{name}.toml").read_text().replace(old, new))


SMALL_ASKS = (
    "điểm", "điểm 1", "điểm 1.1", "điểm 1.5", "điểm 2", "mất điểm", "lịch sử 2", "lịch sử 1", "giải thích 2",
    "giải thích", "điểm 24/8", "điểm 2 25/8", "số liệu cũ", "đơn vị", "điểm xã bình",
)  # fmt: skip


def small_change(pair: Pair, rng: random.Random, number: int) -> tuple[str, str]:
    quarter = rng.randint(1, 3)
    line = rng.choice(
        (
            f"số liệu 2 {number}/{rng.randint(number, 3 * number)}",
            f"số liệu 2 {number % 100}%",
            f"số liệu 1.1 {number % 5} quý {quarter}",
            f"số liệu 1.2 {number}/{number + rng.randint(0, 9)} quý {quarter}; 1.3 {number}/{number % 7} quý 2",
            f"số liệu 1.5 {rng.choice(('chưa đến hạn', 'muộn', '20/8'))}",
            f"số liệu 1.4 {number % 9 + 10}/8 {number % 9 + 1}/8",
            f"tự chấm 4 {number % 3}",
            "hoàn tác",
        )
    )
    return line, rng.choice((AN, BINH, CAM))


def small_load(pair: Pair, rng: random.Random, number: int) -> None:
    excluded = f'[not_applicable]\n"1.2" = {{ reason = "lần {number}" }}\n'
    pair.load(
        rng.choice(
            (
                SET.replace("Họp về CCHC", f"Họp về CCHC {number}"),
                OFFICE.replace('name = "xã Bình"', f'name = "xã Bình {number}"'),
                card(rng.choice(UNITS), rows=excluded),
            )
        )
    )


def mix(
    pair: Pair, rng: random.Random, steps: int, asks: Sequence[str], people: Sequence[str], change: Change, load: Load
) -> None:
    """Questions of several persons among changes of another process, by clocks that disagree."""
    asked = [(asks[0], people[0])]
    for number in range(1, steps):
        pair.clock.forward(seconds=rng.choice((0, 1, 10, 300, 3600)))
        if rng.random() < 0.03:
            pair.clock.forward(hours=14)
        if (dice := rng.random()) < 0.2:
            line, who = change(pair, rng, number)
            at = pair.clock.now + timedelta(seconds=rng.choice((0, 0, 0, 600, -600, 7200)))
            assert "mã lỗi" not in pair.other.say(line, who, at), (line, who)
        elif dice < 0.26:
            load(pair, rng, number)
        else:  # mostly what was asked before
            question = rng.choice(asked[-6:]) if rng.random() < 0.7 else (rng.choice(asks), rng.choice(people))
            asked.append(question)
            at = pair.clock.now - timedelta(seconds=rng.choice((0, 0, 0, 0, 60, 1800)))
            assert "mã lỗi" not in pair.ask(*question, at)


def test_any_mixture_of_questions_and_changes_is_answered_as_by_one_who_remembers_nothing(mau: Pair) -> None:
    steps = 60 if mau.other.database.is_postgresql else 250
    mix(mau, random.Random(20260825), steps, MAU_ASKS, MAU_PEOPLE, mau_change, mau_load)


def test_units_measured_against_each_other_are_never_remembered_apart(nho: Pair) -> None:
    steps = 80 if nho.other.database.is_postgresql else 300
    mix(nho, random.Random(20260825), steps, SMALL_ASKS, (AN, BINH, CAM, PROVINCE), small_change, small_load)


def test_a_figure_of_another_process_is_seen_at_once(mau: Pair) -> None:
    asks = ("điểm", "điểm 7.3.2", "lịch sử 7.3.2", "giải thích 7.3.2", "mất điểm")
    before = [mau.ask(line) for line in asks]
    assert [mau.ask(line) for line in asks] == before
    mau.clock.forward(seconds=1)
    mau.change("số liệu 7.3.2 48/120", "mau/hai")
    after = [mau.ask(line) for line in asks]
    assert all(a != b for a, b in zip(before, after, strict=True))
    assert len(mau.remembering.answers.kept) == len(asks)
    mau.clock.forward(seconds=1)
    mau.change("hoàn tác", "mau/hai")
    assert mau.ask("điểm") == before[0]
    assert "ĐÃ RÚT LẠI" in mau.ask("lịch sử 7.3.2")


def test_points_of_another_process_are_seen_at_once(mau: Pair) -> None:
    assert "Tự chấm" not in mau.ask("điểm 7.3.2")
    mau.change("tự chấm 7.3.2 0,7")
    assert "Tự chấm: 0,7/1" in mau.ask("điểm 7.3.2")


def test_the_best_of_a_block_moves_when_a_neighbour_speaks(nho: Pair) -> None:
    nho.change("số liệu 2 50/100")
    nho.clock.forward(seconds=1)
    assert "Tạm tính: 2/2" in nho.ask("điểm 2")
    assert "Tạm tính: 2/2" in nho.ask("điểm 2")
    nho.clock.forward(seconds=1)
    nho.change("số liệu 2 80/100", BINH)
    assert "Tạm tính: 1,25/2" in nho.ask("điểm 2")
    nho.clock.forward(seconds=1)
    nho.change("số liệu 2 100/100", CAM)  # a ward is no neighbour of communes
    assert "Tạm tính: 1,25/2" in nho.ask("điểm 2")
    nho.clock.forward(seconds=1)
    nho.change("hoàn tác", BINH)
    assert "Tạm tính: 2/2" in nho.ask("điểm 2")
    assert "xã An: chắc chắn 2" in nho.ask("điểm", PROVINCE)


def test_a_loaded_set_is_seen_at_once(mau: Pair) -> None:
    text = (FOLDER / "xa-mau-2026.toml").read_text()
    assert "Yêu cầu: từ 70 %" in mau.ask("điểm 7.3.1")
    mau.load(text.replace('full_at = "70%"', 'full_at = "62%"'))
    assert "Yêu cầu: từ 62 %" in mau.ask("điểm 7.3.1")
    assert "41,52" in mau.ask("điểm")
    mau.load(text)
    assert "Yêu cầu: từ 70 %" in mau.ask("điểm 7.3.1")


def test_a_loaded_scorecard_is_seen_at_once(mau: Pair) -> None:
    text = (FOLDER / "xa-mau-2026.scorecard.toml").read_text()
    mau.ask("điểm 7.3.1")
    mau.clock.forward(seconds=1)
    mau.load(text.replace('"1310/2140"', '"1400/2140"'))
    assert "1.400/2.140" in mau.ask("điểm 7.3.1")
    mau.ask("điểm B/I.2")
    mau.load(text.replace("Tỉnh không chọn xã Mẫu", "Tỉnh chưa chọn xã Mẫu"))
    assert "Tỉnh chưa chọn" in mau.ask("điểm B/I.2")
    mau.load(
        text.replace(
            'year         = 2026\nsource       = "số', 'year         = 2026\nlabel = "thử"\nsource       = "số'
        )
    )
    assert "(tạm tính, thử)" in mau.ask("điểm 7.3.1")


def test_a_loaded_office_is_seen_at_once(mau: Pair) -> None:
    text = (FOLDER / "xa-mau.office.toml").read_text()
    assert mau.ask("điểm", "mau/moi").startswith("Đây là trợ lý nội bộ")
    post = '{ unit = "tinh-mau/xa-mau", role = "staff", title = "công chức", from = 2026-08-01 }'
    mau.load(f'{text}\nmoi = {{ name = "Mới", address = "đ/c Mới", posts = [{post}] }}\n')
    assert "41,3" in mau.ask("điểm", "mau/moi")
    assert "41,3" in mau.ask("điểm", "mau/hai")
    ended = text.replace(
        'hành chính công", from = 2025-07-01 }] }', 'hành chính công", from = 2025-07-01, to = 2026-08-24 }] }'
    )
    assert ended != text
    mau.load(ended)
    assert mau.ask("điểm", "mau/hai").startswith("Đây là trợ lý nội bộ")
    mau.load(text.replace('name = "Trung tâm Phục vụ', 'name = "Trung tâm (mới) Phục vụ'))
    assert "Trung tâm (mới)" in mau.ask("điểm 7.3.1")


def test_a_post_that_ends_at_midnight_ends_what_is_remembered(mau: Pair) -> None:
    text = (FOLDER / "xa-mau.office.toml").read_text()
    mau.load(
        text.replace(
            'hành chính công", from = 2025-07-01 }] }', 'hành chính công", from = 2025-07-01, to = 2026-08-25 }] }'
        )
    )
    last = datetime(2026, 8, 25, 23, 59, 59, tzinfo=ZONE)
    assert "41,3" in mau.ask("điểm", "mau/hai", last)
    assert mau.ask("điểm", "mau/hai", last + timedelta(seconds=1)).startswith("Đây là trợ lý nội bộ")


def test_nobody_is_answered_what_another_was(mau: Pair) -> None:
    own, neighbour, province = (mau.ask("điểm", who) for who in ("mau/mai", "mau/ha", "mau/tuyet"))
    assert len({own, neighbour, province}) == 3
    assert mau.ask("điểm", "mau/hai") == own
    assert mau.ask("tôi", "mau/mai") != mau.ask("tôi", "mau/hai")
    assert mau.ask("điểm xã mẫu", "mau/mai").startswith("CHỈ SỐ")
    assert mau.ask("điểm xã mẫu", "mau/ha").startswith("Không thấy")


def test_a_day_is_over_at_midnight_of_the_office(mau: Pair) -> None:
    eve = datetime(2026, 9, 23, 23, 59, 59, tzinfo=ZONE)
    before, after = mau.ask("số liệu cũ", at=eve), mau.ask("số liệu cũ", at=eve + timedelta(seconds=1))
    assert before != after  # what was counted on 24/8 is 31 days old
    assert mau.ask("số liệu cũ", at=eve) == before
    assert "chưa đến" in mau.ask("điểm 24/9", at=eve)
    assert "chưa đến" not in mau.ask("điểm 24/9", at=eve + timedelta(seconds=1))


def test_a_term_runs_out_at_midnight_though_nobody_says_anything(nho: Pair) -> None:
    nho.change("số liệu 1.5 chưa đến hạn")
    due = datetime(2026, 8, 31, 23, 59, 59, tzinfo=ZONE)
    assert "còn có thể 1/1" in nho.ask("điểm 1.5", at=due)
    assert "còn có thể 0,5/1" in nho.ask("điểm 1.5", at=due + timedelta(seconds=1))
    assert "còn có thể 1/1" in nho.ask("điểm 1.5", at=due)


def test_an_earlier_moment_of_the_day_is_not_answered_with_what_came_later(mau: Pair) -> None:
    morning = mau.clock.now
    before = mau.ask("điểm 7.3.2")
    mau.clock.forward(hours=2)
    mau.change("số liệu 7.3.2 48/120")
    assert "48/120" in mau.ask("điểm 7.3.2")
    assert mau.ask("điểm 7.3.2", at=morning + timedelta(hours=1)) == before
    assert "48/120" in mau.ask("điểm 7.3.2")


def test_what_a_clock_that_is_ahead_recorded_appears_when_its_time_has_come(mau: Pair) -> None:
    before = mau.ask("điểm 7.3.2")
    mau.change("số liệu 7.3.2 48/120", at=mau.clock.now + timedelta(minutes=5))
    assert mau.ask("điểm 7.3.2") == before
    mau.clock.forward(minutes=4, seconds=59)
    assert mau.ask("điểm 7.3.2") == before
    mau.clock.forward(seconds=1)
    assert "48/120" in mau.ask("điểm 7.3.2")
    mau.clock.forward(minutes=1)
    mau.change("số liệu 7.3.2 50/120", at=mau.clock.now - timedelta(minutes=3))  # and one that is behind
    assert "48/120" in mau.ask("điểm 7.3.2")
    assert "50/120" in mau.ask("lịch sử 7.3.2")


def test_a_refused_line_moves_nothing_and_what_is_remembered_still_holds(mau: Pair) -> None:
    before = mau.ask("điểm 7.3.2")
    for line in ("số liệu 7.3.2 300/120", "tự chấm 7.3.2 9", "số liệu 7.3.2 39/120 24/8 Hệ thống giải quyết TTHC"):
        mau.other.say(line, mau.speaker)
    assert mau.ask("điểm 7.3.2") == before


def test_lines_that_change_something_are_never_answered_from_memory(mau: Pair) -> None:
    def say(line: str, who: str, now: datetime) -> Message:
        return mau.remembering.answer(typed(line, who), now)

    assert shown(say("số liệu 7.3.2 48/120", "mau/mai", mau.clock.now)).startswith("Đã ghi")
    assert shown(say("số liệu 7.3.2 48/120", "mau/mai", mau.clock.now)).startswith("Đã có")
    assert shown(say("hoàn tác", "mau/mai", mau.clock.now)).startswith("Đã rút lại")
    assert shown(say("hoàn tác", "mau/mai", mau.clock.now)).startswith("Trong 10 phút")
    assert shown(say("số liệu 7.3.2 48/120", "mau/mai", mau.clock.now)).startswith("Đã ghi")
