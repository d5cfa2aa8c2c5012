"""Visits as they are shown: what a list says of them, and one with everything."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.guards import User
from app.accounts.models import Account
from app.checklists.answers import Answer, Recheck
from app.checklists.published import shelf_of
from app.entities.models import Entity
from app.errors import NotFound
from app.inspections.correcting import CORRECTABLE, chain_of
from app.inspections.models import Inspection
from app.inspections.shapes import (
    ChecklistUsed,
    InspectionShown,
    IssueOfVisit,
    MediaOfVisit,
    Named,
    Person,
    RecheckOfVisit,
    RecordNamed,
)
from app.ledger.models import Issue
from app.media.models import MediaLink, MediaOwner
from app.regions.models import Region


def visits() -> Any:
    """Visits in scope with the names that a list says of each; see `row_of`."""
    return (
        sa.select(
            Inspection,
            col(Entity.name).label("entity"),
            col(Entity.business_type).label("business_type"),
            col(Account.name).label("name"),
            col(Account.post).label("post"),
            col(Region.path_name).label("place"),
        )
        .join(Entity, col(Entity.id) == col(Inspection.entity_id), isouter=True)
        .join(Account, col(Account.id) == col(Inspection.cadre_id))
        .join(Region, col(Region.code) == col(Inspection.region_code), isouter=True)
    )


def shown(session: Session, id: UUID, *, by: User, at: datetime) -> InspectionShown:
    """One visit.  Raises NotFound outside the session's scope."""
    found = session.execute(visits().where(Inspection.id == id)).first()
    if found is None:
        raise NotFound("没有这次督导，或不在权限范围内，请返回上一页刷新。")
    visit: Inspection = found[0]
    before = chain_of(session, visit.corrects) if visit.corrects else []
    later = _later(session, id)
    return InspectionShown(
        **row_of(found),
        checklist=_used(session, {"id": visit.checklist_id, "version": visit.checklist_version}),
        modules=[_used(session, module) for module in visit.modules],
        assignment_level=visit.assignment_level,
        started_at=visit.started_at,
        device_now=visit.device_now,
        skew_s=visit.skew_s,
        device_started_at=visit.device_started_at,
        device_finished_at=visit.device_finished_at,
        device_skew_s=visit.device_skew_s,
        profile=visit.profile,
        answers=[Answer.model_validate(answer) for answer in visit.answers],
        rechecks=_rechecks(session, visit),
        participants=visit.participants,
        signatures=visit.signatures,
        statement=visit.statement,
        photos=visit.photos,
        remarks=visit.remarks,
        drafted_by=visit.drafted_by,
        drafter=_drafter(session, visit),
        signer_changed=visit.signer_changed,
        corrects=visit.corrects,
        correction_reason=visit.correction_reason,
        correction_of=_named_record(before[0]) if before else None,
        corrected_by=later,
        may_correct=later is None
        and visit.signed_by == by.id
        and at <= visit.received_at + CORRECTABLE,
        issues=_issues(session, visit, [row.id for row in before]),
        media=_media(session, id),
    )


def row_of(row: Any) -> dict[str, Any]:
    """What a list says of one of `visits`."""
    visit: Inspection = row[0]
    return {
        "id": visit.id,
        "receipt_no": visit.receipt_no,
        "entity": Named(id=visit.entity_id, name=row.entity or "已迁出的主体"),
        "period": visit.period,
        "late": visit.late,
        "mode": visit.mode,
        "outcome": visit.outcome,
        "finished_at": visit.finished_at,
        "received_at": visit.received_at,
        "conclusion": visit.conclusion,
        "issue_count": visit.issue_count,
        "cadre": Person(name=row.name, post=row.post),
        "place": row.place or "",
        "business_type": row.business_type,
        "stands_for": _absent(visit),
    }


def _absent(visit: Inspection) -> Person | None:
    name = visit.heading.get("absent")
    return Person(name=name, post=visit.heading.get("absent_post", "")) if name else None


def _drafter(session: Session, visit: Inspection) -> Person | None:
    if visit.drafted_by is None:
        return None
    kept = visit.heading
    if "drafter" in kept:
        return Person(name=kept["drafter"], post=kept["drafter_post"])
    person = session.get(Account, visit.drafted_by)
    return Person(name=person.name, post=person.post) if person else None


def _used(session: Session, ref: dict[str, Any]) -> ChecklistUsed:
    version = shelf_of(session).get(ref["id"], ref["version"])
    name = version.body.name if version else ref["id"]
    return ChecklistUsed(id=ref["id"], version=ref["version"], name=name)


def _later(session: Session, id: UUID) -> RecordNamed | None:
    found = session.exec(select(Inspection).where(Inspection.corrects == id)).first()
    return None if found is None else _named_record(found)


def _named_record(record: Any) -> RecordNamed:
    return RecordNamed(id=record.id, receipt_no=record.receipt_no)


def _issues(session: Session, visit: Inspection, before: list[UUID]) -> list[IssueOfVisit]:
    found = select(Issue).where(col(Issue.inspection_id).in_([visit.id, *before]))
    failed = {answer["item"] for answer in visit.answers if answer.get("answer") == "no"}
    opened = [
        issue
        for issue in session.exec(found.order_by(Issue.number))
        # Of what a corrected record opened, that which this one still finds.
        if issue.inspection_id == visit.id or issue.item_code in failed
    ]
    return [
        IssueOfVisit(
            id=issue.id,
            number=issue.number,
            item=issue.item_code,
            item_text=issue.item_text,
            description=issue.description,
            severity=issue.severity,
            state=issue.state,
        )
        for issue in opened
    ]


def _rechecks(session: Session, visit: Inspection) -> list[RecheckOfVisit]:
    given = [Recheck.model_validate(recheck) for recheck in visit.rechecks]
    if not given:
        return []
    names = select(Issue).where(col(Issue.id).in_({UUID(recheck.issue_id) for recheck in given}))
    known = {str(issue.id): issue for issue in session.exec(names)}
    return [_named(recheck, known.get(recheck.issue_id)) for recheck in given]


def _named(recheck: Recheck, issue: Issue | None) -> RecheckOfVisit:
    shown = RecheckOfVisit.model_validate(recheck.model_dump())
    if issue is None:
        return shown
    names = {name: getattr(issue, name) for name in ("number", "item_text", "description")}
    return shown.model_copy(update=names)


def _media(session: Session, id: UUID) -> list[MediaOfVisit]:
    arrived = sa.exists().where(
        col(MediaOwner.sha256) == MediaLink.sha256, col(MediaOwner.owner) == MediaLink.owner
    )
    links = session.exec(
        select(MediaLink.sha256, MediaLink.role, arrived)
        .where(MediaLink.inspection_id == id, col(MediaLink.issue_id).is_(None))
        .order_by(col(MediaLink.role), col(MediaLink.id))
    )
    return [MediaOfVisit(sha256=sha, role=role, arrived=there) for sha, role, there in links]
