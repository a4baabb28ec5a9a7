"""Exact numbers as catalogs write them: Fraction inside, Decimal at the edges, never float."""

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import TypeGuard

_PERCENT = re.compile(r"(\d{1,12}(?:[.,]\d{1,12})?)\s*%")
_FRACTION = re.compile(r"(\d{1,12})\s*/\s*(\d{1,12})")


def share(text: str) -> Fraction | None:
    """`"50%"`, `"98,26%"` or `"715/721"` as a share of one; None where the text is neither."""
    if percent := _PERCENT.fullmatch(text.strip()):
        return Fraction(percent[1].replace(",", ".")) / 100
    if fraction := _FRACTION.fullmatch(text.strip()):
        return Fraction(int(fraction[1]), int(fraction[2])) if int(fraction[2]) else None
    return None


def is_number(raw: object) -> TypeGuard[int | Decimal]:
    """A number as TOML gives it (read with `parse_float=Decimal`); a truth value is none, and neither is 1e999."""
    if isinstance(raw, Decimal):
        return raw.is_finite() and -20 < raw.adjusted() < 20
    return isinstance(raw, int) and not isinstance(raw, bool)


def rounded(value: Fraction, places: int = 2) -> Decimal:
    """Half up (away from zero), as offices round: 0.345 → 0.35."""
    with localcontext(prec=60):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def cut_off(value: Fraction, places: int = 2) -> Decimal:
    """Cut towards zero, as some published tables do: 0.347 → 0.34."""
    scale = 10**places
    return Decimal(int(value * scale)).scaleb(-places)


def plain(value: Fraction) -> str:
    """The exact decimal text of a terminating fraction (`0.75`), else `n/d`."""
    places = next((p for p in range(19) if (value * 10**p).denominator == 1), None)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    return str(Decimal(int(value * 10**places)).scaleb(-places)) if places else str(value.numerator)
