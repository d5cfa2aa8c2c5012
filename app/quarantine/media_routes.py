"""Photos of kept records: tus under a device token, for bytes that a record promises."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.accounts.guards import Db, Now, Public
from app.media import tus
from app.media.service import PhotoNotFound
from app.quarantine import keeping
from app.quarantine.holder import Holder

router = APIRouter(prefix="/media", dependencies=[Public])

DEVICE_UPLOADS = 600
"""Uploads a week: a phone that was offline for a quarter, and no store for strangers."""


@router.post("", status_code=201)
def create_upload(request: Request, session: Db, at: Now, holder: Holder) -> Response:
    """Begin a tus upload of a photo that a record of this account promises; 404 for any other."""
    sha256, _ = tus.announced(request)
    if not keeping.awaits(session, sha256, holder):
        raise PhotoNotFound
    return tus.create(request, session, holder.owner, at, quota=DEVICE_UPLOADS)


@router.head("/{upload_id}")
def upload_offset(
    request: Request, session: Db, at: Now, holder: Holder, upload_id: UUID
) -> Response:
    """How much of an upload has arrived."""
    return tus.head(request, session, holder.owner, upload_id, at)


@router.patch("/{upload_id}", status_code=204)
async def continue_upload(
    request: Request, session: Db, at: Now, holder: Holder, upload_id: UUID
) -> Response:
    """Send further bytes from `Upload-Offset`."""
    return await tus.patch(request, session, holder.owner, upload_id, at)
