"""What a year's points come to by domain: got, lost and not yet known, beside what the year before gave."""

from dataclasses import dataclass
from fractions import Fraction

from models.known import Known, Standing
from models.words import fold
from scoring.catalog import ROOT


@dataclass(frozen=True, slots=True)
class Portion:
    """The points of one node, shared out; `silent` names why it has none to show."""

    standing: Standing
    got: Fraction
    lost: Fraction
    unknown: Fraction
    silent: str = ""  # "not_applicable", "unpublished"
    before: Standing | None = None  # the same domain as published a year before


def has_portions(known: Known) -> bool:
    """Whether there is anything to share out: some domain was published, or something is known of a running year."""
    if known.closed:
        return any(domain.published is not None for domain in known.domains())
    return bool(known.figures) or any(known.stages.values())


def portions(known: Known, before: Known | None) -> list[Portion]:
    """Every domain, in the order of the paper."""
    return [portion(domain, _same(domain, before)) for domain in known.domains()]


def portion(standing: Standing, before: Standing | None = None) -> Portion:
    """One node's points: published in a closed year, else certain and still possible."""
    judgment, nothing = standing.judgment, Fraction(0)
    if standing.closed:
        if standing.published is None:
            return Portion(standing, nothing, nothing, nothing, "unpublished", before)
        return Portion(standing, standing.published, max(standing.lost, nothing), nothing, "", before)
    if judgment.reason.kind == "not_applicable":
        return Portion(standing, nothing, nothing, nothing, "not_applicable", before)
    return Portion(standing, judgment.low, judgment.lost, judgment.unknown, "", before)


def whole(known: Known) -> Portion:
    """A unit's whole year: the published points of a closed one, else those of its domains."""
    if known.closed and known.published(ROOT) is not None:
        return portion(known.standing(ROOT))
    totals = known.totals
    return Portion(known.standing(ROOT), totals.certain, totals.lost, totals.unknown)


def _same(domain: Standing, before: Known | None) -> Standing | None:
    """The domain of the year before that has the same code and name, where its points were published."""
    if before is None or not before.closed or domain.node.code not in before.criteria_set.criteria:
        return None
    was = before.standing(domain.node.code)
    alike = fold(was.node.title) == fold(domain.node.title) or fold(was.node.name) == fold(domain.node.name)
    return was if alike and was.published is not None else None
