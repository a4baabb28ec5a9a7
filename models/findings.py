"""Where what was printed contradicts itself or the figures. Nothing is bent: both numbers are said."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from models.known import Known, Standing
from scoring.catalog import ROOT
from scoring.judgment import Judgment
from scoring.quantity import cut_off, rounded

FOLLOWS, CUT, NOT = "follows", "follows cut off", "does not follow"


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
    if standing.published is None or standing.judgment.reason.value is None:
        return ""
    return compared(standing.judgment, standing.published)


def compared(judgment: Judgment, points: Fraction) -> str:
    """Whether points follow from the figures, rounded or cut off (rule 21); empty where those leave them open."""
    if not judgment.known or judgment.reason.kind in ("hand", "not_applicable"):
        return ""
    if points in (judgment.low, Fraction(rounded(judgment.low))):
        return FOLLOWS
    return CUT if Fraction(cut_off(judgment.low)) == points else NOT


def sum_of_parts(known: Known, stage: str, code: str, points: Fraction) -> Fraction | None:
    """The sum of the parts' points in a stage, where all have some and it contradicts their parent's."""
    node, given = known.criteria_set.criteria[code], known.stages[stage]
    parts = [given[child].points for child in node.children if child in given]
    if node.combine != "sum" or node.partial or not parts or len(parts) < len(node.children) or sum(parts) == points:
        return None
    return sum(parts, Fraction(0))
