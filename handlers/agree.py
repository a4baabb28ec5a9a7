"""`/agree`: "đồng ý" or "thôi" to no question that takes it: "thôi" and "không" drop whatever was asked."""

from handlers import Command, Request
from models.conversation import asked
from models.messages import REFUSAL, Message
from scheduling.arguments import agreed
from templates import render


def handle(request: Request) -> Message:
    waits = asked(request.session, request.teller.person_id, request.how, request.now)
    request.answered()
    if waits and agreed(request.named or request.text) is False:
        return Message(render("dropped"))
    return Message(render("agree"), kind=REFUSAL)


COMMAND = Command(
    names=("đồng ý", "agree", "thôi"),
    summary="đồng ý với điều trợ lý vừa hỏi",
    examples=("đồng ý",),
    handle=handle,
    place=60,
    writes=True,
)
