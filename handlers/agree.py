"""`/agree`: "đồng ý" or "thôi" where nothing waits for it: what waits is answered before a command is looked for."""

from handlers import Command, Request
from models.messages import REFUSAL, Message
from templates import render


def handle(request: Request) -> Message:
    request.answered()
    return Message(render("agree"), kind=REFUSAL)


COMMAND = Command(
    names=("đồng ý", "agree", "thôi"),
    summary="đồng ý với điều trợ lý vừa hỏi",
    examples=("đồng ý",),
    handle=handle,
    place=60,
    writes=True,
)
