"""The register's own changes over HTTP: transfers, grades."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from sqlmodel import Session

from app.accounts.guards import Db, Now, User, may
from app.accounts.roles import May
from app.changes import grades, transfers
from app.changes.people import places_of
from app.changes.transfer_model import EntityTransfer
from app.changes.transfer_wire import (
    AcceptOrder,
    GradeOrder,
    GradeShown,
    MisfitShown,
    NewTransfer,
    TransferShown,
)
from app.changes.wire import RefuseOrder
from app.regions.tree import RegionRow

router = APIRouter(prefix="/api/v1", tags=["changes"])

Reader = Annotated[User, may(May.SEE_CHANGES)]
Office = Annotated[User, may(May.MANAGE_REGISTRY)]
Code = Annotated[str | None, Query(pattern=r"^\d{12}$")]


@router.get("/changes/transfers")
def list_transfers(session: Db, actor: Office) -> list[TransferShown]:
    """Transfers that this office gives or receives, those waiting first."""
    return _shown(session, transfers.transfers(session, by=actor), actor)


@router.get("/changes/places")
def list_places(session: Db, actor: Office, parent: Code = None) -> list[RegionRow]:
    """Where an entity may go: the divisions below one, or those of this office's city."""
    return transfers.places(session, parent, by=actor)


@router.post("/changes/transfers", status_code=201)
def propose_transfer(session: Db, actor: Office, at: Now, new: NewTransfer) -> TransferShown:
    """划转: pass an entity on; within one office's own region it takes effect at once."""
    return _shown(session, [transfers.propose(session, new, by=actor, at=at)], actor)[0]


@router.post("/changes/transfers/{transfer_id}/accept")
def accept_transfer(
    session: Db, actor: Office, at: Now, transfer_id: UUID, order: AcceptOrder
) -> TransferShown:
    """The receiving office takes the entity, with its open issues and owed visits."""
    return _shown(session, [transfers.accept(session, transfer_id, order, by=actor, at=at)], actor)[
        0
    ]


@router.post("/changes/transfers/{transfer_id}/refuse")
def refuse_transfer(
    session: Db, actor: Office, at: Now, transfer_id: UUID, order: RefuseOrder
) -> TransferShown:
    """The receiving office refuses it, or the giving one takes it back."""
    return _shown(session, [transfers.refuse(session, transfer_id, order, by=actor, at=at)], actor)[
        0
    ]


@router.get("/changes/entities/{entity_id}/grade")
def read_grade(session: Db, actor: Reader, entity_id: UUID) -> GradeShown:
    """The 包保 grade, what the criteria propose, and what it was before."""
    return grades.shown(session, entity_id)


@router.post("/changes/entities/{entity_id}/grade")
def set_grade(
    session: Db, actor: Office, at: Now, entity_id: UUID, order: GradeOrder
) -> GradeShown:
    """Set the 包保 grade; against the criteria only with a reason and who approved it."""
    return grades.set_grade(session, entity_id, order, by=actor, at=at)


@router.get("/changes/misfits")
def list_misfits(
    session: Db,
    actor: Reader,
    region: Code = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> list[MisfitShown]:
    """待调整: relations whose level no longer fits the grade."""
    return grades.to_adjust(session, region, limit)


def _shown(session: Session, found: list[EntityTransfer], by: User) -> list[TransferShown]:
    codes = {code for one in found for code in (one.from_region, one.to_region)}
    places = places_of(session, codes)
    return [
        TransferShown.model_validate(
            {
                **one.model_dump(),
                "from_place": places[one.from_region],
                "to_place": places[one.to_region],
                "proposed_by": one.proposed_by_name,
                "decided_by": one.decided_by_name,
                "may": _may(one, by),
            }
        )
        for one in found
    ]


def _may(transfer: EntityTransfer, by: User) -> list[str]:
    if transfer.decision is not None:
        return []
    return ["accept", "refuse"] if transfers.receives(transfer, by) else ["withdraw"]
