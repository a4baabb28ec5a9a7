"""The engine and a second, naive evaluator of the same rules agree on ten thousand random sets and histories."""

import random
from datetime import date

import pytest

from scoring.catalog import ROOT
from scoring.errors import CatalogError
from scoring.history import as_known
from scoring.reading import read_criteria_set
from scoring.score import score
from tests.scoring.generated import generate
from tests.scoring.naive import Verdict, figures_known, judge

CASES, CHUNKS = 10_000, 10
HOLIDAYS = {date(2026, 4, day) for day in (27, 30)} | {date(2026, 5, 1)}


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def both(seed: int) -> tuple[Verdict | None, Verdict]:
    """What the engine says (None: it refuses the set) and what the naive evaluator says."""
    tables, entries, at, level, left_out, best, day = generate(random.Random(seed))
    naive = judge(tables, figures_known(tables, entries, at), level, left_out, best, day, works)
    try:
        criteria_set = read_criteria_set(tables, f"seed {seed}")
    except CatalogError:
        return None, naive
    figures = as_known(criteria_set, entries, at)
    result = score(criteria_set, figures, level, left_out, best=best, day=day, works=works)
    nodes = {code: (each.low, each.high, each.maximum) for code, each in result.judgments.items()}
    return Verdict(nodes, result.index_low, result.index_high, result.classification), naive


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_engine_and_the_naive_evaluator_agree(chunk: int) -> None:
    refused = 0
    for seed in range(chunk, CASES, CHUNKS):
        engine, naive = both(seed)
        refused += engine is None
        if engine is not None:
            nodes = {code: (engine.nodes.get(code), node) for code, node in naive.nodes.items()}
            differing = {code: pair for code, pair in nodes.items() if pair[0] != pair[1]}
            assert not differing, f"seed {seed}: engine, naive: {differing}"
            assert engine == naive, f"seed {seed}"
            assert ROOT in engine.nodes
    assert refused < CASES / CHUNKS / 20
