"""When a piece of work is concluded, the figure that it makes true is said, by whoever concludes it."""

from datetime import date

from sqlalchemy.orm import Session

from models.changes import NewFigure, say_figures
from models.histories import entries
from models.known import Known
from models.record import Teller
from models.stakes import told_by
from models.work import Item, evidence


def say_outcome(session: Session, known: Known, item: Item, today: date, teller: Teller) -> None:
    """Record the figure as the document's date makes it; what counts itself (reports) is not said again."""
    done_on = item.work.completed_on or today
    found = told_by(known, item, done_on)
    if found is None or item.work.duty_id is not None:
        return
    papers = evidence(session, item.number)
    source = next((paper.number for paper in papers if paper.number), item.lead_name)
    figure = NewFigure(*found, str(known.card.year), min(done_on, today), source)
    say_figures(session, known.card, [figure], entries(session, known.card.unit_id, known.card.year), teller)
