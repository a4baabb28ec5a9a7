"""Small criteria sets from a few lines of TOML, and their scores from figures as text."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from scoring.catalog import CriteriaSet
from scoring.figures import Figure
from scoring.judgment import Judgment
from scoring.reading import load_toml, read_criteria_set
from scoring.score import Score, score, wins

DAY = date(2026, 6, 30)
THEN = datetime(2026, 7, 1, 8, tzinfo=UTC)


def catalog(criteria: str, indicators: str = "", head: str = "max = 1000\npartial = true") -> CriteriaSet:
    """A set from the rows of its tables; every row without a title gets one."""
    text = f'[criteria_set]\nid = "s"\ntitle = "S"\nvalid_from = 2026-01-01\n{head}\n'
    tables = load_toml(f"{text}[indicator]\n{indicators}\n[criterion]\n{criteria}", "s.toml")
    for row in tables["criterion"].values():
        row.setdefault("title", "một tiêu chí")
    return read_criteria_set(tables, "s.toml")


def figures(criteria_set: CriteriaSet, texts: Mapping[str, str]) -> dict[str, Figure]:
    """Figures read as their indicators ask for them."""
    asked = {name: criteria_set.indicators[name] for name in texts}
    return {name: Figure(asked[name].read(texts[name]), DAY, "sổ", THEN) for name in texts}


def scored(
    criteria_set: CriteriaSet, texts: Mapping[str, str], level: str = "", not_applicable: Sequence[str] = ()
) -> Score:
    return score(criteria_set, figures(criteria_set, texts), level, not_applicable)


def judged(code: str, criteria: str, texts: Mapping[str, str], indicators: str = "") -> Judgment:
    """How one node of a small set is judged."""
    return scored(catalog(criteria, indicators), texts).judgments[code]


def won(code: str, criteria: str, texts: Mapping[str, str], indicators: str = "") -> Mapping[str, Any]:
    """What would win the rest of a node of a small set."""
    small = catalog(criteria, indicators)
    return wins(small.criteria[code], scored(small, texts).judgments[code])


def ends(judgment: Judgment) -> tuple[float, float, float]:
    """Low, high and maximum, as floats to be read; exact where the numbers are halves and quarters."""
    return float(judgment.low), float(judgment.high), float(judgment.maximum)
