"""Random criteria sets that are valid, as TOML tables, with a random history of figures."""

import random
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring.history import Entry
from scoring.score import Best

Row = dict[str, Any]
Case = tuple[Row, list[Entry], datetime, str, list[str], dict[str, Best], date | None]
LEVELS = ["province", "commune", "district"]
STATES = [["tốt", "khá", "đạt"], ["có", "không"], ["đúng hạn", "muộn", "chưa làm"], ["hài lòng", "không hài lòng"]]
DUTIES = ["on_time", "late", "missing"]
SHARES = ["0%", "5%", "1/6", "20%", "1/3", "50%", "60%", "2/3", "80%", "715/721", "100%", "120%"]
COUNTS = [-1, 0, Decimal("0.5"), 1, 2, 3, 5, 8, 13, Decimal("20.5"), 40]
MAXIMA = [0, Decimal("0.25"), Decimal("0.5"), 1, 1, Decimal("1.5"), 2, 2, 3, 5, 10]
QUARTERS = [Decimal("0.25"), Decimal("0.5"), Decimal("0.75")]
PERIODS = [[f"2026-Q{n}" for n in range(1, 5)], [f"2026-{n:02}" for n in range(1, 13)]]
AT = datetime(2026, 7, 1, 8, tzinfo=UTC)
HANOI = timezone(timedelta(hours=7))
ADDABLE = ("ratio", "number", "counts", "duties")


class Maker:
    """One random set in the making: its rows, the indicators they ask for, and the names a leaf may read."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.one = rng, rng.choice
        self.rows: dict[str, Row] = {}
        self.indicators: dict[str, Row] = {}
        self.names: dict[str, list[str]] = {"share": [], "number": [], "levels": []}
        self.questions: dict[str, Row] = {}  # by name or code: the raw indicators

    def chance(self, percent: int) -> bool:
        return self.rng.random() * 100 < percent

    # indicators

    def name(self, sort: str) -> str:
        """A name that reads as this sort: one there is, or a new indicator's."""
        if not self.names[sort] or self.chance(55):
            if sort != "levels" and len(self.names["share"] + self.names["number"]) > 2 and self.chance(45):
                return self.derived()
            self.raw(sort)
        return self.one(self.names[sort])

    def raw(self, sort: str) -> None:
        kinds = {"share": ["ratio", "percent"], "levels": ["choice", "counts", "deadline", "duties"]}
        asks = self.one(kinds.get(sort, ["number", "ratio", "counts", "duties", "duties", "due", "deadline"]))
        row: Row = {"asks": "deadline" if asks == "due" else asks}
        if asks in ("choice", "counts"):
            row["states"] = self.one(STATES)
        if asks == "due" or (asks == "deadline" and self.chance(60)):
            row["due"] = self.due()
        if asks == "ratio" and self.chance(30):
            row["may_exceed"] = True
        if asks in ADDABLE and self.chance(40):
            row["accumulates"] = self.one(["period", "period", "to_date"])
        self.keep(row)

    def keep(self, row: Row) -> str:
        """Add a raw indicator, and the names that may be read of it."""
        name = f"{self.one('xyz')}{len(self.indicators)}"
        self.indicators[name] = self.questions[name] = {"label": "một chỉ số", **row}
        asks, states = row["asks"], row.get("states", DUTIES)
        parts = {"ratio": ["n", "d"], "counts": ["all", *states], "duties": ["all", *DUTIES], "deadline": DUTIES}.get(asks, [])
        parts = ["days_late", *parts] if "due" in row else parts
        self.names["number"] += [f"{name}.{part.replace(' ', '_')}" for part in parts]
        sort = {"ratio": "share", "percent": "share", "number": "number", "date": ""}.get(asks, "levels")
        if sort:
            self.names[sort].append(name)
        return name

    def due(self) -> Any:
        if self.chance(40):
            return date(2026, 3, 31)
        dates = [name for name, row in self.indicators.items() if row.get("asks") == "date"]
        name = self.one(dates) if dates and self.chance(50) else self.keep({"asks": "date"})
        return f"{self.one([0, 3, 10, 15])} {self.one(['days', 'working days'])} after {name}"

    def derived(self) -> str:
        name = f"d{len(self.indicators)}"
        row = {"value": self.formula(2)}
        if self.chance(40):
            row["if_none"] = self.one(["0", "1", "50%", self.formula(1)])
        self.indicators[name] = {"label": "một phép tính", **row}
        for sort in ("share", "number"):
            self.names[sort].append(name)
        return name

    def formula(self, depth: int) -> str:
        if not depth or self.chance(15):
            names = self.names["share"] + self.names["number"]
            return self.one(names) if self.chance(75) else self.one(["2", "0.5", "30%", "12.5%", "100"])
        a, b, c = (self.formula(depth - 1) for _ in range(3))
        shapes = [f"({a} + {b})", f"{a} - {b}", f"{a} * ({b})", f"({a}) / ({b})", f"({a}) / ({b})", f"-({a})"]
        formula = self.one([*shapes, f"min({a}, {b}, {c})", f"max({a}, {b})"])
        return formula if len(formula) <= 140 else "1"

    # leaves

    def leaf(self, code: str, role: str) -> Any:
        """Fill a leaf's row; its max."""
        row, most = self.rows[code], self.one(MAXIMA)
        scale = self.one(["levels", "bands", "each", "hand", *(["full_at", "full_at"] if role != "penalty" else [])])
        sort = "levels" if scale == "levels" else self.one(["share", "number"])
        if own := self.chance(80 if scale == "hand" else 25):
            indicator: Row = {"states": self.one(STATES)}
        else:
            row["figure"] = self.name(sort)
            indicator = self.indicators[row["figure"].split(".")[0]]
        if scale == "levels":
            row["levels"] = {state: self.entry(most, role) for state in indicator.get("states", DUTIES)}
        elif scale != "hand":
            row.update(getattr(self, scale)(sort, most, role))
        if own or scale == "hand":
            asks = {"hand": "points", "levels": "choice"}.get(scale, "ratio" if sort == "share" else "number")
            asks = "number" if row.get("full_at") == "best" and "zero_below" not in row else asks
            self.questions[code] = {**indicator, "asks": asks}
        for absence in ("no_figure", "nothing_due"):
            if scale != "hand" and self.chance(25) and self.chance(100):
                row[absence] = self.entry(most, role)
        if role == "points" and self.chance(12):
            row["at_least"] = self.one([-1, Decimal("-0.5"), Decimal(most) / 4])
        return most

    def entry(self, most: Any, role: str) -> Any:
        points = Decimal(most) * self.one(QUARTERS)
        words = ["unknown", "not_applicable"]
        if role == "penalty":
            return self.one([0, -points, -points, -Decimal(most), *(words if self.chance(30) else [])])
        below = [Decimal("-0.25"), -points] if role == "points" and self.chance(15) else []
        return self.one(["full", "50%", "1/3", points, 0, *below, *(words if self.chance(40) else [])])

    def edges(self, sort: str, count: int) -> list[Any]:
        every: Sequence[Any] = SHARES if sort == "share" else COUNTS
        return [every[n] for n in sorted(self.rng.sample(range(len(every)), count))]

    def bands(self, sort: str, most: Any, role: str) -> Row:
        edges = self.edges(sort, self.one([1, 2, 3]))
        keys = self.one([["from", "above"], ["upto", "below"]])
        rows = [{self.one(keys): edge} for edge in (edges if "upto" in keys else edges[::-1])]
        return {"bands": [{**row, "gives": self.entry(most, role)} for row in [*rows, {}]]}

    def full_at(self, sort: str, most: Any, role: str) -> Row:
        zero_below, target = self.edges(sort, 2)
        if target in (0, -1):
            target = 60
        row = {"full_at": "best" if self.chance(35) else target}
        return {**row, "zero_below": zero_below} if self.chance(30) else row

    def each(self, sort: str, most: Any, role: str) -> Row:
        points = self.one([Decimal("0.05"), Decimal("0.25"), Decimal("0.5"), 1])
        row: Row = {"each": -points if role == "penalty" or self.chance(30) else points}
        if role != "penalty" and row["each"] < 0:
            row["start"] = most
        if sort == "share" or self.chance(30):
            row["per"] = self.one(["1%", "1/30", "10%"] if sort == "share" else [2, 5, Decimal("0.5")])
        if self.chance(40):
            row["over"] = self.one(SHARES if sort == "share" else COUNTS)
        return row

    def leave_unused_out(self) -> None:
        """Only what a leaf, a formula or a deadline reads stays."""
        for name in reversed(list(self.indicators)):
            others = [row for key, row in self.indicators.items() if key != name]
            texts = [str(row.get(key, "")) for row in others for key in ("value", "if_none", "due")]
            texts += [row.get("figure", "") for row in self.rows.values()]
            if not any(re.search(rf"\b{name}\b", text) for text in texts):
                del self.indicators[name]
                self.questions.pop(name, None)

    # the tree

    def node(self, code: str, role: str, below: int) -> Any:
        """A row with so many below it; its max."""
        row = self.rows[code]
        row["title"] = "một tiêu chí"
        row["max"] = self.group(code, role, below) if below else self.leaf(code, role)
        if self.chance(3):
            row["only_for"] = self.rng.sample(LEVELS, self.one([1, 2]))
        return row["max"]

    def group(self, code: str, role: str, below: int) -> Any:
        row = self.rows[code]
        combine = self.one(["sum", "sum", "sum", "capped", *(["best", "worst", "scaled"] if role == "points" else [])])
        if combine != "sum":
            row["combine"] = combine
        mixed = role == "points" and combine in ("sum", "capped")
        maxima = self.parts(code, role, below, mixed)
        if combine in ("best", "worst"):
            return (max if combine == "best" else min)(maxima)
        if self.chance(20):
            row["partial"] = True
            return sum(maxima) + self.one([Decimal("0.5"), 1, 4])
        if combine == "scaled":
            return self.one([1, 4, 10])
        return sum(maxima) if combine == "sum" else sum(maxima) * self.one([*QUARTERS, 1])

    def parts(self, above: str, role: str, below: int, mixed: bool) -> list[Any]:
        """The parts of a group; the maxima of those that count in its own."""
        sizes = [0] * self.rng.randint(1, min(below, 4))
        for _ in range(below - len(sizes)):
            sizes[self.rng.randrange(len(sizes))] += 1
        maxima = []
        for number, size in enumerate(sizes, 1):
            code, row = self.code(above, number)
            own = self.one([role, role, role, "bonus", "penalty"]) if mixed else role
            if own != role:
                row["role"] = own
            if own == "bonus" and own != role and self.chance(30):
                row["in_maximum"] = True
            self.rows[code] = row
            most = self.node(code, own, size)
            if own == role or "in_maximum" in row:
                maxima.append(most)
        return maxima

    def code(self, above: str, number: int) -> tuple[str, Row]:
        if not above:
            return self.one([str(number), "ABCDE"[number]]), {}
        if self.chance(15):
            return f"Z{len(self.rows)}", {"in": above}
        return above + ("." if "/" in above or self.chance(80) else "/") + str(number), {}

    # figures

    def text(self, code: str, row: Row, in_period: bool) -> str:
        """A figure as text."""
        asks, states = row["asks"], row.get("states", DUTIES)
        if asks in ("ratio", "percent") and (asks == "percent" or (not in_period and self.chance(15))):
            return self.one(["98,26%", "50%", "0%", "100%", f"{self.rng.randint(0, 100)}%"])
        if asks == "ratio":
            d = self.one([0, 1, 3, 30, 721, self.rng.randint(1, 400)])
            return f"{self.rng.randint(0, d + (9 if 'may_exceed' in row else 0))}/{d}"
        if asks in ("number", "points"):
            return self.one(["0", "-1", "0,5", "1.125", str(self.rng.randint(0, 45)), f"{self.rng.randint(0, 300)}.005"])
        if asks == "date" or ("due" in row and self.chance(60)):
            return (date(2026, 2, 1) + timedelta(self.rng.randrange(90))).isoformat()
        if asks in ("choice", "deadline") and (asks == "deadline" or self.chance(70)):
            return str(self.one([*states, "open"] if asks == "deadline" else states))
        states = [*states, "open"] if asks == "duties" else states
        some = self.rng.sample(states, self.rng.randint(1, len(states)))
        return "; ".join(f"{state}={self.one([0, 1, 2, self.rng.randint(0, 30)])}" for state in some)

    def history(self) -> list[Entry]:
        entries: list[Entry] = []
        for name, row in self.questions.items():
            periods = ["2026"]
            in_period = row.get("accumulates") == "period"
            if in_period:
                periods = self.one(PERIODS)
            for period in self.rng.sample(periods, self.rng.randint(1, min(4, len(periods)))):
                for _ in range(self.one([0, 1, 1, 1, 2, 3])):
                    self.say(entries, name, period, self.text(name, row, in_period))
        self.rng.shuffle(entries)
        return entries

    def say(self, entries: list[Entry], name: str, period: str, text: str) -> None:
        """One entry, and sometimes its retraction."""
        then = AT + timedelta(days=self.one([-60, -30, -30, -1, 0, 1]))
        then = then if self.chance(50) else then.astimezone(HANOI)
        as_of = date(2026, 6, 30) - timedelta(self.one([0, 0, 1, 30]))
        said = Entry(len(entries) + 1, name, period, text, as_of, self.one(["sổ", "cổng", "Văn phòng"]), then)
        entries.append(said)
        if self.chance(12):
            later = then + timedelta(days=self.one([0, 1, 40]))
            entries.append(Entry(len(entries) + 1, name, period, "", as_of, said.source, later, said.id))

    def bands_of_index(self) -> list[Row]:
        edges = self.rng.sample(["90%", "80%", "65%", "1/2", "20%"], 2)
        edges.sort(key=lambda edge: -Fraction(edge) if "/" in edge else -Fraction(edge[:-1]) / 100)
        rows = [{self.one(["from", "above"]): edge, "gives": word} for edge, word in zip(edges, "AB", strict=True)]
        return [*rows, {"gives": self.one("BC")}]

    def head(self, maxima: list[Any]) -> Row:
        head: Row = {"id": "s", "title": "S", "valid_from": date(2026, 1, 1), "max": sum(maxima)}
        if self.chance(20):
            head.update(max=sum(maxima) + 2, partial=True)
        if self.chance(60):
            head["classes"] = self.bands_of_index()
        elif self.chance(60):
            head["classes"] = {level: self.bands_of_index() for level in self.rng.sample(LEVELS, 2)}
        if self.chance(30):
            head["round_leaves"] = True
        if self.chance(20):
            head["cut_at_full"] = False
        return head

    def best(self) -> dict[str, Best]:
        names = [row.get("figure", code) for code, row in self.rows.items() if row.get("full_at") == "best"]
        values = [None, Fraction(0), Fraction(1, 3), Fraction(9, 10), Fraction(self.rng.randint(1, 40))]
        return {name: Best(self.one(values), self.rng.randint(0, 9), 2) for name in names if self.chance(70)}


def generate(rng: random.Random) -> Case:
    """A random valid set, and what is known of a unit."""
    maker = Maker(rng)
    maxima = maker.parts("", "points", rng.randint(5, 15), mixed=True)
    maker.leave_unused_out()
    tables = {"criteria_set": maker.head(maxima), "indicator": maker.indicators, "criterion": maker.rows}
    left_out = rng.sample(list(maker.rows), rng.choice([0, 0, 1, 2]))
    day = rng.choice([None, date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 30)])
    return tables, maker.history(), AT, rng.choice([*LEVELS, *LEVELS, ""]), left_out, maker.best(), day
