"""`/reports`: the reports the office owes: overdue and due soon, or what was sent; or one with all its days."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, select

from handlers import Command, Request, see_more
from models.messages import LONGEST_COMMAND, Choice, Message, UserError
from models.periods import find_period
from models.proofs import to_open
from models.stakes import Stake
from models.tables import Person, Unit
from models.words import bare, clean, means, tokens
from models.work import ACTIVE, REPORT, Item, active, evidence, led_by, open_work, sent_reports, serving
from models.work_tables import Document, Work
from scheduling.arguments import Arguments, numbers_of, read_arguments
from templates import render

NEAR = timedelta(days=45)
SHOWN = 3  # of two or three lines each: what fits a phone; one more is shown rather than announced
# What a list is of, by the words that ask for it; the first is how it is said.
_KINDS = {
    "overdue": ("quá hạn", "overdue", "trễ hạn", "muộn"),
    "upcoming": ("sắp tới", "upcoming", "sắp đến hạn", "chưa đến hạn", "chưa gửi"),
    "sent": ("đã gửi", "sent"),
    "own": ("đơn vị tôi", "của đơn vị", "của tôi", "đơn vị", "unit", "mine"),
}
_FILLERS = ("nào", "gì", "những", "các", "còn", "phải")


@dataclass(frozen=True, slots=True)
class Row:
    """A report in a list."""

    item: Item
    today: date
    left: int  # `Request.left`
    overdue: bool
    stake: Stake | None
    papers: list[Document]


def handle(request: Request) -> Message:
    numbers, rest = numbers_of(request.text)
    if len(numbers) == 1 and not rest:
        return _one(request, numbers[0])
    return _list(request)


def _one(request: Request, number: int) -> Message:
    item = request.see(number)
    if item is None:
        raise UserError("no_such_work", number=number)
    if item.work.kind != REPORT:
        raise UserError("not_a_report", item=item)
    reporter = request.session.get(Person, item.work.reported_by) if item.work.reported_by else None
    text = render("reports/one", row=_row(request, item), by=reporter, rolls=item.terms.roll, zone=request.zone)
    sending = request.commands["sent"]
    may_send = item.work.state in ACTIVE and request.may(sending, item)
    name = sending.names[0]
    send = (Choice(name, f"{name} {number}"),) if may_send else ()
    return Message(text, (*send, *to_open(number, evidence(request.session, number))))


def _list(request: Request) -> Message:
    kind, words = _kind(tokens(request.text))
    period, words = find_period(words, request.today.year)
    arguments = read_arguments(" ".join(words), request.today)
    year = arguments.year or request.today.year
    where, narrowed, title = _whose(request, kind, arguments)
    if period:
        narrowed.append(Work.period == f"{year}-{period if period.startswith('Q') else f'M{period}'}")
    if kind == "sent":
        sent = sent_reports(request.session, request.person, year, *narrowed)
        return _shown(request, "reports/sent", _titled(sent, title, request.text), arguments, where=where, year=year)
    owed = open_work(request.session, request.person, Work.kind == REPORT, active(), *narrowed)
    owed = sorted(
        _titled(owed, title, request.text), key=lambda item: (not item.is_late(request.today), item.aim, item.number)
    )
    late = [item for item in owed if item.is_late(request.today)]
    soon = [item for item in owed if item not in late and item.aim <= request.today + NEAR]
    everything = bool(title or period) or (arguments.everything and not kind)
    chosen = {"overdue": late, "upcoming": soon}.get(kind, owed if everything else late + soon)
    return _shown(
        request, "reports/list", chosen, arguments, kind=kind, where=where, everything=everything, days=NEAR.days,
        late=sum(item in late for item in chosen), later=next((item for item in owed if item not in late), None),
    )  # fmt: skip


def _titled(items: list[Item], title: str, typed: str) -> list[Item]:
    """The reports whose title says some words; UserError where none does."""
    found = [item for item in items if title in bare(item.work.title)]
    if title and not found:
        raise UserError("reports_of_what", text=clean(typed, 60))
    return found


def _shown(request: Request, template: str, items: list[Item], arguments: Arguments, **values: object) -> Message:
    shown = arguments.cut(items, SHOWN)
    rows = [_row(request, item) for item in shown]
    hidden, sending = len(items) - len(shown), request.commands["sent"]
    text = render(
        template,
        rows=rows,
        count=len(items),
        hidden=hidden,
        leads=request.person.sees_below,
        homes=len({item.home_key for item in items}) > 1,
        sends=next((row.item.number for row in rows if request.may(sending, row.item)), None),
        **values,
    )
    more = " ".join(filter(None, ("báo cáo", clean(request.text, LONGEST_COMMAND), "tất cả")))
    return Message(text, see_more(more, hidden))


def _row(request: Request, item: Item) -> Row:
    owed = item.work.state in ACTIVE
    papers = [] if owed else evidence(request.session, item.number)
    stake = request.stake(item) if owed else None
    return Row(item, request.today, request.left(item), item.is_late(request.today), stake, papers)


def _kind(words: list[str]) -> tuple[str, list[str]]:
    """Which list the words ask for, and the other words."""
    words = [word for word in words if not any(means(word, each) for each in _FILLERS)]
    for kind, phrases in _KINDS.items():
        for phrase in phrases:
            length = len(phrase.split())
            for at in range(len(words) - length + 1):
                if means(" ".join(words[at : at + length]), phrase):
                    return kind, words[:at] + words[at + length :]
    return "", words


def _whose(request: Request, kind: str, arguments: Arguments) -> tuple[tuple[str, str], list[ColumnElement[bool]], str]:
    """Whose reports (a sort and a name), and what narrows them; words that name nobody are looked for in titles."""
    if not arguments.words:
        own = led_by([post.unit_id for post in request.person.posts])
        return ("own" if kind == "own" else "", ""), [own] if kind == "own" else [], ""
    try:
        asked = request.asked(arguments)
    except UserError:
        return ("", ""), [], bare(" ".join(arguments.said))
    if asked.code:
        return ("code", asked.code), [serving(asked.code)], ""
    if asked.card and asked.part and asked.part.key:
        part = select(Unit.id).where(Unit.key == f"{asked.card.unit_key}/{asked.part.key}")
        return ("unit", asked.part.short), [Work.lead_id.in_(part)], ""
    homes = {card.unit_id for card in ([asked.card] if asked.card else asked.cards)}
    return ("unit" if asked.card else "", asked.card.unit_name if asked.card else ""), [Work.home_id.in_(homes)], ""


COMMAND = Command(
    names=("báo cáo", "reports", "báo cáo định kỳ", "sổ báo cáo", "các báo cáo"),
    summary="báo cáo định kỳ quá hạn và sắp đến hạn, hoặc đã gửi",
    examples=("báo cáo", "báo cáo quá hạn", "báo cáo đã gửi"),
    handle=handle,
    place=16,
    topic="work",
)
