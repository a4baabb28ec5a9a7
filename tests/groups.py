"""Groups in tests: what is said there as `nhóm`, and what is asked there by whoever is in it."""

from sqlalchemy.orm import Session

from bot.channels.console import shown
from bot.dispatch import Refusal, refusals_said
from handlers import Request, commands, match
from models.groups import GroupUnit, as_group, fit_for_group, group_at
from models.messages import Sender, UserError
from models.people import Speaker, speaker
from tests.offices import ZONE, Office

GROUP = Sender("telegram", "bot", "-100")


def says(office: Office, line: str, who: str, group: Sender | None = GROUP) -> str:
    """What the bot answers to somebody who says in a group, as the person they are, whose group it is."""
    with office.database.writing() as session:
        return _answer(office, session, line, _person(office, session, who), group)


def asks(office: Office, line: str, who: str, group: Sender = GROUP) -> str:
    """What a group hears when somebody there asks what a group may ask."""
    with office.database.reading() as session:
        unit = unit_of(office, session, group)
        assert unit is not None
        meant = match(line)
        assert meant is not None
        assert fit_for_group(meant[0]), line
        return _answer(office, session, line, as_group(_person(office, session, who), unit), group)


def unit_of(office: Office, session: Session, group: Sender = GROUP) -> GroupUnit | None:
    return group_at(session, group, office.clock.now.astimezone(ZONE).date())


def named(office: Office, group: Sender = GROUP) -> str:
    """The name of the unit a group belongs to."""
    with office.database.reading() as session:
        unit = unit_of(office, session, group)
        return unit.name if unit else ""


def _person(office: Office, session: Session, who: str) -> Speaker:
    person = speaker(session, f"{office.demonstration.id}/{who}", office.clock.now.astimezone(ZONE).date())
    assert person is not None
    return person


def _answer(office: Office, session: Session, line: str, person: Speaker, group: Sender | None) -> str:
    meant = match(line)
    assert meant is not None
    command, rest, _ = meant
    request = Request(
        rest, person, session, office.clock.now, ZONE, commands(), command=command.names[0], how="telegram", group=group
    )
    try:
        with refusals_said():
            if not command.is_for(person):
                raise UserError("not_your_role", command=command.names[0], roles=list(command.allows), officer=False)
            return shown(command.handle(request))
    except Refusal as refusal:
        return shown(refusal.message)
