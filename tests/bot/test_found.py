"""What fresh eyes found in `cchc run`, mended."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.channels.telegram.polling import Polling
from bot.channels.telegram.service import Service
from bot.channels.telegram.webhook import SECRET, Webhook
from bot.channels.telegram.wire import Wire
from bot.config import Config, ConfigError, read_config
from bot.config_messengers import Telegram
from bot.dispatch import Dispatcher
from bot.order import Order
from bot.pace import Limits, Pace
from bot.pushing import Pushing
from bot.web import Web
from models.chat_tables import Chat, Notification
from models.outbox import owed
from tests.bot.phone import BOT, Phone, _png, buttons, methods, texts
from tests.bot.test_pushing import sent_back
from tests.offices import CLOCKWORK, ZONE, Office
from tests.virtual import Inline, virtually

GROUP = -100


@pytest.fixture(autouse=True)
def morning(mau: Office) -> None:
    mau.clock.now = datetime(2026, 9, 8, 8, 12, tzinfo=ZONE)


@pytest.fixture
def lam(mau: Office) -> Phone:
    return Phone(mau).belongs_to("lam")


@pytest.fixture
def mai(mau: Office) -> Phone:
    return Phone(mau, address=7002).belongs_to("mai")


async def settled(service: Service, update: Any) -> None:
    arrived = service.read(update)
    assert arrived is not None
    await service.settle(arrived)


def pushing(mau: Office, service: Service, clock: Any) -> Pushing:
    return Pushing(mau.database, service.voice, "telegram", BOT, Inline(), clock, service.desk.closed, CLOCKWORK)


def said_in(asked: Any, chat: int) -> str:
    """Everything that is read in one chat."""
    return "\n".join(texts([each for each in asked if each[1].get("chat_id") == str(chat)]))


def test_a_refused_personal_line_goes_to_the_private_chat(mau: Office) -> None:
    mai = Phone(mau, address=7002, group=GROUP).belongs_to("mai")
    mai.says("@cchc_bot nhóm Văn phòng")
    asked = mai.says("@cchc_bot kết luận 8")
    assert "Đối thoại với người dân" not in said_in(asked, GROUP)


def test_a_pressed_button_is_no_title_of_a_task(mai: Phone) -> None:
    mai.says("việc mới")
    asked = mai.presses("việc tất cả", "23 việc, 5 quá hạn")
    assert "Việc: việc tất cả" not in texts(asked)[0]


def test_agreeing_under_an_older_question_does_not_do_the_newer_one(mai: Phone) -> None:
    first = mai.says("giao tất cả đơn vị, 20/9: Báo cáo A")
    mai.office.clock.forward(seconds=1)
    mai.says("giao Phòng Kinh tế; Trung tâm, 25/9: Báo cáo B")
    asked = mai.presses(buttons(first)[0], texts(first)[0], "thôi")
    assert "Đã giao 2 đơn vị" not in texts(asked)[0]


def test_two_quick_presses_leave_what_was_done_to_be_read(mau: Office, mai: Phone) -> None:
    mau.say("xong 12 QĐ 45/QĐ-UBND 4/9", "lam")
    shown = {50: "#12"}
    for _ in range(2):
        for method, fields in mai.presses("đối chiếu 12", "#12"):
            if method == "editMessageText":
                shown[fields["message_id"]] = fields["text"]
    assert "Đã đối chiếu minh chứng việc #12" in shown[50]


def test_a_page_is_a_page_while_a_question_waits(mai: Phone) -> None:
    mai.says("ghi thay Lâm: xong 12 QĐ 45 (điện thoại)")  # asks for the day
    asked = mai.presses("việc tất cả trang 2", "23 việc, 5 quá hạn\nCHỜ ĐỐI CHIẾU")
    assert "CHỜ ĐỐI CHIẾU" not in texts(asked)[0]


def test_a_stranger_who_presses_in_a_group_changes_nothing_there(mau: Office) -> None:
    stranger = Phone(mau, address=9999, group=GROUP)
    asked = stranger.presses("biểu đồ 2026", "CHỈ SỐ CCHC NĂM 2026")
    assert "editMessageText" not in methods(asked)


def test_an_error_leaves_the_pressed_message_as_it_is(mai: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise ValueError

    monkeypatch.setattr(Dispatcher, "attempt", fails)
    asked = mai.presses("đối chiếu 13", "23 việc", "đối chiếu 12")
    assert [fields["text"] for method, fields in asked if method == "editMessageText"] == []


def test_who_writes_after_a_push_was_refused_is_told_again(mau: Office) -> None:
    lam = sent_back(mau)

    async def work() -> str:
        service = lam.service()
        lam.far.fails = {"sendMessage": [Forbidden("Forbidden: user is deactivated")]}
        await pushing(mau, service, lambda: mau.clock.now).once()
        await settled(service, {"update_id": 901, "message": lam.message() | {"text": "tôi"}})
        with mau.database.reading() as session:
            return session.scalars(select(Chat.unreachable).where(Chat.address == "7001")).one()

    assert virtually(work()) == ""


def test_what_waited_for_its_turn_at_the_stop_is_pushed_after_the_start(mau: Office) -> None:
    sent_back(mau)

    async def work() -> list[int]:
        service = Phone(mau).service()
        begun = pushing(mau, service, lambda: mau.clock.now)
        service.voice.pace.rest(30)  # Telegram asked for it: nothing goes out
        task = asyncio.create_task(begun.run())
        await asyncio.sleep(5)
        task.cancel()
        await asyncio.wait([task])
        mau.clock.forward(minutes=10)
        await pushing(mau, service, lambda: mau.clock.now).once()
        with mau.database.reading() as session:
            states = list(session.scalars(select(Notification.state)))
            return ["sent" in states, bool(owed(session, "telegram", BOT, mau.clock.now, 200))]

    assert any(virtually(work()))


def test_a_photo_that_was_taken_is_not_fetched_again(lam: Phone) -> None:
    lam.far.files = {"p": b"\xff\xd8\xff"}
    photo = lam.message() | {"photo": [{"file_id": "p", "width": 9}], "caption": "xong 12 QĐ 45/QĐ-UBND 4/9"}
    lam.sends({"message": photo}, number=700)
    lam.far.files = {}
    assert texts(lam.sends({"message": photo}, number=700)) == []


def test_a_file_is_waited_for_as_long_as_telegram_asks(lam: Phone) -> None:
    tries: list[float] = []

    async def fetch(_: str) -> bytes:
        tries.append(asyncio.get_running_loop().time())
        if tries[-1] < tries[0] + 5:
            raise RetryAfter(5)
        return b"\xff\xd8\xff"

    lam.far.fetch = fetch  # type: ignore[method-assign,assignment]
    asked = lam.sends({"message": lam.message() | {"photo": [{"file_id": "p", "width": 9}], "caption": "12"}})
    assert "Chưa tải được" not in texts(asked)[0]


def test_a_menu_that_was_not_set_is_set_later(lam: Phone) -> None:
    async def work() -> int:
        service = lam.service()
        lam.far.fails = {"setMyCommands": [NetworkError("Bad Gateway (502)")]}
        for number in (902, 903):
            await settled(service, {"update_id": number, "message": lam.message() | {"text": "tôi"}})
            await asyncio.gather(*service.menus.busy)
        return [method for method, _ in lam.far.asked].count("setMyCommands")

    assert virtually(work()) == 2


def test_a_picture_that_telegram_forgot_is_drawn_again(lam: Phone) -> None:
    async def work() -> list[str]:
        service = lam.service()
        await settled(service, {"update_id": 904, "message": lam.message() | {"text": "biểu đồ"}})
        lam.far.fails = {"sendPhoto": [BadRequest("Bad Request: wrong file identifier/HTTP URL specified")]}
        await settled(service, {"update_id": 905, "message": lam.message() | {"text": "biểu đồ"}})
        return [method for method, _ in lam.far.asked if method == "sendPhoto"]

    assert len(virtually(work())) == 3


def test_a_flood_of_one_person_delays_nobody(mau: Office) -> None:
    lam, mai = Phone(mau).belongs_to("lam"), Phone(mau, address=7002).belongs_to("mai")
    mai.far = lam.far
    held = [{"update_id": n, "message": lam.message() | {"text": "tôi"}} for n in range(1, 131)]
    held.append({"update_id": 131, "message": mai.message() | {"text": "tôi"}})
    answer = lam.far.call

    async def call(method: str, read_timeout: float = 0, **fields: Any) -> Any:
        if method != "getUpdates":
            return await answer(method, read_timeout, **fields)
        await asyncio.sleep(0.01)
        held[:] = [each for each in held if int(str(each["update_id"])) >= (fields.get("offset") or 0)]
        return held[:100]

    async def work() -> float:
        lam.far.call = call  # type: ignore[method-assign]
        service, began = lam.service(), asyncio.get_running_loop().time()

        async def heard() -> None:
            pass

        task = asyncio.create_task(Polling(service, Order(), heard).run())
        while not any(fields.get("chat_id") == "7002" for _, fields in lam.far.asked):
            await asyncio.sleep(0.1)
        task.cancel()
        return asyncio.get_running_loop().time() - began

    assert virtually(work()) < 10


def test_at_the_stop_what_is_settled_is_acknowledged(lam: Phone) -> None:
    async def work() -> list[Any]:
        async def heard() -> None:
            pass

        async def long() -> None:
            await asyncio.sleep(100)

        async def short() -> None:
            pass

        polling, order = Polling(lam.service(), Order(), heard), Order()
        polling.pending = {1: order.add("a", short), 2: order.add("b", long)}
        await order.finish(1)
        with suppress(asyncio.CancelledError):
            await polling.acknowledge()
        return [fields["offset"] for method, fields in lam.far.asked if method == "getUpdates"]

    assert virtually(work()) == [2]


def test_an_update_of_the_webhook_that_comes_again_meanwhile_is_answered_once(lam: Phone) -> None:
    async def work() -> int:
        async def well() -> bool:
            return True

        service = lam.service()
        hook = Webhook(service, Order(), Telegram(f"{BOT}:{'a' * 30}", webhook="https://x.vn/t"))
        web = Web("", hook.routes, well)
        service.voice.pace.rest(70)  # Telegram asked to wait: it sends an update again after a minute
        update = {"update_id": 906, "message": lam.message() | {"text": "điểm"}}
        transport = httpx.ASGITransport(web.application())
        async with httpx.AsyncClient(transport=transport, base_url="https://x.vn") as telegram:
            post = partial(telegram.post, "/t", json=update, headers={SECRET: hook.secret}, timeout=None)
            first = asyncio.create_task(post())
            await asyncio.sleep(60)
            second = asyncio.create_task(post())
            await asyncio.wait([first, second])
        return [method for method, _ in lam.far.asked].count("sendMessage")

    assert virtually(work()) == 1


def test_a_page_on_the_way_at_the_start_is_waited_out() -> None:
    from bot.channels.telegram.wire import meaning

    async def work() -> str:
        wire = Wire(f"{BOT}:{'a' * 30}", "http://127.0.0.1:9")

        async def do_request(*_: Any, **__: Any) -> tuple[int, bytes]:
            return 404, b"<html>Not Found</html>"

        wire.request.do_request = do_request  # type: ignore[method-assign]
        try:
            await wire.initialize()
        except InvalidToken as error:
            return meaning(error)
        finally:
            await wire.shutdown()
        return ""

    assert asyncio.run(work()) == "not sent"


@pytest.mark.parametrize(("status", "body"), [(200, b"[]"), (200, b"{}"), (502, b'"bad gateway"')])
def test_an_answer_of_another_shape_is_trouble_on_the_way(status: int, body: bytes) -> None:
    async def work() -> str:
        wire = Wire(f"{BOT}:{'a' * 30}", "http://127.0.0.1:9")

        async def do_request(*_: Any, **__: Any) -> tuple[int, bytes]:
            return status, body

        wire.request.do_request = do_request  # type: ignore[method-assign]
        try:
            await wire.call("sendMessage", chat_id=1, text="x")
        except NetworkError:
            return "waited out"
        return ""

    assert asyncio.run(work()) == "waited out"


def test_no_token_in_a_repr() -> None:
    token = f"{BOT}:{'a' * 30}"

    async def png(_: str) -> bytes:
        return b""

    from bot.channels.telegram.voice import Voice

    async def work() -> str:
        return repr(Voice(Wire(token, "http://127.0.0.1:9"), Pace(Limits(), lambda: 0.0), _png, None))  # type: ignore[arg-type]

    assert "a" * 30 not in asyncio.run(work())


def test_no_password_in_a_repr() -> None:
    config: Config = read_config("", {"CCHC_DATABASE_URL": "postgresql://u:hunter2@host/name"})
    assert "hunter2" not in repr(config)


def test_what_waits_longer_than_its_lease_is_not_told_twice(mau: Office) -> None:
    lam, began = sent_back(mau), mau.clock.now

    async def work() -> str:
        loop = asyncio.get_running_loop()

        def clock() -> datetime:
            mau.clock.now = began + timedelta(seconds=loop.time() - 1000)
            return mau.clock.now

        one, two = lam.service(), lam.service()
        one.voice.pace.rest(400)  # Telegram asked this process for it
        sending = asyncio.create_task(pushing(mau, one, clock).once())
        await asyncio.sleep(320)
        await pushing(mau, two, clock).once()
        clock()
        await settled(two, {"update_id": 907, "message": lam.message() | {"text": "việc"}})
        await sending
        return "\n".join(texts(lam.far.asked))

    assert virtually(work()).count("bản có dấu.") == 1


@pytest.mark.parametrize("url", ["https://x.vn/t?key=1", "https://x.vn/c%C3%A1i"])
def test_an_address_that_would_not_be_served_as_it_is_told_is_refused(tmp_path: Path, url: str) -> None:
    file = tmp_path / "cchc.toml"
    file.write_text(f'[telegram]\ntoken = "{BOT}:{"a" * 30}"\n[webhook]\nurl = "{url}"\n')
    with pytest.raises(ConfigError, match=r"webhook\.url"):
        read_config(str(file), {})
