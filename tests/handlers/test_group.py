"""`/group`: whose group a chat of several people is; there everybody hears what staff of that unit may."""

from tests.groups import GROUP, asks, named, says
from tests.handlers.at_work import says_so
from tests.offices import Office, fingerprint


def unchanged(office: Office, line: str, who: str) -> str:
    before = fingerprint(office.database)
    answer = says(office, line, who)
    assert fingerprint(office.database) == before, answer
    return answer


def test_a_head_says_whose_group_it_is_and_the_group_may_ask(mau: Office) -> None:
    assert says(mau, "nhóm Văn phòng", "lam").splitlines() == [
        "Nhóm này từ nay của Văn phòng HĐND và UBND",
        'Cả nhóm hỏi được điểm và tiêu chí như công chức của đơn vị: "điểm", "mất điểm", "tìm trực tuyến"',
        "Ai vào nhóm cũng đọc được: chỉ đặt cho nhóm của người trong cơ quan.",
        "Việc, số liệu và chuyện riêng của từng người: nhắn riêng cho trợ lý.",
        'Thôi: "nhóm thôi"',
    ]
    assert named(mau) == "Văn phòng HĐND và UBND"
    assert asks(mau, "điểm", "suong") == mau.say("điểm", who="suong")


def test_everybody_there_hears_the_same(mau: Office) -> None:
    says(mau, "nhóm xã Mẫu", "mai")
    staff = mau.say("điểm 2026", who="suong")
    for who in ("mai", "son", "lam", "khe", "suong", "thach", "tuyet", "rung"):  # the province's, another commune's
        assert asks(mau, "điểm 2026", who) == staff, who


def test_it_is_understood_as_people_say_it(mau: Office) -> None:
    for line, who, unit in (
        ("nhóm xã Mẫu", "mai", "xã Mẫu"),
        ("nhóm này của xã Mẫu", "son", "xã Mẫu"),
        ("/group Phong Kinh te", "mai", "Phòng Kinh tế"),
        ("nhóm này là của Văn phòng", "lam", "Văn phòng HĐND và UBND"),
        ("nhom kinh te", "khe", "Phòng Kinh tế"),
        ("nhóm VP xã Mẫu", "mai", "Văn phòng HĐND và UBND"),
        ("nhóm Trung tâm", "son", "Trung tâm Phục vụ hành chính công"),
    ):
        says(mau, "nhóm thôi", "mai")
        says(mau, line, who)
        assert named(mau) == unit, line


def test_a_name_that_several_units_have_is_asked_back(mau: Office) -> None:
    answer = unchanged(mau, "nhóm Văn phòng", "tuyet")
    assert answer.startswith('"Văn phòng" có ở 3 nơi.')
    assert "Văn phòng HĐND và UBND xã Mẫu; Văn phòng HĐND và UBND xã Mẫu Đông" in answer
    says(mau, "nhóm Văn phòng xã Mẫu Đông", "tuyet")
    assert "của Văn phòng HĐND và UBND" in says(mau, "nhóm", "tuyet")


def test_only_units_in_reach(mau: Office) -> None:
    for line, who in (("nhóm xã Mẫu", "lam"), ("nhóm Phòng Kinh tế", "lam"), ("nhóm xã Mẫu Đông", "mai")):
        answer = unchanged(mau, line, who)
        assert answer.startswith("Không thấy đơn vị nào là "), answer
        assert says_so(answer)
    for who in ("suong", "thach"):
        assert "dành cho" in unchanged(mau, "nhóm Văn phòng", who), who


def test_what_others_set_is_not_taken_from_them(mau: Office) -> None:
    says(mau, "nhóm Phòng Kinh tế", "khe")
    for line in ("nhóm Văn phòng", "nhóm thôi"):
        answer = unchanged(mau, line, "lam")
        assert answer.startswith("Nhóm này đang là của Phòng Kinh tế: "), answer
    assert "(trước là Phòng Kinh tế)" in says(mau, "nhóm xã Mẫu", "mai")
    assert named(mau) == "xã Mẫu"


def test_the_same_again_changes_nothing(mau: Office) -> None:
    says(mau, "nhóm Văn phòng", "lam")
    assert unchanged(mau, "nhóm Văn phòng", "mai").startswith("Nhóm này đã là của Văn phòng HĐND và UBND")


def test_it_ends_where_somebody_says_so(mau: Office) -> None:
    says(mau, "nhóm Văn phòng", "lam")
    for line in ("nhóm thôi", "nhóm này thôi", "nhóm hủy"):
        says(mau, "nhóm Văn phòng", "lam")
        assert says(mau, line, "lam").splitlines()[0] == "Trợ lý thôi trả lời trong nhóm này"
        assert named(mau) == ""
    assert says_so(unchanged(mau, "nhóm thôi", "lam"))


def test_alone_it_says_whose_it_is(mau: Office) -> None:
    assert unchanged(mau, "nhóm", "lam") == 'Nhóm này của đơn vị nào? Nhắn: "nhóm Văn phòng HĐND và UBND"'
    says(mau, "nhóm Văn phòng", "lam")
    assert unchanged(mau, "nhóm", "khe").startswith("Nhóm này của Văn phòng HĐND và UBND\n")


def test_in_a_private_chat_it_explains(mau: Office, van_canh: Office) -> None:
    for office, who in ((mau, "lam"), (van_canh, "que")):
        before = fingerprint(office.database)
        for line in ("nhóm", "nhóm Văn phòng", "nhóm thôi"):
            assert office.say(line, who=who).startswith("Lệnh này nhắn trong nhóm, không phải ở chat riêng"), line
        assert fingerprint(office.database) == before


def test_in_a_district(van_canh: Office) -> None:
    says(van_canh, "nhóm Văn phòng", "que")
    assert named(van_canh) == "Văn phòng HĐND và UBND"
    assert asks(van_canh, "điểm 2021", "cuc").splitlines()[1].startswith("75,62 %")
    says(van_canh, "nhóm thôi", "que")
    assert not named(van_canh, GROUP)
