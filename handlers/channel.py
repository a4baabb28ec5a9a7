"""`/channel`: on which messenger somebody with several is told things."""

from handlers import Command, Request
from models.joining import chats_of
from models.messages import Choice, Message, UserError
from models.reach import choose, told_on
from models.record import record
from models.stamps import of_person
from models.words import clean, fold
from templates import render


def handle(request: Request) -> Message:
    wanted = fold(request.text.strip(" .,?!"))
    channels = list(dict.fromkeys(chat.channel for chat in chats_of(request.session, request.person.id)))
    before = told_on(request.session, request.person.id)
    if not wanted:
        choices = tuple(Choice(f"Kênh {each}", f"kênh {each}") for each in channels if each != before)
        return Message(render("where/shown", channels=channels, now=before), choices if len(channels) > 1 else ())
    if wanted not in channels:
        raise UserError("no_such_channel", text=clean(request.text, 40), channels=channels)
    if choose(request.session, request.person.id, wanted):
        record(
            request.session, request.now, how=request.how, what="channel", subject=request.person.key, before=before,
            after=wanted, teller=request.teller, stamp=of_person(request.person.id),
        )  # fmt: skip
    return Message(render("where/chosen", channel=wanted, others=len(channels) > 1))


COMMAND = Command(
    names=("kênh", "channel", "kênh nhắc"),
    summary="nhận nhắc việc qua Zalo hay Telegram",
    examples=("kênh", "kênh zalo"),
    handle=handle,
    place=81,
    writes=True,
)
