"""`/remind`: what one will be told in the coming ten working days, and when; leaders say what they want told."""

from handlers import Command, Request
from models.ledger import want, wants
from models.messages import Choice, Message, UserError
from models.record import record
from models.stamps import of_person
from models.words import clean, fold
from scheduling.coming import DAYS, coming
from templates import render

_ON, _OFF = ("bat", "on", "nhan"), ("tat", "off", "bo", "ngung", "thoi")
_WHAT = {
    "week": ("tuan", "hang tuan", "tong hop tuan", "week"),
    "escalation": ("qua han", "viec qua han", "bao cao", "bao cao len", "tong hop", "escalation"),
}
SHOWN = 8  # messages: what fits a phone


def handle(request: Request) -> Message:
    words = fold(request.text.strip(" .,?!")).split()
    if not words:
        return _shown(request)
    if words[0] not in (*_ON, *_OFF):
        raise UserError("remind_what", text=clean(request.text, 40), leader=bool(_own(request)))
    job = next((job for job, names in _WHAT.items() if " ".join(words[1:]) in names), "")
    if not _own(request):
        raise UserError("remind_always")
    if not job:
        raise UserError("remind_what", text=clean(request.text, 40), leader=True)
    return _switch(request, job, words[0] in _ON)


def _shown(request: Request) -> Message:
    found = coming(request.session, request.person, request.now, request.zone, request.rules.policy)
    shown = found[:SHOWN] if len(found) > SHOWN + 1 else found
    wanted = _wanted(request)
    text = render("remind/shown", coming=shown, hidden=len(found) - len(shown), days=DAYS, wanted=wanted)
    words = {"week": "tuần", "escalation": "quá hạn"}
    switches = ((job, "tắt" if on else "bật") for job, on in wanted.items())
    return Message(
        text, tuple(Choice(f"{to} {words[job]}", f"lịch nhắc {to} {words[job]}", True) for job, to in switches)
    )


def _own(request: Request) -> list[bool]:
    """For each of the person's own posts of a leader, whether it is the first one's."""
    # Titles are data; that a deputy's begins with "phó" is the language's.
    posts = (post for post in request.person.posts if post.role == "leader" and post.acting_for_id is None)
    return [not post.title.casefold().startswith("phó") for post in posts]


def _wanted(request: Request) -> dict[str, bool]:
    """What a leader is told by wish; nothing for others."""
    own, person_id = _own(request), request.person.id
    otherwise = {"week": False, "escalation": not all(own)}  # deputies are in charge: they are told unless they decline
    return {job: wants(request.session, job).get(person_id, otherwise[job]) for job in _WHAT} if own else {}


def _switch(request: Request, job: str, on: bool) -> Message:
    before = _wanted(request)[job]
    if before != on:
        want(request.session, request.person.id, job, on, request.now)
        record(
            request.session, request.now, how=request.how, what=f"want {job}", subject=request.person.key,
            before=before, after=on, teller=request.teller, stamp=of_person(request.person.id),
        )  # fmt: skip
    return Message(render("remind/switched", job=job, on=on, already=before == on))


COMMAND = Command(
    names=("lịch nhắc", "remind", "nhắc tôi", "lịch nhắc việc"),
    summary="mười ngày làm việc tới đồng chí được nhắc gì, khi nào",
    examples=("lịch nhắc", "lịch nhắc bật tuần"),
    handle=handle,
    place=72,
    writes=True,
)
