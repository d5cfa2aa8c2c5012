"""Photos and signatures as a record prints them: upright, and small enough to mail."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import sqlalchemy as sa
from PIL import Image, ImageOps
from sqlmodel import Session, col, select

from app.inspections.models import Inspection
from app.media.models import MediaLink, MediaOwner
from app.media.shelf import shelf_of
from app.settings import Settings

EDGE = 900
"""Longest side, px: three in a row on A4 are sharper than the printer."""


@dataclass(frozen=True)
class Pictures:
    """The bytes of a record's pictures by their sha256; what has not arrived is not in it."""

    of: dict[str, bytes]

    def get(self, sha256: str) -> bytes | None:
        """A JPEG, or nothing."""
        return self.of.get(sha256)


def pictures(
    session: Session, visit: Inspection, said: dict[str, Any], settings: Settings
) -> Pictures:
    """The pictures that a record shows and that have arrived."""
    wanted = {photo["sha256"] for photo in said["photos"]}
    wanted |= {said["signed_cadre"], said["signed_enterprise"]} - {""}
    arrived = sa.exists().where(
        col(MediaOwner.sha256) == MediaLink.sha256, col(MediaOwner.owner) == MediaLink.owner
    )
    there = session.exec(
        select(MediaLink.sha256).where(
            MediaLink.inspection_id == visit.id, col(MediaLink.sha256).in_(wanted), arrived
        )
    )
    storage = shelf_of(settings).storage
    found = {}
    for sha256 in sorted(set(there)):
        if storage.exists(sha256):
            with storage.open(sha256) as file:
                found[sha256] = on_paper(file.read())
    return Pictures(found)


def on_paper(data: bytes, edge: int = EDGE) -> bytes:
    """A picture as a JPEG to print, without what its camera wrote beside it."""
    with Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as image:
        image.draft("RGB", (edge, edge))
        picture = ImageOps.exif_transpose(image).convert("RGBA")
    picture.thumbnail((edge, edge))
    paper = Image.new("RGBA", picture.size, "white")
    file = BytesIO()
    Image.alpha_composite(paper, picture).convert("RGB").save(file, "JPEG", quality=80)
    return file.getvalue()
