"""Pull: what is new for this person since the cursor."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.accounts.guards import Db, Now, User, may
from app.accounts.roles import May
from app.sync import service
from app.sync.models import SyncPage

router = APIRouter(prefix="/api/v1/sync", tags=["sync"])


@router.get("")
def sync(
    session: Db,
    actor: Annotated[User, may(May.SYNC)],
    at: Now,
    cursor: Annotated[str | None, Query(max_length=160)] = None,
) -> SyncPage:
    """A page of everything this person's phone keeps, or of what changed since `cursor`."""
    return service.changes(session, cursor, by=actor, at=at)
