"""`/invite`: a one-time code for a person, said once; who still waits."""

import pytest
from sqlalchemy import insert, select

from handlers import commands
from models.chat_tables import Update
from models.codes import code_in
from models.tables import Person, Post, Unit
from tests.models.small import refused
from tests.offices import Office
from tests.strangers import ADMINISTRATORS, PRINTED, SENTENCE, everything_kept, heard, invited, joins, sends


def test_an_administrator_is_given_a_code_and_how_to_hand_it_over(mau: Office) -> None:
    lines = mau.say("mời Chánh Văn phòng", "thach").splitlines()
    code = code_in(lines[0])
    assert code
    assert lines[0].startswith("Mã kết nối của đ/c Chánh Văn phòng: ")
    assert lines[1:] == [
        "Cấp cho: Lâm – Chánh Văn phòng HĐND và UBND, xã Mẫu",
        "Dùng một lần, đến 08:00 01/9/2026",
        "Đưa tận tay hoặc đọc qua điện thoại; người nhận nhắn mã này cho trợ lý. Không gửi vào nhóm.",
        "Mã chỉ hiện một lần; mời lại thì mã này hết hiệu lực.",
    ]


def test_where_the_bot_is_known_a_link_opens_it_with_the_code(mau: Office, van_canh: Office) -> None:
    for office, whom in ((mau, "Mai"), (van_canh, "Quế")):
        administrator = ADMINISTRATORS[office.demonstration.id]
        before = office.say(f"mời {whom}", administrator)
        assert "t.me" not in before
        heard(office, "")  # its name is not known yet
        assert "t.me" not in office.say(f"mời {whom}", administrator)
        heard(office, "cchc_mau_bot", "8")
        answer = office.say(f"mời {whom}", administrator, update_id="41")
        first, second, *others = answer.splitlines()
        code = PRINTED.findall(first)[0].replace("-", "")
        assert second == f"Mở trên Telegram: https://t.me/cchc_mau_bot?start={code}"
        assert others == before.splitlines()[1:]
        assert code not in office.say(f"mời {whom}", administrator, update_id="41")
        assert code not in everything_kept(office.database)
        assert sends(office, f"/start {code}").startswith(f"Đã kết nối: {whom}")


def test_both_offices_invite_by_name_title_address_and_key(mau: Office, van_canh: Office) -> None:
    for office, texts, who in (
        (mau, ("lam", "Lâm", "đ/c Lâm", "Chánh Văn phòng", "chanh van phong", "mau/lam", "đồng chí Lâm"), "Lâm –"),
        (van_canh, ("que", "Quế", "Chánh Văn phòng HĐND và UBND", "van-canh/que", "đ/c Chánh Văn phòng"), "Quế –"),
    ):
        for text in texts:
            answer = office.say(f"mời {text}", ADMINISTRATORS[office.demonstration.id])
            assert answer.splitlines()[1].startswith(f"Cấp cho: {who}"), (text, answer)


def test_the_code_is_in_bold(mau: Office) -> None:
    text = mau.ask("mời Mai", "thach").text
    assert f"<b>{PRINTED.findall(text)[0]}</b>" in text


def test_a_code_is_said_once_and_never_kept_in_clear(mau: Office) -> None:
    first = mau.say("mời Mai", "thach", update_id="41")
    code = PRINTED.findall(first)[0]
    again = mau.say("mời Mai", "thach", update_id="41")
    assert again.splitlines() == [
        "Mã kết nối của đ/c Mai đã cấp, đến 08:00 01/9/2026.",
        'Mã chỉ nói một lần. Nếu chưa nhận được, nhắn lại: "mời Mai"',
    ]
    kept = everything_kept(mau.database)
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert sends(mau, code).startswith("Đã kết nối: Mai")


def test_what_must_be_told_before_a_code_is_kept_without_the_code(mau: Office) -> None:
    mau.say("vắng mặt 25/8 26/8 Thạch", "mai")
    first = mau.say("mời Lâm", "thach", update_id="41")
    assert first.splitlines()[0] == "Đồng chí thay đ/c Mai từ 25/8/2026 đến 26/8/2026."
    assert mau.say("mời Lâm", "thach", update_id="41").splitlines()[:2] == [
        "Đồng chí thay đ/c Mai từ 25/8/2026 đến 26/8/2026.",
        "Mã kết nối của đ/c Chánh Văn phòng đã cấp, đến 08:00 01/9/2026.",
    ]
    with mau.database.reading() as session:
        assert not any(code_in(reply["text"]) for reply in session.scalars(select(Update.reply)))


@pytest.mark.parametrize("who", ["mai", "son", "lam", "suong", "tuyet"])
def test_nobody_else_may_invite(mau: Office, who: str) -> None:
    assert refused(mau, "mời Lâm", who).startswith('"Mời" dành cho quản trị.')


def test_who_is_out_of_reach_is_answered_like_who_does_not_exist(mau: Office) -> None:
    for text in ("Hà", "Rừng", "Tuyết", "mau/tuyet"):  # another commune's, the province's
        assert refused(mau, f"mời {text}", "thach").startswith(f'Không thấy ai là "{text}".')
    assert refused(mau, "mời Không Ai", "thach").startswith('Không thấy ai là "Không Ai".')


def test_who_has_a_post_above_the_reach_besides_is_not_invited_from_below(mau: Office) -> None:
    with mau.database.writing() as session:
        lam = session.scalars(select(Person.id).where(Person.key == "mau/lam")).one()
        province = session.scalars(select(Unit).where(Unit.key == "tinh-mau")).one()
        row = {"person_id": lam, "unit_id": province.id, "role": "officer", "title": "", "valid_to": None}
        session.execute(insert(Post).values(valid_from=province.valid_from, **row))
    assert refused(mau, "mời Lâm", "thach").startswith('Không thấy ai là "Lâm".')


def test_nobody_invites_removes_leaves_or_hands_over_posts_on_behalf_of_another() -> None:
    assert not any(commands()[name].for_another for name in ("invite", "remove", "leave", "away"))


def test_several_who_fit_are_asked_back(mau: Office) -> None:
    assert refused(mau, "mời trưởng phòng", "thach").splitlines() == [
        'Có 2 người là "trưởng phòng". Viết thêm đơn vị hoặc chức vụ:',
        "Khê – trưởng phòng Kinh tế, xã Mẫu",
        "Nguyệt – trưởng phòng Văn hóa - Xã hội, xã Mẫu",
    ]
    assert "Khê" in mau.say("mời trưởng phòng kinh tế", "thach")


def test_who_already_has_a_chat_is_told_in_it_that_a_code_was_made(mau: Office) -> None:
    joins(mau, "Mai")
    assert "Đang kết nối: Telegram. Chat cũ trên cùng ứng dụng sẽ ngừng." in mau.say("mời Mai", "thach").splitlines()
    answer = sends(mau, "tôi")
    assert answer.splitlines()[0] == (
        "Đ/c Thạch vừa cấp mã kết nối mới cho đồng chí. Nếu đồng chí không đề nghị, xin báo ngay."
    )
    assert "vừa cấp" not in sends(mau, "tôi")


def test_alone_it_says_who_waits(mau: Office) -> None:
    assert refused(mau, "mời", "thach").splitlines() == [
        'Mời ai? Viết tên hoặc chức vụ: "mời Chánh Văn phòng"',
        "Chưa mời: Mai, Sơn, Giang, Thạch, Lâm và 5 người khác",
    ]
    joins(mau, "Mai")
    invited(mau, "Lâm")
    for number in range(7):
        sends(mau, f"{'2' * 17}{number + 2}", address="9")
    assert mau.say("mời", "thach").splitlines() == [
        'Mời ai? Viết tên hoặc chức vụ: "mời Chánh Văn phòng"',
        "Đã cấp mã, chưa kết nối:",
        "Lâm: mã dùng được đến 08:00 01/9/2026",
        "Chưa mời: Sơn, Giang, Thạch, Khê, Nguyệt và 3 người khác",
        "Đoán mã trong 7 ngày qua: 1 địa chỉ, đã chặn từng đợt 15 phút.",
    ]
    mau.clock.forward(days=8)
    assert "Đoán" not in mau.say("mời", "thach")
    assert sends(mau, "mời", address="9") == SENTENCE
