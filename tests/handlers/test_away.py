"""`/away`: who holds one's posts while one is away; it shows as "thay"."""

from datetime import date, datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from models.chat_tables import Acting
from models.people import speaker
from models.tables import Event
from tests.models.small import refused
from tests.offices import ZONE, Office

TODAY = date(2026, 8, 25)


@pytest.mark.parametrize(
    "said",
    [
        "27/8 29/8 Sương",
        "từ 27/8 đến 29/8, đ/c Sương thay",
        "từ ngày 27/8 đến hết ngày 29/8 giao cho văn thư",
        "27-29/8 nhờ Sương",
        "27/8/2026-29/8/2026: Sương",
        "Sương thay 27.8.2026 29-08-2026",
    ],
)
def test_days_and_a_name_are_understood_as_an_office_writes_them(mau: Office, said: str) -> None:
    assert mau.say(f"vắng mặt {said}", "lam").splitlines()[0] == (
        "Đã ghi: đồng chí vắng 27/8/2026 – 29/8/2026, đ/c Sương thay"
    )


def titles(office: Office, who: str, at: datetime | None = None) -> list[str]:
    return [line for line in office.say("tôi", who, at).splitlines() if line.startswith("Thay")]


def test_a_deputy_holds_the_posts_from_the_first_day_to_the_last(mau: Office, van_canh: Office) -> None:
    for office, head, deputy, first in ((mau, "lam", "suong", "27/8"), (van_canh, "que", "cuc", "20/7")):
        name = {"suong": "Sương", "cuc": "Cúc"}[deputy]
        answer = office.say(f"vắng mặt {first} {int(first[:2]) + 2}/{first[3:]} {name}", head)
        assert answer.splitlines()[0].startswith("Đã ghi: đồng chí vắng ")
        assert answer.splitlines()[0].endswith(f", đ/c {name} thay")
        shown = []
        for _ in range(6):
            shown.append(bool(titles(office, deputy)))
            office.clock.forward(days=1)
        assert shown == [False, False, True, True, True, False]


def test_it_says_who_when_which_posts_and_how_it_ends(van_canh: Office) -> None:
    assert van_canh.say("vắng mặt 20/7 22/7 Cúc", "que").splitlines() == [
        "Đã ghi: đồng chí vắng 20/7/2022 – 22/7/2022, đ/c Cúc thay",
        "Chánh Văn phòng HĐND và UBND – Văn phòng HĐND và UBND",
        'Đồng chí Cúc được báo ở tin kế tiếp; việc làm thay ghi rõ là "thay".',
        'Kết thúc sớm: nhắn "vắng mặt hủy"',
    ]
    assert van_canh.say("điểm", "cuc").splitlines()[0] == (
        "Đồng chí thay đ/c Chánh Văn phòng từ 20/7/2022 đến 22/7/2022."
    )


def test_a_deputy_may_do_what_the_absent_may(mau: Office) -> None:
    line = "số liệu 7.3.2 48/120"
    assert refused(mau, line, "suong").startswith("Số liệu 7.3.2 do Trung tâm Phục vụ hành chính công ghi.")
    mau.say("vắng mặt 25/8 26/8 Sương", "mai")
    mau.say("tôi", "suong")  # the line they are told
    assert titles(mau, "suong") == ["Thay đ/c Mai: Công chức đầu mối CCHC – xã Mẫu"]
    assert mau.say(line, "suong").startswith("Đã ghi")


def test_only_ones_own_posts_are_handed_over(mau: Office) -> None:
    mau.say("vắng mặt 25/8 27/8 Lâm", "mai")
    mau.say("vắng mặt 25/8 27/8 Sương", "lam")
    assert refused(mau, "vắng mặt 25/8 26/8 Mai", "suong").startswith("Giao người thay chỉ dùng cho")
    with mau.database.reading() as session:
        lam = speaker(session, "mau/lam", TODAY)
        suong = speaker(session, "mau/suong", TODAY)
    assert lam
    assert suong
    assert [post.acting_for for post in lam.posts] == ["", "đ/c Mai"]
    assert [post.acting_for for post in suong.posts] == ["", "đ/c Chánh Văn phòng"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("vắng mặt Sương", "Vắng từ ngày nào đến ngày nào, ai thay?"),
        ("vắng mặt 1/9 2/9 3/9 Sương", "Vắng từ ngày nào đến ngày nào, ai thay?"),
        ("vắng mặt 1/9 3/9", "Ai thay? Viết thêm tên. Chưa ghi gì. Thay được:"),
        ("vắng mặt 1/9 3/9 Không Ai", '"Không Ai" không có trong những người thay được. Chưa ghi gì. Thay được:'),
        ("vắng mặt 1/9 3/9 Hải", '"Hải" không có trong những người thay được.'),  # another department's
        ("vắng mặt 1/9 3/9 Hà", '"Hà" không có trong những người thay được.'),  # another commune's
        ("vắng mặt 1/9 3/9 Lâm", '"Lâm" không có trong những người thay được.'),  # oneself
        ("vắng mặt 3/9 1/9 Sương", "Ngày cuối 01/9/2026 trước ngày đầu 03/9/2026."),
        ("vắng mặt 20/8 24/8 Sương", "Ngày 24/8/2026 đã qua (hôm nay 25/8/2026)."),
        ("vắng mặt 1/9 31/10 Sương", "Giao thay nhiều nhất 60 ngày một đợt."),
        ("vắng mặt 31/9 Sương", "Không có ngày 31/9 trong lịch."),
        ("vắng mặt hủy", "Đồng chí không có đợt vắng nào để kết thúc."),
    ],
)
def test_what_is_refused(mau: Office, line: str, said: str) -> None:
    assert refused(mau, line, "lam").startswith(said)


def test_several_who_fit_are_asked_back(mau: Office) -> None:
    assert refused(mau, "vắng mặt 1/9 3/9 trưởng phòng", "mai").startswith('Có 2 người là "trưởng phòng".')


def test_sixty_days_are_allowed(mau: Office) -> None:
    assert mau.say("vắng mặt 1/9 30/10 Sương", "lam").startswith("Đã ghi")


def test_who_is_possible_is_said_nearest_first(mau: Office) -> None:
    assert refused(mau, "vắng mặt 1/9 3/9", "lam").splitlines()[1:] == [
        "Sương – văn thư, Văn phòng, xã Mẫu",
        "Mai – công chức đầu mối CCHC, xã Mẫu",
        "Sơn – chủ tịch UBND xã, xã Mẫu",
        "Giang – phó chủ tịch UBND xã phụ trách CCHC, xã Mẫu",
        "Thạch – quản trị hệ thống, xã Mẫu",
        "và 1 người khác",
    ]


def test_one_deputy_at_a_time(mau: Office) -> None:
    mau.say("vắng mặt 1/9 5/9 Sương", "lam")
    for days in ("5/9 8/9", "28/8 1/9", "2/9 3/9", "28/8 9/9"):
        assert refused(mau, f"vắng mặt {days} Mai", "lam") == (
            'Đợt 01/9/2026 – 05/9/2026 đã có đ/c Sương thay. Đổi người: "vắng mặt hủy", rồi ghi lại. Chưa ghi gì.'
        )
    assert mau.say("vắng mặt 6/9 Mai", "lam").startswith("Đã ghi: đồng chí vắng 06/9/2026, đ/c Mai thay")


def test_who_is_away_deputises_for_nobody(mau: Office) -> None:
    mau.say("vắng mặt 1/9 5/9 Lâm", "mai")
    assert refused(mau, "vắng mặt 5/9 6/9 Mai", "lam") == (
        "Đ/c Mai cũng vắng 01/9/2026 – 05/9/2026. Chọn người khác. Chưa ghi gì."
    )


def test_a_deputy_who_goes_away_too_is_reminded_and_the_other_is_told(mau: Office) -> None:
    mau.say("vắng mặt 1/9 5/9 Lâm", "mai")
    answer = mau.say("vắng mặt 4/9 8/9 Sương", "lam")
    assert "Đồng chí đang thay đ/c Mai 01/9/2026 – 05/9/2026: đã báo để chọn người khác." in answer.splitlines()
    assert mau.say("tôi", "mai").splitlines()[0] == (
        "Đ/c Chánh Văn phòng, người thay đồng chí, cũng vắng từ 04/9/2026 đến 08/9/2026. "
        'Chọn người khác: "vắng mặt hủy", rồi ghi lại.'
    )


def test_alone_it_shows_and_cancelled_it_ends_now(mau: Office) -> None:
    assert refused(mau, "vắng mặt", "lam").splitlines()[0] == "Đồng chí chưa ghi đợt vắng nào."
    mau.say("vắng mặt 25/8 27/8 Sương", "lam")
    mau.say("vắng mặt 10/9 Mai", "lam")
    assert mau.say("vắng mặt", "lam").splitlines()[:2] == [
        "Đồng chí vắng 25/8/2026 – 27/8/2026, đ/c Sương thay",
        "Đồng chí vắng 10/9/2026, đ/c Mai thay",
    ]
    assert "Đồng chí thay đ/c Chánh Văn phòng 10/9/2026" in mau.say("vắng mặt", "mai").splitlines()
    assert mau.say("đi vắng huỷ", "lam").splitlines() == [
        "Đã kết thúc: đ/c Sương không còn thay đồng chí",
        "Đợt vắng đã ghi: 25/8/2026 – 27/8/2026",
        "Còn: 10/9/2026, đ/c Mai thay",
    ]
    lines = mau.say("tôi", "suong").splitlines()
    assert "Đồng chí không còn thay đ/c Chánh Văn phòng (đợt 25/8/2026 – 27/8/2026)." in lines
    assert not any(line.startswith("Thay") for line in lines)


@pytest.mark.parametrize("who", ["suong", "thach", "may"])
def test_it_is_for_heads_leaders_and_officers(mau: Office, who: str) -> None:
    assert refused(mau, "vắng mặt 1/9 3/9 Mai", who).startswith('"Vắng mặt" dành cho ')


def test_the_record_tells_of_it(mau: Office) -> None:
    mau.say("vắng mặt 1/9 3/9 Sương", "lam")
    mau.say("vắng mặt hủy", "lam")
    with mau.database.reading() as session:
        events = session.scalars(select(Event).where(Event.subject == "mau/lam").order_by(Event.id)).all()
    assert [(event.what, event.after) for event in events] == [
        ("away", {"deputy": "mau/suong", "from": "2026-09-01", "to": "2026-09-03"}),
        ("back", {"from": "2026-09-01", "to": "2026-09-03"}),
    ]


def test_two_who_name_each_other_at_once_are_not_both_away(mau: Office) -> None:
    start, answers = Barrier(2), list[str]()

    def say(line: str, who: str) -> None:
        start.wait()
        answers.append(mau.say(line, who))

    threads = [
        Thread(target=say, args=("vắng mặt 1/9 3/9 Lâm", "mai")),
        Thread(target=say, args=("vắng mặt 2/9 4/9 Mai", "lam")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("Đã ghi" in answer for answer in answers) == [False, True], answers
    with mau.database.reading() as session:
        assert len(session.scalars(select(Acting)).all()) == 1


def test_an_absence_over_midnight_follows_the_offices_day(mau: Office) -> None:
    mau.say("vắng mặt 25/8 25/8 Sương", "lam")
    mau.say("tôi", "suong")
    assert titles(mau, "suong", datetime(2026, 8, 25, 23, 59, tzinfo=ZONE))
    assert not titles(mau, "suong", datetime(2026, 8, 26, 0, 0, tzinfo=ZONE))
