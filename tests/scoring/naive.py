"""The rules a second time, slow and obvious, written from the specification alone, to be held against the engine."""

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import product
from typing import Any, Protocol

NO_FIGURE, NOTHING_DUE = "no figure", "nothing due"
DUTIES = ["on_time", "late", "missing"]
Tables = Mapping[str, Any]
Value = Fraction | str  # a number or one of the two absences
Figure = dict[str, Any]  # {"n", "d"}, {"share"}, {"number"}, {"cases"} or {"done"}
Parts = dict[str, Any]  # of a figure in one world: "" and "n", "d", "all", "<state>", "days_late"; "cases" for levels
World = dict[str, Parts]
Ends = tuple[Fraction, Fraction]
Node = tuple[Fraction, Fraction, Fraction]  # low, high, maximum
NOTHING: Node = (Fraction(0), Fraction(0), Fraction(0))


class Said(Protocol):
    """What a person said once: an entry of the history."""

    id: int
    indicator: str
    period: str
    value: str
    as_of: date
    recorded_at: datetime
    retracts: int | None


class Peers(Protocol):
    """The best of the unit's block."""

    value: Fraction | None


@dataclass
class Verdict:
    nodes: dict[str, Node]
    index_low: Fraction
    index_high: Fraction
    classification: str | None


# --- numbers and histories


def number(text: Any) -> Fraction:
    """A number, or a text that says a share: "50%", "1/2", "98,26%"."""
    text = str(text).replace(",", ".").strip()
    if text.endswith("%"):
        return Fraction(text[:-1]) / 100
    n, _, d = text.partition("/")
    return Fraction(n) / Fraction(d or 1)


def is_share(edge: Any) -> bool:
    return isinstance(edge, str) and edge != "best"


def asks(tables: Tables, name: str) -> str:
    """What an indicator asks; a leaf that asks its own question: by its scale."""
    if name in tables.get("indicator", {}):
        return str(tables["indicator"][name]["asks"])
    row = tables["criterion"][name]
    if "levels" in row:
        return "choice"
    edges = [row[key] for key in ("full_at", "per", "over", "zero_below") if key in row]
    edges += [edge for band in row.get("bands", []) for key, edge in band.items() if key != "gives"]
    return "ratio" if any(is_share(edge) for edge in edges) else "number"


def read(kind: str, text: str) -> Figure:
    """The figure a text says."""
    if kind in ("percent", "ratio") and text.endswith("%"):
        return {"share": number(text)}
    if kind == "ratio":
        n, d = text.split("/")
        return {"n": number(n), "d": number(d)}
    if kind == "number":
        return {"number": number(text)}
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return {"done": date.fromisoformat(text)}
    if "=" not in text:
        return {"cases": {text: 1}}
    return {"cases": {case.split("=")[0].strip(): int(case.split("=")[1]) for case in text.split(";")}}


def added(figures: list[Figure]) -> Figure:
    """The total over periods."""
    total: Figure = {}
    for figure in figures:
        for key, amount in figure.items():
            if key != "cases":
                total[key] = total.get(key, 0) + amount
                continue
            cases = total.setdefault("cases", {})
            for state, count in amount.items():
                cases[state] = cases.get(state, 0) + count
    return total


def figures_known(tables: Tables, entries: Iterable[Said], at: datetime) -> dict[str, Figure]:
    """Every indicator's figure as it was known at a moment."""
    known = [entry for entry in entries if entry.recorded_at <= at]
    gone = {entry.retracts for entry in known if entry.retracts is not None}
    latest: dict[tuple[str, str], Said] = {}
    for entry in sorted(known, key=lambda each: (each.as_of, each.recorded_at, each.id)):
        if entry.retracts is None and entry.id not in gone:
            latest[entry.indicator, entry.period] = entry
    figures: dict[str, list[Figure]] = {}
    for (name, _), entry in latest.items():
        figures.setdefault(name, []).append(read(asks(tables, name), entry.value))
    return {name: added(each) if len(each) > 1 else each[0] for name, each in figures.items()}


# --- deadlines and formulas


def limit(due: Any, figures: dict[str, Figure], works: Callable[[date], bool]) -> date | None:
    """The last day that is on time, if it can be told."""
    if isinstance(due, date):
        return due
    found = re.fullmatch(r"(\d+) (working )?days after (\w+)", due)
    assert found
    if found[3] not in figures:
        return None
    day: date = figures[found[3]]["done"]
    for _ in range(int(found[1])):
        day += timedelta(1)
        while found[2] and not works(day):
            day += timedelta(1)
    return day


def days_late(due: Any, last: date, done: date, works: Callable[[date], bool]) -> Fraction:
    after = [last + timedelta(n + 1) for n in range((done - last).days)]
    return Fraction(sum(1 for each in after if works(each) or "working" not in str(due)))


def compute(formula: str, value_of: Callable[[str], Value]) -> Value:
    """The value of a formula; both absences pass through, and no figure wins."""
    text = re.sub(r"([0-9]+(?:\.[0-9]+)?)\s*%", r"(\1/100)", formula)
    return _computed(ast.parse(text.strip(), mode="eval").body, value_of)


def _computed(node: ast.expr, value_of: Callable[[str], Value]) -> Value:
    if isinstance(node, ast.Constant):
        return Fraction(str(node.value))
    if isinstance(node, ast.Name | ast.Attribute):
        return value_of(ast.unparse(node))
    if isinstance(node, ast.BinOp):
        operands = [node.left, node.right]
    else:
        assert isinstance(node, ast.UnaryOp | ast.Call)
        operands = [node.operand] if isinstance(node, ast.UnaryOp) else node.args
    values = [_computed(each, value_of) for each in operands]
    for absence in (NO_FIGURE, NOTHING_DUE):
        if absence in values:
            return absence
    return _operation(node, [each for each in values if isinstance(each, Fraction)])


def _operation(node: ast.expr, x: list[Fraction]) -> Value:
    if isinstance(node, ast.Call):
        return {"min": min, "max": max}[ast.unparse(node.func)](x)
    if isinstance(node, ast.UnaryOp):
        return -x[0]
    assert isinstance(node, ast.BinOp)
    if isinstance(node.op, ast.Div):
        return x[0] / x[1] if x[1] else NOTHING_DUE
    return {ast.Add: x[0] + x[1], ast.Sub: x[0] - x[1], ast.Mult: x[0] * x[1]}[type(node.op)]


# --- judging


def clamp(low: Fraction, x: Fraction, high: Fraction) -> Fraction:
    return max(low, min(x, high))


def rounded(x: Fraction) -> Fraction:
    """To two decimals, half away from zero."""
    size = Fraction(int(abs(x) * 100 + Fraction(1, 2)), 100)
    return size if x >= 0 else -size


def first_row(bands: list[dict[str, Any]], x: Fraction) -> Any:
    """What the first band that matches gives."""
    for band in bands:
        holds = {"from": x.__ge__, "above": x.__gt__, "upto": x.__le__, "below": x.__lt__}
        if all(holds[key](number(edge)) for key, edge in band.items() if key != "gives"):
            return band["gives"]
    raise AssertionError(bands)


@dataclass
class Judge:
    tables: Tables
    figures: dict[str, Figure]
    level: str
    not_applicable: Iterable[str]
    best: Mapping[str, Peers]
    day: date | None
    works: Callable[[date], bool]

    def __post_init__(self) -> None:
        head = self.tables["criteria_set"]
        self.indicators = self.tables.get("indicator", {})
        self.rows = {"index": {"max": head["max"], "partial": head.get("partial", False)}, **self.tables["criterion"]}
        self.parent = {code: self.parent_of(code) for code in self.rows}
        self.nodes: dict[str, Node | None] = {}

    def parent_of(self, code: str) -> str:
        if "in" in self.rows[code]:
            return str(self.rows[code]["in"])
        cut = max(code.rfind("."), code.rfind("/"))
        while cut > 0 and code[:cut] not in self.rows:
            cut = max(code.rfind(".", 0, cut), code.rfind("/", 0, cut))
        return code[:cut] if cut > 0 else "index" if code != "index" else ""

    def role(self, code: str) -> str:
        return str(self.rows[code].get("role") or (self.role(self.parent[code]) if code != "index" else "points"))

    def max(self, code: str) -> Fraction:
        return number(self.rows[code]["max"])

    # figures of a leaf, in every world: open cases as each state in turn

    def raw(self, name: str) -> set[str]:
        """The raw indicators under a name."""
        name = name if name in self.rows else name.partition(".")[0]
        row = self.indicators.get(name, {})
        text = row.get("value", "") + " " + row.get("if_none", "")
        below = re.findall(r"[^\W\d]\w*(?:\.\w+)?", text)
        return {raw for each in below if each not in ("min", "max") for raw in self.raw(each)} if below else {name}

    def worlds(self, name: str) -> Iterable[World]:
        names = [each for each in self.raw(name) if each in self.figures]
        for parts in product(*(self.readings(each) for each in names)):
            yield dict(zip(names, parts, strict=True))

    def readings(self, name: str) -> list[Parts]:
        """One figure, read in every way it may end."""
        figure, row = self.figures[name], self.indicators.get(name, {})
        if "share" in figure:
            return [{"": figure["share"], "n": NO_FIGURE, "d": NO_FIGURE}]
        if "n" in figure:
            n, d = figure["n"], figure["d"]
            return [{"": n / d if d else NOTHING_DUE, "n": n, "d": d}]
        if "number" in figure:
            return [{"": figure["number"]}]
        if row.get("asks") in ("deadline", "duties"):
            return self.duty_readings(figure, row.get("due"))
        return [cases_parts(figure["cases"], row.get("states", []))]

    def duty_readings(self, figure: Figure, due: Any) -> list[Parts]:
        last = limit(due, self.figures, self.works) if due else None
        if "done" in figure:
            if last is None:
                return [{}]
            late = days_late(due, last, figure["done"], self.works) if figure["done"] > last else Fraction(0)
            word = "late" if figure["done"] > last else "on_time"
            return [{**cases_parts({word: 1}, DUTIES), "days_late": late}]
        cases = dict(figure["cases"])
        still_open = cases.pop("open", 0)
        extra = {"days_late": Fraction(0) if cases.get("on_time") and due else NO_FIGURE}
        if not still_open:
            return [{**cases_parts(cases, DUTIES), **extra}]
        over = last is not None and self.day is not None and self.day > last
        ends = [{**cases, state: cases.get(state, 0) + still_open} for state in (DUTIES[1:] if over else DUTIES)]
        return [{**cases_parts(each, DUTIES), **extra} for each in ends]

    def value(self, name: str, world: World) -> Value:
        key, _, part = (name, "", "") if name in self.rows else name.partition(".")
        row = self.indicators.get(key, {})
        if "value" in row:
            found = compute(row["value"], lambda each: self.value(each, world))
            if found == NOTHING_DUE and "if_none" in row:
                return compute(row["if_none"], lambda each: self.value(each, world))
            return found
        value: Value = world.get(key, {}).get(part, NO_FIGURE)
        return value

    # leaves

    def floor(self, code: str) -> Fraction:
        row, role = self.rows[code], self.role(code)
        if role == "penalty":
            return -self.max(code)
        if role == "bonus" or "at_least" in row:
            return number(row["at_least"]) if role == "points" else Fraction(0)
        entries = [row.get("no_figure"), row.get("nothing_due"), *row.get("levels", {}).values()]
        entries += [band["gives"] for band in row.get("bands", [])]
        return min([Fraction(0), *(number(each) for each in entries if each is not None and not isinstance(each, str))])

    def ceiling(self, code: str) -> Fraction:
        return Fraction(0) if self.role(code) == "penalty" else self.max(code)

    def worth(self, code: str, entry: Any) -> Ends | None:
        """What an entry gives; None: not applicable."""
        if entry == "not_applicable":
            return None
        if entry == "unknown":
            return self.floor(code), self.ceiling(code)
        if entry == "full":
            return self.max(code), self.max(code)
        points = number(entry) * (self.max(code) if isinstance(entry, str) else 1)
        return points, points

    def absent(self, code: str, absence: str) -> Ends | None:
        if absence == NO_FIGURE and self.role(code) == "penalty":
            return Fraction(0), Fraction(0)
        return self.worth(code, self.rows[code].get(absence.replace(" ", "_"), "unknown"))

    def leaf(self, code: str) -> Node | None:
        floor, ceiling = self.floor(code), self.ceiling(code)
        name = code if self.scale(code) == "" else self.rows[code].get("figure", code)
        all_ends = [self.leaf_in(code, name, world) for world in self.worlds(name)]
        ends = [each for each in all_ends if each is not None]
        if not ends:
            return None
        low = clamp(floor, min(each[0] for each in ends), ceiling)
        high = clamp(floor, max(each[1] for each in ends), ceiling)
        if len(ends) < len(all_ends):
            low, high = floor, ceiling
        if self.tables["criteria_set"].get("round_leaves"):
            low, high = (clamp(floor, rounded(each), ceiling) for each in (low, high))
        return low, high, ceiling

    def scale(self, code: str) -> str:
        return next((key for key in ("levels", "bands", "full_at", "each") if key in self.rows[code]), "")

    def leaf_in(self, code: str, name: str, world: World) -> Ends | None:
        """A leaf's points in one world, before the clamp."""
        scale, row = self.scale(code), self.rows[code]
        if scale == "levels":
            return self.mean(code, world.get(name, {}).get("cases"))
        x = self.value(name, world)
        if isinstance(x, str):
            return self.absent(code, x)
        if scale == "bands":
            return self.worth(code, first_row(row["bands"], x))
        if scale == "full_at":
            return self.towards(code, name, x)
        if scale == "each":
            times = max(0, (x - number(row.get("over", 0))) // number(row.get("per", 1)))
            x = number(row.get("start", 0)) + number(row["each"]) * times
        return x, x

    def mean(self, code: str, cases: dict[str, int] | None) -> Ends | None:
        """The mean over cases by word; states that are not applicable leave it."""
        if cases is None or not sum(cases.values()):
            return self.absent(code, NO_FIGURE if cases is None else NOTHING_DUE)
        worths = [(self.worth(code, self.rows[code]["levels"][state]), n) for state, n in cases.items()]
        counted = [(ends, n) for ends, n in worths if ends is not None and n]
        total = sum(n for _, n in counted)
        if not total:
            return None
        return sum(ends[0] * n for ends, n in counted) / Fraction(total), sum(
            ends[1] * n for ends, n in counted
        ) / Fraction(total)

    def towards(self, code: str, name: str, x: Fraction) -> Ends | None:
        """Points towards a target, or towards the best of the block."""
        row = self.rows[code]
        if row["full_at"] == "best":
            peers = self.best[name].value if name in self.best else None
            target = x if peers is None else max(x, peers)
        else:
            target = number(row["full_at"])
        if target <= 0:
            return self.absent(code, NOTHING_DUE)
        if "zero_below" in row and x < number(row["zero_below"]):
            return Fraction(0), Fraction(0)
        points = min(x / target, Fraction(1)) * self.max(code)
        return points, points

    # groups

    def node(self, code: str) -> Node | None:
        """A node and all below it; None: not applicable."""
        row = self.rows[code]
        children = [each for each in self.rows if self.parent[each] == code]
        below = {each: self.node(each) for each in children}
        if code in self.not_applicable or ("only_for" in row and self.level not in row["only_for"]):
            self.leave_out(code)
            return None
        found = self.group(code, below) if children else self.leaf(code)
        self.nodes[code] = found
        return found

    def leave_out(self, code: str) -> None:
        self.nodes[code] = None
        for each in self.rows:
            if self.parent[each] == code:
                self.leave_out(each)

    def counts(self, code: str) -> bool:
        """Whether a node counts in its parent's maximum."""
        return self.role(code) == self.role(self.parent[code]) or self.rows[code].get("in_maximum", False)

    def group(self, code: str, below: Mapping[str, Node | None]) -> Node | None:
        row, max_, role = self.rows[code], self.max(code), self.role(code)
        parts = {child: node for child, node in below.items() if node is not None}
        rest = Fraction(0)
        if row.get("partial") and role != "penalty":
            rest = max_ - sum(self.max(child) for child in below if self.counts(child))
        if not parts and not rest:
            return None
        combine = row.get("combine", "sum")
        if combine in ("best", "worst"):
            lows, highs, maxima = zip(*parts.values(), strict=True)
            pick = max if combine == "best" else min
            return pick(lows), pick(highs), pick(maxima)
        of = rest + sum(node[2] for child, node in parts.items() if self.counts(child))
        low = Fraction(sum(node[0] for node in parts.values()))
        high = rest + sum(node[1] for node in parts.values())
        if combine == "scaled":
            return (low * max_ / of, high * max_ / of, max_) if of else (of, of, max_)
        if combine == "capped":
            of = min(max_, of)
        bounds = {"bonus": (Fraction(0), max_), "penalty": (-max_, Fraction(0))}.get(role)
        if role == "points" and combine == "capped":
            bounds = Fraction(0), of
        if bounds:
            low, high = clamp(bounds[0], low, bounds[1]), clamp(bounds[0], high, bounds[1])
        return low, high, of

    def classify(self, ends: Iterable[Fraction]) -> str | None:
        classes = self.tables["criteria_set"].get("classes", [])
        bands = classes if isinstance(classes, list) else classes.get(self.level, [])
        words = {first_row(bands, index) for index in ends} if bands else set()
        return str(words.pop()) if len(words) == 1 else None

    def verdict(self) -> Verdict:
        low, high, maximum = self.node("index") or NOTHING
        nodes = {code: node or NOTHING for code, node in self.nodes.items()}
        if not maximum:
            return Verdict(nodes, Fraction(0), Fraction(0), None)
        low, high = low / maximum, high / maximum
        if self.tables["criteria_set"].get("cut_at_full", True):
            low, high = min(low, Fraction(1)), min(high, Fraction(1))
        return Verdict(nodes, low, high, self.classify([low, high]))


def cases_parts(cases: dict[str, int], states: Iterable[str]) -> Parts:
    """Cases by state, and the numbers that are their parts."""
    numbers = {state.replace(" ", "_"): Fraction(cases.get(state, 0)) for state in states}
    return {"cases": cases, "all": Fraction(sum(cases.values())), **numbers}


def judge(
    tables: Tables,
    figures: dict[str, Figure],
    level: str,
    not_applicable: Iterable[str],
    best: Mapping[str, Peers],
    day: date | None,
    works: Callable[[date], bool],
) -> Verdict:
    """Every node's low, high and maximum, the index and the class."""
    return Judge(tables, figures, level, not_applicable, best, day, works).verdict()
