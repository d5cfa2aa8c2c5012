"""Changes of state that 市场监管 or the office put down by hand, and what 市场监管 has to tell."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, select

from app.accounts.roles import Role
from app.accounts.user import User
from app.audit.service import record
from app.changes.proof import link_proof
from app.changes.wire import NewProposal, TellOrder
from app.clock import shanghai_date
from app.db import begin_write
from app.entities.history import StateProposal
from app.entities.models import Entity, EntityState
from app.entities.service import visible
from app.entities.states import STATE_NAMES
from app.errors import Conflict, Malformed, NotFound
from app.ledger.events import place_of

MARKET = (Role.STATION, Role.BUREAU)


class ProposalNotFound(NotFound, slug="proposal-not-found"):
    """No such proposal, or not for this person to know of."""

    def __init__(self) -> None:
        super().__init__("没有这条变动，或不在权限范围内，请刷新后再看。")


class AlreadyDecided(Conflict, slug="proposal-decided", title="已经办理过"):
    """A proposal is decided once."""


class ProposalDiffers(Conflict, slug="proposal-differs", title="同一编号已有另一份内容"):
    """The id is taken by another proposal."""


def propose(session: Session, new: NewProposal, *, by: User, at: datetime) -> StateProposal:
    """Put a change of state before the office; sent again it is the same proposal.

    Raises EntityNotFound, Malformed, ProposalDiffers.
    """
    entity = visible(session, new.entity_id)
    if again := _again(session, new):
        return again
    _check(session, new, entity, shanghai_date(at))
    begin_write(session)
    if again := _again(session, new):
        return again
    proposal = StateProposal.model_validate(
        new.model_dump(exclude={"to"}),
        update={
            **place_of(entity),
            "from_state": entity.state,
            "to_state": new.to,
            "origin": by.role.value,
            "proposed_by": by.id,
            "proposed_by_name": by.name,
            "proposed_at": at,
            # What is put down here is told with it.
            "told_at": at,
            "told_by_name": by.name,
        },
    )
    session.add(proposal)
    session.flush()
    link_proof(session, proposal, proposal.photos, by)
    record(
        session,
        at,
        by,
        "entity.state_proposed",
        "entity",
        entity.id,
        entity.county_code,
        to=new.to.value,
    )
    return proposal


def tell(
    session: Session, proposal_id: UUID, order: TellOrder, *, by: User, at: datetime
) -> StateProposal:
    """市场监管's word on what a visit found; from here the office's 7 working days run.

    Raises ProposalNotFound, AlreadyDecided.
    """
    proposal_or_404(session, proposal_id)
    begin_write(session)
    proposal = open_proposal(session, proposal_id)
    if proposal.told_at is not None:
        if proposal.told_note != order.note:
            raise AlreadyDecided("已经告知过食药安办，请刷新后再看。")
        return proposal
    proposal.told_at, proposal.told_by_name, proposal.told_note = at, by.name, order.note
    proposal.proof = order.proof or proposal.proof
    link_proof(session, proposal, order.photos, by)
    session.add(proposal)
    record(session, at, by, "entity.state_told", "entity", proposal.entity_id, proposal.county_code)
    session.flush()
    return proposal


def proposal_or_404(session: Session, proposal_id: UUID, *, lock: bool = False) -> StateProposal:
    """A proposal within scope, locked until the commit if asked.  Raises ProposalNotFound."""
    query = select(StateProposal).where(StateProposal.id == proposal_id)
    query = query.execution_options(populate_existing=True)
    found = session.exec(query.with_for_update() if lock else query).first()
    if found is None:
        raise ProposalNotFound
    return found


def open_proposal(session: Session, proposal_id: UUID) -> StateProposal:
    """A proposal yet to be decided, locked.  Raises ProposalNotFound, AlreadyDecided."""
    proposal = proposal_or_404(session, proposal_id, lock=True)
    if proposal.decision is not None:
        who = proposal.decided_by_name or "系统"
        raise AlreadyDecided(f"这条变动已由{who}办理过，请刷新后再看。")
    return proposal


def _again(session: Session, new: NewProposal) -> StateProposal | None:
    found = session.exec(select(StateProposal).where(StateProposal.id == new.id)).first()
    if found is None:
        return None
    if (found.entity_id, found.to_state, found.reason) != (new.entity_id, new.to, new.reason):
        raise ProposalDiffers("这条变动已经提交过，内容不同，请刷新后另提一条。")
    return found


def _check(session: Session, new: NewProposal, entity: Entity, today: date) -> None:
    if new.to is entity.state:
        raise _malformed("/to", f"这家现在就是{STATE_NAMES[new.to]}，请核对。")
    if new.found_on > today:
        raise _malformed("/found_on", "发现日期在今天以后，请核对。")
    if new.to is not EntityState.DUPLICATE:
        return
    if new.duplicate_of is None or new.duplicate_of == entity.id:
        raise _malformed("/duplicate_of", "请选择与这家重复、要保留的那一家。")
    visible(session, new.duplicate_of)


def _malformed(pointer: str, detail: str) -> Malformed:
    return Malformed(detail, errors=[{"pointer": pointer, "detail": detail}])
