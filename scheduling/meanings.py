"""Which days the words of a date mean, said on a day: arithmetic of the calendar, nothing of how people write."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.dates import NoSuchDay, read_day
from scheduling.forms import Slots
from scoring.deadlines import ONE_DAY, Due, Works

Days = tuple[date, ...]  # the likeliest first; which of several is meant must be asked

RECENT = timedelta(days=60)  # a day of the year that was passed so lately may well be meant
FRIDAY, SATURDAY = 4, 5
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


@dataclass(frozen=True, slots=True)
class Asked:
    """The day it is said on, and what of: something to come, or (`past`) something done."""

    today: date
    works: Works
    past: bool = False
    earliest: date = date.min  # of the days to come: tomorrow for "trước …", which ends the day before

    def nearest(self, options: Iterable[Days], recent: timedelta = timedelta()) -> Days:
        """Of days that come again and again: the next ones, with those passed lately; or the latest ones (`past`)."""
        year = timedelta(days=366)
        known = sorted((days for days in options if days), key=max)
        if self.past:
            gone = [days for days in known if self.today - year < max(days) <= self.today]
            return gone[-1] if gone else ()
        coming = [days for days in known if self.earliest <= max(days) <= self.earliest + year]
        passed = [days for days in known if self.earliest - recent <= max(days) < self.earliest]
        return (self.to_come(coming[0]) if coming else ()) + sum(passed, ())

    def to_come(self, days: Days) -> Days:
        """Without those that are passed, where they are asked of what is to come and any is."""
        return days if self.past else tuple(day for day in days if day >= self.earliest) or days


Meaning = Callable[[Slots, Asked], Days]


def days_from_today(number: int) -> Meaning:
    return lambda _, asked: (asked.today + number * ONE_DAY,)


def calendar_day(slots: Slots, asked: Asked) -> Days:
    """20/9, 20 tháng 9 năm sau."""
    return _in_its_year(lambda year: (_written(slots["day"], slots["month"], year),), slots, asked)


def either_day(slots: Slots, asked: Asked) -> Days:
    """15-20/9, 20 và 21/9: the last of them, or the first."""
    first = {"day": slots["one"], "month": slots.get("one_month", slots["month"])}
    return calendar_day(slots, asked) + calendar_day({**slots, **first}, asked)


def day_of_month(slots: Slots, asked: Asked) -> Days:
    """ngày 20, mùng 5 tháng sau: of a month that has no such day it is never another day."""
    day, today = int(slots["day"]), asked.today.day
    if "ref" in slots:
        months = int(slots["ref"])
    else:
        months = -(day > today) if asked.past else int(day < today + (asked.earliest - asked.today).days)
    month = _month(asked.today, months)
    return (_written(slots["day"], str(month.month), month.year),)


def weekday(slots: Slots, asked: Asked) -> Days:
    """thứ 6, thứ 6 tuần sau, thứ 6 tới. Today's own weekday may be today or the next one."""
    of_this_week = asked.today + (int(slots["weekday"]) - asked.today.weekday()) * ONE_DAY
    if "ref" in slots:
        return (of_this_week + timedelta(weeks=int(slots["ref"])),)
    weeks = [of_this_week + timedelta(weeks=number) for number in (-1, 0, 1, 2)]
    before, after = [day for day in weeks if day < asked.today], [day for day in weeks if day > asked.today]
    match slots.get("turn"):
        case "truoc":
            return (before[-1],)
        case "sau":
            return (after[1], after[0])
        case "toi":
            return (after[0],)
        case _:
            days = asked.nearest((day,) for day in weeks)
            return (*days, before[-1] if asked.past else after[0]) if days == (asked.today,) else days


def week(slots: Slots, asked: Asked) -> Days:
    """The week of an office: it begins on Monday, its middle is Wednesday, it ends on Friday."""
    edge = slots.get("edge", "")
    day = {"dau": 0, "giua": 2}.get(edge, FRIDAY)
    if day == FRIDAY and int(slots.get("ref", 0)) == 0 and asked.today.weekday() >= SATURDAY and not asked.past:
        sunday = asked.today + (6 - asked.today.weekday()) * ONE_DAY
        return (sunday, sunday + 5 * ONE_DAY)
    if "ref" not in slots:
        days = weekday({"weekday": str(day)}, asked)
        return days[:1] if day == FRIDAY else days
    found = weekday({"weekday": str(day), "ref": slots["ref"]}, asked)
    return found if edge else asked.to_come((*found, found[0] - FRIDAY * ONE_DAY))


def period(months: int, number: int = 0) -> Meaning:
    """An edge of a month, a quarter or a year; `number` where the form itself says which of the year it is."""

    def days(slots: Slots, asked: Asked) -> Days:
        quarter = slots.get("quarter", "")
        nth = number or int(slots.get("month") or _ROMAN.get(quarter, quarter) or "year" in slots)
        edge = slots.get("edge", "")
        if nth:
            start = (nth - 1) * months
            return _in_its_year(lambda year: _edge(edge, _month(date(year, 1, 1), start), months), slots, asked)
        this = asked.today.replace(month=(asked.today.month - 1) // months * months + 1, day=1)
        if "ref" in slots:
            return asked.to_come(_edge(edge, _month(this, int(slots["ref"]) * months), months))
        return asked.nearest(_edge(edge, _month(this, turn * months), months) for turn in (-1, 0, 1))

    return days


def so_many(slots: Slots, asked: Asked, sign: int = 1) -> Days:
    """3 ngày nữa; one month on is the same day, or the last of a shorter month."""
    number = sign * int(slots["n"])
    match slots["unit"]:
        case "tuan":
            return (asked.today + timedelta(weeks=number),)
        case "thang" | "nam":
            first = _month(asked.today, number * (12 if slots["unit"] == "nam" else 1))
            return (min(first + (asked.today.day - 1) * ONE_DAY, _month(first, 1) - ONE_DAY),)
        case _:
            return (asked.today + number * ONE_DAY,)


def end_of(months: int, number: int) -> Meaning:
    """6 tháng đầu năm: its last day, whatever stands before it."""
    return lambda slots, asked: period(months, number)({**slots, "edge": "cuoi"}, asked)


def so_many_ago(slots: Slots, asked: Asked) -> Days:
    return so_many(slots, asked, sign=-1)


def working_days(slots: Slots, asked: Asked) -> Days:
    """5 ngày làm việc: the fifth working day after today."""
    day = Due(days=int(slots["n"]), working=True).day(asked.today, asked.works)
    return () if day is None else (day,)


def _in_its_year(make: Callable[[int], Days], slots: Slots, asked: Asked) -> Days:
    """The days of the year that is said, else of the nearest one that has them."""
    today, said = asked.today, slots.get("year", "")
    if said:
        return make(today.year + int(said) if said[0] in "+-" else int(said))
    options = []
    for year in (today.year - 1, today.year, today.year + 1):
        with suppress(NoSuchDay):
            options.append(make(year))
    days = asked.nearest(options, RECENT)
    if not days:
        raise NoSuchDay
    return days


def _written(day: str, month: str, year: int) -> date:
    found = read_day(f"{day}/{month}/{year:04}", year)
    if found is None:
        raise NoSuchDay
    return found


def _month(day: date, months: int) -> date:
    """The first of the month so many months after a day's."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _edge(edge: str, first: date, months: int) -> Days:
    last = _month(first, months) - ONE_DAY
    match edge:
        case "dau":  # nobody can tell which of the first ten days
            return (first, first + 4 * ONE_DAY, first + 9 * ONE_DAY)
        case "giua":
            return (first + 14 * ONE_DAY,)
        case "truoc":
            return (first - ONE_DAY,)
        case "":  # "đến tháng 9"
            return (last, first)
        case _:
            return (last,)
