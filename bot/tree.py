"""The tree of a criteria set, one line a row, to be held against the paper: code, name, maximum and marks."""

from collections.abc import Iterator

from scoring.catalog import ROOT, CriteriaSet, Criterion
from templates import plain, say

WIDEST = 100  # columns


def tree(criteria_set: CriteriaSet) -> Iterator[str]:
    """A line for every node, in the order of the paper."""
    for node in criteria_set.below(ROOT):
        line = _line(criteria_set, node, node.name)
        if len(line) > WIDEST:  # a name may be cut, for the paper has it at its code; the maximum and the marks may not
            kept = max(0, len(node.name) - (len(line) - WIDEST) - 1)
            line = _line(criteria_set, node, f"{node.name[:kept].rpartition(' ')[0]}…")
        yield line


def _line(criteria_set: CriteriaSet, node: Criterion, name: str) -> str:
    root = node.code == ROOT
    line = say(
        "lines",
        "branch",
        node=node,
        name=name,
        root=root,
        depth=0 if root else len(criteria_set.path(node.code)),
        marks=_marks(criteria_set, node),
        terms=[each.due for each in criteria_set.asked_for(node.code) if each.due],
        indicators=criteria_set.indicators,
    )
    return plain(line)


def _marks(criteria_set: CriteriaSet, node: Criterion) -> list[str]:
    """What is stated of a node beside its name and points, in the words of the file."""
    marks = [
        node.scale_name or ("" if node.children else "hand"),
        "best of the block" if node.scale and node.scale.relative else "",
        "" if node.role == "points" or node.role == criteria_set.criteria[node.parent].role else node.role,
        "in maximum" if node.in_maximum else "",
        node.combine if node.combine != "sum" else "",
        "partial" if node.partial else "",
        "survey" if node.survey else "",
        "inferred" if node.inferred else "",
        "" if node.printed else "not printed",
        f"only {', '.join(node.only_for)}" if node.only_for else "",
    ]
    return [mark for mark in marks if mark]
