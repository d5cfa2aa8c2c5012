"""Taking into keeping what a phone cannot hand in: once, whole, whoever its account is by now."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy import ColumnElement
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.accounts.user import User
from app.assignments.rules import period_of
from app.audit.service import record
from app.clock import shanghai_date
from app.db import begin_write, insert_rows
from app.errors import Conflict, TooMany
from app.ids import canonical, digest, uuid7
from app.inspections.models import Inspection
from app.inspections.wire import InspectionBody
from app.ledger.numbers import advance, series_of
from app.media.models import MediaLink
from app.media.service import missing
from app.quarantine.models import Fate, Quarantined
from app.quarantine.placing import place_of
from app.quarantine.wire import KeepOrder, KeptFate, KeptReceipt

MOST_WAITING = 300
"""Records of one account that may wait at a time: far more than a phone gathers in a quarter."""


class KeptTwice(Conflict, slug="kept-differs", title="同一编号已保管另一份"):
    """Other content under an id already kept; both are kept, and the receipt is the new one's."""


def keep(
    session: Session, record_id: UUID, order: KeepOrder, *, by: User, at: datetime
) -> KeptReceipt | KeptTwice:
    """Keep a record; the same content again gives the same receipt.  Raises TooMany.

    Other content under the same id is kept beside the first; the refusal that says so is a value,
    for raising it would undo the keeping.
    """
    told = _digest(order)
    if again := _again(session, record_id, told, by):
        return again
    _refuse_full(session, by)
    place = place_of(session, order, by)
    begin_write(session)
    if again := _again(session, record_id, told, by):
        return again
    county = place.county_code or place.region_code
    number = f"kept:{series_of(county, period_of(shanghai_date(at)))}"
    row_id = uuid7()
    last = advance(session, {number: 1})[number]
    row = {
        **vars(place),
        **order.model_dump(include={"kind", "subject", "title", "body", "problem", "photos"}),
        "id": row_id,
        "record_id": record_id,
        "account_id": by.id,
        "digest": told,
        "size": len(canonical(order.body).encode()),
        "made_at": order.made_at,
        "device_now": order.device_now,
        "received_at": at,
        "app": order.app,
        "receipt_no": f"GL{number.removeprefix('kept:')}-{last:06d}",
        "state": Fate.WAITING,
        "note": "",
    }
    try:
        insert_rows(session, Quarantined, [row])
    except IntegrityError:
        # The same sending twice at one moment: of two, the key let one in.
        session.rollback()
        if again := _again(session, record_id, told, by):
            return again
        raise
    record(
        session,
        at,
        by,
        "quarantine.kept",
        "quarantine",
        row_id,
        county_code=county,
        number=row["receipt_no"],
        kind=order.kind,
    )
    kept = session.get_one(Quarantined, row_id)
    if _first_under(session, record_id, by) == row_id:
        return _receipt(session, kept, by)
    return KeptTwice(
        "这个编号已保管过另一份内容。两份都已保管，由食药安办核对。",
        receipt=_receipt(session, kept, by).model_dump(mode="json"),
    )


def fates(session: Session, by: User) -> list[KeptFate]:
    """What became of this account's kept records, the newest first."""
    own = (
        select(Quarantined, Inspection.receipt_no)
        .outerjoin(Inspection, came_by_itself())
        .where(Quarantined.account_id == by.id)
    )
    newest = own.order_by(col(Quarantined.id).desc()).limit(2 * MOST_WAITING)
    return [
        KeptFate(
            id=row.record_id,
            receipt_no=row.receipt_no,
            state=Fate.DELIVERED if number else row.state,
            handled_at=row.handled_at,
            note=row.note,
            record_no=number or (row.outcome or {}).get("receipt_no"),
        )
        for row, number in session.exec(newest)
    ]


def came_by_itself() -> ColumnElement[bool]:
    """A kept visit and the inspection it is: delivered, or sent by the phone after all."""
    return sa.and_(
        col(Inspection.id) == col(Quarantined.record_id),
        col(Inspection.signed_by) == col(Quarantined.account_id),
        col(Inspection.digest) == col(Quarantined.digest),
    )


def awaits(session: Session, sha256: str, by: User) -> bool:
    """Whether a record of this account, kept or taken, still promises these bytes."""
    promised = sa.exists().where(col(MediaLink.sha256) == sha256, col(MediaLink.owner) == by.owner)
    if session.execute(sa.select(promised)).scalar():
        return True
    kept = select(Quarantined.photos).where(
        Quarantined.account_id == by.id, Quarantined.state == Fate.WAITING
    )
    return any(sha256 in photos for photos in session.exec(kept))


def _digest(order: KeepOrder) -> str:
    """A visit's own digest where it is one we can read, so that it is known again in the ledger."""
    if order.kind == "inspection":
        with suppress(ValidationError):
            sent = order.body | {"device_now": order.device_now}
            return digest(InspectionBody.model_validate(sent).facts())
    return digest(order.facts())


def _again(session: Session, record_id: UUID, told: str, by: User) -> KeptReceipt | None:
    same = select(Quarantined).where(
        Quarantined.account_id == by.id,
        Quarantined.record_id == record_id,
        Quarantined.digest == told,
    )
    row = session.exec(same).first()
    return None if row is None else _receipt(session, row, by)


def _first_under(session: Session, record_id: UUID, by: User) -> UUID | None:
    own = select(Quarantined.id).where(
        Quarantined.account_id == by.id, Quarantined.record_id == record_id
    )
    return session.exec(own.order_by(col(Quarantined.id)).limit(1)).first()


def _refuse_full(session: Session, by: User) -> None:
    waiting = select(sa.func.count()).where(
        Quarantined.account_id == by.id, Quarantined.state == Fate.WAITING
    )
    if session.exec(waiting).one() >= MOST_WAITING:
        raise TooMany(
            f"服务器已保管 {MOST_WAITING} 条，请先联系食药安办处理。记录仍在手机上。",
            retry_after_s=86_400,
        )


def _receipt(session: Session, row: Quarantined, by: User) -> KeptReceipt:
    return KeptReceipt(
        id=row.record_id,
        receipt_no=row.receipt_no,
        received_at=row.received_at,
        missing_media=missing(session, row.photos, by.owner),
    )
