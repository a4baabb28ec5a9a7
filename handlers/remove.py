"""`/remove`: end all chats and unused codes of a person at once."""

from handlers import Command, Request
from models.finding import find_person, in_reach, own_posts
from models.joining import remove
from models.messages import Message, UserError
from models.people import everybody
from models.permissions import BELOW
from templates import render


def handle(request: Request) -> Message:
    if not request.text:
        raise UserError("remove_whom")
    reached = in_reach(request.person, COMMAND.allows, everybody(request.session, request.today, request.units))
    person = find_person(request.session, request.text, reached)
    if person.id == request.person.id:  # an office could lose its last administrator by a slip
        raise UserError("remove_oneself")
    post = request.post_for(own_posts(person)[0].unit_key, COMMAND.allows)
    chats, codes = remove(request.session, person.id, request.teller_as(post))
    return Message(render("remove", person=person, chats=chats, codes=codes))


COMMAND = Command(
    names=("gỡ kết nối", "remove", "gỡ"),
    summary="ngừng ngay mọi kết nối và mã chưa dùng của một người",
    examples=("gỡ kết nối Chánh Văn phòng",),
    handle=handle,
    place=85,
    writes=True,
    allows={"administrator": BELOW},
)
