"""The office's word on a proposed change of state, and what follows from it."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.user import User
from app.assignments import dues
from app.assignments.service import end
from app.audit.service import record
from app.changes.proof import link_proof, require_proof
from app.changes.proposing import AlreadyDecided, open_proposal, proposal_or_404
from app.changes.wire import ConfirmOrder, RefuseOrder
from app.clock import shanghai_date
from app.db import begin_write
from app.entities.history import EntityStateChange, StateProposal
from app.entities.models import Entity, EntityState
from app.entities.states import COVERED
from app.errors import Conflict, Malformed
from app.ids import uuid7
from app.ledger.events import place_of


class SameHand(Conflict, slug="same-hand", title="要由另一人确认"):
    """What a person of the office put down himself is confirmed by another."""


def confirm(
    session: Session, proposal_id: UUID, order: ConfirmOrder, *, by: User, at: datetime
) -> StateProposal:
    """Confirm: the entity changes its state, and what it owes and who answers for it follow.

    Confirmed again it is the same.  Raises ProposalNotFound, AlreadyDecided, SameHand,
    ProofMissing, Malformed.
    """
    today = shanghai_date(at)
    on = order.on or today
    if on > today:
        raise Malformed(
            "生效日期在今天以后，请核对。", errors=[{"pointer": "/on", "detail": "不能晚于今天"}]
        )
    first = proposal_or_404(session, proposal_id)
    begin_write(session)
    if first.decision == "confirmed" and first.decided_by == by.id:
        return first
    entity = session.exec(
        select(Entity).where(Entity.id == first.entity_id).with_for_update()
    ).one()
    proposal = open_proposal(session, proposal_id)
    if proposal.origin == "office" and proposal.proposed_by == by.id:
        raise SameHand("这条是您自己提出的，请由本办另一位同志确认。")
    if entity.state is proposal.to_state:
        raise AlreadyDecided("这家已经是这个状态，请刷新后再看。")
    proposal.proof = order.proof or proposal.proof
    link_proof(session, proposal, order.photos, by)
    require_proof(proposal)
    _change(session, entity, proposal, on, by, at)
    _decide(proposal, "confirmed", order.note, by, at)
    session.add(proposal)
    session.flush()
    _lapse_others(session, proposal, at)
    record(
        session,
        at,
        by,
        "entity.state_changed",
        "entity",
        entity.id,
        entity.county_code,
        to=proposal.to_state.value,
        was=proposal.from_state.value,
    )
    return proposal


def refuse(
    session: Session, proposal_id: UUID, order: RefuseOrder, *, by: User, at: datetime
) -> StateProposal:
    """Refuse, with a reason that who proposed it reads.

    Raises ProposalNotFound, AlreadyDecided.
    """
    first = proposal_or_404(session, proposal_id)
    begin_write(session)
    if first.decision == "refused" and first.decided_by == by.id:
        return first
    proposal = open_proposal(session, proposal_id)
    _decide(proposal, "refused", order.note, by, at)
    session.add(proposal)
    session.flush()
    record(
        session, at, by, "entity.state_refused", "entity", proposal.entity_id, proposal.county_code
    )
    return proposal


def _decide(proposal: StateProposal, how: str, note: str, by: User, at: datetime) -> None:
    proposal.decision = how
    proposal.decided_by, proposal.decided_by_name = by.id, by.name
    proposal.decided_at, proposal.decision_note = at, note


def _change(
    session: Session, entity: Entity, proposal: StateProposal, on: date, by: User, at: datetime
) -> None:
    was, to, today = entity.state, proposal.to_state, shanghai_date(at)
    # The state it leaves is the one it is in now, whatever the proposal saw.
    proposal.from_state = was
    entity.state, entity.changed_at = to, at
    if to is EntityState.OPEN:
        entity.active_from = on
    session.add(entity)
    change = EntityStateChange(
        id=uuid7(),
        entity_id=entity.id,
        **place_of(entity),
        from_state=was,
        to_state=to,
        on=on,
        at=at,
        proposal_id=proposal.id,
        reason=proposal.reason,
        proof=proposal.proof,
        by_id=by.id,
        by_name=by.name,
    )
    session.add(change)
    session.flush()
    if to is EntityState.OPEN:
        dues.owe_again(session, entity, today=today)
    # 停业 that was seen on a visit counts as done, and so does the visit that found it open.
    visit, found_on = proposal.inspection_id, proposal.found_on
    if to in (EntityState.OPEN, EntityState.SUSPENDED) and visit is not None:
        dues.settle_once(session, entity.id, visit, found_on=found_on, at=at)
    if to is not EntityState.OPEN:
        dues.drop_owed(session, entity.id, today=today, at=at)
    if to not in COVERED:
        end(session, entity.id, on=on, at=at)


def _lapse_others(session: Session, decided: StateProposal, at: datetime) -> None:
    """Other proposals about this entity were made of a state it is no longer in."""
    others = sa.update(StateProposal).where(
        col(StateProposal.entity_id) == decided.entity_id,
        col(StateProposal.id) != decided.id,
        col(StateProposal.decision).is_(None),
    )
    session.execute(
        others.values(
            decision="lapsed", decided_at=at, decision_note="已按另一条变动办理"
        ).execution_options(synchronize_session=False)
    )
