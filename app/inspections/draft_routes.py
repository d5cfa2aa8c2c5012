"""Drafts over HTTP: an assistant puts one under its own id, its leader signs or gives it back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from app.accounts.guards import Db, Now, User, may
from app.accounts.roles import May
from app.inspections import drafts
from app.inspections.draft_wire import DraftTaken, GivingBack, HandingOver, VisitDraftShown

router = APIRouter(prefix="/api/v1/visit-drafts", tags=["visit-drafts"])


@router.put("/{id}")
def hand_over_draft(
    id: UUID,
    body: HandingOver,
    session: Db,
    actor: Annotated[User, may(May.DRAFT_INSPECTION)],
    at: Now,
) -> DraftTaken:
    """Hand a visit to one's leader for his signature; the same handing again changes nothing."""
    return drafts.hand_over(session, id, body, by=actor, at=at)


@router.get("/{id}")
def show_draft(
    id: UUID, session: Db, actor: Annotated[User, may(May.SEE_INSPECTIONS)]
) -> VisitDraftShown:
    """A draft under way, for its assistant and its leader; 404 for everybody else."""
    return drafts.one_draft(session, id, actor)


@router.post("/{id}/return", status_code=204)
def return_draft(
    id: UUID,
    order: GivingBack,
    session: Db,
    actor: Annotated[User, may(May.SUBMIT_INSPECTION)],
    at: Now,
) -> None:
    """Give a draft back to its assistant, with the reason."""
    drafts.give_back(session, id, order, by=actor, at=at)
