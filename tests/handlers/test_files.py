"""`/files`: the documents that prove a piece of work done, with their files to open."""

from datetime import timedelta

from models.messages import Attachment, Choice, File
from models.work_tables import Document, Evidence
from tests.handlers.at_work import DONE_12, on_the_day, recorded, talk, unchanged
from tests.offices import Office

SCAN = File("qd45.pdf", "ab" * 32, "telegram:7:document:BQAC1")
PHOTO = File("anh.jpg", "cd" * 32, "telegram:7:photo:AgAC2")
TO_OPEN = Choice("Xem tệp", "tệp 12", aside=True)


def test_the_officer_opens_what_proves_work_done(mau: Office) -> None:
    on_the_day(mau)
    mau.say(DONE_12.removeprefix("lam> "), who="lam", files=(SCAN,))
    mau.clock.forward(minutes=20)
    mau.say("12", who="suong", files=(PHOTO,))
    mau.say("minh chứng 12 https://vb.example/45", who="mai")
    answer = unchanged(mau, "mai> tệp 12")
    assert answer.splitlines() == [
        "#12 Quy chế phối hợp giải quyết TTHC: 3 minh chứng",
        "1. QĐ 45/QĐ-UBND, thứ Sáu 04/9/2026 · tệp qd45.pdf – Lâm, 08:12 08/9/2026",
        "2. anh.jpg – Sương, 08:32 08/9/2026",
        "3. https://vb.example/45 – Mai, 08:32 08/9/2026",
    ]
    assert mau.ask("tệp 12", who="mai").attachments == (
        Attachment("qd45.pdf", ref=SCAN.ref),
        Attachment("anh.jpg", ref=PHOTO.ref),
    )


def test_it_is_asked_in_several_words(mau: Office) -> None:
    mau.say("12", who="lam", files=(SCAN,))
    said = mau.ask("tệp 12", who="lam")
    for line in ("/files 12", "tep 12", "xem tệp 12", "xem minh chứng 12", "xem minh chung #12"):
        assert mau.ask(line, who="lam") == said, line
    assert mau.ask("tệp", who="lam", quoted="#12 Quy chế phối hợp") == said
    for line in ("tệp", "tệp 12, 15", "tệp Chánh Văn phòng"):
        assert unchanged(mau, f"lam> {line}") == 'Xem tệp của việc nào? Ghi số của một việc: "tệp 12".', line


def test_where_there_is_none_it_says_how_to_add_one(mau: Office) -> None:
    told = '#12 Quy chế phối hợp giải quyết TTHC chưa có minh chứng nào; thêm: gửi tệp, ảnh hoặc đường dẫn, ghi "12".'
    assert unchanged(mau, "lam> tệp 12") == told
    mau.say("12", who="lam", files=(SCAN,))
    recorded(mau, "lam> hoàn tác")
    assert unchanged(mau, "lam> tệp 12") == told  # what was taken back proves nothing
    assert not mau.ask("tệp 12", who="lam").attachments


def test_a_document_without_a_file_has_nothing_to_open(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, DONE_12)
    assert "QĐ 45/QĐ-UBND" in mau.say("tệp 12", who="mai")
    assert not mau.ask("tệp 12", who="mai").attachments
    assert TO_OPEN not in mau.ask("việc 12", who="mai").choices


def test_of_very_many_the_last_ten(mau: Office) -> None:
    for number in range(1, 14):
        mau.say("12", who="lam", files=(File(f"{number}.jpg", f"{number:064}", f"telegram:7:photo:{number}"),))
    answer = mau.ask("tệp 12", who="lam")
    lines = answer.text.splitlines()
    assert lines[0] == "<b>#12 Quy chế phối hợp giải quyết TTHC: 10 minh chứng mới nhất trong 13</b>"
    assert lines[1].startswith("4. 4.jpg – Lâm, ")
    assert [each.name for each in answer.attachments] == [f"{number}.jpg" for number in range(4, 14)]


def test_who_wrote_it_for_whom_stands_beside_it(mau: Office) -> None:
    on_the_day(mau)
    talk(mau, "mai> ghi thay Chánh Văn phòng: xong 12 QĐ 45/QĐ-UBND 4/9 (điện thoại)")
    assert "– Mai ghi thay đ/c Chánh Văn phòng (điện thoại), 08:12 08/9/2026" in mau.say("tệp 12", who="mai")


def test_a_summary_and_what_was_loaded(mau: Office) -> None:
    with mau.database.writing() as session:
        document = Document("CV 9", None, mau.clock.now, None, summary="V/v <phối hợp>", link="https://vb.example/9")
        session.add(document)
        session.flush()
        session.add(Evidence(12, document.id))
    line = mau.say("tệp 12", who="lam").splitlines()[1]
    assert line == "1. CV 9, V/v <phối hợp> · https://vb.example/9 – nạp từ tệp"
    assert "&lt;phối hợp&gt;" in mau.ask("tệp 12", who="lam").text


def test_whoever_sees_the_work_sees_its_files(mau: Office) -> None:
    mau.say("12", who="lam", files=(SCAN,))
    for who in ("mai", "son", "suong", "hai", "thach"):  # Hải's centre helps with it
        assert mau.ask("tệp 12", who=who).attachments, who
    for who in ("khe", "rung"):
        assert unchanged(mau, f"{who}> tệp 12").startswith("Không có việc #12 trong phạm vi"), who
    assert unchanged(mau, "lam> tệp 9999").startswith("Không có việc #9999")


def test_work_offers_to_open_its_files_where_there_are_buttons(mau: Office) -> None:
    on_the_day(mau)
    before = mau.say("việc 12", who="mai")
    talk(mau, DONE_12)
    bare = mau.say("việc 12", who="mai")
    mau.say("minh chứng 12", who="lam", files=(File("bia.png", "ef" * 32),))  # kept nowhere
    assert TO_OPEN not in mau.ask("việc 12", who="mai").choices
    mau.say("12", who="lam", files=(SCAN,))
    assert mau.ask("việc 12", who="mai").choices == (Choice("đối chiếu", "đối chiếu 12"), TO_OPEN)
    assert mau.say("việc 12", who="mai").splitlines()[-1] == 'Trả lời: "đối chiếu 12"'
    assert "Xem tệp" not in before + bare


def test_reports_offer_it_too(mau: Office) -> None:
    on_the_day(mau)
    assert Choice("Xem tệp", "tệp 34", aside=True) not in mau.ask("báo cáo 34", who="lam").choices
    mau.say("34", who="lam", files=(SCAN,))
    assert mau.ask("báo cáo 34", who="lam").choices[-1] == Choice("Xem tệp", "tệp 34", aside=True)
    assert "tệp 34" not in mau.say("báo cáo 34", who="lam")


def test_a_new_file_is_seen_at_once(mau: Office) -> None:
    mau.say("12", who="lam", files=(SCAN,))
    assert "1 minh chứng" in mau.say("tệp 12", who="mai")
    mau.say("12", who="lam", files=(PHOTO,), at=mau.clock.now + timedelta(seconds=1))
    assert "2 minh chứng" in mau.say("tệp 12", who="mai")


def test_in_a_district(van_canh: Office) -> None:
    assert "chưa có minh chứng nào" in unchanged(van_canh, "cuc> tệp 12")
    van_canh.say("12", who="cuc", files=(SCAN,))
    assert van_canh.ask("tệp 12", who="cuc").attachments == (Attachment("qd45.pdf", ref=SCAN.ref),)
    assert van_canh.ask("việc 12", who="cuc").choices[-1] == TO_OPEN
