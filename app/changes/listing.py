"""Proposed changes of state as people see them, with their clocks and what may be done now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.roles import May as Verb
from app.accounts.roles import allowed
from app.accounts.user import User
from app.changes import clocks
from app.changes.proposing import MARKET, proposal_or_404
from app.changes.wire import ClockShown, EntityOfChange, May, ProposalPage, ProposalShown
from app.clock import shanghai_date
from app.entities.history import StateProposal
from app.entities.models import Entity
from app.entities.states import NEEDS_PROOF
from app.ledger.calendars import get_calendar
from app.ledger.facts import OPEN
from app.ledger.models import Issue
from app.regions.models import Region

Wanted = Literal["open", "decided"]


def page(
    session: Session, wanted: Wanted, *, cursor: str | None, limit: int, by: User, at: datetime
) -> ProposalPage:
    """Proposals within scope: open ones in the order they came, decided ones newest first."""
    after = UUID(cursor) if cursor else None
    query = select(StateProposal)
    key = (col(StateProposal.proposed_at), col(StateProposal.id))
    if wanted == "open":
        query = query.where(col(StateProposal.decision).is_(None)).order_by(*key)
    else:
        query = query.where(col(StateProposal.decision).is_not(None))
        query = query.order_by(*(column.desc() for column in key))
    if after is not None:
        last = proposal_or_404(session, after)
        place = sa.tuple_(last.proposed_at, last.id)
        query = query.where(
            sa.tuple_(*key) > place if wanted == "open" else sa.tuple_(*key) < place
        )
    found = list(session.exec(query.limit(limit + 1)))
    rows = found[:limit]
    following = str(rows[-1].id) if len(found) > limit else None
    return ProposalPage(items=shown_many(session, rows, by=by, at=at), next=following)


def shown(session: Session, proposal: StateProposal, *, by: User, at: datetime) -> ProposalShown:
    """One proposal as this person sees it."""
    return shown_many(session, [proposal], by=by, at=at)[0]


def shown_many(
    session: Session, proposals: Sequence[StateProposal], *, by: User, at: datetime
) -> list[ProposalShown]:
    """Proposals as this person sees them, in their order."""
    ids = {proposal.entity_id for proposal in proposals}
    kept = {one.duplicate_of for one in proposals if one.duplicate_of}
    entities = shorts(session, ids | kept)
    issues = _open_issues(session, ids)
    return [
        _shown(session, one, entities, issues.get(one.entity_id, 0), by, at) for one in proposals
    ]


def shorts(session: Session, ids: set[UUID]) -> dict[UUID, EntityOfChange]:
    """What names these entities in a list."""
    query = (
        sa.select(
            col(Entity.id),
            col(Entity.name),
            col(Entity.address),
            col(Entity.baobao_grade),
            col(Region.path_name),
        )
        .join(Region, col(Region.code) == col(Entity.region_code))
        .where(col(Entity.id).in_(ids))
    )
    return {
        row[0]: EntityOfChange(id=row[0], name=row[1], address=row[2], grade=row[3], place=row[4])
        for row in session.execute(query)
    }


def _open_issues(session: Session, ids: set[UUID]) -> dict[UUID, int]:
    query = (
        sa.select(col(Issue.entity_id), sa.func.count())
        .where(col(Issue.entity_id).in_(ids), col(Issue.state).in_(OPEN))
        .group_by(col(Issue.entity_id))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _shown(
    session: Session,
    proposal: StateProposal,
    entities: dict[UUID, EntityOfChange],
    open_issues: int,
    by: User,
    at: datetime,
) -> ProposalShown:
    calendar, today = get_calendar(session), shanghai_date(at)
    decided = shanghai_date(proposal.decided_at) if proposal.decided_at else None
    told = shanghai_date(proposal.told_at) if proposal.told_at else None
    tell = clocks.clock(proposal.found_on, clocks.TELL_WITHIN, told or decided, today, calendar)
    adjust = told and clocks.clock(told, clocks.ADJUST_WITHIN, decided, today, calendar)
    return ProposalShown(
        **proposal.model_dump(
            exclude={
                "entity_id",
                "proposed_by",
                "proposed_by_name",
                "told_by_name",
                "decided_by",
                "decided_by_name",
            }
        ),
        entity=entities[proposal.entity_id],
        kept=entities.get(proposal.duplicate_of) if proposal.duplicate_of else None,
        proposed_by=proposal.proposed_by_name,
        told_by=proposal.told_by_name,
        decided_by=proposal.decided_by_name,
        tell_clock=ClockShown.of(tell),
        adjust_clock=ClockShown.of(adjust) if adjust else None,
        needs_proof=proposal.to_state in NEEDS_PROOF,
        open_issues=open_issues,
        may=may_do(proposal, by),
    )


def may_do(proposal: StateProposal, by: User) -> list[May]:
    """What this person may do with a proposal now."""
    if proposal.decision is not None:
        return []
    if by.role in MARKET:
        return [] if proposal.told_at else ["tell"]
    if not allowed(by.role, Verb.MANAGE_REGISTRY):
        return []
    own = proposal.origin == "office" and proposal.proposed_by == by.id
    return ["refuse"] if own else ["confirm", "refuse"]
