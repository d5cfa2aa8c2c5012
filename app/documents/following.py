"""What follows a document: 签收, 反馈 and 作废, each written down once and never taken back."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from app.accounts.roles import May, allowed
from app.accounts.user import User
from app.audit.service import record
from app.clock import shanghai_date
from app.db import begin_write
from app.documents import wire
from app.documents.models import Document, DocumentIssue
from app.documents.subjects import locked
from app.documents.telling import told_in
from app.documents.units import unit_of
from app.errors import Conflict, Forbidden, Malformed, NotFound
from app.regions.models import Unit


class DocumentNotFound(NotFound, slug="document-not-found"):
    """No such document, or not for this person to know of."""

    def __init__(self) -> None:
        super().__init__("没有这份文书，或不在权限范围内，请返回列表刷新。")


class NotYourDesk(Forbidden, slug="document-not-yours"):
    """Only the issuing unit, and for some things the unit addressed, writes on a document."""


class AlreadyWritten(Conflict, slug="document-written"):
    """It stands there already, in other words."""


def document_or_404(session: Session, document_id: UUID, *, lock: bool = False) -> Document:
    """A document within scope, locked until the commit if asked.  Raises DocumentNotFound."""
    query = select(Document).where(Document.id == document_id)
    query = query.execution_options(populate_existing=True)
    found = session.exec(query.with_for_update() if lock else query).first()
    if found is None:
        raise DocumentNotFound
    return found


def may_write(document: Document, by: User, unit: Unit | None) -> list[wire.May]:
    """What this person may write on the document now."""
    if unit is None or document.revoked_at or not allowed(by.role, May.ISSUE_DOCUMENT):
        return []
    issued_here = document.issuer_id == unit.id
    if not (issued_here or document.unit_id == unit.id):
        return []
    may: list[wire.May] = []
    if document.signed_at is None:
        may.append("sign")
    elif document.feedback_at is None:
        may.append("feedback")
    return [*may, "revoke"] if issued_here else may


def sign(
    session: Session, document_id: UUID, order: wire.SignOrder, *, by: User, at: datetime
) -> Document:
    """Write down who signed for it; the same again changes nothing."""
    told = {**order.model_dump(mode="json"), "written_by": by.name}
    _check_day(order.on, at)

    def write(document: Document) -> None:
        if order.on < shanghai_date(document.issued_at):
            raise Malformed("签收日期早于出具日期，请核对。", errors=_at("/on", "早于出具日期"))
        document.signed, document.signed_at = told, at

    return _once(session, document_id, "sign", told, write, by, at)


def answer(
    session: Session, document_id: UUID, order: wire.FeedbackOrder, *, by: User, at: datetime
) -> Document:
    """Write down what was answered; the same again changes nothing."""
    told = {**order.model_dump(mode="json"), "written_by": by.name}
    _check_day(order.on, at)

    def write(document: Document) -> None:
        document.feedback, document.feedback_at = told, at

    return _once(session, document_id, "feedback", told, write, by, at)


def revoke(
    session: Session, document_id: UUID, order: wire.RevokeOrder, *, by: User, at: datetime
) -> Document:
    """作废: it stays with its number and the reason, and its issues' lives say so."""
    told = {"note": order.note, "by": by.name}

    def write(document: Document) -> None:
        document.revoked, document.revoked_at = told, at
        named = select(DocumentIssue.issue_id).where(DocumentIssue.document_id == document.id)
        for issue in locked(session, session.exec(named).all()):
            told_in(
                session,
                issue,
                document.id,
                document.name,
                document.number,
                by,
                at,
                revoked=order.note,
            )

    return _once(session, document_id, "revoke", told, write, by, at)


_STANDS: dict[wire.May, Callable[[Document], dict[str, Any] | None]] = {
    "sign": lambda document: document.signed,
    "feedback": lambda document: document.feedback,
    "revoke": lambda document: document.revoked,
}
_WRITTEN: dict[wire.May, str] = {
    "sign": "这份文书已经记过签收，不能改写。",
    "feedback": "这份文书已经记过反馈，不能改写。",
    "revoke": "这份文书已经作废。",
}
_NOT_NOW: dict[wire.May, str] = {
    "sign": "这份文书已经作废，不用再记签收。",
    "feedback": "请先记录签收，再记反馈。",
    "revoke": "只有出具单位可以作废这份文书。",
}


def _once(
    session: Session,
    document_id: UUID,
    what: wire.May,
    told: dict[str, Any],
    write: Callable[[Document], None],
    by: User,
    at: datetime,
) -> Document:
    document_or_404(session, document_id)
    unit = unit_of(session, by)
    unit_id = unit.id if unit else None
    begin_write(session)
    document = document_or_404(session, document_id, lock=True)
    if unit_id is None or unit_id not in (document.issuer_id, document.unit_id):
        raise NotYourDesk("只有出具单位和收文单位可以在这份文书上记录。")
    if (stands := _STANDS[what](document)) is not None:
        if stands != told:
            raise AlreadyWritten(_WRITTEN[what])
        return document
    if what not in may_write(document, by, session.get(Unit, unit_id)):
        gone = document.revoked_at is not None
        raise Conflict("这份文书已经作废。" if gone else _NOT_NOW[what])
    write(document)
    session.add(document)
    record(
        session,
        at,
        by,
        f"document.{what}",
        "document",
        document.id,
        county_code=document.county_code,
        number=document.number,
    )
    session.flush()
    return document


def _check_day(on: date, at: datetime) -> None:
    if on > shanghai_date(at):
        raise Malformed("日期在今天以后，请核对。", errors=_at("/on", "不能晚于今天"))


def _at(pointer: str, detail: str) -> list[dict[str, str]]:
    return [{"pointer": pointer, "detail": detail}]
