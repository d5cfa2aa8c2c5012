"""A cadre's duties over HTTP: 分管行业, 片区, 包保上限, 联系企业."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request

from app.accounts.guards import Db, Now, User, may
from app.accounts.roles import May
from app.assignments import duty_service
from app.assignments.duty_service import DutyOrder, DutyShown

router = APIRouter(prefix="/api/v1/cadres", tags=["包保干部"])

Office = Annotated[User, may(May.MANAGE_REGISTRY)]


@router.get("/{cadre_id}/duty")
def read_duty(request: Request, session: Db, actor: Office, cadre_id: UUID) -> DutyShown:
    """What a cadre is in charge of, and what he may cover at most."""
    return duty_service.read_duty(session, cadre_id, request.app.state.settings, by=actor)


@router.put("/{cadre_id}/duty")
def set_duty(
    request: Request, session: Db, actor: Office, at: Now, cadre_id: UUID, order: DutyOrder
) -> DutyShown:
    """Write down what a cadre is in charge of; the proposals that follow heed it."""
    settings = request.app.state.settings
    return duty_service.set_duty(session, cadre_id, order, settings, by=actor, at=at)
