"""The ledger as a list over HTTP: the commonest question of all, and how many there are."""

from typing import Annotated

from fastapi import APIRouter, Response

from app.accounts.guards import SIGNS_IN, Reading, reads
from app.accounts.roles import May
from app.ledger import service
from app.ledger.filtered import DOCUMENTED, DOCUMENTED_PAGE, page_asked, wanted
from app.ledger.wire_pages import IssueCounts, IssuePage

router = APIRouter(prefix="/api/v1/issues", tags=["ledger"])

Asked = Annotated[Reading, reads(May.SEE_ISSUES)]


@router.get("", response_model=IssuePage, openapi_extra=DOCUMENTED_PAGE | SIGNS_IN)
async def list_issues(reading: Asked) -> Response:
    """The ledger within scope, newest finding or soonest deadline first."""
    asked = page_asked(reading.request)
    told = await reading(
        lambda session, actor: service.page(
            session,
            asked.filter,
            by=actor,
            cursor=asked.cursor,
            limit=asked.limit,
            at=reading.at,
        )
    )
    return Response(told, media_type="application/json")


@router.get("/counts", openapi_extra=DOCUMENTED | SIGNS_IN)
async def count_issues(reading: Asked) -> IssueCounts:
    """How many there are of each kind within the same filters; a thousand means at least that."""
    asked = await wanted(reading.request)
    return await reading(
        lambda session, actor: service.counts(session, asked, by=actor, at=reading.at)
    )
