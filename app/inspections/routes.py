"""Visits over HTTP: a phone puts one under its own id; officials read those of their region."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from app.accounts.guards import Db, Now, User, may
from app.accounts.roles import May
from app.entities.service import BusinessType
from app.errors import PROBLEM
from app.inspections import listing, service, views
from app.inspections.asked import OUTCOMES, Asked
from app.inspections.evidence import evidence
from app.inspections.replay import InspectionDiffers
from app.inspections.shapes import InspectionPage, InspectionShown
from app.inspections.wire import InspectionBody, Receipt
from app.media import serving
from app.per_request import OneTurn

router = APIRouter(prefix="/api/v1/inspections", tags=["inspections"], route_class=OneTurn)


@router.put(
    "/{id}",
    response_model=Receipt,
    responses={201: {"model": Receipt}, 409: {"description": "同一编号已有另一份内容"}},
)
def submit_inspection(
    id: UUID,
    body: InspectionBody,
    session: Db,
    actor: Annotated[User, may(May.SUBMIT_INSPECTION)],
    at: Now,
) -> Response:
    """Submit a visit: 201 the first time, 200 with the same receipt ever after.

    409 where the id is taken by other content; both are kept.
    """
    taken = service.submit(session, id, body, by=actor, at=at)
    if isinstance(taken, InspectionDiffers):
        return JSONResponse(taken.body(), taken.status, media_type=PROBLEM)
    return Response(
        taken.receipt.model_dump_json(), 201 if taken.first else 200, media_type="application/json"
    )


@router.get("")
def list_inspections(
    session: Db,
    actor: Annotated[User, may(May.SEE_INSPECTIONS)],
    entity: UUID | None = None,
    period: Annotated[str | None, Query(pattern=r"^\d{4}Q[1-4]$")] = None,
    q: Annotated[str, Query(max_length=60)] = "",
    cadre: Annotated[str, Query(max_length=40)] = "",
    region: Annotated[str | None, Query(pattern=r"^\d{12}$")] = None,
    business_type: BusinessType | None = None,
    outcome: Annotated[str, Query(pattern=OUTCOMES)] = "",
    day_from: date | None = None,
    day_to: date | None = None,
    cursor: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> InspectionPage:
    """Visits within the caller's scope, newest first; all that is asked for holds together.

    `q` is part of the enterprise's name, `cadre` of the name of who was there; `outcome` what was
    found, or why nothing could be, several by commas. With days the list goes by the visits' own
    time, else by when they were received.
    """
    asked = Asked(
        entity, period, q.strip(), cadre.strip(), region, business_type, outcome, day_from, day_to
    )
    return listing.page(session, asked, cursor=cursor, limit=limit)


@router.get("/{id}")
def show_inspection(
    id: UUID, session: Db, actor: Annotated[User, may(May.SEE_INSPECTIONS)], at: Now
) -> InspectionShown:
    """One visit with its answers, issues and photos; 404 outside the caller's scope."""
    return views.shown(session, id, by=actor, at=at)


@router.get("/{id}/photos/{sha256}", response_class=Response)
async def show_stamped_photo(
    id: UUID,
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")],
    request: Request,
    session: Db,
    actor: Annotated[User, may(May.SEE_INSPECTIONS)],
) -> Response:
    """A copy of a photo of the visit with time, entity, number, who, and the original's digest."""
    return await serving.stamped_copy(request, session, lambda: evidence(session, id, sha256))
