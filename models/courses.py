"""How a rate stands with its target, and since when: what is told once when it changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.paces import Pace, Said, pace
from scoring.catalog import Indicator
from scoring.targets import Target

REACHED = "reached"  # and this pace keeps it so
ON_PACE = "on_pace"  # below, and this pace ends at or above the target
OFF_PACE = "off_pace"  # this pace ends below the target, wherever it stands now
OUT_OF_REACH = "out_of_reach"  # whatever comes
UNKNOWN = "unknown"  # too few figures to tell a pace
LOW = (OFF_PACE, OUT_OF_REACH)


@dataclass(frozen=True, slots=True)
class Course:
    """The state of a rate, the day of the first figure since when it is so, and the pace it follows from."""

    state: str
    since: date
    pace: Pace | None


def course(indicator: Indicator, said: Sequence[Said], target: Target, until: date, today: date) -> Course | None:
    """Where the figures of the days up to one lead, oldest first; None where there is none.

    A figure that tells nothing (too little came) does not end what was told before and after it.
    """
    known = [each for each in said if each.day <= today]
    if not known:
        return None
    state, found = _state(indicator, known, target, until)
    since = known[-1].day
    for number in range(len(known) - 1, 0, -1):
        earlier, _ = _state(indicator, known[:number], target, until)
        if earlier == state:
            since = known[number - 1].day
        elif earlier != UNKNOWN:
            break
    return Course(state, since, found)


def _state(indicator: Indicator, said: Sequence[Said], target: Target, until: date) -> tuple[str, Pace | None]:
    """The state the last of some figures gives."""
    reached, found = target.reached(said[-1].value), pace(indicator, said, target, until)
    if found is None:
        closed = said[-1].day >= until
        return (REACHED if reached else OUT_OF_REACH if closed else UNKNOWN), None
    if found.out_of_reach:
        return OUT_OF_REACH, found
    if not found.on_target:
        return OFF_PACE, found
    return (REACHED if reached else ON_PACE), found
