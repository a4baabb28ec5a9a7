"""`/snooze`: one's own reminders of a piece of work wait until a day; its due day stays."""

from datetime import date

from handlers import Command, Request
from models.doing import check_step
from models.messages import Choice, Message, UserError
from models.pauses import pause
from models.permissions import OWN
from models.work import Item
from scheduling.due import read_due_day
from scheduling.ladder import Days
from templates import render


def handle(request: Request) -> Message:
    numbers, rest = request.about()
    when = read_due_day(rest, request.here, request.works)
    if when is None:
        raise UserError("snooze_until", number=numbers[0] if numbers else 12)
    if when.others:
        said = " ".join(map(str, numbers))
        days = [day for day in (when.day, *when.others) if day > request.today]
        choices = tuple(Choice(f"{day:%d/%m}", f"nhắc lại {said} {day:%d/%m/%Y}".replace("  ", " ")) for day in days)
        return Message(render("which_day", days=days), choices)
    if when.day <= request.today:
        raise UserError("snooze_past", day=when.day, today=request.today)
    explicit, numbers = bool(numbers), numbers or _told(request)
    if not numbers:
        raise UserError("snooze_until", number=12)
    return _pause(request, numbers, when.day, alone=explicit and len(numbers) == 1)


def _told(request: Request) -> tuple[int, ...]:
    """What the newest message that names any was about, as far as this person's reminders may wait."""
    for message in request.told:
        seen = [item for number in message.numbers if (item := request.see(number))]
        if found := [item.number for item in seen if request.may(COMMAND, item) and not item.work.closed]:
            return tuple(found)
    return ()


def _pause(request: Request, numbers: tuple[int, ...], day: date, alone: bool) -> Message:
    """Of several, those whose day comes later are told on it as ever."""
    paused: list[tuple[Item, date]] = []
    left: list[Item] = []
    for number in numbers:
        item, teller = request.work(number, COMMAND)
        if alone:
            check_step(item, "snooze")
        until, last = item.terms.working_day(day), Days(item.terms.works).before(item.aim)
        if until > last or item.work.closed:
            left.append(item)
            continue
        pause(request.session, item, request.person.id, until, teller)
        paused.append((item, until))
    if not paused:
        raise UserError("snooze_after", items=left, day=day, late=left[0].is_late(request.today))
    return Message(render("snooze", paused=paused, left=left, day=day))


COMMAND = Command(
    names=("nhắc lại", "snooze", "nhắc sau", "hẹn nhắc", "nhắc lại sau", "nhắc lại việc"),
    summary="hẹn ngày nhắc lại việc cho riêng mình, hạn không đổi",
    examples=("nhắc lại 12 thứ Hai",),
    handle=handle,
    topic="work",
    place=19,
    writes=True,
    allows={"head": OWN, "staff": OWN, "officer": OWN, "leader": OWN, "administrator": OWN},
)
