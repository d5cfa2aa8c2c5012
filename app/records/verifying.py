"""What a printed record can be held against: a code of what was received, and a public page."""

import hmac
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from app.checklists.answers import Answer
from app.clock import shanghai_date
from app.errors import NotFound
from app.inspections.models import Inspection
from app.records.answers import totals
from app.records.content import content
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings


class RecordUnknown(NotFound, slug="record-unknown"):
    """No record has this number and this code together."""

    def __init__(self) -> None:
        super().__init__("没有查到这份记录。请核对编号和核验码，或重新扫描表上的二维码。")


@dataclass(frozen=True)
class Verified:
    """What anybody may know who holds the paper: enough to compare, no person's name."""

    number: str
    entity: str
    day: date
    outcome: str
    totals: str
    issues: int
    name: str
    corrected_by: str
    """Number of the record that took its place; empty where none did."""


def code_of(visit: Inspection, settings: Settings) -> str:
    """核验码 of a record, `7F3A-91C2-D04E`: of its content as received, sealed with our secret."""
    said = f"{visit.id}:{visit.receipt_no}:{visit.digest}"
    found = settings.seal("record", said.encode()).hex()[:12].upper()
    return "-".join(found[n : n + 4] for n in range(0, 12, 4))


def address_of(visit: Inspection, settings: Settings) -> str:
    """Where the record's QR code leads."""
    place = settings.public_url.rstrip("/")
    return f"{place}/v/{visit.receipt_no}/{code_of(visit, settings)}"


def verified(session: Session, number: str, code: str, settings: Settings) -> Verified:
    """The record of this number, for whoever holds its code.  Raises RecordUnknown."""
    set_scope(session, EVERYWHERE)
    visit = session.exec(select(Inspection).where(Inspection.receipt_no == number.upper())).first()
    given = code.upper().encode()
    if visit is None or not hmac.compare_digest(code_of(visit, settings).encode(), given):
        raise RecordUnknown
    said = content(session, visit)
    answers = [Answer.model_validate(answer) for answer in visit.answers]
    later = session.exec(
        select(Inspection.receipt_no).where(Inspection.corrects == visit.id)
    ).first()
    return Verified(
        number=visit.receipt_no,
        entity=said["entity"],
        day=shanghai_date(visit.finished_at),
        outcome=said["outcome"],
        totals=totals(answers) if visit.outcome == "done" else "",
        issues=visit.issue_count,
        name=said["name"],
        corrected_by=later or "",
    )
