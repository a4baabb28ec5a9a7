"""`/help`: what can be asked, or one command with its examples."""

from handlers import Command, Request
from models.messages import Message, UserError
from models.words import clean, fold
from scoring.errors import nearest
from templates import render

TOPICS = ("score", "work", "lead", "figures", "me")


def handle(request: Request) -> Message:
    wanted = fold(request.text.replace("/", " "))
    mine = [command for command in request.commands.values() if command.is_for(request.person)]
    if not wanted:
        topics = [(topic, [each for each in mine if each.topic == topic]) for topic in TOPICS]
        return Message(render("help/all", topics=[each for each in topics if each[1]]))
    if wanted in ("tat ca", "all"):
        return Message(render("help/every", commands=mine))
    by_name = {fold(n): (n, command) for key, command in request.commands.items() for n in (key, *command.names)}
    if wanted not in by_name:
        near = nearest(wanted, list(by_name))
        raise UserError("no_such_command", text=clean(request.text, 60), nearest=by_name[near][0] if near else "")
    return Message(render("help/one", command=by_name[wanted][1]))


COMMAND = Command(
    names=("trợ giúp", "help", "giúp", "start", "hướng dẫn"),
    summary="những gì có thể hỏi; thêm tên lệnh để xem cách dùng",
    examples=("trợ giúp", "trợ giúp điểm"),
    handle=handle,
    place=90,
)
