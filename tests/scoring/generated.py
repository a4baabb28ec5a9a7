"""Random criteria sets that are valid, as TOML tables, with a random history of figures."""

import random
import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring.history import Entry
from scoring.scales import Best

Row = dict[str, Any]
Case = tuple[Row, list[Entry], datetime, str, list[str], dict[str, Best], date | None]
LEVELS = ["province", "commune", "district"]
STATES = [["tốt", "khá", "đạt"], ["có", "không"], ["đúng hạn", "muộn", "chưa làm"], ["hài lòng", "không hài lòng"]]
DUTIES = ["on_time", "late", "missing"]
SHARES = ["0%", "5%", "1/6", "20%", "1/3", "50%", "60%", "2/3", "80%", "715/721", "100%", "120%"]
COUNTS: list[Any] = [-1, 0, Decimal("0.5"), 1, 2, 3, 5, 8, 13, Decimal("20.5"), 40]
MAXIMA: list[Any] = [0, Decimal("0.25"), Decimal("0.5"), 1, 1, Decimal("1.5"), 2, 2, 3, 5, 10]
QUARTERS = [Decimal("0.25"), Decimal("0.5"), Decimal("0.75")]
PERIODS = [[f"2026-Q{n}" for n in range(1, 5)], [f"2026-{n:02}" for n in range(1, 13)]]
AT = datetime(2026, 7, 1, 8, tzinfo=UTC)
HANOI = timezone(timedelta(hours=7))
KINDS = {
    "share": ["ratio", "percent"],
    "number": ["number", "ratio", "counts", "duties", "duties", "due", "deadline"],
    "levels": ["choice", "counts", "deadline", "duties"],
}


class Maker:
    """One random set in the making: its rows, the indicators they ask for, and the names a leaf may read."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.one = rng, rng.choice
        self.rows: dict[str, Row] = {}
        self.indicators: dict[str, Row] = {}
        self.names: dict[str, list[str]] = {"share": [], "number": [], "levels": []}
        self.questions: dict[str, Row] = {}  # what figures are said of: raw indicators, and leaves by code

    def chance(self, percent: int) -> bool:
        return self.rng.random() * 100 < percent

    # indicators

    def name(self, sort: str) -> str:
        """A name that reads as this sort: one there is, or of a new indicator."""
        if not self.names[sort] or self.chance(55):
            if sort != "levels" and len(self.names["share"] + self.names["number"]) > 2 and self.chance(45):
                return self.derived()
            self.raw(self.one(KINDS[sort]))
        return self.one(self.names[sort])

    def raw(self, asks: str) -> None:
        row: Row = {"asks": "deadline" if asks == "due" else asks}
        if asks in ("choice", "counts"):
            row["states"] = self.one(STATES)
        if asks == "due" or (asks == "deadline" and self.chance(60)):
            row["due"] = self.due()
        if asks == "ratio" and self.chance(30):
            row["may_exceed"] = True
        if asks in ("ratio", "number", "counts", "duties") and self.chance(40):
            row["accumulates"] = self.one(["period", "period", "to_date"])
        self.keep(row)

    def keep(self, row: Row) -> str:
        """Add a raw indicator, and the names that may be read of it."""
        name = f"{self.one('xyz')}{len(self.indicators)}"
        self.indicators[name] = self.questions[name] = {"label": "một chỉ số", **row}
        asks, states = row["asks"], row.get("states", DUTIES)
        parts = {"ratio": ["n", "d"], "counts": ["all", *states], "duties": ["all", *DUTIES], "deadline": DUTIES}
        late = 3 * ["days_late"] if "due" in row else []
        self.names["number"] += [f"{name}.{part.replace(' ', '_')}" for part in [*late, *parts.get(asks, [])]]
        sort = {"ratio": "share", "percent": "share", "number": "number"}.get(asks, "levels")
        if asks != "date":
            self.names[sort].append(name)
        return name

    def due(self) -> Any:
        if self.chance(40):
            return date(2026, 3, 31)
        dates = [name for name, row in self.indicators.items() if row.get("asks") == "date"]
        name = self.one(dates) if dates and self.chance(50) else self.keep({"asks": "date"})
        return f"{self.one([0, 3, 10, 15])} {self.one(['days', 'working days'])} after {name}"

    def derived(self) -> str:
        name, row = f"d{len(self.indicators)}", {"label": "một phép tính", "value": self.formula(2)}
        if self.chance(40):
            row["if_none"] = self.one(["0", "1", "50%", self.formula(1)])
        self.indicators[name] = row
        for sort in ("share", "number"):
            self.names[sort].append(name)
        return name

    def formula(self, depth: int) -> str:
        if not depth or self.chance(15):
            names = self.names["share"] + self.names["number"]
            names += 2 * [name for name in names if name.endswith(("on_time", "late", "missing"))]
            return self.one(names) if self.chance(75) else self.one(["2", "0.5", "30%", "12.5%", "100"])
        a, b, c = (self.formula(depth - 1) for _ in range(3))
        shapes = [f"({a} + {b})", f"{a} - {b}", f"{a} * ({b})", f"({a}) / ({b})", f"({a}) / ({b})", f"-({a})"]
        formula = self.one([*shapes, f"min({a}, {b}, {c})", f"max({a}, {b})"])
        return formula if len(formula) <= 140 else "1"

    def leave_unused_out(self) -> None:
        """Only what a leaf, a formula or a deadline reads stays."""
        for name in reversed(list(self.indicators)):
            others = [row for key, row in self.indicators.items() if key != name]
            texts = [str(row.get(key, "")) for row in others for key in ("value", "if_none", "due")]
            texts += [row.get("figure", "") for row in self.rows.values()]
            if not any(re.search(rf"\b{name}\b", text) for text in texts):
                del self.indicators[name]
                self.questions.pop(name, None)

    # leaves

    def leaf(self, code: str, role: str) -> Any:
        """Fill a leaf's row; its max."""
        row, most = self.rows[code], self.one(MAXIMA)
        scale = self.one(["levels", "bands", "each", "hand", *(["full_at", "full_at"] if role != "penalty" else [])])
        sort = "levels" if scale == "levels" else self.one(["share", "number"])
        indicator: Row = {"states": self.one(STATES)}
        if not (own := self.chance(80 if scale == "hand" else 25)):
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
        row.update({key: self.entry(most, role) for key in ("no_figure", "nothing_due") if self.chance(25)})
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
        every = SHARES if sort == "share" else COUNTS
        return [every[n] for n in sorted(self.rng.sample(range(len(every)), count))]

    def bands(self, sort: str, most: Any, role: str) -> Row:
        edges = self.edges(sort, self.one([1, 2, 3]))
        keys = self.one([["from", "above"], ["upto", "below"]])
        rows = [{self.one(keys): edge} for edge in (edges if "upto" in keys else edges[::-1])]
        return {"bands": [{**row, "gives": self.entry(most, role)} for row in [*rows, {}]]}

    def full_at(self, sort: str, most: Any, role: str) -> Row:
        zero_below, target = self.edges(sort, 2)
        row = {"full_at": "best" if self.chance(35) else 60 if target == 0 else target}
        return {**row, "zero_below": zero_below} if self.chance(30) else row

    def each(self, sort: str, most: Any, role: str) -> Row:
        points = self.one([Decimal("0.05"), *QUARTERS, Decimal(1)])
        row: Row = {"each": -points if role == "penalty" or self.chance(30) else points}
        if role != "penalty" and row["each"] < 0:
            row["start"] = most
        if sort == "share" or self.chance(30):
            row["per"] = self.one(["1%", "1/30", "10%"] if sort == "share" else [2, 5, Decimal("0.5")])
        return {**row, "over": self.edges(sort, 1)[0]} if self.chance(40) else row

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
        maxima = self.parts(code, role, below, mixed=combine in ("sum", "capped"))
        if combine in ("best", "worst"):
            return (max if combine == "best" else min)(maxima)
        if self.chance(20):
            row["partial"] = True
            return sum(maxima) + self.one([Decimal("0.5"), 1, 4])
        if combine == "scaled":
            return self.one([1, 4, 10])
        return sum(maxima) * (1 if combine == "sum" else self.one([*QUARTERS, 1]))

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
                row.update({"in_maximum": True} if (role, own) == ("points", "bonus") and self.chance(30) else {})
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

    def head(self, maxima: list[Any]) -> Row:
        head: Row = {"id": "s", "title": "S", "valid_from": date(2026, 1, 1), "max": sum(maxima)}
        if self.chance(20):
            head.update(max=sum(maxima) + 2, partial=True)
        if self.chance(80):
            one, by_level = self.classes(), {level: self.classes() for level in self.rng.sample(LEVELS, 2)}
            head["classes"] = one if self.chance(60) else by_level
        head.update({"round_leaves": True} if self.chance(30) else {})
        head.update({"cut_at_full": False} if self.chance(20) else {})
        return head

    def classes(self) -> list[Row]:
        edges = self.one([["90%", "1/2"], ["80%", "20%"], ["65%", "1/3"]])
        rows = [{self.one(["from", "above"]): edge, "gives": word} for edge, word in zip(edges, "AB", strict=True)]
        return [*rows, {"gives": self.one("BC")}]

    # figures

    def text(self, row: Row) -> str:
        """A figure as text."""
        asks, states, n = row["asks"], row.get("states", DUTIES), self.rng.randint(0, 100)
        if asks == "percent" or (asks == "ratio" and row.get("accumulates") != "period" and self.chance(15)):
            return self.one(["98,26%", "50%", "0%", "100%", f"{n}%"])
        if asks == "ratio":
            d = self.one([0, 1, 3, 30, 721, self.rng.randint(1, 400)])
            return f"{self.rng.randint(0, d + (9 if 'may_exceed' in row else 0))}/{d}"
        if asks in ("number", "points"):
            return self.one(["0", "-1", "0,5", "1.125", str(n // 2), f"{n}.005"])
        if asks == "date" or ("due" in row and self.chance(60)):
            day = date(2026, 3, 14) + timedelta(n // (20 if asks == "date" else self.one([1, 3])))
            return "2026-03-31" if asks == "deadline" and self.chance(25) else day.isoformat()
        if asks == "deadline" or (asks == "choice" and self.chance(70)):
            return str(self.one([*states, "open"] if asks == "deadline" else states))
        states = [*states, "open"] if asks == "duties" else states
        some = self.rng.sample(states, self.rng.randint(1, len(states)))
        return "; ".join(f"{state}={self.one([0, 1, 2, n // 3])}" for state in some)

    def history(self) -> list[Entry]:
        """What was said: corrected, retracted, by several sources, before and after the moment asked for."""
        entries: list[Entry] = []
        for name, row in self.questions.items():
            periods = self.one(PERIODS) if row.get("accumulates") == "period" else ["2026"]
            for period in self.rng.sample(periods, self.rng.randint(1, min(4, len(periods)))):
                for _ in range(self.one([0, 1, 1, 1, 2, 3])):
                    self.say(entries, name, period, self.text(row))
        self.say(entries, "nobody_asks", "2026", "5")
        self.rng.shuffle(entries)
        return entries

    def say(self, entries: list[Entry], name: str, period: str, text: str) -> None:
        """One entry, and sometimes its retraction."""
        then = (AT + timedelta(days=self.one([-60, -30, -30, -1, 0, 1]))).astimezone(self.one([UTC, HANOI]))
        as_of, source = date(2026, 6, 30) - timedelta(self.one([0, 0, 1, 30])), self.one(["sổ", "cổng", "phòng"])
        entries.append(Entry(len(entries) + 1, name, period, text, as_of, source, then))
        if self.chance(12):
            later = then + timedelta(days=self.one([0, 1, 40]))
            entries.append(Entry(len(entries) + 1, name, period, "", as_of, source, later, retracts=len(entries)))

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
