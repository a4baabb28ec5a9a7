"""Words as people type them."""

from models.words import begins, clean, fold, means, tokens


def test_folding_drops_accents_case_and_spare_spaces() -> None:
    assert fold("  Điểm  SỐ ") == "diem so"
    assert fold("ĐỒNG CHÍ") == "dong chi"
    assert fold("Đie\u0302\u0309m") == "diem"  # letters typed in pieces


def test_accents_count_where_they_are_typed() -> None:
    assert means("diem", "điểm")
    assert means("Điểm", "điểm")
    assert means("mat điểm", "mất điểm")
    assert not means("điềm", "điểm")
    assert not means("kiểm", "kiếm")
    assert not means("diem so", "điểm")
    assert begins("trực", "trực")
    assert begins("tru", "trực")
    assert not begins("trúc", "trực")


def test_a_line_is_cleaned_to_what_can_be_shown() -> None:
    assert clean("a\x00b\u202ec\nd\te") == "abc d e"
    assert clean("x" * 100, 10) == "x" * 10 + "…"
    assert clean("điểm ２０２１") == "điểm 2021"
    assert clean("\ud800") == ""


def test_tokens_lose_the_marks_around_them_and_commas_in_codes_are_dots() -> None:
    assert tokens('điểm, 2021; "7.4.3"?') == ["điểm", "2021", "7.4.3"]
    assert tokens("7,4,3") == ["7.4.3"]
    assert tokens("2021,7.4.3") == ["2021", "7.4.3"]
    assert tokens("…!?") == []
