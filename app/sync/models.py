"""What a phone gets when it asks what is new."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from app.accounts.shown import Me
from app.inspections.draft_wire import VisitDraftShown
from app.ledger.wire import IssueShown
from app.regions.units import UnitRow
from app.reminders.mailbox import MessageShown
from app.sync.entity_shapes import EntityShown


class PeriodShown(BaseModel):
    """The quarter that visits are owed in now."""

    code: str
    first: date
    last: date


class FeedbackRow(BaseModel):
    """What the cadre is told of an issue."""

    id: UUID
    issue_id: UUID
    text: str
    at: datetime
    read_at: datetime | None


class ChecklistPin(BaseModel):
    """A version to have at hand; its body is fetched once and never changes."""

    id: str
    version: int
    digest: str
    business_type: str
    region: str | None
    """The division it is for; none for all."""
    valid_from: date
    valid_to: date | None


class CalendarShown(BaseModel):
    """Days off and worked weekends of a year, for the deadlines that a phone shows offline."""

    year: int
    holidays: list[date]
    workdays: list[date]


class Phone(BaseModel):
    """Whom to call."""

    name: str
    phone: str


class Contacts(BaseModel):
    """Numbers that must be at hand without a network."""

    office: Phone
    station: Phone
    hotline: str
    accident: list[Phone]


class PhoneSettings(BaseModel):
    """What the installation decides for phones."""

    offline_days: int
    idle_confirm_hours: int = 8
    photo_max_edge: int = 1600
    photo_max_bytes: int = 400_000
    max_photos: int = 9
    laws_digest: str = ""
    """Of the laws on record: a phone that holds other ones fetches them again."""


class SyncPage(BaseModel):
    """A page of changes since a cursor.

    Each entity comes with all its issues: others of it are gone. With `full` the pages together
    hold everything, and an entity in none of them is gone. While there is `more`, ask on.
    """

    cursor: str
    more: bool
    run: str
    """The same in all pages of a run."""
    server_time: datetime
    full: bool
    me: Me
    period: PeriodShown
    entities: list[EntityShown]
    removed_entities: list[UUID]
    issues: list[IssueShown]
    feedback: list[FeedbackRow]
    messages: list[MessageShown] | None
    """All that are kept, newest first; null where nothing changed."""
    drafts: list[VisitDraftShown] | None
    """代拟的督导表: all that wait for this person or are under way; null where nothing changed."""
    checklists: list[ChecklistPin]
    calendars: list[CalendarShown]
    contacts: Contacts
    units: list[UnitRow]
    settings: PhoneSettings
