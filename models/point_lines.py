"""A message of points somebody gave: "7.4.3 0,11 lý do", "7.4.3 0,11 vòng 2 thiếu minh chứng"."""

from dataclasses import dataclass
from fractions import Fraction

from models.messages import UserError
from models.typed import exact
from models.words import clean, fold
from scoring.catalog import ROOT, CriteriaSet
from scoring.errors import nearest

_WHOLE = ("tong", "chung", "ca nam", "index")
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Given:
    """Points of a node, with the round of an appraisal and the reason given."""

    code: str
    points: Fraction
    round: int
    reason: str


def read_points(text: str, of_set: CriteriaSet, rounds: bool) -> Given:
    """What a message gives; UserError where it gives no node points it may have."""
    words = text.split()
    if len(words) < 2:
        raise UserError("points_what", rounds=rounds)
    code = _code(words, of_set)
    points, node = exact(words[0].strip(",;:"), thousands=False), of_set.criteria[code]
    if points is None or not (points * 10**4).denominator == 1:
        raise UserError("points_what", rounds=rounds)
    low, high = (-node.max, Fraction(0)) if node.role == "penalty" else (node.floor, node.max)
    if not low <= points <= high:
        raise UserError("points_outside", code=code, low=low, high=high)
    words = words[1:]
    if words and fold(words[0]).startswith("diem"):
        words = words[1:]
    round_ = 1
    if rounds and words:
        round_, words = _round(words)
    return Given(code, points, round_, clean(" ".join(words).strip(" ,;:-–"), LONGEST_REASON))


def _code(words: list[str], of_set: CriteriaSet) -> str:
    """The node the first words name, taken off them; the whole for "tổng"."""
    for length in (2, 1):
        if fold(" ".join(words[:length])).strip(":") in _WHOLE:
            del words[:length]
            return ROOT
    word = words.pop(0).strip(",;:")
    codes = of_set.find(word) or of_set.find(word.removeprefix("TC").removeprefix("tc"))
    if len(codes) > 1:
        raise UserError("data_code_in_parts", code=word, codes=list(codes))
    if not codes:
        raise UserError("data_no_code", code=clean(word, 60), nearest=nearest(word, list(of_set.criteria)))
    return codes[0]


def _round(words: list[str]) -> tuple[int, list[str]]:
    """The round said ("vòng 2", or a lone digit), and the other words."""
    said = words[1:] if fold(words[0]) in ("vong", "lan", "round") else words
    if said and len(said[0].strip(",;:")) == 1 and said[0][0] in "123456789":
        return int(said[0][0]), said[1:]
    return 1, words
