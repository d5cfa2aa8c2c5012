"""Taking a visit: whole, with its issues, in one transaction; once, however often it is sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app import ids
from app.accounts.guards import User
from app.audit.service import record
from app.checklists.service import shelf_of, version_for_visit
from app.clock import shanghai_date
from app.db import begin_write, insert_rows
from app.errors import AppError, Malformed
from app.inspections.correcting import correction_of, refuse_second
from app.inspections.earlier import drafted, end_drafts
from app.inspections.findings import findings, known_issues
from app.inspections.judging import judge, require_onsite
from app.inspections.known import returned, visited
from app.inspections.meaning import settle, speak_for_state
from app.inspections.models import Inspection
from app.inspections.photos import Shown, shas, shown_media
from app.inspections.profiles import profile_seen
from app.inspections.receipts import numbers_for
from app.inspections.replay import (
    InspectionDiffers,
    first_under,
    keep_differing,
    own_photos,
    receipt_again,
)
from app.inspections.timing import timing
from app.inspections.visit import Visit
from app.inspections.wire import ChecklistRef, InspectionBody, IssueOpened, Receipt
from app.ledger.corrections import note_corrections
from app.ledger.opening import issue_photos, units_in_charge, write_issues
from app.ledger.rechecks import record_rechecks
from app.media.service import NewLink, link


@dataclass(frozen=True)
class Taken:
    """The receipt, and whether this sending was the first."""

    receipt: Receipt
    first: bool


def submit(
    session: Session, id: UUID, body: InspectionBody, *, by: User, at: datetime, kept: bool = False
) -> Taken | InspectionDiffers:
    """Take a visit under the id its phone gave it.

    The same content again gives the same receipt. Other content is kept beside the first and
    answered with InspectionDiffers, as a value: raising it would undo the keeping.

    A visit `kept` in quarantine is judged by who answered for the entity on its day, and by its
    own checklist however long that has ended.
    """
    digest = ids.digest(body.facts())
    if again := _again(session, id, body, digest, by=by, at=at):
        return again
    try:
        visit = _checked(session, id, digest, body, by=by, at=at, kept=kept)
    except AppError:
        # Another sending may have been taken meanwhile: its issues are no fault of this one.
        if again := _again(session, id, body, digest, by=by, at=at):
            return again
        raise
    begin_write(session)
    try:
        return Taken(_write(session, visit), first=True)
    except IntegrityError:
        # Another sending of this visit was written meanwhile: of two, the keys let one in.
        session.rollback()
        if again := _again(session, id, body, digest, by=by, at=at):
            return again
        if body.corrects is not None:
            refuse_second(session, body.corrects)
        raise


def _again(
    session: Session, id: UUID, body: InspectionBody, digest: str, *, by: User, at: datetime
) -> Taken | InspectionDiffers | None:
    first = first_under(session, id)
    if first is None:
        return None
    if first.signed_by == by.id and first.digest == digest:
        promised = shas(shown_media(body))
        if body.drafted_by is not None:
            promised = own_photos(session, first, promised, by.owner)
        return Taken(receipt_again(session, first, promised, by.owner), first=False)
    if first.signed_by != by.id:
        # Who may not visit this entity learns nothing of what is kept under the id.
        visited(session, body.entity_id, by, at)
    return keep_differing(session, first, body, digest, by=by, at=at)


def _checked(
    session: Session,
    id: UUID,
    digest: str,
    body: InspectionBody,
    *,
    by: User,
    at: datetime,
    kept: bool,
) -> Visit:
    skew_s = body.device_skew_s
    at_end = None if skew_s is None else timedelta(seconds=skew_s)
    when = timing(body.started_at, body.finished_at, body.device_now, at, at_end)
    seen = visited(session, body.entity_id, by, at, on=when.day if kept else None)
    require_onsite(body, seen.snapshot.grade, seen.risk_level)
    known_issues(body.rechecks, seen.priors)
    drafter = drafted(session, id, body, by)
    if correction := correction_of(session, body, when, by):
        when = correction.counted(when)
    profile = profile_seen(body.profile) if body.profile else seen.profile
    received = shanghai_date(at)
    versions = [
        version_for_visit(
            ref.id,
            ref.version,
            received,
            pointer,
            shelf_of(session, (ref.id, ref.version)),
            however_old=kept,
        )
        for ref, pointer in _refs(body)
    ]
    judged = judge(body, versions, profile, when.day)
    return Visit(id, digest, body, seen, when, judged, by, correction, drafter)


def _refs(body: InspectionBody) -> list[tuple[ChecklistRef, str]]:
    refs = [(body.checklist, "/checklist/version")]
    refs += [(ref, f"/modules/{n}/version") for n, ref in enumerate(body.modules)]
    if len({ref.id for ref, _ in refs}) < len(refs):
        raise Malformed(
            "同一份检查表填了两次，请更新手机应用后重新提交。",
            errors=[{"pointer": "/modules", "detail": "检查表重复"}],
        )
    return refs


def _write(session: Session, visit: Visit) -> Receipt:
    body, seen, when, by = visit.body, visit.seen, visit.when, visit.by
    at = when.received_at
    rechecks = visit.correction.new_rechecks(body.rechecks) if visit.correction else body.rechecks
    back = returned(session, [r.issue for r in rechecks if r.result == "repeated"])
    found = findings(visit, back)
    shown = [_link(media, visit) for media in shown_media(body)]
    theirs = visit.drafted.photos if visit.drafted else frozenset()
    promised = [sha for sha in link(session, shown + issue_photos(found)) if sha not in theirs]
    if visit.drafted:
        end_drafts(session, body, by, at)
    settle(session, visit)
    speak_for_state(session, visit)
    record(
        session,
        at,
        by,
        "inspection.submit",
        "inspection",
        visit.id,
        seen.snapshot.county_code,
        outcome=body.outcome,
        issues=len(found),
    )
    if rechecks:
        record_rechecks(session, visit.id, rechecks, by, at, when.device_finished_at)
    if turned := _turned(visit):
        reason = body.correction_reason.strip()
        note_corrections(session, visit.id, turned, reason, by, at, when.device_finished_at)
    unit_of = units_in_charge(session, found)
    # Numbers last: each series is one row that others of the county wait for until the commit.
    county = seen.snapshot.county_code
    receipt_no, numbers = numbers_for(session, county, when.period, len(found))
    opened = write_issues(session, found, numbers, unit_of, at=at)
    receipt = Receipt(
        id=visit.id,
        receipt_no=receipt_no,
        received_at=at,
        issues=[IssueOpened(**vars(issue)) for issue in opened],
        missing_media=promised,
    )
    insert_rows(session, Inspection, [visit.row(receipt)])
    return receipt


def _turned(visit: Visit) -> dict[UUID, bool]:
    if visit.correction is None:
        return {}
    failed = {answer.item for answer in visit.judged.answers if answer.answer == "no"}
    return visit.correction.turned(visit.seen.priors, failed, visit.body.rechecks)


def _link(media: Shown, visit: Visit) -> NewLink:
    place, by = visit.seen.snapshot, visit.drafted
    # The assistant's phone has these bytes and sends them.
    owner = by.owner if by and media.sha256 in by.photos else visit.by.owner
    return NewLink(
        sha256=media.sha256,
        role=media.role,
        owner=owner,
        entity_id=place.id,
        region_code=place.region_code,
        city_code=place.city_code,
        county_code=place.county_code,
        town_code=place.town_code,
        inspection_id=visit.id,
    )
