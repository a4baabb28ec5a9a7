"""`/done`: work is reported done, with the document that proves it: its date decides whether it was on time."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from handlers import Command, Request
from models.doing import Paper, add_evidence, check_step, take_step
from models.messages import Choice, File, Message, UserError
from models.people import from_here_up, holders
from models.permissions import ASSIGNED, OWN
from models.stakes import stake, told_by
from models.words import fold
from models.work import REPORT, Item, evidence, open_on
from scheduling.arguments import agreed, chosen
from scheduling.calendar import left
from scheduling.papers import read_paper
from templates import render

MOST = 10  # at once
# Words that add nothing to "xong 12"; with others ("chưa?", "50%") it is asked whether it is done.
_IDLE = {
    *("roi", "r", "nhe", "nha", "a", "em", "anh", "chi", "da", "ok", "het", "ca", "luon", "day", "viec", "nay", "xong"),
    *("cam", "on", "dong", "dc", "sep", "lam"),
}


def handle(request: Request) -> Message:
    numbers, rest = request.about()
    if not numbers:
        meant = request.meant(COMMAND)
        return _one(request, meant[0].number, rest) if len(meant) == 1 else _which(request, rest, meant)
    if len(numbers) > 1:
        return _several(request, numbers, rest)
    return _one(request, numbers[0], rest)


def answer(request: Request, draft: Any) -> Message | None:
    """To "which one?", "which document?", "which day?", "all of these?"; a file sent before is kept."""
    request = replace(request, files=(*(File(**each) for each in draft["files"]), *request.files))
    if draft["wants"] == "yes":
        return _confirmed(request, draft)
    if draft["wants"] == "number":
        numbers, rest = chosen(request.text, draft["listed"])
        return _one(request, numbers[0], f"{draft['rest']} {rest}") if len(numbers) == 1 else None
    paper, _ = read_paper(request.text, request.here)
    if draft["wants"] == "day":
        return _one(request, draft["number"], f"{draft['rest']} {request.text}") if paper.dated else None
    if paper.number or len(request.files) > len(draft["files"]) or (paper.dated and not paper.summary):
        return _one(request, draft["number"], f"{draft['rest']} {request.text}")
    return None


def _ask(request: Request, wants: str, **draft: Any) -> None:
    request.ask("done", {"wants": wants, "files": [asdict(file) for file in request.files], **draft})


def _which(request: Request, rest: str, meant: Sequence[Item]) -> Message:
    """Nobody guesses which work was meant: of what a message named, else of all."""
    items = meant or request.my_work()
    if not items:
        raise UserError("no_work_of_mine")
    _ask(request, "number", rest=rest, listed=[item.number for item in items[:5]])
    choices = tuple(Choice(f"#{item.number}", f"xong {item.number}") for item in items[:3])
    return Message(render("done/which", items=items[:5], hidden=len(items[5:])), choices)


def _one(request: Request, number: int, rest: str) -> Message:
    item, _ = request.work(number, COMMAND)
    step = "send" if item.work.kind == REPORT else "report"
    check_step(item, step)
    paper, sure = read_paper(rest, request.here)
    if item.work.state == "reported" and not request.files and _is_there(request, item, paper):
        raise UserError("work_is", item=item)
    again = item.work.state == "reported" or (item.work.state == "sent_back" and item.work.completed_on)
    if (
        not paper.number
        and not request.files
        and (item.work.evidence or step == "send")
        and not (paper.dated and step == "report")
    ):
        _ask(request, "paper", number=number, rest=rest)
        return Message(render("done/paper", item=item))
    if (paper.number and not paper.dated and not again) or not sure:
        _ask(request, "day", number=number, rest=f"{paper.number} {paper.link}".strip())  # without the day in doubt
        return Message(render("done/day", item=item, paper=paper))
    if step == "report" and _is_doubtful(request, paper, rest):
        return _several(request, (number,), rest)
    return _record(request, item, step, paper)


def _is_doubtful(request: Request, paper: Paper, rest: str) -> bool:
    """Whether a line may as well ask whether it is done, or say that it is done in part."""
    if rest.rstrip().endswith("?"):
        return True
    named = paper.number or paper.dated or paper.link or request.files
    return not named and not {word.strip(".,!") for word in fold(paper.summary).split()} <= _IDLE


def _is_there(request: Request, item: Item, paper: Paper) -> bool:
    """Whether a report says nothing new: pressed twice, or by two at once, it is one report."""
    known = {each.number for each in evidence(request.session, item.number)}
    return paper.number in known and paper.dated in (None, item.work.completed_on)


def _record(request: Request, item: Item, step: str, paper: Paper) -> Message:
    request.answered()
    _, teller = request.work(item.number, COMMAND)
    was = item.work.completed_on
    completed_on = paper.dated or was or request.today
    event = take_step(
        request.session, item, step, teller, completed_on=completed_on, reported_at=request.now,
        reported_by=request.person.id, reason="", stage="issued" if paper.number else item.work.stage,
    )  # fmt: skip
    add_evidence(request.session, item, event, paper, request.files, teller)
    papers = evidence(request.session, item.number)
    card = request.card_of(item)
    known = request.known(card) if card and item.work.code else None
    checkers = holders(request.session, "officer", from_here_up(item.home_key), request.today)
    assigners = (None, *(checker.id for checker in checkers))
    return Message(
        render(
            "done/recorded",
            item=item,
            papers=papers,
            late=-left(item.last_day, completed_on, item.terms.works),
            today=request.today,
            here=request.here,
            checkers=checkers,
            at_check=request.rules.concluded_by == "checker" or item.work.assigned_by in assigners,
            others=[other.number for other in open_on(request.session, item)],
            stake=stake(known, item, request.today, item.terms.works) if known else None,
            implied=known and told_by(known, item, completed_on),
            missing_file=bool(papers) and not any(each.file_hash or each.link for each in papers),
            acting=teller.acting_for_id,
        )
    )


def _several(request: Request, numbers: tuple[int, ...], rest: str) -> Message:
    """Several at once are shown first, and done when somebody agrees."""
    if len(numbers) > MOST:
        raise UserError("too_many_at_once", most=MOST)
    paper, _ = read_paper(rest, request.here)
    items = []
    for number in numbers:
        item, _ = request.work(number, COMMAND)
        check_step(item, "send" if item.work.kind == REPORT else "report")
        items.append(item)
    reports = [item.number for item in items if item.work.kind == REPORT]
    if reports and len(items) > 1:  # each is sent under a number of its own
        raise UserError("one_report_each", numbers=reports)
    _ask(request, "yes", yes=True, numbers=numbers, rest=rest)
    return Message(render("done/several", items=items, paper=paper, today=request.today), (Choice("Đồng ý", "đồng ý"),))


def _confirmed(request: Request, draft: Any) -> Message | None:
    yes = agreed(request.text)
    if yes is None:
        return None
    request.answered()
    if not yes:
        return Message(render("dropped"))
    paper, _ = read_paper(draft["rest"], request.here)
    said = []
    for number in draft["numbers"]:
        item, _ = request.work(number, COMMAND)
        _record(request, item, "send" if item.work.kind == REPORT else "report", paper)
        said.append(item)
    return Message(render("done/all", items=said, paper=paper))


COMMAND = Command(
    names=("xong", "done", "hoàn thành", "đã xong", "làm xong", "đã hoàn thành", "xong việc"),
    summary="báo một việc đã xong, kèm số và ngày văn bản",
    examples=("xong 12 QĐ 45/QĐ-UBND 4/9",),
    handle=handle,
    topic="work",
    answer=answer,
    place=14,
    writes=True,
    for_another=True,
    allows={"head": OWN, "staff": ASSIGNED, "officer": OWN, "leader": OWN, "administrator": ASSIGNED},
)
