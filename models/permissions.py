"""Who may do what: a command declares the roles it is for and their reach; figures have rules of their own."""

from collections.abc import Iterable, Mapping

from models.people import SEE_BELOW, HeldPost, Speaker
from models.scorecards import Card
from scoring.catalog import CriteriaSet, Indicator

OWN, BELOW, ASSIGNED = "own", "below", "assigned"
EVERYBODY: Mapping[str, str] = {
    "staff": OWN, "head": OWN, "officer": BELOW, "leader": BELOW, "administrator": BELOW,
}  # fmt: skip


def may_enter(person: Speaker, card: Card, of_set: CriteriaSet, indicator: Indicator) -> bool:
    """Figures: the unit's own officers and leaders all of them, others those their part of the unit answers for."""
    inside = _inside(person, card)
    if any(post.role in SEE_BELOW for post in inside):
        return True
    units = {indicator.owner}
    for leaf in of_set.served_by(indicator.name):
        units |= {of_set.lead(leaf.code), *of_set.supporting(leaf.code)}
    return any(units & set(post.unit_key.removeprefix(card.unit_key).split("/")) - {""} for post in inside)


def may_score(person: Speaker, card: Card) -> bool:
    """Self-scored points: the unit's own officers and leaders."""
    return any(post.role in SEE_BELOW for post in _inside(person, card))


def may_appraise(person: Speaker, card: Card) -> bool:
    """Appraised points: those who may score themselves, and the officers and leaders of the units above."""
    above = [post for post in person.posts if f"{card.unit_key}/".startswith(f"{post.unit_key}/")]
    return may_score(person, card) or any(post.role in SEE_BELOW for post in above)


def _inside(person: Speaker, card: Card) -> Iterable[HeldPost]:
    return [post for post in person.posts if f"{post.unit_key}/".startswith(f"{card.unit_key}/")]


def post_allowed(
    person: Speaker, allows: Mapping[str, str], unit_key: str, assignee_id: int | None = None
) -> HeldPost | None:
    """The post that lets a person use a command on a unit's matter, one's own before another's; None where none does.

    `allows` is the command's declaration, role → reach: "own" the post's unit itself, "below" also all units below it,
    "assigned" only what was given to this person.
    """
    own_first = sorted(person.posts, key=lambda post: post.acting_for_id is not None)
    return next(
        (post for post in own_first if _reaches(post, allows.get(post.role), unit_key, assignee_id == person.id)), None
    )


def _reaches(post: HeldPost, reach: str | None, unit_key: str, assigned: bool) -> bool:
    if reach is None:
        return False
    if reach == BELOW:
        return f"{unit_key}/".startswith(f"{post.unit_key}/")
    return unit_key == post.unit_key and (assigned or reach == OWN)
