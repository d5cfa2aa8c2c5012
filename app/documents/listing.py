"""Documents as a list within scope: filters that combine, keyset pages, what is overdue derived."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from app.accounts.user import User
from app.clock import shanghai_date
from app.documents import wire
from app.documents.following import document_or_404, may_write
from app.documents.form import shown as said
from app.documents.kinds import kinds_of
from app.documents.models import Document, DocumentIssue
from app.documents.units import unit_of
from app.ledger.models import Issue
from app.settings import Settings

Wanted = Literal["to_sign", "to_answer", "answered", "revoked", "overdue"]
CURSOR = r"^\d{1,17}\.[0-9a-f]{32}$"
"""Microseconds since 1970 and the id of the last document shown."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CAP = 1000


@dataclass(frozen=True)
class Filter:
    """What is looked for; None means any."""

    state: Wanted | None = None
    kind: str | None = None
    issue: UUID | None = None
    entity: UUID | None = None
    q: str | None = None


def page(
    session: Session, wanted: Filter, *, cursor: str | None, limit: int, at: datetime
) -> wire.DocumentPage:
    """One page, the newest first."""
    query = select(Document).where(*_conditions(wanted, shanghai_date(at)))
    if cursor is not None:
        micros, _, last = cursor.partition(".")
        issued_at = _EPOCH + timedelta(microseconds=int(micros))
        same = (col(Document.issued_at) == issued_at) & (col(Document.id) < UUID(last))
        query = query.where((col(Document.issued_at) < issued_at) | same)
    ordered = query.order_by(col(Document.issued_at).desc(), col(Document.id).desc())
    found = session.exec(ordered.limit(limit + 1)).all()
    return wire.DocumentPage(
        items=_rows(session, found[:limit], at),
        next=_cursor(found[limit - 1]) if len(found) > limit else None,
    )


def counts(session: Session, at: datetime) -> wire.DocumentCounts:
    """How many there are of each state; a thousand means at least that."""
    today = shanghai_date(at)

    def among(*conditions: ColumnElement[bool]) -> int:
        some = sa.select(col(Document.id)).where(*conditions).limit(_CAP).subquery()
        return int(session.execute(sa.select(sa.func.count()).select_from(some)).scalar_one())

    states: tuple[Wanted, ...] = ("to_sign", "to_answer", "overdue", "answered", "revoked")
    return wire.DocumentCounts(
        **{state: among(_in_state(state, today)) for state in states}, all=among()
    )


def shown(
    session: Session, document: Document, settings: Settings, *, by: User, at: datetime
) -> wire.DocumentShown:
    """One document, as this person sees it."""
    (row,) = _rows(session, [document], at)
    named = select(Issue).where(
        col(Issue.id).in_(
            select(DocumentIssue.issue_id).where(DocumentIssue.document_id == document.id)
        )
    )
    issues = session.exec(named.order_by(col(Issue.number))).all()
    return wire.DocumentShown(
        **row.model_dump(),
        named=[
            wire.IssueNamed(
                id=issue.id, number=issue.number, description=issue.description, state=issue.state
            )
            for issue in issues
        ],
        fields=_fields(document, settings),
        signed=wire.SignedShown.model_validate(document.signed) if document.signed else None,
        answer=wire.AnswerShown.model_validate(document.feedback) if document.feedback else None,
        revoked=_revoked(document),
        may=may_write(document, by, unit_of(session, by)),
    )


def show(
    session: Session, document_id: UUID, settings: Settings, *, by: User, at: datetime
) -> wire.DocumentShown:
    """One document.  Raises DocumentNotFound."""
    return shown(session, document_or_404(session, document_id), settings, by=by, at=at)


def _fields(document: Document, settings: Settings) -> list[wire.FieldShown]:
    """As they were filled in; a kind taken from the list since is told by its names alone."""
    kind = kinds_of(settings).get(document.kind)
    asked = {field.name: field for field in kind.fields} if kind else {}
    return [
        wire.FieldShown(
            label=asked[name].label if name in asked else name,
            value=said(asked[name], value) if name in asked else value,
        )
        for name, value in document.fields.items()
        if value
    ]


def _revoked(document: Document) -> wire.RevokedShown | None:
    if document.revoked is None or document.revoked_at is None:
        return None
    return wire.RevokedShown(**document.revoked, on=shanghai_date(document.revoked_at))


def _rows(session: Session, documents: Sequence[Document], at: datetime) -> list[wire.DocumentRow]:
    counted = (
        sa.select(col(DocumentIssue.document_id), sa.func.count())
        .where(col(DocumentIssue.document_id).in_([document.id for document in documents]))
        .group_by(col(DocumentIssue.document_id))
    )
    issues: dict[UUID, int] = dict(session.execute(counted).all())
    today = shanghai_date(at)
    names = (
        "id",
        "kind",
        "name",
        "number",
        "issuer_name",
        "addressee",
        "entity_id",
        "issued_at",
        "issued_by_name",
        "sign_by",
        "feedback_due",
    )
    return [
        wire.DocumentRow(
            **{name: getattr(document, name) for name in names},
            signed_on=_day(document.signed),
            answered_on=_day(document.feedback),
            state=state_of(document),
            overdue=_overdue(document, today),
            issues=issues.get(document.id, 0),
        )
        for document in documents
    ]


def state_of(document: Document) -> wire.State:
    """待签收, 待反馈, 已反馈 or 已作废: derived, kept nowhere."""
    if document.revoked_at is not None:
        return "revoked"
    if document.feedback_at is not None:
        return "answered"
    return "to_sign" if document.signed_at is None else "to_answer"


def _overdue(document: Document, today: date) -> bool:
    match state_of(document):
        case "to_sign":
            return document.sign_by < today or document.feedback_due < today
        case "to_answer":
            return document.feedback_due < today
        case _:
            return False


def _conditions(wanted: Filter, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        found.append(_in_state(wanted.state, today))
    if wanted.kind is not None:
        found.append(col(Document.kind) == wanted.kind)
    if wanted.entity is not None:
        found.append(col(Document.entity_id) == wanted.entity)
    if wanted.issue is not None:
        naming = select(DocumentIssue.document_id).where(DocumentIssue.issue_id == wanted.issue)
        found.append(col(Document.id).in_(naming))
    for word in (wanted.q or "").split():
        like = {"autoescape": True}
        found.append(
            col(Document.number).contains(word, **like)
            | col(Document.addressee).contains(word, **like)
        )
    return found


def _in_state(state: Wanted, today: date) -> ColumnElement[bool]:
    """The same rule as `state_of` and `_overdue`, for the database."""
    stands = col(Document.revoked_at).is_(None)
    signed = col(Document.signed_at).is_not(None)
    answered = col(Document.feedback_at).is_not(None)
    match state:
        case "revoked":
            return col(Document.revoked_at).is_not(None)
        case "answered":
            return stands & answered
        case "to_answer":
            return stands & signed & ~answered
        case "to_sign":
            return stands & ~signed & ~answered
    late = (col(Document.feedback_due) < today) | (~signed & (col(Document.sign_by) < today))
    return stands & ~answered & late


def _day(written: dict[str, Any] | None) -> date | None:
    return date.fromisoformat(written["on"]) if written else None


def _cursor(document: Document) -> str:
    return f"{(document.issued_at - _EPOCH) // timedelta(microseconds=1)}.{document.id.hex}"
