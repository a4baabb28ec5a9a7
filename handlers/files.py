"""`/files`: the documents that prove a piece of work done, with their files to open."""

from handlers import Command, Request
from models.messages import Message, UserError
from models.proofs import kept_files, proofs
from templates import render

MOST = 10  # documents of one message, as many as a messenger shows together


def handle(request: Request) -> Message:
    numbers, _ = request.about()
    if len(numbers) != 1:
        raise UserError("files_of_what")
    item = request.see(numbers[0])
    if item is None:
        raise UserError("no_such_work", number=numbers[0])
    found = proofs(request.session, item)
    shown = found[-MOST:]
    text = render("files", item=item, rows=shown, hidden=len(found) - len(shown), zone=request.zone)
    return Message(text, attachments=kept_files([each.document for each in shown]))


COMMAND = Command(
    names=("tệp", "files", "xem tệp", "xem minh chứng"),
    summary="các minh chứng của một việc, kèm tệp để mở xem",
    examples=("tệp 12",),
    handle=handle,
    topic="work",
    place=13,
)
