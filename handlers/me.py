"""`/me`: who the bot takes this person for, and what they may see."""

from handlers import Command, Request
from models.messages import Message
from templates import render


def handle(request: Request) -> Message:
    cards = request.cards
    units = list(dict.fromkeys(card.unit_name for card in cards))
    years = sorted({card.year for card in cards})
    return Message(render("me", person=request.person, units=units, years=years))


COMMAND = Command(
    names=("tôi", "me", "tôi là ai"),
    summary="trợ lý đang ghi nhận đồng chí là ai, xem được gì",
    examples=("tôi",),
    handle=handle,
    place=80,
)
