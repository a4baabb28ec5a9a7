"""Exact numbers as catalogs write them: Fraction inside, Decimal at the edges, never float."""

import re
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TypeGuard

_PERCENT = re.compile(r"([0-9]{1,12}(?:[.,][0-9]{1,12})?)\s*%")
_FRACTION = re.compile(r"([0-9]{1,12})\s*/\s*([0-9]{1,12})")


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
    return isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < 10**20


def rounded(value: Fraction, places: int = 2) -> Decimal:
    """Half up (away from zero), as offices round: 0.345 → 0.35."""
    whole = floor(abs(value) * 10**places + Fraction(1, 2))
    return _scaled(-whole if value < 0 else whole, places)


def cut_off(value: Fraction, places: int = 2) -> Decimal:
    """Cut towards zero, as some published tables do: 0.347 → 0.34."""
    return _scaled(int(value * 10**places), places)


def plain(value: Fraction) -> str:
    """The exact decimal text of a terminating fraction (`0.75`), else `n/d`."""
    places = next((p for p in range(19) if (value * 10**p).denominator == 1), None)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    return f"{_scaled(int(value * 10**places), places):f}"


def _scaled(whole: int, places: int) -> Decimal:
    """Whole × 10^-places, however many digits: only the constructor of Decimal never rounds."""
    return Decimal(f"{whole}e-{places}")
