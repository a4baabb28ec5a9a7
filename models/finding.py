"""Which person a text means: by name, key, address or title, with the unit where that is not enough."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.kept import kept
from models.messages import UserError
from models.people import HeldPost, Speaker, from_here_up
from models.permissions import post_allowed
from models.tables import Unit
from models.words import bare, clean, fold, means, tokens
from scoring.errors import nearest

MOST_NAMED = 5
_COURTESIES = ("đồng chí", "đ/c", "đc", "anh", "chị", "ông", "bà")
Test = Callable[[Speaker], bool]


def find_person(session: Session, text: str, among: Sequence[Speaker]) -> Speaker:
    """The one of some people a text means; UserError where it is none of them, or several.

    Who exists and is not among them is not told apart from who does not exist.
    """
    said = _plain(text)
    for is_meant in (_by_key(text.strip()), _by_name(said), _by_beginning(said), _by_words(session, said)):
        if found := [person for person in among if said and is_meant(person)]:
            break
    else:
        names = {bare(person.name): person.name for person in among}
        near = nearest(bare(said[:30]), list(names)) if said else ""
        raise UserError("no_such_person", text=clean(text, 60), nearest=names.get(near, ""))
    if len(found) > 1:
        raise UserError(
            "which_person", text=clean(text, 60), people=named(session, found[:MOST_NAMED]), number=len(found)
        )
    return found[0]


def in_reach(person: Speaker, allows: Mapping[str, str], among: Iterable[Speaker]) -> list[Speaker]:
    """Those all of whose own posts lie in the reach of a command: who speaks as them has every one of those posts."""
    return [each for each in among if all(post_allowed(person, allows, post.unit_key) for post in own_posts(each))]


def own_posts(person: Speaker) -> list[HeldPost]:
    """The posts a person holds, without those of somebody who is away."""
    return [post for post in person.posts if post.acting_for_id is None]


def named(session: Session, people: Sequence[Speaker]) -> list[str]:
    """People as one tells them apart: "Rừng – công chức Văn phòng, xã Mẫu Đông"."""
    return [_named(_units(session), person.name, own_posts(person)[0]) for person in people]


def _named(units: Mapping[str, tuple[str, ...]], name: str, post: HeldPost) -> str:
    """A name, the title, the unit where the title does not say it, of a part of an office also the office."""
    _, short, *_ = units[post.unit_key]
    parts = [post.title, "" if fold(short) in fold(post.title) else short, _office(units, post)]
    return f"{name} – {', '.join(filter(None, parts))}"


def place_of(session: Session, post: HeldPost) -> str:
    """The unit of a post as an outsider names it: "Văn phòng HĐND và UBND, xã Mẫu"."""
    return ", ".join(filter(None, (post.unit_name, _office(_units(session), post))))


def _office(units: Mapping[str, tuple[str, ...]], post: HeldPost) -> str:
    """What a unit is a part of; nothing is said of the units right below the top."""
    above = post.unit_key.rpartition("/")[0]
    return units[above][0] if "/" in above else ""


def _plain(text: str) -> str:
    """The words without what politeness puts before them: "đ/c Sương" → "Sương"."""
    words = tokens(clean(text, 200))
    for courtesy in _COURTESIES:
        length = len(courtesy.split())
        if len(words) > length and means(" ".join(words[:length]), courtesy):
            return " ".join(words[length:])
    return " ".join(words)


def _by_key(text: str) -> Test:
    return lambda person: person.key == text


def _by_name(said: str) -> Test:
    """A name, its last word, the end of the key, how they are addressed, a title."""

    def is_meant(person: Speaker) -> bool:
        titles = (post.title for post in own_posts(person))
        forms = (person.name, person.name.split()[-1], person.key.rpartition("/")[2], _plain(person.address), *titles)
        return any(means(said, form) for form in forms)

    return is_meant


def _by_beginning(said: str) -> Test:
    """The words a title begins with: "Chánh Văn phòng"."""
    length = len(said.split())
    return lambda person: any(means(said, " ".join(post.title.split()[:length])) for post in own_posts(person))


def _by_words(session: Session, said: str) -> Test:
    """A name or the first word of a title, and words of the unit or of those above it: "Hà Mẫu Đông"."""
    units, wanted = cache(partial(_units, session)), said.split()  # read only where somebody may be meant

    def is_meant(person: Speaker) -> bool:
        begun = (*person.name.split(), *(post.title.partition(" ")[0] for post in own_posts(person)))
        if len(wanted) < 2 or not any(means(wanted[0], word) for word in begun):
            return False  # "thong" is nobody's name, though somebody looks after the "hệ thống"
        above = {key for post in own_posts(person) for key in from_here_up(post.unit_key)}
        texts = [person.name, *(post.title for post in own_posts(person)), *(n for key in above for n in units()[key])]
        words = {word for text in texts for word in tokens(text)}
        return all(any(means(each, word) for word in words) for each in wanted)

    return is_meant


def _units(session: Session) -> dict[str, tuple[str, ...]]:
    """All names of every unit by its path, the full one first."""

    def read() -> dict[str, tuple[str, ...]]:
        rows = session.execute(select(Unit.key, Unit.name, Unit.short, Unit.aliases))
        return {key: (name, short, *aliases) for key, name, short, aliases in rows}

    return kept(session, ("units' names",), read)
