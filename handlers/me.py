"""`/me`: who the bot takes this person for, what they may see, where they are connected."""

from handlers import Command, Request
from models.joining import chats_of
from models.messages import Message
from templates import render


def handle(request: Request) -> Message:
    cards = request.cards
    units = list(dict.fromkeys(card.unit_name for card in cards))
    years = sorted({card.year for card in cards})
    chats = chats_of(request.session, request.person.id)
    return Message(render("me", person=request.person, units=units, years=years, chats=chats, zone=request.zone))


COMMAND = Command(
    names=("tôi", "me", "tôi là ai"),
    summary="trợ lý đang ghi nhận đồng chí là ai, xem được gì",
    examples=("tôi",),
    handle=handle,
    place=80,
)
