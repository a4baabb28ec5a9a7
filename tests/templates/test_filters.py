"""Numbers and dates as an office writes them, and every sentence there is."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from jinja2 import UndefinedError

from templates import capitalize_first, count, day, environment, less, percent, plain, points, render, say, signed


def test_points_are_rounded_half_up_to_two_places_without_idle_zeros() -> None:
    assert [points(n) for n in (Fraction(345, 1000), Decimal("75.62"), 5, Fraction(1, 2), Fraction(413, 10), 0)] == [
        "0,35", "75,62", "5", "0,5", "41,3", "0",
    ]  # fmt: skip
    assert points(Fraction(-1, 200)) == "-0,01"
    assert points(100) == "100"


def test_percentages_counts_and_signs() -> None:
    assert percent(Fraction(119, 3571)) == "3,33 %"
    assert percent(Fraction(1, 5)) == "20 %"
    assert [count(n) for n in (3571, Fraction(1234567), Fraction(1, 3), 0)] == ["3.571", "1.234.567", "0,33", "0"]
    assert [signed(Fraction(n)) for n in ("2.1", "-0.4", "0")] == ["+2,1", "−0,4", "0"]
    assert less(Fraction(1), Fraction(875, 1000)) == "0,12"


def test_days_have_a_zero_before_days_under_10_and_before_the_first_two_months() -> None:
    assert [day(date(2026, *d)) for d in ((1, 26), (2, 5), (9, 8), (8, 24), (12, 15))] == [
        "26/01/2026", "05/02/2026", "08/9/2026", "24/8/2026", "15/12/2026",
    ]  # fmt: skip


def test_what_is_undefined_is_an_error_and_never_an_empty_place() -> None:
    with pytest.raises(UndefinedError):
        render("bug")


def test_markup_of_ours_goes_and_what_was_typed_stays() -> None:
    typed = say("errors", "no_such_unit", text="<b>x</b> & {{ y }}", nearest="")
    assert "<b>" not in typed
    assert "<b>x</b> & {{ y }}" in plain(typed)
    assert plain("<b>CHỈ SỐ</b> <i>1</i>") == "CHỈ SỐ 1"
    assert capitalize_first("đúng hạn") == "Đúng hạn"
    assert capitalize_first("") == ""


def test_every_template_compiles() -> None:
    names = environment().list_templates(filter_func=lambda name: name.endswith(".txt"))
    assert len(names) > 20
    for name in names:
        environment().get_template(name)
