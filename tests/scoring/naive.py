"""The rules a second time, slow and obvious, written from the specification alone, to be held against the engine."""

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import product
from operator import add, ge, gt, le, lt, mul, sub, truediv
from typing import Any

NO_FIGURE, NOTHING_DUE = "no_figure", "nothing_due"
Ending = dict[str, str]  # a figure with open cases, and the state they end in
DUTIES = ["on_time", "late", "missing"]
Works = Callable[[date], bool]
Value = Fraction | str  # a number or one of the two absences
Figure = tuple[str, dict[str, Any]]  # "share", "ratio", "number", "cases" or "done", and its amounts
Parts = dict[str, Any]  # what may be read of a figure: "" itself, "n", "d", "all", "<state>", "days_late", "cases"
Ends = tuple[Fraction, Fraction]
Node = tuple[Fraction, Fraction, Fraction]  # low, high, maximum
ZERO, ONE = Fraction(0), Fraction(1)
OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: add, ast.Sub: sub, ast.Mult: mul, ast.Div: truediv,
}  # fmt: skip


@dataclass
class Verdict:
    nodes: dict[str, Node]
    index_low: Fraction
    index_high: Fraction
    classification: str | None


# --- numbers and histories


def number(text: Any) -> Fraction:
    """A number, or a text that says a share: "50%", "1/2", "98,26%"."""
    text = str(text).replace(",", ".")
    if text.endswith("%"):
        return Fraction(text[:-1]) / 100
    n, _, d = text.partition("/")
    return Fraction(n) / Fraction(d or 1)


def asks(tables: Mapping[str, Any], name: str) -> str:
    """What an indicator asks; a leaf that asks its own question: by its scale."""
    if name in tables["indicator"]:
        return str(tables["indicator"][name]["asks"])
    row = tables["criterion"][name]
    if "levels" in row:
        return "choice"
    edges = [row.get(key) for key in ("full_at", "per", "over", "zero_below")]
    edges += [edge for band in row.get("bands", []) for key, edge in band.items() if key != "gives"]
    return "ratio" if any(isinstance(edge, str) and edge != "best" for edge in edges) else "number"


def read(kind: str, text: str) -> Figure:
    """The figure a text says."""
    if text.endswith("%"):
        return "share", {"": number(text)}
    if kind == "ratio":
        n, d = text.split("/")
        return "ratio", {"n": number(n), "d": number(d)}
    if kind == "number":
        return "number", {"": number(text)}
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return "done", {"": date.fromisoformat(text)}
    cases = [case.split("=") for case in text.split(";")] if "=" in text else [[text, "1"]]
    return "cases", {state.strip(): int(count) for state, count in cases}


def figures_known(tables: Mapping[str, Any], entries: Iterable[Any], at: datetime) -> dict[str, Figure]:
    """Every indicator's figure as it was known at a moment: the latest of each period, and the periods' total."""
    known = [entry for entry in entries if entry.recorded_at <= at]
    gone = [entry.retracts for entry in known if entry.retracts is not None]
    latest: dict[str, dict[str, Figure]] = {}
    for entry in sorted(known, key=lambda each: (each.as_of, each.recorded_at, each.id)):
        asked = entry.indicator in {**tables["indicator"], **tables["criterion"]}
        if asked and entry.retracts is None and entry.id not in gone:
            latest.setdefault(entry.indicator, {})[entry.period] = read(asks(tables, entry.indicator), entry.value)
    return {name: added(list(periods.values())) for name, periods in latest.items()}


def added(figures: list[Figure]) -> Figure:
    """The total over periods."""
    if len(figures) == 1:
        return figures[0]
    keys = {key: None for _, amounts in figures for key in amounts}
    return figures[0][0], {key: sum(amounts.get(key, 0) for _, amounts in figures) for key in keys}


# --- deadlines, formulas, bands


def limit(due: Any, figures: Mapping[str, Figure], works: Works) -> date | None:
    """The last day that is on time, if it can be told."""
    if isinstance(due, date):
        return due
    found = re.fullmatch(r"(\d+) (working )?days? after (\w+)", due)
    assert found
    if found[3] not in figures:
        return None
    day: date = figures[found[3]][1][""]
    for _ in range(int(found[1])):
        day += timedelta(1)
        while found[2] and not works(day):
            day += timedelta(1)
    return day


def compute(formula: str, value_of: Callable[[str], Value]) -> Value:
    """The value of a formula."""
    text = re.sub(r"([0-9]+(?:\.[0-9]+)?)\s*%", r"(\1/100)", formula)
    return computed(ast.parse(text, mode="eval").body, value_of)


def computed(node: ast.expr, value_of: Callable[[str], Value]) -> Value:
    """The value of a part of a formula; both absences pass through, and no figure wins."""
    if isinstance(node, ast.Constant):
        return Fraction(str(node.value))
    if isinstance(node, ast.Name | ast.Attribute):
        return value_of(ast.unparse(node))
    operands = (
        node.args
        if isinstance(node, ast.Call)
        else [getattr(node, key) for key in ("left", "right", "operand") if hasattr(node, key)]
    )
    values = [computed(each, value_of) for each in operands]
    x = [each for each in values if isinstance(each, Fraction)]
    if len(x) < len(values):
        return NO_FIGURE if NO_FIGURE in values else NOTHING_DUE
    if isinstance(node, ast.Call):
        return {"min": min, "max": max}[ast.unparse(node.func)](x)
    if isinstance(node, ast.UnaryOp):
        return -x[0]
    assert isinstance(node, ast.BinOp)
    return NOTHING_DUE if isinstance(node.op, ast.Div) and not x[1] else OPERATORS[type(node.op)](x[0], x[1])


def gives(bands: list[dict[str, Any]], x: Fraction) -> Any:
    """What the first band that matches gives."""
    holds = {"from": ge, "above": gt, "upto": le, "below": lt}
    return next(
        band["gives"] for band in bands if all(holds[key](x, number(band[key])) for key in band if key != "gives")
    )


def clamp(low: Fraction, x: Fraction, high: Fraction) -> Fraction:
    return max(low, min(x, high))


def rounded(x: Fraction) -> Fraction:
    """To two decimals, half away from zero."""
    size = Fraction(int(abs(x) * 100 + Fraction(1, 2)), 100)
    return size if x >= 0 else -size


@dataclass
class Judge:
    """One unit's figures on one set; `nodes` is None where a node does not apply."""

    tables: Mapping[str, Any]
    figures: Mapping[str, Figure]
    level: str
    not_applicable: Iterable[str]
    best: Mapping[str, Any]
    day: date | None
    works: Works

    def __post_init__(self) -> None:
        head = self.tables["criteria_set"]
        self.rows = {**self.tables["criterion"], "index": {"max": head["max"], "partial": head.get("partial", False)}}
        self.parent = {code: self.parent_of(code) for code in self.rows}
        self.nodes: dict[str, Node | None] = {}

    # what a row says

    def parent_of(self, code: str) -> str:
        above = str(self.rows[code].get("in", re.sub(r"[./][^./]*$", "", code)))
        while above not in self.rows and re.search("[./]", above):
            above = re.sub(r"[./][^./]*$", "", above)
        return "" if code == "index" else above if above in self.rows and above != code else "index"

    def parts(self, code: str) -> list[str]:
        return [each for each in self.rows if self.parent[each] == code]

    def role(self, code: str) -> str:
        return "points" if code == "index" else str(self.rows[code].get("role") or self.role(self.parent[code]))

    def max(self, code: str) -> Fraction:
        return number(self.rows[code]["max"])

    def ceiling(self, code: str) -> Fraction:
        return ZERO if self.role(code) == "penalty" else self.max(code)

    def floor(self, code: str) -> Fraction:
        row, role = self.rows[code], self.role(code)
        if role != "points":
            return -self.max(code) if role == "penalty" else ZERO
        if "at_least" in row:
            return number(row["at_least"])
        entries = [row.get(NO_FIGURE), row.get(NOTHING_DUE), *row.get("levels", {}).values()]
        entries += [band["gives"] for band in row.get("bands", [])]
        return min([ZERO, *(number(each) for each in entries if each is not None and not isinstance(each, str))])

    # figures: the open cases of one figure all end alike, each figure's in every way

    def open_below(self, name: str) -> list[str]:
        """The figures with open cases that a name depends on, as it is read or through formulas."""
        key = name if name in self.rows else name.partition(".")[0]
        row = self.tables["indicator"].get(key, {})
        inside = re.findall(r"[^\W\d]\w*(?:\.\w+)?", f"{row.get('value', '')} {row.get('if_none', '')}")
        found = [each for below in inside if below not in ("min", "max") for each in self.open_below(below)]
        own = [key] if key in self.figures and self.figures[key][1].get("open") else []
        return sorted({*own, *found})

    def endings(self, name: str) -> list[Ending]:
        still_open = self.open_below(name)
        if len(still_open) > 3:
            return [dict.fromkeys(still_open, state) for state in DUTIES]
        return [dict(zip(still_open, each, strict=True)) for each in product(DUTIES, repeat=len(still_open))]

    def reading(self, name: str, ending: Ending) -> Parts:
        """What may be read of a figure when its open cases end so."""
        state = ending.get(name, "")
        if name not in self.figures:
            return {}
        kind, amounts = self.figures[name]
        row = self.tables["indicator"].get(name, {})
        if kind == "ratio":
            return {"": amounts["n"] / amounts["d"] if amounts["d"] else NOTHING_DUE, **amounts}
        if kind in ("share", "number"):
            return amounts
        if row.get("asks") not in ("deadline", "duties"):
            return of_cases(amounts, row.get("states", []))
        last = limit(row["due"], self.figures, self.works) if "due" in row else None
        if kind == "done":
            return self.done(amounts[""], last, "working" in str(row["due"]))
        if state == "on_time" and last and self.day and self.day > last:
            state = "late"
        cases = {each: amounts.get(each, 0) + (amounts.get("open", 0) if each == state else 0) for each in DUTIES}
        return {**of_cases(cases, DUTIES), "days_late": ZERO if amounts.get("on_time") else NO_FIGURE}

    def done(self, day: date, last: date | None, working: bool) -> Parts:
        """A deadline that was met or not on a day."""
        if last is None:
            return {}
        after = [last + timedelta(n) for n in range(1, (day - last).days + 1)]
        late = sum(1 for each in after if not working or self.works(each))
        return {**of_cases({"late" if day > last else "on_time": 1}, DUTIES), "days_late": Fraction(late)}

    def value(self, name: str, ending: Ending) -> Value:
        key, _, part = (name, "", "") if name in self.rows else name.partition(".")
        row = self.tables["indicator"].get(key, {})
        found: Value = self.reading(key, ending).get(part, NO_FIGURE)
        for formula in ("value", "if_none"):
            if formula in row and (formula == "value" or found == NOTHING_DUE):
                found = compute(row[formula], lambda each: self.value(each, ending))
        return found

    # leaves

    def worth(self, code: str, entry: Any) -> Ends | None:
        """What an entry gives; None: not applicable."""
        if entry == "not_applicable":
            return None
        if entry == "unknown":
            return self.floor(code), self.ceiling(code)
        share = isinstance(entry, str)
        points = self.max(code) * (ONE if entry == "full" else number(entry)) if share else number(entry)
        return points, points

    def absent(self, code: str, absence: str) -> Ends | None:
        if absence == NO_FIGURE and self.role(code) == "penalty":
            return ZERO, ZERO
        return self.worth(code, self.rows[code].get(absence, "unknown"))

    def leaf(self, code: str) -> Node | None:
        floor, ceiling = self.floor(code), self.ceiling(code)
        all_ends = [self.leaf_if(code, ending) for ending in self.endings(self.rows[code].get("figure", code))]
        ends = [each for each in all_ends if each is not None]
        if not ends:
            return None
        unknown = len(ends) < len(all_ends)
        low = floor if unknown else clamp(floor, min(each[0] for each in ends), ceiling)
        high = ceiling if unknown else clamp(floor, max(each[1] for each in ends), ceiling)
        if self.tables["criteria_set"].get("round_leaves"):
            low, high = clamp(floor, rounded(low), ceiling), clamp(floor, rounded(high), ceiling)
        return low, high, ceiling

    def leaf_if(self, code: str, ending: Ending) -> Ends | None:
        """A leaf's points when open cases end so, before the clamp."""
        row = self.rows[code]
        name = row.get("figure", code)
        if "levels" in row:
            return self.mean(code, self.reading(name, ending).get("cases"))
        x = self.value(name if {"bands", "full_at", "each"} & row.keys() else code, ending)
        if isinstance(x, str):
            return self.absent(code, x)
        if "bands" in row:
            return self.worth(code, gives(row["bands"], x))
        if "full_at" in row:
            return self.towards(code, name, x)
        if "each" in row:
            times = max(0, (x - number(row.get("over", 0))) // number(row.get("per", 1)))
            x = number(row.get("start", 0)) + number(row["each"]) * times
        return x, x

    def mean(self, code: str, cases: dict[str, int] | None) -> Ends | None:
        """The mean over cases by word; states that are not applicable leave it."""
        if cases is None or not sum(cases.values()):
            return self.absent(code, NO_FIGURE if cases is None else NOTHING_DUE)
        worths = [self.worth(code, self.rows[code]["levels"][word]) for word, n in cases.items() for _ in range(n)]
        low, high = ([ends[end] for ends in worths if ends is not None] for end in (0, 1))
        return (sum(low) / Fraction(len(low)), sum(high) / Fraction(len(high))) if low else None

    def towards(self, code: str, name: str, x: Fraction) -> Ends | None:
        """Points towards a target, or towards the best of the block."""
        row = self.rows[code]
        best = self.best[name].value if name in self.best else None
        target = number(row["full_at"]) if row["full_at"] != "best" else x if best is None else max(x, best)
        if target <= 0:
            return self.absent(code, NOTHING_DUE)
        points = ZERO if x < number(row.get("zero_below", x)) else min(x / target, ONE) * self.max(code)
        return points, points

    # groups

    def node(self, code: str, applies: bool = True) -> Node | None:
        """A node and all below it; None: not applicable."""
        row = self.rows[code]
        applies = applies and code not in self.not_applicable and self.level in row.get("only_for", [self.level])
        below = {each: self.node(each, applies) for each in self.parts(code)}
        self.nodes[code] = (self.group(code, below) if below else self.leaf(code)) if applies else None
        return self.nodes[code]

    def counts(self, code: str) -> bool:
        """Whether a node counts in its parent's maximum."""
        return self.role(code) == self.role(self.parent[code]) or bool(self.rows[code].get("in_maximum"))

    def group(self, code: str, below: Mapping[str, Node | None]) -> Node | None:
        row, most, role = self.rows[code], self.max(code), self.role(code)
        combine = row.get("combine", "sum")
        parts = {each: node for each, node in below.items() if node is not None}
        partial = row.get("partial") and role != "penalty"
        rest = most - sum(self.max(each) for each in below if self.counts(each)) if partial else ZERO
        if not parts and not rest:
            return None
        if combine in ("best", "worst"):
            pick = max if combine == "best" else min
            low, high, of = (pick(node[n] for node in parts.values()) for n in range(3))
            return low, high, of
        of = rest + sum(node[2] for each, node in parts.items() if self.counts(each))
        low, high = sum((node[0] for node in parts.values()), ZERO), sum((node[1] for node in parts.values()), rest)
        if combine == "scaled":
            return (most * low / of, most * high / of, most) if of else (ZERO, ZERO, most)
        if combine == "capped":
            of = min(most, of)
        bounds = {"bonus": (ZERO, most), "penalty": (-most, ZERO), "points": (ZERO, of)}[role]
        if role != "points" or combine == "capped":
            low, high = clamp(bounds[0], low, bounds[1]), clamp(bounds[0], high, bounds[1])
        return low, high, of

    def verdict(self) -> Verdict:
        low, high, maximum = self.node("index") or (ZERO, ZERO, ZERO)
        nodes = {code: node or (ZERO, ZERO, ZERO) for code, node in self.nodes.items()}
        if not maximum:
            return Verdict(nodes, ZERO, ZERO, None)
        head = self.tables["criteria_set"]
        ends = [min(end / maximum, ONE) if head.get("cut_at_full", True) else end / maximum for end in (low, high)]
        classes = head.get("classes", [])
        bands = classes if isinstance(classes, list) else classes.get(self.level, [])
        words = {gives(bands, end) for end in ends} if bands else set()
        return Verdict(nodes, ends[0], ends[1], words.pop() if len(words) == 1 else None)


def of_cases(cases: dict[str, int], states: Iterable[str]) -> Parts:
    """Cases by state, and the numbers that are their parts."""
    numbers = {state.replace(" ", "_"): Fraction(cases.get(state, 0)) for state in states}
    return {"cases": cases, "all": Fraction(sum(cases.values())), **numbers}


def judge(
    tables: Mapping[str, Any], figures: Mapping[str, Figure], level: str, not_applicable: Iterable[str],
    best: Mapping[str, Any], day: date | None, works: Works,
) -> Verdict:  # fmt: skip
    """Every node's low, high and maximum, the index and the class."""
    return Judge(tables, figures, level, not_applicable, best, day, works).verdict()
