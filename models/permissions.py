"""Who may do what: a command declares the roles it is for and their reach; figures have rules of their own."""

from collections.abc import Mapping

from models.people import HeldPost, Speaker, from_here_up
from models.scorecards import Card
from scoring.catalog import CriteriaSet, Indicator

OWN, BELOW, ASSIGNED = "own", "below", "assigned"
EVERYBODY: Mapping[str, str] = {
    "staff": OWN, "head": OWN, "officer": BELOW, "leader": BELOW, "administrator": BELOW,
}  # fmt: skip
KEEPERS = ("officer", "leader")  # who keep a scored unit's figures and points


def may_enter(person: Speaker, card: Card, of_set: CriteriaSet, indicator: Indicator) -> HeldPost | None:
    """Figures: the scored unit's own officers and leaders all of them, others those their part of it answers for."""
    units = {indicator.owner}
    for leaf in of_set.served_by(indicator.name):
        units |= {of_set.lead(leaf.code), *of_set.supporting(leaf.code)}
    answering = {f"{card.unit_key}/{unit}" for unit in units - {""}}
    parts = (post for post in _own_first(person) if set(from_here_up(post.unit_key)) & answering)
    return may_score(person, card) or next(parts, None)


def may_score(person: Speaker, card: Card) -> HeldPost | None:
    """Self-scored points: the scored unit's own officers and leaders."""
    return next((post for post in _own_first(person) if post.role in KEEPERS and post.unit_key == card.unit_key), None)


def may_appraise(person: Speaker, card: Card) -> HeldPost | None:
    """Appraised points: those who may score themselves, and the officers and leaders of the units above."""
    here = set(from_here_up(card.unit_key))
    return next((post for post in _own_first(person) if post.role in KEEPERS and post.unit_key in here), None)


def _own_first(person: Speaker) -> list[HeldPost]:
    """A person's posts, one's own before those of somebody who is away."""
    return sorted(person.posts, key=lambda post: post.acting_for_id is not None)


def post_allowed(
    person: Speaker, allows: Mapping[str, str], unit_key: str, assignee_id: int | None = None
) -> HeldPost | None:
    """The post that lets a person use a command on a unit's matter, one's own before another's; None where none does.

    `allows` is the command's declaration, role → reach: "own" the post's unit itself, "below" also all units below it,
    "assigned" only what was given to this person.
    """
    assigned = assignee_id == person.id
    return next((p for p in _own_first(person) if _reaches(p, allows.get(p.role), unit_key, assigned)), None)


def _reaches(post: HeldPost, reach: str | None, unit_key: str, assigned: bool) -> bool:
    if reach is None:
        return False
    if reach == BELOW:
        return f"{unit_key}/".startswith(f"{post.unit_key}/")
    return unit_key == post.unit_key and (assigned or reach == OWN)
