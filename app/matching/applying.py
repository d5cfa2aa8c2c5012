"""确认匹配: a draft put into force as one batch; what no longer fits is named and passed over.

Each firm has one cadre before and after, so no reader ever sees two or none.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts.user import User
from app.audit.service import record
from app.clock import shanghai_date
from app.db import begin_write, table_of
from app.entities.models import Entity
from app.errors import Conflict
from app.matching.changing import Change, beyond_caps, bring_about, lock_firms
from app.matching.faults import fault_of
from app.matching.models import MatchLine, MatchProposal, Outcome, ProposalState
from app.matching.proposals import draft_or_409
from app.matching.reading import (
    COVERED,
    FIRM,
    Held,
    accounts_by_id,
    chunks,
    firm_of,
    held_by_firm,
)
from app.settings import Settings

_line = table_of(MatchLine)


class NothingToApply(Conflict, slug="nothing-to-apply", title="没有可确认的匹配"):
    """A draft that changes nothing."""


def apply(
    session: Session, id: UUID, settings: Settings, *, by: User, at: datetime
) -> MatchProposal:
    """Put a draft into force.  Raises NotFound, ProposalEnded, NothingToApply."""
    begin_write(session)
    proposal = draft_or_409(session, id, by=by)
    wanted, stale = _sorted_out(session, id)
    full = beyond_caps(session, wanted, settings)
    stale |= full
    changes = [change for change in wanted if change.entity_id not in full]
    if not changes and not stale:
        raise NothingToApply("方案里没有要变动的主体，请先选企业和干部。")
    made = bring_about(session, changes, on=shanghai_date(at), at=at)
    write_outcomes(session, id, Outcome.APPLIED, dict.fromkeys(made, ""), made)
    write_outcomes(session, id, Outcome.STALE, stale)
    proposal.state = ProposalState.APPLIED
    proposal.ended_by_name, proposal.ended_at = by.name, at
    session.add(proposal)
    session.flush()
    numbers = {"applied": len(made), "stale": len(stale)}
    record(session, at, by, "matching.apply", "match_proposal", id, proposal.county_code, **numbers)
    return proposal


def write_outcomes(
    session: Session,
    proposal_id: UUID,
    outcome: Outcome,
    notes: dict[UUID, str],
    made: dict[UUID, UUID] | None = None,
) -> None:
    """Write down what became of lines."""
    values = [
        {"of": proposal_id, "firm": id, "said": note[:120], "made": (made or {}).get(id)}
        for id, note in notes.items()
    ]
    if not values:
        return
    changed: dict[str, Any] = {"outcome": outcome, "outcome_note": sa.bindparam("said")}
    if made is not None:
        changed["assignment_id"] = sa.bindparam("made", type_=sa.Uuid())
    statement = (
        sa.update(_line)
        .where(
            _line.c.proposal_id == sa.bindparam("of", type_=sa.Uuid()),
            _line.c.entity_id == sa.bindparam("firm", type_=sa.Uuid()),
        )
        .values(changed)
    )
    session.connection().execute(statement, values)


def _sorted_out(session: Session, id: UUID) -> tuple[list[Change], dict[UUID, str]]:
    """The changes that still fit, and why the other lines do not."""
    lines = _lines(session, id)
    held, firms, rows = _as_they_are(session, [line.entity_id for line in lines])
    accounts = accounts_by_id(session, (line.cadre_id for line in lines))
    wanted: list[Change] = []
    stale: dict[UUID, str] = {}
    for line in lines:
        now, firm = held.get(line.entity_id), firms.get(line.entity_id)
        given = Held(line.entity_id, line.cadre_id, str(line.level))
        if firm is None:
            stale[line.entity_id] = "主体已不在营"
        elif (now.id if now else None) != line.before_id:
            stale[line.entity_id] = "建议之后包保关系又变了"
        elif firm.level != given.level:
            stale[line.entity_id] = "建议之后级别变了"
        elif fault := fault_of(firm, given, accounts):
            stale[line.entity_id] = fault
        elif now is None or (now.cadre_id, now.level) != (given.cadre_id, given.level):
            wanted.append(Change(rows[firm.id], firm.id, given.cadre_id, given.level, now))
    return wanted, stale


def _lines(session: Session, id: UUID) -> list[Any]:
    query = sa.select(_line).where(_line.c.proposal_id == id, _line.c.cadre_id.is_not(None))
    return list(session.execute(query.order_by(_line.c.entity_id)))


def _as_they_are(session: Session, ids: list[UUID]) -> tuple[dict[UUID, Held], Any, Any]:
    lock_firms(session, ids)
    held = held_by_firm(session, ids)
    rows: dict[UUID, Any] = {}
    for some in chunks(ids):
        query = sa.select(*FIRM).where(col(Entity.id).in_(some), col(Entity.state).in_(COVERED))
        rows.update((row.id, row) for row in session.execute(query))
    return held, {id: firm_of(row, held.get(id)) for id, row in rows.items()}, rows
