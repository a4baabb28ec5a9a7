"""The one date a line says, as people write them in a chat: "họp 10h ngày mai", "xong trước 25/3", "hết quý III".

A day that words may as well not mean is never taken: then nothing is found, or the other days are named too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from scheduling.dates import NoSuchDay
from scheduling.forms import Word, split
from scheduling.grammar import closing
from scheduling.meanings import Asked, Days, weekday
from scheduling.phrases import Group, Phrase, groups
from scoring.deadlines import ONE_DAY, Works

_HOURS = {
    "sang": range(12),
    "trua": range(10, 15),
    "chieu": range(12, 19),
    "toi": range(17, 24),
    "dem": (20, 21, 22, 23, 0, 1, 2, 3, 4),
}


@dataclass(frozen=True, slots=True)
class When:
    """A day (and an hour, where one was said) that words mean."""

    day: date
    hour: time | None
    said: str  # the words that said it, as typed
    rest: str  # the line without them
    others: tuple[date, ...] = ()  # the other days the words may as well mean: then a question must be asked
    assumed: str = ""  # what was taken for granted: "chiều" of "3h"


class SeveralDays(Exception):
    """A line that says several days."""

    def __init__(self, days: Iterable[date]) -> None:
        self.days = tuple(sorted(set(days)))
        super().__init__(*self.days)


def find_when(text: str, now: datetime, works: Works, *, past: bool = False) -> When | None:
    """The one date a line says: of something to come, or (`past`) of something done. None where it says none.

    Raises NoSuchDay for 31/2 and SeveralDays where it says different ones.
    """
    words = split(text)
    found = groups(words)
    dated = [group for group in found if _day_phrases(group)]
    hours = [group for group in found if group not in dated and not _begins(group)]
    if not dated:
        days = _day_of_the_hour(hours[0], now, past) if len(hours) == 1 else ()
        return _found(text, words, hours, days) if days else None
    days = _shared([_days(text, words, group, Asked(now.date(), works, past)) for group in dated])
    if all(map(_begins, dated)) or not days:
        return None
    if len(hours) == len(dated) == 1 and _one_clause(hours[0], dated[0], words):
        dated = sorted([*dated, *hours], key=lambda group: group[0].start)
    return _found(text, words, dated, days)


def _day_phrases(group: Group) -> list[Phrase]:
    """Those that say a day; "cuối giờ" is today's where no other does."""
    found = [phrase for phrase in group if phrase.meaning]
    return [phrase for phrase in found if phrase.meaning is not closing] or found


def _begins(group: Group) -> bool:
    """Whether something begins then, and so is not to be done by then: "từ 15/9", "sau 8h ngày mai"."""
    days = _day_phrases(group)
    hours = [phrase for phrase in group if "hour" in phrase.slots]
    return (bool(days) and all(phrase.begins for phrase in days)) or any(
        phrase.begins and phrase not in days and all(other.begins for other in hours) for phrase in group
    )


def _ends_before(group: Group) -> bool:
    """Whether the day before is meant: "trước 25/3"; an hour, or a part of the day, ends on its own day."""
    return any(phrase.before for phrase in group) and not any(
        {"hour", "part"} & phrase.slots.keys() for phrase in group
    )


def _one_clause(hour: Group, day: Group, words: Sequence[Word]) -> bool:
    """Whether an hour is of a day that stands apart: "10h họp giao ban ngày mai"."""
    first, last = sorted((hour, day), key=lambda group: group[0].start)
    parted = any(word.mark for word in words[first[-1].end : last[0].start])
    return not parted and not _ends_before(day) and not _hours(day)


def _days(text: str, words: Sequence[Word], group: Group, asked: Asked) -> Days:
    """The days a group may mean."""
    strict = _ends_before(group)
    asked = replace(asked, earliest=asked.today + strict * ONE_DAY)
    try:
        named = [phrase.meaning(phrase.slots, asked) for phrase in _day_phrases(group) if phrase.meaning]
    except NoSuchDay:
        raise NoSuchDay(_said(text, _span(text, words, group))) from None
    days = _agreed(_day_phrases(group), named)
    if not strict:
        return days
    vague = any("edge" in phrase.slots for phrase in group)  # "trước cuối tháng" may include it
    return (*(day - ONE_DAY for day in days), *(days if vague else ()))


def _agreed(said: Sequence[Phrase], named: Sequence[Days]) -> Days:
    """A weekday and a date side by side must agree; else either may be wrong."""
    weekdays = [phrase for phrase in said if phrase.meaning is weekday]
    if len(said) != 2 or len(weekdays) != 1:
        return _shared(named)
    week, calendar = named if said[0] is weekdays[0] else reversed(named)
    loose = not {"ref", "turn"} & weekdays[0].slots.keys()
    fits = [day for day in calendar if day in week or (loose and week and day.weekday() == week[0].weekday())]
    return tuple(fits) or (*calendar, *week)


def _shared(named: Sequence[Days]) -> Days:
    """The days that everything said may mean."""
    first, *others = named
    shared = tuple(day for day in first if all(day in days for days in others))
    if not shared and others:
        raise SeveralDays(days[0] for days in named if days)
    return shared


def _day_of_the_hour(group: Group, now: datetime, past: bool) -> Days:
    """Today, where the hour is still to come (or `past`); else nobody can tell."""
    hours = _hours(group)
    if len(hours) != 1:
        return ()
    today, hour = now.date(), min(hours)[0]
    fits = hour <= now.time() if past else hour > now.time()
    return (today,) if fits else (today - ONE_DAY if past else today + ONE_DAY, today)


def _hours(group: Group) -> set[tuple[time, str]]:
    """The hours a group says, each with what was taken for granted."""
    said = [phrase for phrase in group if "hour" in phrase.slots]
    said = [phrase for phrase in said if not phrase.begins] or said  # "từ 8h đến 10h"
    part = next((phrase.slots["part"] for phrase in group if "part" in phrase.slots), "")
    read = (_hour(int(phrase.slots["hour"]), int(phrase.slots.get("minute", 0)), part) for phrase in said)
    return {hour for hour in read if hour}


def _hour(hour: int, minute: int, part: str) -> tuple[time, str] | None:
    if not part:  # offices are closed from one to five in the night
        return (time(hour + 12, minute), "chiều") if 1 <= hour <= 5 else (time(hour, minute), "")
    fits = [each for each in (hour, hour + 12) if each in _HOURS[part]]
    return (time(fits[0], minute), "") if fits else None


def _found(text: str, words: Sequence[Word], groups: Sequence[Group], days: Days) -> When:
    hours = {hour for group in groups for hour in _hours(group)}
    hour, assumed = hours.pop() if len(hours) == 1 else (None, "")
    day, *others = dict.fromkeys(days)
    spans = [_span(text, words, group) for group in groups]
    said = " ".join(_said(text, span) for span in spans)
    return When(day, hour, said, _without(text, spans), tuple(others), assumed)


def _span(text: str, words: Sequence[Word], group: Group) -> tuple[int, int]:
    start, end = words[group[0].start].start, words[group[-1].end - 1].end
    unclosed = "(" in text[start:end] and ")" not in text[start:end]  # "28/8 (thứ 6)"
    return start, end + (unclosed and text[end : end + 1] == ")")


def _said(text: str, span: tuple[int, int]) -> str:
    return " ".join(text[slice(*span)].split())


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The line without some parts of it, and without the commas and brackets that stood around them."""
    kept = text[: spans[0][0]]
    for (_, end), (start, _) in zip(spans, [*spans[1:], (len(text), 0)], strict=True):
        kept, after = kept.rstrip(" ,;:-–"), text[end:start].lstrip(" ,;:.-–")
        if kept.endswith("(") and after.startswith(")"):
            kept, after = kept[:-1].rstrip(" ,;:-–"), after[1:].lstrip(" ,;:.-–")
        kept = f"{kept} {after}"
    return " ".join(kept.split())
