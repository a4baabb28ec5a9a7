"""Giving nodes points (self-scored or appraised), and what that says beside the figures and the parts."""

from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from models.changes import say_points
from models.findings import compared, sum_of_parts
from models.histories import Assessed
from models.known import Known, Standing
from models.messages import UserError
from models.point_lines import Given, read_points
from models.record import Teller


@dataclass(frozen=True, slots=True)
class Gave:
    """Points that were given, and where they contradict what else is known (rule 21): neither number is bent."""

    standing: Standing
    stage: str
    given: Given
    earlier: Assessed | None
    compared: str  # with the points computed from figures
    parts: Fraction | None  # what the parts' own points add up to, where that is another number


def give(session: Session, known: Known, stage: str, text: str, teller: Teller) -> list[Gave]:
    """Record the points a message gives in a stage, and compare them."""
    given = read_points(text, known.criteria_set, rounds=stage == "appraised")
    for each in given:
        _check(known.standing(each.code), each)
        if stage == "appraised" and not each.reason:
            raise UserError("points_why", code=each.code, points=each.points)
    new = [each for each in given if not _is_known(known, stage, each)]
    if not new:
        raise UserError("points_same", code=given[0].code, stage=stage)
    say_points(session, known.card, stage, new, teller)
    return [_gave(known, stage, each) for each in new]


def _is_known(known: Known, stage: str, given: Given) -> bool:
    """Whether the last word of a stage on a node is this one."""
    last = known.stages[stage].get(given.code)
    return last is not None and (last.points, last.round, last.reason) == (given.points, given.round, given.reason)


def _check(standing: Standing, given: Given) -> None:
    """Points stay between the node's floor and what applies to this unit."""
    node, judgment = standing.node, standing.judgment
    if judgment.reason.kind == "not_applicable":
        raise UserError("points_not_applicable", code=given.code)
    low, high = (-node.max, Fraction(0)) if node.role == "penalty" else (node.floor, standing.maximum)
    if not low <= given.points <= high or given.out_of not in (None, standing.maximum):
        raise UserError("points_outside", code=given.code, low=low, high=high)


def _gave(known: Known, stage: str, given: Given) -> Gave:
    standing, earlier = known.standing(given.code), known.stages[stage].get(given.code)
    follows = compared(standing.judgment, given.points)
    return Gave(standing, stage, given, earlier, follows, sum_of_parts(known, stage, given.code, given.points))
