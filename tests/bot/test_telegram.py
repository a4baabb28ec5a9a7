"""What people meet on Telegram: lines, buttons, links, files, groups; and what cannot be said or read."""

import re
from datetime import datetime
from hashlib import sha256

import pytest
from sqlalchemy import select
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.channels.telegram.request import NotSent
from models.chat_tables import Chat, GroupChat, Update
from models.tables import Event
from models.work_tables import Document
from tests.bot.phone import BOT, Phone, buttons, methods, texts
from tests.offices import ZONE, Office, fingerprint
from tests.virtual import virtually

PRINTED = re.compile("(?:[A-Z0-9]{3}-){5}[A-Z0-9]{3}")
PDF = b"%PDF-1.7 quyet dinh"


@pytest.fixture
def lam(mau: Office) -> Phone:
    mau.clock.now = datetime(2026, 9, 8, 8, 12, tzinfo=ZONE)  # the day of docs/a-day.md
    return Phone(mau).belongs_to("lam")


def document(name: str = "QD45.pdf", content: bytes = PDF, size: int = 100) -> dict[str, object]:
    return {"document": {"file_id": name, "file_unique_id": "u", "file_name": name, "file_size": size}}


def test_a_link_with_a_code_connects_and_sets_the_menu(mau: Office) -> None:
    printed = PRINTED.findall(mau.say("mời Lâm", "thach"))[0]
    phone = Phone(mau)
    asked = phone.says(f"/start {printed.replace('-', '')}")
    assert texts(asked)[0].startswith("<b>Đã kết nối: Lâm")
    menu = next(fields for method, fields in asked if method == "setMyCommands")
    names = [each["command"] for each in menu["commands"]]
    assert {"score", "tasks", "done", "help"} <= set(names)
    assert "invite" not in names  # the administrator's
    assert menu["scope"] == {"type": "chat", "chat_id": 7001}
    assert all(len(each["description"]) <= 256 for each in menu["commands"])


@pytest.mark.parametrize("office", ["van-canh", "mau"])
def test_a_stranger_reads_one_sentence_whatever_is_sent(office: str, open_office: object) -> None:
    phone = Phone(open_office(office))  # type: ignore[operator]
    sentence = "Đây là trợ lý nội bộ. Nếu đồng chí đã được cấp mã, xin gửi mã để kết nối."
    sent = [
        phone.says("điểm"), phone.says("", **document()), phone.says("", sticker={"a": 1}),
        phone.sends({"edited_message": phone.message() | {"text": "điểm"}}),
    ]  # fmt: skip
    assert [texts(each) for each in sent] == [[sentence]] * len(sent)


def test_a_question_writes_nothing_and_is_answered_from_memory(lam: Phone) -> None:
    first = texts(lam.says("điểm"))
    texts(lam.says("điểm"))
    before = fingerprint(lam.office.database)
    assert texts(lam.says("điểm")) == first
    assert fingerprint(lam.office.database) == before


def test_a_pressed_button_is_let_go_first_and_the_change_stands_under_its_message(lam: Phone) -> None:
    asked = lam.presses("đã rõ 15", "Kính gửi đ/c\n#15 & #34", "đã rõ 34", "việc tất cả")
    assert methods(asked) == ["answerCallbackQuery", "editMessageText"]
    assert asked[1][1]["text"].startswith("Kính gửi đ/c\n#15 &amp; #34\n\n<b>")
    assert asked[1][1]["message_id"] == 50
    assert buttons(asked) == ["đã rõ 34"]  # another piece of work; the list can be asked for any time


def test_a_pressed_question_takes_the_place_of_the_message(lam: Phone) -> None:
    asked = lam.presses("việc tất cả", "5 việc")
    assert methods(asked) == ["answerCallbackQuery", "editMessageText"]
    assert asked[1][1]["text"].startswith("<b>5 việc, 1 quá hạn</b>")


def test_a_button_under_a_message_that_is_gone_is_answered_with_a_new_one(lam: Phone) -> None:
    lam.far.fails = {"editMessageText": [BadRequest("Bad Request: message to edit not found")]}
    assert methods(lam.presses("việc tất cả")) == ["answerCallbackQuery", "editMessageText", "sendMessage"]
    gone = {
        "id": "q",
        "from": lam.person,
        "chat_instance": "1",
        "data": "việc 12",
        "message": lam.message() | {"date": 0},
    }
    assert methods(lam.sends({"callback_query": gone})) == ["answerCallbackQuery", "sendMessage"]


def test_the_same_update_again_says_nothing_again_once_its_reply_is_sent(lam: Phone) -> None:
    line = {"message": lam.message() | {"text": "ghi chú 12: đã trình"}}
    assert texts(lam.sends(line, number=900))[0].startswith("<b>Đã ghi")
    assert lam.told == 1
    before = fingerprint(lam.office.database)
    assert methods(lam.sends(line, number=900)) == []
    assert fingerprint(lam.office.database) == before


def test_a_reply_that_was_not_said_is_said_when_the_update_comes_again(lam: Phone) -> None:
    line = {"message": lam.message() | {"text": "ghi chú 12: đã trình"}}
    lam.far.fails = {"sendMessage": [TimedOut(), TimedOut()]}
    for error in lam.far.fails["sendMessage"]:
        error.__cause__ = TimeoutError()
    assert methods(lam.sends(line, number=901)) == ["sendMessage"] * 2  # it may have been received: not for ever
    with lam.office.database.reading() as session:
        assert session.scalars(select(Update.sent_at).where(Update.update_id == "901")).one() is None
    assert texts(lam.sends(line, number=901))[0].startswith("<b>Đã ghi")
    with lam.office.database.reading() as session:
        assert len(session.scalars(select(Event.id).where(Event.work_id == 12, Event.how == "telegram")).all()) == 1


def test_evidence_comes_with_a_caption_by_its_hash(lam: Phone) -> None:
    lam.far.files = {"QD45.pdf": PDF}
    asked = lam.sends({"message": lam.message() | document() | {"caption": "xong 12 QĐ 45/QĐ-UBND 4/9"}})
    assert texts(asked)[0].startswith("<b>Đã ghi nhận việc #12")
    with lam.office.database.reading() as session:
        row = session.scalars(select(Document).where(Document.file_hash != "")).one()
    assert (row.file_name, row.file_hash) == ("QD45.pdf", sha256(PDF).hexdigest())
    assert row.file_ref == f"telegram:{BOT}:document:QD45.pdf"
    sent_back = lam.says("tệp 12")
    assert ("sendDocument", "QD45.pdf") in [(method, fields.get("document")) for method, fields in sent_back]


def test_a_photo_in_reply_to_the_tasks_message_is_its_evidence(lam: Phone) -> None:
    lam.far.files = {"big": b"\xff\xd8\xff photo", "small": b"?"}
    sizes = [{"file_id": "small", "width": 90, "height": 90}, {"file_id": "big", "width": 900, "height": 900}]
    task = {"message_id": 3, "date": 1, "chat": {"id": 7001, "type": "private"}, "text": "#12 Quy chế phối hợp"}
    asked = lam.sends({"message": lam.message() | {"photo": sizes, "reply_to_message": task}})
    assert texts(asked)[0].startswith("<b>Đã thêm minh chứng cho #12")


def test_photos_of_an_album_belong_to_the_work_its_first_one_named(lam: Phone) -> None:
    lam.far.files = {name: b"\xff\xd8\xff" + name.encode() for name in "abc"}

    async def album() -> None:
        service = lam.service()
        for number, name in enumerate("abc"):
            words = {"caption": "xong 12 QĐ 45/QĐ-UBND 4/9"} if name == "a" else {}
            message = lam.message() | {"photo": [{"file_id": name, "width": 9}], "media_group_id": "g"} | words
            arrived = service.read({"update_id": 800 + number, "message": message})
            assert arrived is not None
            await service.settle(arrived)

    virtually(album())
    said = texts(lam.far.asked)
    assert [each.split("\n")[0] for each in said] == [
        "<b>Đã ghi nhận việc #12 – Quy chế phối hợp giải quyết TTHC</b>",
        *["<b>Đã thêm minh chứng cho #12 – Quy chế phối hợp giải quyết TTHC</b>"] * 2,
    ]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (document(size=21_000_000), "lớn hơn 20 MB"),
        (document("setup.exe"), "không thuộc loại được nhận"),
        (document("lying.pdf", b"MZ"), "nội dung không đúng với đuôi tệp"),
    ],
)
def test_a_file_of_another_kind_or_size_is_not_taken(lam: Phone, sent: dict[str, object], words: str) -> None:
    lam.far.files = {"lying.pdf": b"MZ\x90", "setup.exe": b"MZ\x90"}
    before = fingerprint(lam.office.database)
    assert words in texts(lam.sends({"message": lam.message() | sent | {"caption": "12"}}))[0]
    assert fingerprint(lam.office.database) == before


def test_a_group_hears_points_and_a_persons_own_matter_goes_to_the_private_chat(mau: Office) -> None:
    phone = Phone(mau, group=-100).belongs_to("lam")
    assert methods(phone.says("điểm")) == []  # not said to the bot
    assert "chưa gắn với đơn vị nào" in texts(phone.says("/score@cchc_bot"))[0]
    assert "Văn phòng" in texts(phone.says("@cchc_bot nhóm Văn phòng"))[0]
    asked = phone.says("@cchc_bot điểm")
    assert texts(asked)[0].startswith("<b>CHỈ SỐ CCHC NĂM 2026")
    assert [fields["chat_id"] for _, fields in asked] == ["-100"]
    asked = phone.says("/tasks@cchc_bot")
    assert [fields["chat_id"] for _, fields in asked] == ["7001", "-100"]
    assert texts(asked)[0].startswith("<b>5 việc")
    assert texts(asked)[1].startswith("Đã trả lời ở tin nhắn riêng.")
    assert methods(phone.says("/score@another_bot")) == []


def test_a_code_said_in_a_group_opens_nothing(mau: Office) -> None:
    code = PRINTED.findall(mau.say("mời Mai", "thach"))[0]
    phone = Phone(mau, address=7055, group=-100)
    assert "không dùng được trong nhóm" in texts(phone.says(f"@cchc_bot {code}"))[0]
    with mau.database.reading() as session:
        assert session.scalars(select(Chat).where(Chat.address == "7055")).all() == []


def test_a_group_that_becomes_a_supergroup_keeps_its_unit(mau: Office) -> None:
    phone = Phone(mau, group=-100).belongs_to("lam")
    phone.says("@cchc_bot nhóm Văn phòng")
    phone.far.fails = {"sendMessage": [ChatMigrated(-100200)]}
    asked = phone.says("@cchc_bot điểm")
    assert [fields["chat_id"] for _, fields in asked] == ["-100", "-100200"]
    with mau.database.reading() as session:
        assert session.scalars(select(GroupChat.address).where(GroupChat.ended_at.is_(None))).all() == ["-100200"]
    phone.sends(
        {"message": phone.message() | {"chat": {"id": -100200, "type": "supergroup"}, "migrate_to_chat_id": -9}}
    )
    with mau.database.reading() as session:
        assert session.scalars(select(GroupChat.address).where(GroupChat.ended_at.is_(None))).all() == ["-9"]


def test_who_blocks_the_bot_stays_connected_and_is_written_to_again_when_they_write(lam: Phone) -> None:
    def standing(status: str) -> None:
        bot = {"id": int(BOT), "is_bot": True, "first_name": "CCHC"}
        lam.sends({"my_chat_member": lam.message() | {"new_chat_member": {"status": status, "user": bot}}})

    def unreachable() -> str:
        with lam.office.database.reading() as session:
            return session.scalars(select(Chat.unreachable).where(Chat.address == "7001")).one()

    standing("kicked")
    assert unreachable() == "blocked"
    standing("member")
    assert unreachable() == ""
    lam.far.fails = {"sendMessage": [Forbidden("Forbidden: user is deactivated")]}
    lam.says("điểm")
    assert unreachable() == "deactivated"
    assert texts(lam.says("tôi"))[0].startswith("<b>Lâm")


def test_what_is_known_not_to_have_arrived_is_said_again_until_it_does(lam: Phone) -> None:
    down = NetworkError("Bad Gateway (502)")
    lam.far.fails = {"sendMessage": [NotSent("no way"), RetryAfter(7), down, down]}
    assert methods(lam.says("điểm")) == ["sendMessage"] * 5
    assert lam.far.at[2] - lam.far.at[1] >= 7


def test_markup_that_telegram_will_not_read_goes_again_without(lam: Phone) -> None:
    lam.far.fails = {"sendMessage": [BadRequest("Bad Request: can't parse entities: Unsupported start tag")]}
    asked = lam.says("điểm")
    assert "parse_mode" not in asked[1][1]
    assert asked[1][1]["text"].startswith("CHỈ SỐ CCHC NĂM 2026")


@pytest.mark.parametrize(
    "update",
    [
        None, [], "x", {}, {"update_id": True}, {"update_id": 2**60}, {"message": None}, {"message": {"chat": {}}},
        {"message": {"chat": {"id": "7", "type": "private"}, "from": {"id": 7}, "text": "điểm"}},
        {"callback_query": {"id": "q"}}, {"callback_query": {"id": "q", "from": {"id": 1}, "data": 5}},
        {"my_chat_member": []}, {"something_new": {"a": 1}},
    ],
)  # fmt: skip
def test_what_is_no_update_is_passed_over(lam: Phone, update: object) -> None:
    before = fingerprint(lam.office.database)
    assert methods(lam.sends(update)) == []
    assert fingerprint(lam.office.database) == before


def test_halves_of_letters_and_nul_reach_no_database(lam: Phone) -> None:
    asked = lam.says("ghi chú 12: điều \ud83d\0 một")
    assert "Đã ghi" in texts(asked)[0]


def test_the_way_files_are_asked_back_by_another_bot_is_said(lam: Phone) -> None:
    lam.far.files = {"QD45.pdf": PDF}
    lam.sends({"message": lam.message() | document() | {"caption": "xong 12 QĐ 45/QĐ-UBND 4/9"}})
    with lam.office.database.writing() as session:
        session.scalars(select(Document).where(Document.file_hash != "")).one().file_ref = "telegram:99:document:x"
    assert any("gửi qua kênh khác" in text for text in texts(lam.says("tệp 12")))
