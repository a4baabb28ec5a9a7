"""People of an office who answer what they are told, now and then, as a seed has it."""

import random
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.offices import ZONE, Office
from tests.reminding import Told

_WORK = re.compile(r"#(\d+) ([^\n]*)")


@dataclass
class People:
    """They answer the first thing a message is about, an hour after they were told."""

    office: Office
    rng: random.Random
    answered: int = field(default=0)

    def answer(self, told: Told) -> None:
        """Say something, or nothing."""
        found = _WORK.search(told.text)
        if not found or told.job != "digest":
            return
        number, title = found.groups()
        now = told.at + timedelta(hours=1)
        line = self._line(number, title, told.text, now.astimezone(ZONE).date())
        if line:
            self.office.say(line, told.who, now)
            self.answered += 1

    def _line(self, number: str, title: str, text: str, today: date) -> str:
        if "CHỜ ĐỐI CHIẾU" in text:
            return f"đối chiếu {number}"
        if "CHỜ KẾT LUẬN" in text:
            return f"kết luận {number}"
        chance = self.rng.random()
        paper = f"{self.rng.randrange(10, 400)}"
        if chance < 0.25:
            return (
                f"đã gửi {number} {paper}/BC-UBND {today:%d/%m}"
                if title.startswith("Báo cáo")
                else f"xong {number} QĐ {paper}/QĐ-UBND {today:%d/%m}"
            )
        if chance < 0.4:
            return f"đã rõ {number}"
        if chance < 0.5:
            return f"trình ký {number}"
        if chance < 0.55:
            return f"ghi chú {number}: đang chờ góp ý"
        return ""


def at(day: date, hour: int = 8) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)
