"""How it is said: Jinja2 templates, one a message, and the filters that write numbers and dates as offices do."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from html import unescape
from math import ceil, floor
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from scoring.quantity import plain as plain_number
from scoring.quantity import rounded


def points(value: Fraction | Decimal | int) -> str:
    """0,11; 75,62; 5: half up to two places, without idle zeros."""
    text = f"{rounded(Fraction(value)):f}"
    return text.rstrip("0").rstrip(".").replace(".", ",") if "." in text else text


def hundredths(value: Fraction) -> str:
    """1,80 beside 1,75; a whole number stays whole: 2."""
    return f"{rounded(value):.2f}".replace(".", ",").removesuffix(",00")


def less(maximum: Fraction, value: Fraction) -> str:
    """The difference of two numbers as they are shown: 1 less 0,88 is 0,12."""
    return points(rounded(maximum) - rounded(value))


def percent(value: Fraction | Decimal) -> str:
    """A share of one as 61,21 %."""
    return f"{points(Fraction(value) * 100)} %"


def count(value: Fraction | Decimal | int) -> str:
    """3.571; a part of a thing keeps its decimals."""
    exact = Fraction(value)
    if exact.denominator != 1:
        return points(exact)
    return f"{int(exact):,}".replace(",", ".")


def about(value: Fraction, up: bool = False) -> Fraction:
    """A pace as it is said: whole from ten things a week, below that with one decimal."""
    parts = 1 if value >= 10 else 10
    return Fraction(ceil(value * parts) if up else floor(value * parts + Fraction(1, 2)), parts)


def whole(value: Fraction) -> int:
    """What is to come is said in whole things."""
    return floor(value)


def day(value: date) -> str:
    """As Decree 30/2020 writes dates: a zero before days under 10 and before January and February only."""
    return (
        f"{value.day:02}/{value.month:02}/{value.year}" if value.month < 3 else f"{value:%d}/{value.month}/{value.year}"
    )


_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def weekday(value: date) -> str:
    """thứ Sáu."""
    return _WEEKDAYS[value.weekday()]


def short_day(value: date) -> str:
    """A day of this year in a list: 04/9, 11/9, 05/02."""
    return day(value).rpartition("/")[0]


def full_day(value: date) -> str:
    """A day as it was understood, in full: thứ Sáu 13/03/2026."""
    return f"{weekday(value)} {value:%d/%m/%Y}"


def iso_day(text: str) -> date:
    """A day as the record keeps it."""
    return date.fromisoformat(text)


def exactly(value: Fraction) -> str:
    """0,859: every decimal that was given."""
    return plain_number(value).replace("-", "−").replace(".", ",")


def local(value: datetime, zone: ZoneInfo) -> datetime:
    """A moment in the office's zone."""
    return value.astimezone(zone)


def moment(value: datetime, zone: ZoneInfo) -> str:
    """09:12 24/8/2026."""
    here = local(value, zone)
    return f"{here:%H:%M} {day(here)}"


def signed(value: Fraction) -> str:
    """+2,1, −0,4 or 0."""
    if not value:
        return "0"
    return f"{'−' if value < 0 else '+'}{points(abs(value))}"


_STATES = {"on_time": "đúng hạn", "late": "muộn", "missing": "thiếu", "open": "chưa đến hạn"}


def state(word: str) -> str:
    """A state as an office says it: the fixed ones of report duties are English in catalogs."""
    return _STATES.get(word.replace(" ", "_"), word)


_LEVELS = {
    "province": "cấp tỉnh",
    "district": "cấp huyện",
    "commune": "xã",
    "ward": "phường",
    "township": "thị trấn",
    "department": "phòng, ban",
    "centre": "trung tâm",
}


def level(word: str) -> str:
    """A level of unit as an office says it; levels are data, so one that is not known here stands as written."""
    return _LEVELS.get(word, word)


_ROLES = {
    "staff": "công chức",
    "head": "người đứng đầu đơn vị",
    "officer": "đầu mối CCHC",
    "leader": "lãnh đạo",
    "administrator": "quản trị",
}


def role(word: str) -> str:
    """A role as an office says it."""
    return _ROLES[word]


def capitalize_first(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def environment() -> Environment:
    """The one environment: everything escaped, nothing undefined; empty lines are dropped after rendering."""
    found = Environment(
        loader=PackageLoader("templates", ""),
        autoescape=True,
        undefined=StrictUndefined,
    )
    for each in (
        points,
        hundredths,
        less,
        percent,
        count,
        about,
        whole,
        day,
        weekday,
        short_day,
        full_day,
        iso_day,
        exactly,
        local,
        moment,
        signed,
        state,
        level,
        role,
        capitalize_first,
    ):
        found.filters[each.__name__] = each
    return found


def render(template: str, **values: Any) -> str:
    """A message from its template: lines trimmed, empty ones dropped."""
    return _tidy(environment().get_template(f"{template}.txt").render(**values))


def draw(template: str, **values: Any) -> str:
    """A drawing from its template; what it says is escaped like every message."""
    return _tidy(environment().get_template(f"{template}.svg").render(**values))


def say(kind: str, what: str, **values: Any) -> str:
    """One sentence of `templates/<kind>.txt`, where each is a macro: errors, findings, the command line's lines."""
    macro: Callable[..., Markup] = getattr(environment().get_template(f"{kind}.txt").module, what)
    return _tidy(str(macro(**values)))


def _tidy(text: str) -> str:
    lines = (re.sub(" {2,}", " ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def plain(text: str) -> str:
    """A message without its markup, for channels that show none."""
    for tag in ("<b>", "</b>", "<i>", "</i>"):  # the whole subset; what a user typed is escaped and stays
        text = text.replace(tag, "")
    return unescape(text)
