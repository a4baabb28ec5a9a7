"""`/leave`: end the chat it is said in."""

from handlers import Command, Request
from models.joining import leave
from models.messages import Message, UserError
from templates import render


def handle(request: Request) -> Message:
    if request.text:  # "rời phòng họp lúc 9h" is no wish to leave
        raise UserError("leave_only", command=request.command)
    if request.chat_id is None:
        raise UserError("leave_no_chat")
    leave(request.session, request.chat_id, request.teller)
    return Message(render("leave"))


COMMAND = Command(
    names=("ngừng kết nối", "leave", "rời trợ lý"),  # "rời" alone is "rồi" without accents
    summary="ngừng dùng trợ lý ở chat này",
    examples=("ngừng kết nối",),
    handle=handle,
    place=86,
    writes=True,
)
