"""The ledger as a list over HTTP: the commonest question of all, and how many there are."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.accounts.guards import Reading, reads
from app.accounts.roles import May
from app.ledger import service
from app.ledger.filtered import DOCUMENTED, Wanted
from app.ledger.wire_pages import IssueCounts, IssuePage

router = APIRouter(prefix="/api/v1/issues", tags=["ledger"])

Asked = Annotated[Reading, reads(May.SEE_ISSUES)]


@router.get("", response_model=IssuePage, openapi_extra=DOCUMENTED)
async def list_issues(
    reading: Asked,
    filter: Wanted,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """The ledger within scope, newest finding or soonest deadline first."""
    told = await reading(
        lambda session, actor: service.page(
            session, filter, by=actor, cursor=cursor, limit=limit, at=reading.at
        )
    )
    return Response(told, media_type="application/json")


@router.get("/counts", openapi_extra=DOCUMENTED)
async def count_issues(reading: Asked, filter: Wanted) -> IssueCounts:
    """How many there are of each kind within the same filters; a thousand means at least that."""
    return await reading(
        lambda session, actor: service.counts(session, filter, by=actor, at=reading.at)
    )
