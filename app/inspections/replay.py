"""The same id again: the same receipt for the same content, and nothing lost of other content."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.guards import User
from app.db import begin_write, insert_missing, table_of
from app.errors import Conflict
from app.inspections.models import Inspection, InspectionConflict
from app.inspections.wire import InspectionBody, IssueOpened, Receipt
from app.media.models import MediaLink
from app.media.service import missing
from app.plain import Plain

_kept, _link = table_of(Inspection), table_of(MediaLink)
_FIRST = Plain(
    sa.select(
        *(
            _kept.c[name]
            for name in (
                "id",
                "digest",
                "signed_by",
                "receipt_no",
                "received_at",
                "receipt",
                "entity_id",
                "region_code",
                "city_code",
                "county_code",
                "town_code",
            )
        )
    ).where(_kept.c.id == sa.bindparam("id"))
)


class InspectionDiffers(Conflict, slug="inspection-differs", title="同一编号已有另一份记录"):
    """Other content under an id already taken; both are kept."""


@dataclass(frozen=True)
class First:
    """What is kept under an id."""

    id: UUID
    digest: str
    signed_by: UUID
    receipt_no: str
    received_at: datetime
    receipt: list[dict[str, Any]]
    entity_id: UUID
    region_code: str
    city_code: str
    county_code: str
    town_code: str


def first_under(session: Session, id: UUID) -> First | None:
    """What was taken under this id before, whoever sent it."""
    row = _FIRST.first(session, {"id": id})
    return None if row is None else First(*row)


def own_photos(session: Session, first: First, shas: list[str], owner: str) -> list[str]:
    """Those of a record's photos that its signer's phone has to send: not an assistant's."""
    links = sa.select(_link.c.sha256).where(
        _link.c.inspection_id == first.id, _link.c.owner != owner
    )
    theirs = set(session.execute(links).scalars())
    return [sha256 for sha256 in shas if sha256 not in theirs]


def receipt_again(session: Session, first: First, shas: list[str], owner: str) -> Receipt:
    """The receipt of the first time; only the media still missing are counted anew."""
    return Receipt(
        id=first.id,
        receipt_no=first.receipt_no,
        received_at=first.received_at,
        issues=[IssueOpened.model_validate(issue) for issue in first.receipt],
        missing_media=missing(session, shas, owner),
    )


def keep_differing(
    session: Session, first: First, body: InspectionBody, digest: str, *, by: User, at: datetime
) -> InspectionDiffers:
    """Keep the other content beside the first, once, and give the refusal that says so."""
    begin_write(session)
    conflict_id = uuid5(first.id, f"{by.id}:{digest}")
    row = {
        "id": conflict_id,
        "inspection_id": first.id,
        "entity_id": first.entity_id,
        "account_id": by.id,
        "digest": digest,
        "body": body.model_dump(mode="json", exclude_unset=True),
        "received_at": at,
        "region_code": first.region_code,
        "city_code": first.city_code,
        "county_code": first.county_code,
        "town_code": first.town_code,
    }
    insert_missing(session, InspectionConflict, [row])
    # Whose record it is learns its receipt; anybody else only that the id is taken.
    if first.signed_by != by.id:
        return InspectionDiffers(
            "这个编号已被占用。两份都已保存，请联系系统管理员。", conflict_id=str(conflict_id)
        )
    return InspectionDiffers(
        f"这次督导已经收到过（收件编号 {first.receipt_no}），这一份内容不同。"
        "两份都已保存，请在手机上打开记录核对。",
        conflict_id=str(conflict_id),
        receipt=receipt_again(session, first, [], by.owner).model_dump(mode="json"),
    )
