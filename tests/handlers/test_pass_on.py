"""`/pass`: a unit says that work is another's, the officer decides where it goes; and what else may happen on the way:
`/block`, `/cancel`, `/note`, `/stage`."""

import pytest

from tests.handlers.at_work import (
    DONE_12,
    events,
    forget_questions,
    on_the_day,
    recorded,
    refused,
    state,
    unchanged,
    work,
)
from tests.offices import Office

PASS = "lam> chuyển 12 Phòng Kinh tế: không thuộc nhiệm vụ"


def lead(office: Office, number: int) -> str:
    """Which unit leads a piece of work, as the officer reads it."""
    lines = office.say(f"{number}", who="mai").splitlines()
    return next(line.removeprefix("Chủ trì: ") for line in lines if line.startswith("Chủ trì: "))


def test_proposed_by_the_unit_and_decided_by_the_officer(mau: Office) -> None:
    on_the_day(mau)
    assert recorded(mau, PASS).splitlines() == [
        "Đã đề nghị đầu mối CCHC chuyển #12 sang Phòng Kinh tế",
        "Quy chế phối hợp giải quyết TTHC",
        "Lý do: không thuộc nhiệm vụ",
        "Trong khi chờ, việc vẫn của Văn phòng, hạn thứ Sáu 04/09/2026",
        'Ghi nhầm: nhắn "hoàn tác" trong 10 phút',
    ]
    assert (state(mau, 12), lead(mau, 12)) == ("passed", "Văn phòng HĐND và UBND")
    assert "ĐỀ NGHỊ CHUYỂN\n#12" in mau.say("việc", who="mai")
    assert recorded(mau, "mai> chuyển 12").splitlines()[:3] == [
        "#12 nay do Phòng Kinh tế chủ trì",
        "Quy chế phối hợp giải quyết TTHC; trước: Văn phòng HĐND và UBND",
        "Hạn giữ nguyên: thứ Sáu 04/09/2026",
    ]
    assert (state(mau, 12), lead(mau, 12)) == ("open", "Phòng Kinh tế")
    assert mau.say("việc", who="khe").startswith(
        "Đ/c Mai chuyển #12 Quy chế phối hợp giải quyết TTHC từ Văn phòng sang đơn vị đồng chí, hạn 04/09/2026."
    )
    assert unchanged(mau, DONE_12).startswith("Không có việc #12")
    assert "Đã ghi nhận việc #12" in recorded(mau, "khe> xong 12 QĐ 45/QĐ-UBND 4/9")


def test_or_left_where_it_is(mau: Office) -> None:
    on_the_day(mau)
    for word in ("không", "giữ nguyên", "khong", "Không"):
        recorded(mau, PASS)
        answer = recorded(mau, f"mai> chuyển 12 {word}: đúng nhiệm vụ Văn phòng")
        assert answer.startswith("#12 vẫn do Văn phòng HĐND và UBND chủ trì"), word
        assert (state(mau, 12), work(mau, 12).passed_to_id) == ("acknowledged", None)


def test_or_given_to_a_third(mau: Office) -> None:
    on_the_day(mau)
    recorded(mau, PASS, "mai> chuyển 12 Trung tâm")
    assert lead(mau, 12) == "Trung tâm Phục vụ hành chính công"


def test_the_officer_moves_it_without_a_proposal(mau: Office) -> None:
    on_the_day(mau)
    recorded(mau, "mai> chuyển 12 Phòng Kinh tế")
    assert lead(mau, 12) == "Phòng Kinh tế"
    recorded(mau, "giang> chuyển 12 Văn phòng")
    assert lead(mau, 12) == "Văn phòng HĐND và UBND"


def test_who_did_it_for_the_old_unit_does_it_no_more(mau: Office) -> None:
    recorded(mau, "mai> chuyển 16 Phòng Kinh tế")
    assert work(mau, 16).assignee_id is None
    assert "#16" not in mau.say("việc của tôi", who="suong")


WAYS = (
    "chuyển 12 Phòng Kinh tế: nhầm nơi", "chuyển 12 cho Phòng Kinh tế: nhầm nơi",
    "chuyển việc 12 sang Kinh tế: nhầm nơi", "12 chuyển Phòng Kinh tế: nhầm nơi", "chuyển #12 PKT: nhầm nơi",
    "chuyen 12 phong kinh te: nham noi", "/pass 12 Phòng Kinh tế: nhầm nơi", "chuyển 12 sang bên Kinh tế: nhầm nơi",
    "chuyển 12 cho Phòng Kinh tế vì nhầm nơi", "chuyển 12 về Phòng Kinh tế do nhầm nơi",
    "chuyển 12 qua Phòng Kinh tế : nhầm nơi", "chuyển 12, Phòng Kinh tế: nhầm nơi",
)  # fmt: skip


@pytest.mark.parametrize("line", WAYS)
def test_it_is_said_in_many_ways(mau: Office, line: str) -> None:
    assert "sang Phòng Kinh tế" in recorded(mau, f"lam> {line}")
    assert state(mau, 12) == "passed"
    assert work(mau, 12).reason in ("nhầm nơi", "nham noi")


def test_not_ours_is_asked_about_and_nothing_is_done(mau: Office) -> None:
    for line in (
        "cái này bên Kinh tế chứ", "cái này bên kinh tế mà", "cai nay ben kinh te chu",
        "việc này bên Phòng Kinh tế nhé", "cái này của Kinh tế", "việc này của bên Kinh tế", "việc này bên Kinh tế làm",
        "cái này bên Kinh tế làm chứ em", "chuyển cho Kinh tế", "chuyển Phòng Kinh tế", "chuyển việc này cho Kinh tế",
    ):  # fmt: skip
        answer = unchanged(mau, f"lam> {line}")
        assert answer.startswith('Chuyển việc nào sang Phòng Kinh tế? Nhắn "chuyển 12 Phòng Kinh tế: lý do"'), line
        assert answer.endswith("Chưa ghi gì."), line
        forget_questions(mau)
    assert "Không thấy" in unchanged(mau, "lam> cái này bên Sao Hỏa chứ")


def test_what_is_missing_is_asked_for(mau: Office) -> None:
    assert refused(mau, "lam> chuyển 12") == 'Chuyển #12 cho đơn vị nào? Nhắn: "chuyển 12 Phòng Kinh tế". Chưa ghi gì.'
    assert refused(mau, "lam> chuyển").startswith("Chuyển #12 cho đơn vị nào?")
    assert refused(mau, "lam> chuyển 12 Phòng Kinh tế").startswith("Chuyển sang Phòng Kinh tế vì sao?")
    assert refused(mau, "lam> chuyển 12 Văn phòng: x").startswith("#12 đang do Văn phòng HĐND và UBND chủ trì.")
    assert refused(mau, "mai> chuyển 12").startswith("Chuyển #12 cho đơn vị nào?")
    assert refused(mau, "mai> chuyển 12 Văn phòng").startswith("#12 đang do Văn phòng")
    assert refused(mau, "lam> chuyển 12, 15 Phòng Kinh tế: x").startswith("Ghi số của một việc")
    assert unchanged(mau, "lam> chuyển 12 Sao Hỏa: x").startswith('Không thấy tiêu chí hay đơn vị nào là "Sao Hỏa"')
    assert unchanged(mau, "lam> chuyển 12 Phòng: x").startswith('"Phòng" có ở 3 nơi.')
    assert unchanged(mau, "lam> chuyển 12 xã Mẫu Đông: x").startswith("Không thấy")  # another commune's is not theirs


def test_whose_it_is_not(mau: Office) -> None:
    assert "dành cho người đứng đầu đơn vị, đầu mối CCHC, lãnh đạo" in unchanged(mau, "suong> chuyển 16 Kinh tế: x")
    assert unchanged(mau, "khe> chuyển 12 Trung tâm: x").startswith("Không có việc #12")
    assert refused(mau, "hai> chuyển 12 Trung tâm: x").startswith("Việc #12 do Văn phòng HĐND và UBND chủ trì")
    assert unchanged(mau, "ha> chuyển 12 Văn phòng").startswith("Không có việc #12")


def test_while_it_waits_it_may_be_done_or_taken_back(mau: Office) -> None:
    on_the_day(mau)
    recorded(mau, PASS, DONE_12)
    assert "chờ đối chiếu" in refused(mau, "mai> chuyển 12")
    recorded(mau, "lam> hoàn tác", "lam> hoàn tác")
    assert (state(mau, 12), work(mau, 12).passed_to_id, work(mau, 12).reason) == ("open", None, "")


def test_a_decision_is_taken_back_to_the_proposal(mau: Office) -> None:
    on_the_day(mau)
    recorded(mau, PASS, "mai> chuyển 12", "mai> hoàn tác")
    assert (state(mau, 12), lead(mau, 12)) == ("passed", "Văn phòng HĐND và UBND")
    assert "chuyển #12" not in mau.say("việc", who="khe")  # it was not read yet


def test_after_the_new_unit_took_it_the_decision_stands(mau: Office) -> None:
    on_the_day(mau)
    recorded(mau, PASS, "mai> chuyển 12", "khe> đã rõ 12")
    assert refused(mau, "mai> hoàn tác").startswith("Việc #12 đã có người ghi tiếp nên không rút lại được")


# stages, what stands in the way, words, no longer wanted

STAGES = (
    ("dự thảo 12", "draft"), ("đang soạn 12", "draft"), ("12 đang làm", "draft"), ("đang dự thảo 12", "draft"),
    ("trình ký 12", "signing"), ("12 đang trình ký", "signing"), ("đã trình ký 12", "signing"),
    ("trinh ky 12", "signing"), ("phát hành 12", "issued"), ("12 ký rồi", "issued"), ("đã ký 12", "issued"),
    ("đã ban hành 12", "issued"), ("nơi nhận đã nhận 12", "received"), ("giai đoạn 12 trình ký", "signing"),
    ("/stage 12 draft", "draft"),
)  # fmt: skip


def test_stages_in_the_words_of_the_office(mau: Office) -> None:
    for line, stage in STAGES:
        assert recorded(mau, f"lam> {line}").startswith("#12 Quy chế phối hợp giải quyết TTHC: đang làm ("), line
        assert (work(mau, 12).stage, state(mau, 12)) == (stage, "in_progress"), line
    assert 'Báo xong: "xong 12 <số văn bản> <ngày>"' in recorded(mau, "lam> phát hành 12")


def test_a_stage_without_its_work_is_asked_about(mau: Office) -> None:
    for line in ("đang làm", "trình ký rồi", "đang trình ký ạ", "dang soan", "ký rồi", "đã ký", "đã phát hành"):
        assert unchanged(mau, f"lam> {line}").startswith("Việc nào?"), line
    assert 'số việc và số văn bản: "xong 12 QĐ 45/QĐ-UBND 4/9"' in unchanged(mau, "lam> ký rồi")
    assert refused(mau, "rung> đang làm").startswith("Đồng chí không có việc nào đang mở.")
    assert refused(mau, "lam> giai đoạn 12 xyz").startswith('Chưa hiểu bước "xyz"')
    assert refused(mau, "lam> trình ký 12, 15").startswith("Ghi số của một việc")
    assert refused(mau, "lam> trình ký 1").startswith("Việc #1 – Kế hoạch CCHC năm 2026: đã xong")


def test_what_stands_in_the_way_is_seen_by_the_officer(mau: Office) -> None:
    on_the_day(mau)
    answer = recorded(mau, "lam> vướng 12: chờ số liệu của Công an xã")
    assert answer.startswith("Đã ghi việc #12 đang vướng: chờ số liệu của Công an xã")
    assert "hạn thứ Sáu 04/09/2026 chưa đổi" in answer
    assert "– VƯỚNG: chờ số liệu của Công an xã" in mau.say("việc tất cả", who="mai")
    recorded(mau, "lam> dự thảo 12")
    assert (state(mau, 12), work(mau, 12).reason) == ("in_progress", "")
    for line in ("vướng 12", "vướng", "đang vướng", "kẹt 12", "vướng: chờ Sở", "vướng 12, 15: chờ Sở"):
        assert refused(mau, f"lam> {line}").startswith("Ghi số việc và nội dung"), line
    assert "dành cho" in unchanged(mau, "mai> vướng 12: x")


def test_a_word_is_kept_in_the_story(mau: Office) -> None:
    answer = recorded(mau, "lam> ghi chú 12: đã xin ý kiến Phòng Kinh tế")
    assert answer.endswith("Quy chế phối hợp giải quyết TTHC: đã xin ý kiến Phòng Kinh tế")
    assert "Lâm: ghi chú: đã xin ý kiến Phòng Kinh tế" in mau.say("lịch sử việc 12", who="mai")
    recorded(mau, "mai> tiến độ 12 đã gọi hỏi", "son> note 12 đồng chí Lâm báo cáo tôi", "suong> 12 ghi chú đã in")
    assert state(mau, 12) == "open"
    for line in ("ghi chú", "ghi chú 12", "ghi chú: đã hỏi", "ghi chú 12, 15: đã hỏi"):
        assert refused(mau, f"lam> {line}").startswith("Ghi số việc và nội dung"), line
    recorded(mau, "mai> ghi chú 1: đã lưu hồ sơ")  # what is over may still be remarked on


def test_no_longer_wanted(mau: Office) -> None:
    on_the_day(mau)
    answer = recorded(mau, "mai> hủy việc 12: tỉnh đã bãi bỏ")
    assert answer.startswith("Đã hủy việc #12 – Quy chế phối hợp giải quyết TTHC")
    assert (state(mau, 12), work(mau, 12).closed) == ("cancelled", True)
    for line in (
        DONE_12,
        "lam> đã rõ 12",
        "lam> trình ký 12",
        "lam> vướng 12: x",
        "mai> chuyển 12 Trung tâm",
        "mai> đối chiếu 12",
    ):
        assert "đã hủy" in refused(mau, line), line
    recorded(mau, "mai> hoàn tác", DONE_12)
    assert state(mau, 12) == "reported"
    for line in ("hủy việc", "hủy việc 15", "hủy: x", "hủy việc 12, 15: x"):
        assert refused(mau, f"mai> {line}").startswith("Ghi số việc và nội dung"), line
    assert "dành cho đầu mối CCHC, lãnh đạo" in unchanged(mau, "lam> hủy việc 15: x")


def test_a_life_with_everything_in_it(mau: Office) -> None:
    on_the_day(mau)
    recorded(
        mau, "lam> đã rõ 12", "lam> dự thảo 12", "lam> vướng 12: chờ Sở", "lam> trình ký 12",
        "lam> xin thêm 12 15/9 chờ ký", "son> cho thêm 12", PASS, "mai> chuyển 12 không",
        "lam> ghi chú 12: xong phần đầu", "mai> giao 12 Sương", "suong> xong 12 QĐ 45/QĐ-UBND 8/9",
        "mai> đề nghị bổ sung 12: bản có dấu", "suong> minh chứng 12 https://vb.example/45", "mai> đối chiếu 12",
    )  # fmt: skip
    assert state(mau, 12) == "closed"
    assert events(mau, 12) == [
        "new", "acknowledge", "stage", "block", "stage", "ask_time", "grant", "pass", "keep", "note", "assign",
        "report", "send_back", "report", "check",
    ]  # fmt: skip
    assert "ĐÃ XONG 08/9/2026, đúng hạn" in mau.say("12", who="lam")


def test_in_a_district(van_canh: Office) -> None:
    recorded(van_canh, "truc> chuyển 15 Phòng Nội vụ: thuộc Nội vụ")
    assert "#15 nay do Phòng Nội vụ chủ trì" in recorded(van_canh, "mai> chuyển 15")
    assert unchanged(van_canh, "que> cái này bên Tư pháp chứ").startswith("Chuyển việc nào sang Phòng Tư pháp?")
    recorded(van_canh, "sim> chuyển 22 Phòng Nội vụ: phòng soạn mẫu chung")
    assert "#22 nay do Phòng Nội vụ chủ trì" in recorded(van_canh, "mai> chuyển 22")
