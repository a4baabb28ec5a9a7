"""`/sent`: a report went out, under which number and of which day; the day on the document says whether it was on time.

`/done` takes a report's number too. This command is for reports alone: it asks which one where none is named, tells who
sent it before, and what sending it does to the criterion that counts it.
"""

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from handlers import Command, Request
from models.doing import Paper, add_evidence, check_step, take_step
from models.duties import Report
from models.known import Known
from models.messages import LONGEST_COMMAND, Choice, File, Message, UserError
from models.permissions import OWN
from models.tables import Person
from models.work import REPORT, Item, active, evidence, led_by, open_work
from models.work_tables import Work
from scheduling.arguments import agreed, chosen
from scheduling.calendar import left
from scheduling.papers import read_paper
from templates import render

NEAR = timedelta(days=45)  # a report due later is not what somebody means without naming it
EARLY = timedelta(days=180)  # "26/8" said on 25/8 is read as last year's: no report is dated so long before its term
SHOWN = 5


def handle(request: Request) -> Message:
    numbers, rest = request.about_one()
    if len(numbers) > 1:
        raise UserError("one_report_each", numbers=numbers)
    if not numbers and len(meant := request.meant(COMMAND, REPORT)) == 1:
        return _one(request, meant[0].number, rest)
    return _one(request, numbers[0], rest) if numbers else _which(request, rest)


def answer(request: Request, draft: Any) -> Message | None:
    """To "this one?", "which one?", "which document?" or "which day?"; a file sent with the question is not lost."""
    request = replace(request, files=(*(File(**each) for each in draft["files"]), *request.files))
    if draft["wants"] == "yes":
        yes = agreed(request.text)
        if yes is None:
            return None
        request.answered()
        return _one(request, draft["number"], draft["rest"]) if yes else Message(render("dropped"))
    if draft["wants"] == "number":
        numbers, rest = chosen(request.text, draft["listed"])
        return _one(request, numbers[0], f"{draft['rest']} {rest}".strip()) if len(numbers) == 1 else None
    paper, _ = read_paper(request.text, request.here)
    if not (paper.dated if draft["wants"] == "day" else paper.number or len(request.files) > len(draft["files"])):
        return None
    return _one(request, draft["number"], f"{draft['rest']} {request.text}".strip())


def _ask(request: Request, wants: str, **draft: Any) -> None:
    request.ask("sent", {"wants": wants, "files": [asdict(file) for file in request.files], **draft})


def _which(request: Request, rest: str) -> Message:
    """Nobody guesses which report was meant: the one that is due is asked about."""
    own = led_by([post.unit_id for post in request.person.posts if post.role in COMMAND.allows])
    owed = open_work(request.session, request.person, Work.kind == REPORT, active(), own)
    near = request.meant(COMMAND, REPORT) or [item for item in owed if item.last_day <= request.today + NEAR]
    if not near:
        raise UserError("no_report_near", days=NEAR.days)
    if len(near) == 1:
        _ask(request, "yes", yes=True, number=near[0].number, rest=rest)
        paper, _ = read_paper(rest, request.here)
        return Message(render("sent/this", item=near[0], paper=paper), (Choice("Đồng ý", "đồng ý"),))
    _ask(request, "number", rest=rest, listed=[item.number for item in near[:SHOWN]])
    commands = [(item.number, f"đã gửi {item.number} {rest}".strip()) for item in near[:3]]
    choices = (Choice(f"#{number}", text) for number, text in commands if len(text.encode()) <= LONGEST_COMMAND)
    return Message(render("sent/which", items=near[:SHOWN], hidden=len(near[SHOWN:])), tuple(choices))


def _one(request: Request, number: int, rest: str) -> Message:
    item, _ = request.work(number, COMMAND)
    if item.work.kind != REPORT:
        raise UserError("send_no_report", item=item)
    if item.work.completed_on:
        raise _already(request, item)
    check_step(item, "send")
    paper, sure = read_paper(rest, request.here)
    if not paper.number and not request.files:
        _ask(request, "paper", number=number, rest=rest)
        return Message(render("sent/paper", item=item))
    if not paper.dated or not sure:
        _ask(request, "day", number=number, rest=rest)
        return Message(render("sent/day", item=item, paper=paper))
    if paper.dated < item.work.due_on - EARLY:
        raise UserError("report_day_too_early", item=item, day=paper.dated)
    return _record(request, item, paper)


def _already(request: Request, item: Item) -> UserError:
    """Sent before: of two who say so, the second is told by whom and when."""
    by = request.session.get(Person, item.work.reported_by) if item.work.reported_by else None
    papers = evidence(request.session, item.number)
    return UserError("report_sent", item=item, by=by, paper=papers[-1] if papers else None, zone=request.zone)


def _record(request: Request, item: Item, paper: Paper) -> Message:
    request.answered()
    _, teller = request.work(item.number, COMMAND)
    card = request.card_of(item)
    before = request.known(card) if card else None
    event = take_step(
        request.session, item, "send", teller, completed_on=paper.dated, reported_at=request.now,
        reported_by=request.person.id, reason="", stage="issued",
    )  # fmt: skip
    add_evidence(request.session, item, event, paper, request.files, teller)
    after = request.known(card) if card else None
    papers = evidence(request.session, item.number)
    return Message(
        render(
            "sent/recorded",
            item=item,
            papers=papers,
            late=-left(item.last_day, item.work.completed_on or request.today, item.terms.works),
            after_term=request.today > item.last_day,
            here=request.here,
            was=before.standing(item.work.code) if before and item.work.code in before.criteria_set.criteria else None,
            now=after.standing(item.work.code) if after and item.work.code in after.criteria_set.criteria else None,
            counted=_counted(after, item) if after else None,
            missing_file=not any(each.file_hash or each.link for each in papers),
        )
    )


def _counted(known: Known, item: Item) -> tuple[Any, ...] | None:
    """The figure that the report is counted in, with its indicator."""
    mine: Report | None = next((each for each in known.reports if each.number == item.number), None)
    if mine is None or mine.indicator not in known.counted:
        return None
    return known.figures[mine.indicator], known.criteria_set.indicators[mine.indicator]


COMMAND = Command(
    names=("đã gửi", "sent", "gửi", "đã gửi báo cáo", "gửi báo cáo"),
    summary="báo một báo cáo đã gửi, kèm số và ngày văn bản",
    examples=("đã gửi 34 125/BC-UBND 11/9",),
    handle=handle,
    answer=answer,
    place=17,
    topic="work",
    writes=True,
    for_another=True,
    allows={"head": OWN, "staff": OWN},
)
