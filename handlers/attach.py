"""`/attach`: a file, photo or link that proves work done; alone, it is asked which work it is for."""

from typing import Any

from handlers import Command, Request
from models.doing import Paper, add_evidence, check_step, take_step
from models.messages import Choice, File, Message, UserError
from models.permissions import BELOW, OWN
from models.work import evidence
from scheduling.arguments import numbers_of
from scheduling.papers import read_paper
from templates import render


def handle(request: Request) -> Message:
    numbers, rest = request.about()
    paper, _ = read_paper(rest, request.here)
    if not request.files and not paper.number and not paper.link:
        raise UserError("attach_what")
    if not numbers:
        return _which(request, rest)
    if len(numbers) > 1:
        raise UserError("one_number", example="minh chứng 12")
    return _add(request, numbers[0], paper, request.files)


def answer(request: Request, draft: Any) -> Message | None:
    numbers, rest = numbers_of(request.text)
    if len(numbers) != 1 or request.files:
        return None
    paper, _ = read_paper(f"{draft['rest']} {rest}", request.here)
    request.answered()
    return _add(request, numbers[0], paper, tuple(File(*each) for each in draft["files"]))


def _which(request: Request, rest: str) -> Message:
    items = request.my_work()
    files = [(file.name, file.hash, file.ref) for file in request.files]
    request.ask("attach", {"rest": rest, "files": files})
    choices = tuple(Choice(f"#{item.number}", str(item.number)) for item in items[:3])
    return Message(render("attach/which", items=items[:5], hidden=len(items[5:])), choices)


def _add(request: Request, number: int, paper: Paper, files: tuple[File, ...]) -> Message:
    item, teller = request.work(number, COMMAND)
    check_step(item, "attach")
    known = {each.file_hash for each in evidence(request.session, number) if each.file_hash}
    if files and all(file.hash in known for file in files) and not paper.number:
        return Message(render("attach/again", item=item, files=files))
    # What was sent back and is completed waits for the check again.
    step = "report" if item.work.state == "sent_back" and item.work.completed_on else "attach"
    after = {"reason": ""} if step == "report" else {}
    event = take_step(request.session, item, step, teller, **after)
    add_evidence(request.session, item, event, paper, [file for file in files if file.hash not in known], teller)
    return Message(render("attach/added", item=item, files=files, paper=paper, reported=step == "report"))


COMMAND = Command(
    names=("minh chứng", "attach", "gửi tệp", "đính kèm", "bổ sung"),
    summary="thêm minh chứng cho một việc: gửi tệp, ảnh hoặc đường dẫn kèm số việc",
    examples=("minh chứng 12 https://vanban.example/45",),
    handle=handle,
    topic="work",
    answer=answer,
    place=20,
    writes=True,
    for_another=True,
    allows={"head": OWN, "staff": OWN, "officer": BELOW},
)
