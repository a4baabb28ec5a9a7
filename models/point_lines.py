"""A message of points somebody gave: "7.4.3 0,11 vòng 2 thiếu minh chứng", or several: "1 9; 2 5,5; tổng 45"."""

import re
from dataclasses import dataclass
from fractions import Fraction

from models.messages import UserError
from models.typed import exact
from models.words import clean, fold
from scoring.catalog import ROOT, CriteriaSet
from scoring.errors import nearest

_WHOLE = ("tong", "chung", "ca nam", "toan bo", "index")
_ROUNDS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5}
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Given:
    """Points of a node, with the round of an appraisal and the reason given."""

    code: str
    points: Fraction
    round: int
    reason: str
    out_of: Fraction | None = None  # the maximum, where it was said: "0,65/1"


def is_whole(text: str) -> bool:
    """Whether words mean the whole set: "tổng", "cả năm"."""
    return fold(text).strip(" :") in _WHOLE


def read_points(text: str, of_set: CriteriaSet, rounds: bool) -> list[Given]:
    """What a message gives; UserError where it gives no node points. A semicolon may also stand in a reason."""
    segments: list[str] = []
    for segment in re.split(r"[;\n]", text):
        if segments and not _begins(segment.split(), of_set):
            segments[-1] += f";{segment}"
        else:
            segments.append(segment)
    given = [_read(segment.split(), of_set, rounds) for segment in segments if segment.strip()]
    if not given:
        raise UserError("points_what", rounds=rounds)
    codes = [each.code for each in given]
    if twice := next((code for code in codes if codes.count(code) > 1), None):
        raise UserError("data_twice", code=twice)
    return given


def _begins(words: list[str], of_set: CriteriaSet) -> bool:
    """Whether words begin with a node and its points."""
    try:
        _code(words, of_set)
    except UserError:
        return False
    return bool(words) and _points(words[0]) is not None


def _read(words: list[str], of_set: CriteriaSet, rounds: bool) -> Given:
    if len(words) < 2:
        raise UserError("points_what", rounds=rounds)
    code = _code(words, of_set)
    points = _points(words[0]) if words else None
    if points is None:
        raise UserError("points_what", rounds=rounds)
    out_of = exact(words[0].strip(",;:").partition("/")[2], thousands=False)
    words = words[1:]
    if words and fold(words[0]).startswith("diem"):
        words = words[1:]
    round_, words = _round(words) if rounds and words else (1, words)
    if _begins([*words], of_set):  # other points without a semicolon are no reason
        raise UserError("points_what", rounds=rounds)
    reason = clean(re.sub(r"^(lý do|ly do):? *", "", " ".join(words).strip(" ,;:-–")), LONGEST_REASON)
    return Given(code, points, round_, reason, out_of)


def _points(word: str) -> Fraction | None:
    """Points to four decimals, as people type and the bot prints them: 0,65; 0,65/1; −0,5."""
    number = exact(word.strip(",;:").replace("−", "-").partition("/")[0], thousands=False)
    return number if number is not None and (number * 10**4).denominator == 1 else None


def _code(words: list[str], of_set: CriteriaSet) -> str:
    """The node the first words name, taken off them; the whole for "tổng"."""
    for length in (2, 1):
        if words and is_whole(" ".join(words[:length])):
            del words[:length]
            return ROOT
    while words and fold(words[0]) in ("tc", "tieu", "chi", "ma", "linh", "vuc"):
        words.pop(0)
    if not words:
        raise UserError("points_what", rounds=False)
    word = words.pop(0).strip(",;:")
    codes = of_set.find(word) or of_set.find(re.sub(r"^[tT][cC](?=[0-9])", "", word))
    if len(codes) > 1:
        raise UserError("data_code_in_parts", code=word, codes=list(codes))
    if not codes:
        raise UserError("data_no_code", code=clean(word, 60), nearest=nearest(word, list(of_set.criteria)))
    return codes[0]


def _round(words: list[str]) -> tuple[int, list[str]]:
    """The round said ("vòng 2", "vòng II", or a lone digit), and the other words."""
    named = fold(words[0]) in ("vong", "lan", "round")
    said = words[1:] if named else words
    word = fold(said[0]).strip(",;:") if said else ""
    round_ = _ROUNDS.get(word, 0) if named else 0
    if re.fullmatch("[1-9]", word):
        round_ = int(word)
    if named and not round_:
        raise UserError("points_round")
    return (round_, said[1:]) if round_ else (1, words)
