"""Where what was printed contradicts itself: both numbers are said, neither is bent."""

from catalogs import FOLDER
from models.load import load
from tests.offices import ZONE, Office

FILE = FOLDER / "van-canh-2021.scorecard.toml"


def change(office: Office, *changes: tuple[str, str]) -> None:
    text = FILE.read_text()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    office.clock.forward(days=1)
    with office.database.writing() as session:
        load(session, [("changed.toml", text)], office.clock.now, ZONE)


def test_points_cut_off_instead_of_rounded_are_said_to_follow(van_canh: Office) -> None:
    change(van_canh, ("points = 0.86,", "points = 0.85,"))
    assert "Tính lại được 0,86 điểm: khớp khi cắt bớt số lẻ" in van_canh.say("điểm 2021 3.6")


def test_a_footnote_says_which_number_fits_only_where_one_does(van_canh: Office) -> None:
    change(van_canh, ("points = 75.62,", "points = 75.7,"))
    assert "* Có bảng in 6,64." in van_canh.say("điểm 2021").splitlines()


def test_what_is_printed_may_be_no_number(van_canh: Office) -> None:
    change(van_canh, ('printed = "6,64"', 'printed = "không rõ"'))
    assert "* Có bảng in không rõ." in van_canh.say("điểm 2021").splitlines()


def test_parts_are_summed_only_when_all_of_them_are_published(van_canh: Office) -> None:
    assert "Các thành phần cộng được 10,5, khác 10 đã in." in van_canh.say("điểm 2021 5")
    assert "Các thành phần" not in van_canh.say("điểm 2021 7")


def test_where_the_right_number_follows_it_is_said(van_canh: Office) -> None:
    assert 'Nguồn in khác ở 4 chỗ: "điểm 2021 1 tất cả"' in van_canh.say("điểm 2021 1")
    answer = van_canh.say("điểm 2021 1 tất cả")
    assert "in điểm trừ -3,36 (đúng là 3,54)" in answer
    assert "in tỷ lệ 66,4 (đúng là 64,6 %)" in answer
