"""Who may say what of a scored unit's figures and points."""

from collections.abc import Iterable

from models.people import SEE_BELOW, HeldPost, Speaker
from models.scorecards import Card
from scoring.catalog import CriteriaSet, Indicator


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
