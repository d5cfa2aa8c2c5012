"""Changes of entities over HTTP: proposed, told, confirmed or refused; what an entity has been."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from app.accounts.guards import Db, Now, User, may
from app.accounts.roles import May
from app.changes import deciding, histories, listing, proposing
from app.changes.histories import EntityHistory
from app.changes.wire import (
    ConfirmOrder,
    NewProposal,
    ProposalPage,
    ProposalShown,
    RefuseOrder,
    TellOrder,
)

router = APIRouter(prefix="/api/v1/changes", tags=["changes"])

Reader = Annotated[User, may(May.SEE_CHANGES)]
Proposer = Annotated[User, may(May.PROPOSE_STATE)]
Market = Annotated[User, may(May.TELL_STATE)]
Office = Annotated[User, may(May.MANAGE_REGISTRY)]
Cursor = Annotated[str | None, Query(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Limit = Annotated[int, Query(ge=1, le=200)]


@router.post("/states", status_code=201)
def propose_state(session: Db, actor: Proposer, at: Now, new: NewProposal) -> ProposalShown:
    """Put a change of state before the office; the same again is the same proposal."""
    return listing.shown(session, proposing.propose(session, new, by=actor, at=at), by=actor, at=at)


@router.get("/states")
def list_proposals(
    session: Db,
    actor: Reader,
    at: Now,
    state: listing.Wanted = "open",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> ProposalPage:
    """Proposed changes of state within scope, with their clocks."""
    return listing.page(session, state, cursor=cursor, limit=limit, by=actor, at=at)


@router.post("/states/{proposal_id}/tell")
def tell_state(
    session: Db, actor: Market, at: Now, proposal_id: UUID, order: TellOrder
) -> ProposalShown:
    """市场监管 has looked into what a visit found and tells the office."""
    told = proposing.tell(session, proposal_id, order, by=actor, at=at)
    return listing.shown(session, told, by=actor, at=at)


@router.post("/states/{proposal_id}/confirm")
def confirm_state(
    session: Db, actor: Office, at: Now, proposal_id: UUID, order: ConfirmOrder
) -> ProposalShown:
    """The office confirms: the entity changes its state, its due visits and its cadre follow."""
    confirmed = deciding.confirm(session, proposal_id, order, by=actor, at=at)
    return listing.shown(session, confirmed, by=actor, at=at)


@router.post("/states/{proposal_id}/refuse")
def refuse_state(
    session: Db, actor: Office, at: Now, proposal_id: UUID, order: RefuseOrder
) -> ProposalShown:
    """The office refuses, with a reason."""
    refused = deciding.refuse(session, proposal_id, order, by=actor, at=at)
    return listing.shown(session, refused, by=actor, at=at)


@router.get("/entities/{entity_id}")
def read_history(session: Db, actor: Reader, entity_id: UUID) -> EntityHistory:
    """Who answered for an entity on which days, and the states it has been in."""
    return histories.history(session, entity_id)
