"""The `[reminders]` of the configuration: when an office reminds, read into a `Policy`."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from scheduling.policy import CHAIR, DEFAULT, DEPUTY, Policy, Step

Wrong = Callable[[str, str], Exception]
_TIMES = ("morning", "monday", "afternoon", "week", "escalation", "ends")
_NUMBERS = {"every": 1, "short_notice": 0, "signing": 0, "long_break": 2, "before_break": 0}
KEYS = tuple(
    f"reminders.{name}"
    for name in (*_TIMES, *_NUMBERS, "before", "overdue", "quiet", "steps", "at_points", "heartbeat")
)


def read_policy(values: Mapping[str, Any], stale_days: int, wrong: Wrong) -> Policy:
    """When an office reminds; what it does not set is as `Policy` has it."""
    readers: dict[str, Callable[[Any], Any]] = {
        **{name: partial(_time, name, wrong) for name in _TIMES},
        **{name: partial(_number, name, wrong) for name in _NUMBERS},
        **{name: partial(_days, name, wrong) for name in ("before", "overdue")},
        "quiet": partial(_spans, wrong),
        "steps": partial(_steps, wrong),
        "at_points": partial(_points, wrong),
    }
    given = {name: read(values[key]) for name, read in readers.items() if (key := f"reminders.{name}") in values}
    policy = replace(DEFAULT, stale_days=stale_days, **given)
    slots = (policy.afternoon, policy.week, policy.escalation, policy.morning, policy.monday)
    if not all(at < policy.ends for at in slots) or policy.first_of_day >= policy.afternoon:
        raise wrong("reminders.ends", "giờ sau mọi giờ nhắc trong ngày")
    for name in _TIMES[:-1]:  # what begins in a quiet hour waits for its end, and never begins in the evening
        if policy.is_quiet(getattr(policy, name)):
            raise wrong(f"reminders.{name}", "giờ nằm ngoài các giờ nghỉ của reminders.quiet")
    return policy


def _time(name: str, wrong: Wrong, text: Any) -> time:
    try:
        return time.fromisoformat(text)
    except (TypeError, ValueError):
        raise wrong(f"reminders.{name}", 'giờ như "07:30"') from None


def _number(name: str, wrong: Wrong, value: Any) -> int:
    least = _NUMBERS[name]
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 60:
        raise wrong(f"reminders.{name}", f"số ngày từ {least} đến 60")
    return value


def _days(name: str, wrong: Wrong, value: Any) -> tuple[int, ...]:
    least = 0 if name == "before" else 1
    if not isinstance(value, list) or any(type(each) is not int or not least <= each <= 60 for each in value):
        raise wrong(f"reminders.{name}", f"danh sách số ngày làm việc từ {least} đến 60, như [10, 5, 3, 1]")
    return tuple(sorted(set(value), reverse=name == "before"))


def _spans(wrong: Wrong, value: Any) -> tuple[tuple[time, time], ...]:
    try:
        spans = [tuple(map(time.fromisoformat, each.split("-"))) for each in value]
    except (AttributeError, TypeError, ValueError):
        spans = [()]
    if any(len(span) != 2 or span[0] >= span[1] for span in spans):
        raise wrong("reminders.quiet", 'danh sách như ["11:30-13:30"]')
    return tuple((span[0], span[1]) for span in spans)


def _steps(wrong: Wrong, value: Any) -> tuple[Step, ...]:
    steps = []
    for each in value if isinstance(value, list) else [None]:
        after, _, whom = each.partition(" ") if isinstance(each, str) else ("", "", "")
        if not (after.isdigit() and 1 <= int(after) <= 60 and whom in (DEPUTY, CHAIR)):
            raise wrong("reminders.steps", 'danh sách như ["1 deputy", "5 chair"]')
        steps.append((int(after), whom))
    return tuple(sorted(steps))


def _points(wrong: Wrong, value: Any) -> Fraction:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= 1000:
        raise wrong("reminders.at_points", "số điểm lớn hơn 0")
    return Fraction(Decimal(str(value)))
