"""What a terminal has not: buttons pressed under messages, photos and documents in and out, groups."""

from collections.abc import Iterator

import pytest

from tests.messenger.office import Served, served
from tests.offices import Stores

PDF = b"%PDF-1.7 quy che phoi hop"


@pytest.fixture(scope="module")
def office(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Polling on SQLite and a webhook on PostgreSQL; the day is run on all four."""
    mode = "polling" if stores.kind == "sqlite" else "webhook"
    with served(stores.office("mau"), tmp_path_factory.mktemp("served"), mode, ("lam", "mai", "khe")) as running:
        yield running


def test_an_answer_to_a_button_takes_the_messages_place(office: Served) -> None:
    khe, tg = office.people["khe"], office.tg
    work = khe.asks("việc")
    khe.presses("việc tất cả")
    khe.changes(work)
    assert len(khe.messages[-1].text) > len(work.text)
    tg.settles()
    assert not tg.server.queries, "a button was not let go"


def test_evidence_comes_as_photos_and_documents_and_goes_out_again(office: Served) -> None:
    lam, mai, tg = office.people["lam"], office.people["mai"], office.tg
    lam.sends_photo(caption="xong 12 QĐ 45/QĐ-UBND 4/9")
    done = lam.hears()
    assert done.text.startswith("Đã ghi nhận việc #12")
    assert "Còn thiếu bản đính kèm" not in done.text
    for document, reply_to, caption, answer in (
        (("45-qd-ubnd.pdf", PDF), done, "", "Đã thêm minh chứng cho #12"),
        (("45-qd-ubnd.pdf", PDF), None, "12", "Việc #12 đã có tệp này"),
        (("46-qd-ubnd.pdf", b"MZ\x90"), None, "12", "nội dung không đúng"),
        (("chay.exe", b"MZ\x90"), None, "12", "không thuộc loại"),
    ):
        lam.sends_document(*document, caption=caption, reply_to=reply_to)
        assert answer in lam.hears().text
    assert "45-qd-ubnd.pdf" in mai.asks("tệp 12").text
    sent = [mai.hears().file for _ in range(2)]
    assert [tg.server.assets[file]["filename"] for file in sent] == ["photo.jpg", "45-qd-ubnd.pdf"]

    evidence = mai.asks("việc 12")
    for _ in range(2):  # the finger was quick
        mai.presses("đối chiếu 12", on=evidence)
    checked = mai.changes(evidence)
    assert "Đã đối chiếu minh chứng việc #12" in checked.text
    assert "đối chiếu 12" not in checked.buttons.values()
    tg.settles()
    assert mai.asks("lịch sử việc 12").text.count("đối chiếu") == 1


def test_a_group_is_answered_when_it_speaks_to_the_bot(office: Served) -> None:
    lam, mai, tg = office.people["lam"], office.people["mai"], office.tg
    group = tg.group(-4200, "Văn phòng")
    lam.says("điểm của ta thế nào?", to=group)
    assert mai.asks("/group@cchc_test_bot xã Mẫu", to=group).text.startswith("Nhóm này từ nay của xã Mẫu")
    assert lam.asks("@cchc_test_bot điểm", to=group).text.startswith("CHỈ SỐ CCHC NĂM 2026")
    assert lam.asks("/tasks@cchc_test_bot", to=group).text.startswith("Đã trả lời ở tin nhắn riêng")
    assert " việc" in lam.messages[-1].text
    new = group.migrates(-1004200)
    assert lam.asks("/score", to=new).text.startswith("CHỈ SỐ CCHC NĂM 2026")
    new.kicks_the_bot()
    tg.settles()
    assert not [each for each in tg.requests("sendMessage") if each.status != 200]
