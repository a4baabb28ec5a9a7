"""Slots: the times of a day at which people are written to, and when they are let alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduling.policy import SLOTS, Policy
from scoring.deadlines import ONE_DAY, Works

LONGEST_BREAK = 30  # days: nobody plans further


@dataclass(frozen=True, slots=True)
class Slot:
    """One time of one day. What it owes may be said until it ends; what is not said by then is owed anew."""

    name: str
    day: date
    opens: datetime
    ends: datetime

    @property
    def key(self) -> str:
        return f"{self.day} {self.name}"

    @property
    def jobs(self) -> tuple[str, ...]:
        """The kinds of message it sends."""
        return SLOTS[self.name]


def slots_of(day: date, policy: Policy, zone: ZoneInfo) -> Iterator[Slot]:
    """The slots of a day, in their order."""
    times = {
        "morning": policy.monday if day.weekday() == 0 else policy.morning,
        "afternoon": policy.afternoon, "week": policy.week, "escalation": policy.escalation,
    }  # fmt: skip
    for name, at in times.items():
        yield Slot(name, day, datetime.combine(day, at, zone), datetime.combine(day, policy.ends, zone))


def open_slots(now: datetime, policy: Policy, zone: ZoneInfo) -> list[Slot]:
    """The slots whose messages may go out at a moment; none in quiet hours, which so delay and never skip."""
    here = now.astimezone(zone)
    if policy.is_quiet(here.time()):
        return []
    return [slot for slot in slots_of(here.date(), policy, zone) if slot.opens <= now < slot.ends]


def next_slot(now: datetime, policy: Policy, zone: ZoneInfo) -> Slot:
    """The first slot that opens after a moment, whether or not anybody works then."""
    today = now.astimezone(zone).date()
    coming = (slot for day in (today, today + ONE_DAY) for slot in slots_of(day, policy, zone) if slot.opens > now)
    return min(coming, key=lambda slot: slot.opens)


def speaks(slot: Slot, works: Works, policy: Policy) -> bool:
    """Whether those who work by a calendar are written to in a slot: not on days off, nor from the last afternoon
    before a long holiday to the end of the first day back."""
    if not works(slot.day):
        return False
    if slot.name != "morning" and break_after(slot.day, works, policy.long_break):
        return False
    return not is_first_day_back(slot.day, works, policy.long_break)


def break_after(day: date, works: Works, least: int) -> tuple[date, date] | None:
    """The long holiday that begins the day after; None where there is none."""
    last = day
    while not works(last + ONE_DAY) and last - day < timedelta(LONGEST_BREAK):
        last += ONE_DAY
    return (day + ONE_DAY, last) if (last - day).days >= least else None


def is_first_day_back(day: date, works: Works, least: int) -> bool:
    """Whether a long holiday ended yesterday."""
    off = 0
    while not works(day - (off + 1) * ONE_DAY) and off < LONGEST_BREAK:
        off += 1
    return off >= least


def break_ahead(day: date, works: Works, policy: Policy) -> tuple[date, date] | None:
    """The long holiday that begins so many working days after a day, or sooner; None where there is none."""
    ahead = day
    for _ in range(policy.before_break):
        if found := break_after(ahead, works, policy.long_break):
            return found
        ahead += ONE_DAY
        while not works(ahead):
            ahead += ONE_DAY
    return break_after(ahead, works, policy.long_break)


def at_once(now: datetime, policy: Policy, zone: ZoneInfo, works: Works) -> Slot:
    """A slot for what somebody sends by hand: now, or when people may be written to next; not on the first day back
    from a long holiday."""
    day = now.astimezone(zone).date()
    while True:
        first = next(slots_of(day, policy, zone)).opens
        ends = datetime.combine(day, policy.ends, zone)
        pauses = (datetime.combine(day, end, zone) for _, end in policy.quiet)
        spoken = works(day) and not is_first_day_back(day, works, policy.long_break)
        for opens in sorted(max(each, now) for each in (first, *pauses)):
            if spoken and opens < ends and not policy.is_quiet(opens.astimezone(zone).time()):
                return Slot("by hand", day, opens, ends)
        day += ONE_DAY


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins."""
    return datetime.combine(day, time.min, zone)
