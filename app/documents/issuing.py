"""Issuing a document: judged, numbered and frozen in one write, told in the life of its issues."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.user import User
from app.audit.service import record
from app.clock import shanghai_date
from app.db import begin_write, insert_missing, insert_rows
from app.documents import form
from app.documents.addressing import addressee as addressee_of
from app.documents.along import lacks, move_along, offered_along
from app.documents.body import body_of
from app.documents.kinds import Kind, file_of, kinds_of
from app.documents.models import Document, DocumentIssue, DocumentTemplate
from app.documents.numbering import take_number, written
from app.documents.printing import with_addresses
from app.documents.rendering import render
from app.documents.subjects import fitting, issues_of, place_of
from app.documents.telling import told_in
from app.documents.units import unit_or_refuse
from app.documents.wire import DocumentOrder, FieldOffered, KindOffered
from app.errors import Conflict, Forbidden
from app.ids import digest, sha256_hex
from app.ledger.calendars import get_calendar
from app.ledger.deadlines import WorkCalendar
from app.ledger.links import make_link
from app.ledger.models import Issue, RectifyLink
from app.regions.models import Unit
from app.settings import Settings

_PROPOSED_DAYS = 5


class NotYourDocument(Forbidden, slug="document-forbidden"):
    """This role or level never issues this kind."""


class DocumentDiffers(Conflict, slug="document-differs", title="编号重复"):
    """Another document under an id that is taken."""


def offered(
    session: Session, issue_ids: Sequence[UUID], settings: Settings, *, by: User, at: datetime
) -> list[KindOffered]:
    """What this person may issue for these issues, each form filled as far as it can be."""
    kinds = kinds_of(settings).open_to(by)
    if not kinds:
        return []
    issues, today = issues_of(session, issue_ids), shanghai_date(at)
    around = form.Around(
        issues,
        by,
        unit_or_refuse(session, by),
        session.get(Unit, issues[0].unit_id) if issues[0].unit_id else None,
        today,
        get_calendar(session).after(today, _PROPOSED_DAYS),
    )
    return [_offer(kind, around, at) for kind in kinds]


def _offer(kind: Kind, around: form.Around, at: datetime) -> KindOffered:
    name, unit_id = form.addressee(kind, around)
    return KindOffered(
        code=kind.code,
        name=kind.name,
        hint=kind.hint,
        addressee_kind=kind.addressee,
        addressee=name,
        unit_id=unit_id,
        fields=[
            FieldOffered(
                **field.model_dump(
                    include={"name", "label", "kind", "most", "options", "required"}
                ),
                value=form.first_value(kind, field, around),
                hint=form.hint(kind, field, around),
            )
            for field in kind.fields
        ],
        along=offered_along(kind, around.issues, around.by, at),
        why_not=form.why_not(kind, around.issues),
    )


def issue_document(
    session: Session, order: DocumentOrder, settings: Settings, *, by: User, at: datetime
) -> Document:
    """Issue a document; the same order again gives the same one.

    Raises NotYourDocument, DocumentRefused, FieldsMissing, TemplateFaulty, DocumentDiffers, and
    what a move raises that was to go along: then neither is made.
    """
    # What an older version never sent leaves the digest of its orders as it was.
    unsaid = set() if order.with_move else {"with_move"}
    told = digest({"by": by.owner, **order.model_dump(mode="json", exclude=unsaid)})
    if found := _issued(session, order.id, told):
        return found
    kinds = kinds_of(settings)
    kind = kinds.get(order.kind)
    if kind is None or not kind.open_to(by):
        raise NotYourDocument("当前账号不能出具这种文书，请改选别的种类。")
    issuer = unit_or_refuse(session, by)
    today, calendar = shanghai_date(at), get_calendar(session)
    issues = fitting(session, kind, order.issues)
    fields = form.given(kind, order.fields, issues, today)
    addressee, unit_id = addressee_of(session, kind, order, issues)
    file = file_of(settings, kind.template)
    template = file.read_bytes()

    def body(number: str, links: dict[UUID, str]) -> dict[str, Any]:
        return body_of(
            kind,
            issues,
            issuer,
            number=number,
            addressee=addressee,
            fields=fields,
            links=links,
            today=today,
            feedback_due=_feedback_due(kind, fields, today, calendar),
        )

    # Tried before the write: a template that fails takes no number.
    trial = body(written(session, kinds, kind, issuer, today.year, "×"), {})
    render(template, file.name, with_addresses(trial, settings))

    begin_write(session)
    issues = fitting(session, kind, order.issues, lock=True)
    if found := _issued(session, order.id, told):
        return found
    links = _links(session, issues, settings, by, at) if kind.link else {}
    seq, number = take_number(session, kinds, kind, issuer, today.year)
    sha256 = sha256_hex(template)
    insert_missing(session, DocumentTemplate, [{"sha256": sha256, "content": template}])
    row = {
        **place_of(issues),
        "id": order.id,
        "order_digest": told,
        "kind": kind.code,
        "name": kind.name,
        "number": number,
        "year": today.year,
        "seq": seq,
        "issuer_id": issuer.id,
        "issuer_name": issuer.name,
        "unit_id": issuer.id if kind.addressee == "entity" else unit_id,
        "entity_id": issues[0].entity_id if kind.addressee == "entity" else None,
        "addressee": addressee,
        "fields": fields,
        "body": body(number, links),
        "template": sha256,
        "issued_by": by.id,
        "issued_by_name": by.name,
        "issued_at": at,
        "sign_by": calendar.after(today, kind.sign),
        "feedback_due": _feedback_due(kind, fields, today, calendar),
    }
    insert_rows(session, Document, [row])
    insert_rows(
        session,
        DocumentIssue,
        [{"document_id": order.id, "issue_id": issue.id} for issue in issues],
    )
    for issue in issues:
        moves = order.with_move and lacks(kind, issue)
        told_in(session, issue, order.id, kind.name, number, by, at, quiet=moves)
        if moves:
            move_along(session, issue, order.id, number, unit_id, fields, by, at)
    record(
        session,
        at,
        by,
        "document.issue",
        "document",
        order.id,
        county_code=issues[0].county_code,
        number=number,
        kind=kind.name,
    )
    return session.get_one(Document, order.id)


def _issued(session: Session, document_id: UUID, told: str) -> Document | None:
    # The plain table: an id taken outside our scope is taken all the same.
    table = sa.inspect(Document).local_table
    known = session.execute(
        sa.select(table.c.order_digest).where(table.c.id == document_id)
    ).scalar_one_or_none()
    if known is None:
        return None
    if known != told:
        raise DocumentDiffers("这个编号已经出具过别的文书。请刷新后重新出具。")
    return session.get_one(Document, document_id)


def _feedback_due(kind: Kind, fields: dict[str, str], today: date, calendar: WorkCalendar) -> date:
    if isinstance(kind.feedback, int):
        return calendar.after(today, kind.feedback)
    return date.fromisoformat(fields[kind.feedback]) if fields[kind.feedback] else today


def _links(
    session: Session, issues: Sequence[Issue], settings: Settings, by: User, at: datetime
) -> dict[UUID, str]:
    """The current link of each issue, by id: the paper carries what the screen would show."""
    for issue in sorted(issues, key=lambda one: one.id):
        make_link(session, issue.id, settings, by=by, at=at)
    valid = select(RectifyLink).where(
        col(RectifyLink.issue_id).in_([issue.id for issue in issues]),
        col(RectifyLink.revoked_at).is_(None),
        RectifyLink.expires_at > at,
    )
    newest = session.exec(valid.order_by(col(RectifyLink.expires_at)))
    return {link.issue_id: str(link.id) for link in newest}
