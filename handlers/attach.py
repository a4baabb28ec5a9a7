"""`/attach`: a file, photo or link that proves work done; alone, it is asked which work it is for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers import Command, Request
from models.conversation import asked
from models.doing import Paper, add_evidence, check_step, take_step
from models.messages import Choice, File, Message, UserError
from models.permissions import BELOW, OWN
from models.work import evidence
from scheduling.arguments import numbers_of
from scheduling.papers import read_paper
from templates import render

MOST = 10  # files that an answer names


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one message brought: its words and its files."""

    words: str
    files: tuple[File, ...]


def handle(request: Request) -> Message:
    numbers, rest = request.about()
    brought = Parcel(rest, request.files)
    if not request.files and not _names(_paper(request, brought)):
        raise UserError("attach_what")
    if not numbers:
        return _which(request, [*_waiting(request), brought])
    if len(numbers) > 1:
        raise UserError("one_number", example="minh chứng 12")
    return _add(request, numbers[0], [brought])


def answer(request: Request, draft: Any) -> Message | None:
    """A number is that of all that was gathered; a file without one is gathered too."""
    numbers, rest = numbers_of(request.text)
    if len(numbers) > 1 or not (numbers or request.files):
        return None
    numbers = numbers or request.about()[0]  # of the text replied to
    parcels = _kept(draft)
    if request.files:
        parcels.append(Parcel(rest, request.files))
    else:
        parcels[0] = replace(parcels[0], words=f"{parcels[0].words} {rest}")
    if len(numbers) != 1:
        return _which(request, parcels)
    request.answered()
    return _add(request, numbers[0], parcels)


def _waiting(request: Request) -> list[Parcel]:
    """What came before without a number, and still waits for one."""
    teller = request.teller
    waits = asked(request.session, teller.person_id, request.how, request.now)
    if waits is None or (waits.command, waits.on_behalf_of_id) != ("attach", teller.on_behalf_of_id):
        return []
    return _kept(waits.draft)


def _kept(draft: Any) -> list[Parcel]:
    return [Parcel(words, tuple(File(*each) for each in files)) for words, files in draft["parcels"]]


def _which(request: Request, parcels: Sequence[Parcel]) -> Message:
    gathered = _once(request, parcels, set())
    files = [(each.words, [(file.name, file.hash, file.ref) for file in each.files]) for each in gathered]
    request.ask("attach", {"parcels": files})
    items = request.my_work()
    choices = tuple(Choice(f"#{item.number}", str(item.number)) for item in items[:3])
    values = {
        "number": sum(len(each.files) or 1 for each in gathered),
        "bare": any(not each.files for each in gathered),
        "items": items[:5],
        "hidden": len(items[5:]),
    }
    return Message(render("attach/which", **values), choices)


def _add(request: Request, number: int, parcels: Sequence[Parcel]) -> Message:
    item, teller = request.work(number, COMMAND)
    check_step(item, "attach")
    known = {each.file_hash for each in evidence(request.session, number)}
    gathered = _once(request, parcels, set())
    new = _once(request, gathered, known)
    if not new:
        return Message(render("attach/again", item=item))
    # What was sent back and is completed waits for the check again.
    step = "report" if item.work.state == "sent_back" and item.work.completed_on else "attach"
    after = {"reason": ""} if step == "report" else {}
    event = take_step(request.session, item, step, teller, **after)
    for each in new:
        add_evidence(request.session, item, event, _paper(request, each), each.files, teller)
    files = [file for each in gathered for file in each.files]
    papers = [paper for each in gathered if _names(paper := _paper(request, each))]
    return Message(render("attach/added", item=item, files=files, papers=papers, reported=step == "report", most=MOST))


def _once(request: Request, parcels: Sequence[Parcel], known: set[str]) -> list[Parcel]:
    """The parcels with each file once and none that is known; what then brings nothing is left out."""
    seen, kept = {*known} - {""}, []
    for each in parcels:
        new = []
        for file in each.files:
            if file.hash not in seen:
                new.append(file)
            seen |= {file.hash} - {""}
        if new or _names(_paper(request, each)):
            kept.append(Parcel(each.words, tuple(new)))
    return kept


def _paper(request: Request, parcel: Parcel) -> Paper:
    return read_paper(parcel.words, request.here)[0]


def _names(paper: Paper) -> bool:
    """Whether a document or a link was named."""
    return bool(paper.number or paper.link)


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
