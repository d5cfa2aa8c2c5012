"""The quarantine over HTTP: phones hand over, offices decide, administrators watch."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from app.accounts.guards import Db, Now, Public, User, may
from app.accounts.roles import May
from app.errors import PROBLEM
from app.media import serving
from app.quarantine import handling, keeping, listing, media_routes
from app.quarantine.holder import ORDER_BODY, Holder, Order
from app.quarantine.models import Fate
from app.quarantine.wire import (
    DeclineOrder,
    KeptFate,
    KeptPage,
    KeptReceipt,
    KeptShown,
    WatchedPage,
)

router = APIRouter(prefix="/api/v1/quarantine", tags=["quarantine"])
router.include_router(media_routes.router)

Office = Annotated[User, may(May.SEE_UNDELIVERED)]
Watcher = Annotated[User, may(May.WATCH_UNDELIVERED)]
Limit = Annotated[int, Query(ge=1, le=200)]


@router.put(
    "/{id}",
    status_code=202,
    response_model=KeptReceipt,
    dependencies=[Public],
    responses={409: {"description": "同一编号已保管另一份内容"}},
    openapi_extra=ORDER_BODY,
)
def keep_record(id: UUID, order: Order, session: Db, holder: Holder, at: Now) -> Response:
    """Keep a record that cannot be handed in: 202 with a receipt, the same at every repeat.

    `Authorization: Device …`. 409 where other content lies under the id; both are kept.
    """
    kept = keeping.keep(session, id, order, by=holder, at=at)
    if isinstance(kept, keeping.KeptTwice):
        return JSONResponse(kept.body(), kept.status, media_type=PROBLEM)
    return Response(kept.model_dump_json(), 202, media_type="application/json")


@router.get("/mine", dependencies=[Public])
def own_records(session: Db, holder: Holder) -> list[KeptFate]:
    """What became of the records this account's phones handed over (`Authorization: Device …`)."""
    return keeping.fates(session, holder)


@router.get("/watched")
def watch_records(
    session: Db,
    actor: Watcher,
    state: Fate = Fate.WAITING,
    cursor: UUID | None = None,
    limit: Limit = 50,
) -> WatchedPage:
    """Who has records waiting, for administrators: nothing of what they say."""
    return listing.watched(session, state=state, cursor=cursor, limit=limit, by=actor)


@router.get("")
def list_records(
    session: Db,
    actor: Office,
    state: Fate = Fate.WAITING,
    cursor: UUID | None = None,
    limit: Limit = 50,
) -> KeptPage:
    """未送达 within the office's region, the newest first."""
    return listing.page(session, state=state, cursor=cursor, limit=limit)


@router.get("/{id}")
def read_record(session: Db, actor: Office, id: UUID) -> KeptShown:
    """One kept record with everything it says."""
    return listing.shown(session, id)


@router.get("/{id}/media/sha256/{sha256}", response_class=Response)
def read_photo(
    request: Request,
    session: Db,
    actor: Office,
    id: UUID,
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")],
) -> Response:
    """A photo of a kept record: a copy without the camera's notes."""
    return serving.copy(request, session, sha256, listing.photo_owner(session, id, sha256))


@router.post("/{id}/deliver", response_model=KeptShown)
def deliver_record(session: Db, actor: Office, at: Now, id: UUID) -> KeptShown | JSONResponse:
    """收下: hand the record in, in its author's name; what its rules say against it is answered."""
    differs = handling.deliver(session, id, by=actor, at=at)
    if differs is not None:
        return JSONResponse(differs.body(), differs.status, media_type=PROBLEM)
    return listing.shown(session, id)


@router.post("/{id}/decline")
def decline_record(session: Db, actor: Office, at: Now, id: UUID, order: DeclineOrder) -> KeptShown:
    """不收: say why; the phone shows it, the content stays kept."""
    handling.decline(session, id, order.note, by=actor, at=at)
    return listing.shown(session, id)
