"""What a visit means beyond itself: the visit owed, and the state its entity was found in."""

import sqlalchemy as sa
from sqlmodel import Session

from app.assignments.settling import hand_due, settle_due
from app.db import table_of
from app.entities.proposals import lapse_by_correction, propose_by_visit
from app.entities.states import counts_as_done, said_by_visit, state_found
from app.inspections.models import Inspection
from app.inspections.visit import Visit

_inspection = table_of(Inspection)


def settle(session: Session, visit: Visit) -> None:
    """Settle what was owed, if this visit counts as done (DOMAIN 2.3), in the caller's write.

    A closed door and a refusal leave the visit owed: somebody has to go there again.
    """
    body, when = visit.body, visit.when
    counts = counts_as_done(body.outcome, len(body.photos))
    if visit.correction is not None and hand_due(
        session, body.entity_id, visit.correction.chain, visit.id if counts else None
    ):
        return
    if counts:
        settle_due(session, body.entity_id, when.period, visit.id, when.received_at)


def speak_for_state(session: Session, visit: Visit) -> None:
    """Put before the office what the visit says of its entity's state, in the caller's write."""
    body, when = visit.body, visit.when
    if visit.correction is not None:
        lapse_by_correction(session, list(visit.correction.chain), when.received_at)
    closed_before = body.outcome == "closed_door" and _closed_before(session, visit)
    found = state_found(body.outcome, visit.seen.state, closed_before=closed_before)
    if found is None:
        return
    said = said_by_visit(found, body.outcome)
    propose_by_visit(
        session,
        visit.id,
        visit.seen.snapshot,
        visit.seen.state,
        found,
        reason=f"{said}：{body.statement.strip()}" if body.statement.strip() else said,
        photos=list(body.photos),
        found_on=visit.dated.day,
        by=visit.by,
        at=when.received_at,
    )


def _closed_before(session: Session, visit: Visit) -> bool:
    """Whether the visit before found the door closed too; what this one corrects is not before."""
    corrected = visit.correction.chain if visit.correction else ()
    last = (
        sa.select(_inspection.c.outcome)
        .where(_inspection.c.entity_id == visit.body.entity_id, _inspection.c.id.not_in(corrected))
        .order_by(_inspection.c.finished_at.desc(), _inspection.c.id.desc())
        .limit(1)
    )
    return bool(session.execute(last).scalar() == "closed_door")
