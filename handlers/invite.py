"""`/invite`: a one-time code for a person, or who still waits to be let in."""

from handlers import Command, Request
from models.finding import find_person, in_reach, named, own_posts
from models.joining import CODE_LIVES, chats_of, joining, make_code
from models.links import telegram_link, zalo_bot
from models.messages import Message
from models.people import Speaker, everybody
from models.permissions import BELOW
from templates import render

MOST_SHOWN = 5


def handle(request: Request) -> Message:
    reached = in_reach(request.person, COMMAND.allows, everybody(request.session, request.today, request.units))
    if not request.text:
        return _waiting(request, reached)
    person = find_person(request.session, request.text, reached)
    post = request.post_for(own_posts(person)[0].unit_key, COMMAND.allows)
    values = {
        "person": person,
        "who": named(request.session, [person])[0],
        "chats": chats_of(request.session, person.id),
        "until": request.now + CODE_LIVES,
        "zone": request.zone,
    }
    code = make_code(request.session, person.id, request.teller_as(post), request.now)
    link = telegram_link(request.session, code)
    bot = zalo_bot(request.session)
    return Message(
        render("invite/code", code=code, link=link, bot=bot, **values), kept_as=render("invite/kept", **values)
    )


def _waiting(request: Request, reached: list[Speaker]) -> Message:
    """Who has not joined yet, whose codes wait, whether somebody guesses."""
    stand = joining(request.session, request.now)
    codes = [(person, stand.waiting[person.id]) for person in reached if person.id in stand.waiting]
    absent = [person for person in reached if person.id not in stand.joined | stand.waiting.keys()]
    return Message(
        render(
            "invite/waiting", absent=absent, codes=codes, guessed=len(stand.guessed), most=MOST_SHOWN, zone=request.zone
        )
    )


COMMAND = Command(
    names=("mời", "invite", "cấp mã"),
    summary="cấp mã kết nối cho một người",
    examples=("mời", "mời Chánh Văn phòng"),
    handle=handle,
    place=84,
    writes=True,
    allows={"administrator": BELOW},
)
