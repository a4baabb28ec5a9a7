"""Where what was printed contradicts itself or the figures. Nothing is bent: both numbers are said."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from models.known import Known, Standing
from scoring.catalog import ROOT
from scoring.quantity import cut_off, rounded

FOLLOWS, FOLLOWS_CUT, DOES_NOT_FOLLOW = "follows", "follows cut off", "does not follow"


@dataclass(frozen=True, slots=True)
class PrintedElsewhere:
    """A node printed with other points in another table; `fits` where only its own points make the whole add up."""

    standing: Standing
    printed: str
    fits: bool


def printed_elsewhere(known: Known) -> Iterator[PrintedElsewhere]:
    """The top-level nodes that some table prints with other points."""
    parts, total = known.parts(), known.published(ROOT)
    whole = sum((part.published or Fraction(0) for part in parts), Fraction(0))
    for part in parts:
        for misprint in known.misprints.get(part.node.code, ()):
            if misprint.field == "points" and part.published is not None:
                other = printed_number(misprint.printed)
                fits = other is not None and whole == total != whole - part.published + other
                yield PrintedElsewhere(part, misprint.printed, fits)


def printed_number(text: str) -> Fraction | None:
    """A number as it was printed, with a comma or a dot; None for anything else."""
    try:
        return Fraction(text.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        return None


def reproduced(standing: Standing) -> str:
    """Whether the published points follow from the figures under the rule; empty where nothing can be worked out."""
    judgment = standing.judgment
    if standing.published is None or not judgment.known or judgment.reason.value is None:
        return ""
    if judgment.reason.kind == "hand":
        return ""
    if Fraction(rounded(judgment.low)) == standing.published:
        return FOLLOWS
    return FOLLOWS_CUT if Fraction(cut_off(judgment.low)) == standing.published else DOES_NOT_FOLLOW


def other_sum(known: Known, code: str) -> Fraction | None:
    """The sum of the parts' published points, where it contradicts their parent's."""
    node = known.criteria_set.criteria[code]
    if node.combine != "sum" or node.partial:
        return None
    published, parts = known.published(code), known.parts(code)
    points = [part.published for part in parts if part.published is not None]
    if published is None or not parts or len(points) < len(parts) or sum(points) == published:
        return None
    return sum(points, Fraction(0))
