"""Settings that no office has yet: they hold as written, or are refused."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.config import ConfigError, read_config
from scheduling.ladder import Days
from scheduling.plan import owed_in
from scheduling.policy import DEFAULT
from tests.handlers.at_work import new
from tests.offices import Office
from tests.scheduling.mornings import CLOCKWORK, at, slot_at


def test_a_first_step_far_ahead_is_told_then(mau: Office) -> None:
    policy = replace(CLOCKWORK, policy=replace(DEFAULT, before=(60, 0)))
    mau.clock.now = at(2026, 8, 25)
    number = new(mau, "Tổng kết năm; Văn phòng; 31/12")
    days, day = Days(CLOCKWORK.terms.works), date(2026, 12, 31)
    while days.left(date(2026, 12, 31), day) < 60:
        day -= timedelta(1)
    now = at(2026, day.month, day.day)
    with mau.database.reading() as session:
        owed = owed_in(session, slot_at(now), now, policy)
    assert [each.rung for each in owed if each.work_id == number] == ["before_60"]


@pytest.mark.parametrize("days", ["[90]", "[10, -1]", '["10"]', "10"])
def test_steps_that_no_ladder_has_are_refused_with_what_it_takes(tmp_path: Path, days: str) -> None:
    file = tmp_path / "cchc.toml"
    file.write_text(f"[reminders]\nbefore = {days}\n")
    with pytest.raises(ConfigError, match=r"reminders\.before phải là danh sách số ngày làm việc từ 0 đến 60"):
        read_config(str(file), {})
