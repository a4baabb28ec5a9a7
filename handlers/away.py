"""`/away`: who holds one's posts while one is away; it shows as "thay"."""

from collections.abc import Sequence
from datetime import date

from handlers import Command, Request
from models.absence import LONGEST_AWAY, Absence, absences, come_back, go_away, hold, possible_deputies
from models.conversation import tell
from models.finding import MOST_NAMED, find_person, named, own_posts
from models.messages import Message, UserError
from models.people import Speaker, everybody, from_here_up
from models.permissions import OWN
from models.words import clean, means, tokens
from scheduling.spans import read_days
from templates import day, render

_OVER = ("hủy", "huỷ", "off", "về", "đã về", "thôi")
_BEFORE_A_NAME = ("người thay", "giao cho", "giao", "nhờ", "thay", "do")


def handle(request: Request) -> Message:
    if not any(post.role in COMMAND.allows for post in own_posts(request.person)):
        raise UserError("away_not_yours")
    if not request.text:
        return Message(render("away/shown", **_known(request)))
    if any(means(" ".join(tokens(request.text)), word) for word in _OVER):
        return _come_back(request)
    days, said = read_days(request.text, request.today)
    first, last = _in_order(days, request.today)
    return _go_away(request, first, last, _deputy(request, _name(said), first))


def _known(request: Request) -> dict[str, list[Absence]]:
    """The person's own absences that are not over, and those of others for whom they act."""
    person_id = request.person.id
    known = absences(request.session, person_id, request.today)
    return {
        "own": [each for each in known if each.person_id == person_id],
        "others": [each for each in known if each.person_id != person_id],
    }


def _name(said: str) -> str:
    """Whom the words beside the days name, without what only introduces a name."""
    words = said.split()
    for phrase in _BEFORE_A_NAME:
        length = len(phrase.split())
        if len(words) > length and means(" ".join(words[:length]), phrase):
            words = words[length:]
    return " ".join(words[:-1] if len(words) > 1 and means(words[-1], "thay") else words)


def _in_order(days: Sequence[date], today: date) -> tuple[date, date]:
    if not 1 <= len(days) <= 2:
        raise UserError("away_which_days", days=days)
    first, last = days[0], days[-1]
    if last < first:
        raise UserError("away_backwards", first=first, last=last)
    if last < today:
        raise UserError("away_over", last=last, today=today)
    if (last - first).days >= LONGEST_AWAY:
        raise UserError("away_too_long", longest=LONGEST_AWAY)
    return first, last


def _deputy(request: Request, name: str, first: date) -> Speaker:
    """Whom a name means among those who may act for the person; UserError that says who may."""
    above = {f"{key}/." for own in request.units for key in from_here_up(own)}
    there = everybody(request.session, max(first, request.today), (*request.units, *sorted(above)))
    possible = possible_deputies(request.person, there)
    try:
        return find_person(request.session, name, possible)
    except UserError as error:
        if error.what != "no_such_person":
            raise
    people = named(request.session, possible[:MOST_NAMED])
    raise UserError("away_who", text=clean(name, 60), people=people, number=len(possible))


def _go_away(request: Request, first: date, last: date, deputy: Speaker) -> Message:
    session, person = request.session, request.person
    hold(session, person.id, deputy.id)
    known, theirs = _known(request), absences(session, deputy.id, request.today)
    if taken := next((each for each in known["own"] if each.meets(first, last)), None):
        raise UserError("away_taken", taken=taken)
    if away := next((each for each in theirs if each.person_id == deputy.id and each.meets(first, last)), None):
        raise UserError("away_both", away=away)
    event = go_away(session, person, deputy, first, last, request.teller)
    days = {"first": day(first), "last": day(last)}
    tell(session, deputy.id, event, "acts", whom=person.address, **days)
    left = [each for each in known["others"] if each.meets(first, last)]
    for each in left:
        tell(session, each.person_id, event, "deputy_away", deputy=person.address, **days)
    return Message(render("away/begun", deputy=deputy, first=first, last=last, left=left, posts=own_posts(person)))


def _come_back(request: Request) -> Message:
    hold(request.session, request.person.id)
    own = _known(request)["own"]
    if not own:
        raise UserError("away_none")
    ended, *left = own
    event = come_back(request.session, ended, request.teller)
    days = {"first": day(ended.first), "last": day(ended.last)}
    tell(request.session, ended.deputy_id, event, "acts_no_more", whom=ended.person, **days)
    return Message(render("away/ended", ended=ended, left=left))


COMMAND = Command(
    names=("vắng mặt", "away", "đi vắng", "báo vắng"),  # "vắng" alone is "vâng" without accents
    summary="giao người thay khi vắng mặt; thêm hủy để kết thúc",
    examples=("vắng mặt", "vắng mặt 20/9 25/9 Chánh Văn phòng", "vắng mặt hủy"),
    handle=handle,
    place=75,
    writes=True,
    allows={"head": OWN, "leader": OWN, "officer": OWN},
)
