"""The audit trail, for the auditor."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.accounts.guards import Db, User, may
from app.accounts.roles import May
from app.audit import service
from app.audit.service import Lines

router = APIRouter(prefix="/api/v1", tags=["审计"])


@router.get("/audit")
def trail(
    session: Db,
    actor: Annotated[User, may(May.READ_AUDIT)],
    cursor: Annotated[str | None, Query(pattern=service.CURSOR)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Lines:
    """Who did what, and when, in my region; newest first."""
    return service.lines(session, cursor=cursor, limit=limit, by=actor)
