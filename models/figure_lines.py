"""A message of figures: "7.4.3 1310/2140 24/8 Hệ thống; 3.5 2101/2140" → what it says of which indicator."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.messages import UserError
from models.periods import find_period
from models.typed import DayOf, exact, merged_cases, read_value, words_of
from models.words import bare, begins, clean, means
from scoring.catalog import CriteriaSet, Criterion, Indicator
from scoring.errors import nearest
from scoring.figures import Cases, Measure

_BEFORE_CODE = ("tc", "tiêu chí", "mã", "ngày", "chốt ngày", "đến ngày", "tính đến ngày", "tính đến", "và", "số liệu")
_AFTER_CODE = ("là", "đạt", "bằng")
_AROUND = (
    "nguồn",
    "theo nguồn",
    "theo",
    "tính",
    "đến",
    "tính đến",
    "ngày",
    "đến ngày",
    "chốt",
    "hôm nay",
    "và",
    "phần trăm",
)


@dataclass(frozen=True, slots=True)
class Said:
    """One figure as it was said; what was not said is None or empty."""

    code: str  # the leaf it was said of
    indicator: Indicator
    measure: Measure
    day: date | None
    period: str  # "Q3", "07"
    source: str


def read_figures(text: str, of_set: CriteriaSet, year: int, day_of: DayOf) -> list[Said]:
    """All that a message says; UserError where some of it cannot be understood: then nothing is."""
    said: list[Said] = []
    for segment in filter(None, map(str.strip, re.split(r"[;\n]", text))):
        said = _Segment(segment, of_set, year, day_of).after(said)
    told = [each for each in said if each.code]
    if not told:
        raise UserError("data_what")
    names = [each.indicator.name for each in told]
    if twice := next((each for each in told if names.count(each.indicator.name) > 1), None):
        raise UserError("data_twice", code=twice.code)
    return list(_filled(said))


def _filled(said: Sequence[Said]) -> Iterator[Said]:
    """A day, a period or a source said once holds for those after it, and for those before that say none."""
    for number, each in enumerate(said):
        order = [*reversed(said[: number + 1]), *said[number + 1 :]]
        period = next((other.period for other in order if other.period), "")
        if each.code:
            yield replace(
                each,
                day=next((other.day for other in order if other.day), None),
                period=period if each.indicator.accumulates == "period" else each.period,
                source=next((other.source for other in order if other.source), ""),
            )


_HEAD = Said("", Indicator(""), Cases(()), None, "", "")  # a day or a period said for all


@dataclass(slots=True)
class _Segment:
    """What stands between two semicolons: a figure or several, or a day for all of them."""

    text: str
    of_set: CriteriaSet
    year: int
    day_of: DayOf

    def after(self, said: list[Said]) -> list[Said]:
        """What was said before, and this."""
        words = words_of(self.text)
        if said and said[-1].code and (more := self._more_cases(said[-1], words)):
            return [*said[:-1], more]
        return [*said, *self._read(words)]

    def _more_cases(self, last: Said, words: list[str]) -> Said | None:
        """ "đúng hạn 14; muộn 2": the other states of the figure before."""
        taken = read_value(last.indicator, words, self.day_of)
        if taken is None or taken[1] < len(words) or last.indicator.asks not in ("counts", "duties"):
            return None
        both = merged_cases(last.indicator, last.measure, taken[0])
        return replace(last, measure=both) if both else None

    def _read(self, words: list[str]) -> Iterator[Said]:
        words = _without(words, _BEFORE_CODE)
        day = self.day_of(words[0]) if words else None
        if day is not None:
            words = _without(words[1:], _BEFORE_CODE)
        if words and means(words[0], "nguồn"):
            yield replace(_HEAD, day=day, source=clean(" ".join(words[1:]), 120))
            return
        period, rest = find_period(words, self.year)
        if not rest:
            yield replace(_HEAD, day=day, period=period)
            return
        if period and rest == words[-len(rest) :]:  # "quý 3: 1.1 3"
            words = rest
        else:
            period = ""
        node, asked = _target(words[0], self.of_set)
        yield from self._of(node, asked, _without(words[1:], _AFTER_CODE), day, period)

    def _of(
        self, node: Criterion, asked: Sequence[Indicator], words: list[str], day: date | None, period: str
    ) -> Iterator[Said]:
        if any(each.accumulates == "period" for each in asked):
            found, words = find_period(words, self.year)
            period = found or period
        if node.scale is None and [bare(word) for word in words[1:2]] == ["diem"]:
            asked, words = (self.of_set.indicators[node.code],), [words[0], *words[2:]]  # not the figure beside them
        measures, rest = _values(asked, words, self.day_of)
        more = next((n for n in range(len(rest) - 1) if self._begins(rest[n:])), len(rest))
        days = {*([day] if day else []), *(day for word in rest[:more] if (day := self.day_of(word)))}
        if not measures or not _is_source(rest[:more], self.day_of):
            raise UserError("data_expects", node=node, asked=list(asked), text=clean(" ".join(rest), 60))
        if len(days) > 1:
            raise UserError("data_two_days", code=node.code, days=sorted(days))
        source = " ".join(_stripped([word for word in rest[:more] if not self.day_of(word)]))
        alone, left = find_period(source.split(), self.year)
        if alone and not left:  # a period and nothing else is no source
            period, source = alone, ""
        for indicator, measure in measures:
            yield Said(node.code, indicator, measure, next(iter(days), None), period, clean(source, 120))
        if more < len(rest):
            yield from self._read(rest[more:])

    def _begins(self, words: Sequence[str]) -> bool:
        """Whether words begin another figure: a leaf's code and something it asks for."""
        leaves = [code for code in self.of_set.find(words[0]) if code in self.of_set.asked]
        asked = self.of_set.asked_for(leaves[0]) if len(leaves) == 1 else ()
        return any(read_value(each, words[1:], self.day_of) for each in asked)


def _without(words: list[str], phrases: Sequence[str]) -> list[str]:
    """The words without those that only introduce what follows."""
    for length in (3, 2, 1):
        if any(len(phrase.split()) == length and means(" ".join(words[:length]), phrase) for phrase in phrases):
            return _without(words[length:], phrases)
    return words


def _stripped(words: list[str]) -> list[str]:
    """A source without the words around it."""
    words = _without(words, _AROUND)
    for length in (3, 2, 1):
        if words and any(means(" ".join(words[-length:]), phrase) for phrase in _AROUND):
            return _stripped(words[:-length])
    return words


def _is_source(words: Sequence[str], day_of: DayOf) -> bool:
    """Whether the words after the values name a source: what looks like another value does not."""
    left = _stripped([word for word in words if not day_of(word)])
    if any(re.fullmatch(r"[0-9.,]+(/[0-9.,]+|%)", word) for word in left):
        return False
    return not left or not (exact(left[0]) is not None or re.search(r"[0-9]/", left[0]))


def _target(word: str, of_set: CriteriaSet) -> tuple[Criterion, tuple[Indicator, ...]]:
    """The leaf a code names and what it asks for, or the first leaf served by an indicator named."""
    named = [each for each in of_set.indicators.values() if each.asks and each.name == word.casefold()]
    codes = of_set.find(re.sub(r"^[tT][cC](?=[0-9])", "", word))
    if named and not codes:
        return of_set.served_by(named[0].name)[0], (named[0],)
    if len(codes) > 1:
        raise UserError("data_code_in_parts", code=word, codes=list(codes))
    if not codes:
        raise UserError("data_no_code", code=clean(word, 60), nearest=nearest(word, list(of_set.criteria)))
    node = of_set.criteria[codes[0]]
    if node.children:
        raise UserError("data_of_parts", code=node.code, parts=[leaf.code for leaf in of_set.leaves(node.code)][:8])
    return node, of_set.asked_for(node.code)


def _values(
    asked: Sequence[Indicator], words: list[str], day_of: DayOf
) -> tuple[list[tuple[Indicator, Measure]], list[str]]:
    """The values at the beginning, each of the indicator whose label stands before it, else in order."""
    left, found, by_label = list(asked), list[tuple[Indicator, Measure]](), False
    while left:
        named, length = _labelled(asked, words)
        by_label = by_label or named is not None
        indicator = named or left[0]
        taken = read_value(indicator, words[length:], day_of) if indicator in left else None
        if taken is None:
            break
        left.remove(indicator)
        found.append((indicator, taken[0]))
        words = words[length + taken[1] :]
        while words and bare(words[0]) in bare(indicator.noun).split():
            words = words[1:]  # "6 người"
    if left and not by_label:  # of several figures all are told, or each by its name
        return [], words
    return found, words


def _labelled(asked: Sequence[Indicator], words: Sequence[str]) -> tuple[Indicator | None, int]:
    """The one indicator whose label begins with the first words, and how many words those are."""
    if len(asked) < 2:
        return None, 0
    for length in range(min(len(words) - 1, 8), 0, -1):
        text = " ".join(words[:length])
        named = [each for each in asked if each.label and begins(text, each.label)]
        if len(named) == 1:
            return named[0], length
    return None, 0
