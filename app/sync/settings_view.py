"""What every phone needs beside its own rows: calendars, checklists, numbers to call, settings."""

from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts.guards import User
from app.accounts.roles import May, allowed
from app.assignments.rules import period_bounds, period_of
from app.checklists.library import get_library
from app.checklists.service import AFTER_ITS_END, shelf, shelf_of
from app.ledger.calendars import get_calendar
from app.regions.models import Unit, UnitKind
from app.settings import Settings
from app.sync.models import (
    CalendarShown,
    ChecklistPin,
    Contacts,
    PeriodShown,
    Phone,
    PhoneSettings,
)

_DEMO_HEALTH = "0531-00009900"
_AMBULANCE = Phone(name="急救电话", phone="120")
_NOBODY = Phone(name="", phone="")


def period_shown(today: date) -> PeriodShown:
    """The quarter of a day."""
    code = period_of(today)
    first, last = period_bounds(code)
    return PeriodShown(code=code, first=first, last=last)


def checklist_pins(session: Session, by: User, today: date) -> list[ChecklistPin]:
    """Versions a draft may have begun on and still be taken; none for who may not read them."""
    if not allowed(by.role, May.SEE_CHECKLISTS):
        return []
    return [
        ChecklistPin(**row.model_dump(include=set(ChecklistPin.model_fields)))
        for row in shelf(shelf_of(session))
        if row.valid_to is None or today <= row.valid_to + AFTER_ITS_END
    ]


def calendars(session: Session, today: date) -> list[CalendarShown]:
    """Published calendars from last year on: deadlines reach over New Year."""
    return [
        CalendarShown(year=year, holidays=sorted(known.holidays), workdays=sorted(known.workdays))
        for year, known in sorted(get_calendar(session).years.items())
        if year >= (today - timedelta(days=366)).year
    ]


def contacts(session: Session, by: User, settings: Settings) -> Contacts:
    """The office, station and bureau in charge where this person works."""
    places = [code for code in (by.town_code, by.county_code, by.city_code) if code]
    found = session.execute(
        sa.select(Unit).where(col(Unit.region_code).in_(places)).order_by(col(Unit.name))
    ).scalars()
    # The nearest of each kind: the town's station, the county's bureau and office.
    nearest: dict[UnitKind, Unit] = {}
    for unit in sorted(found, key=lambda unit: places.index(unit.region_code)):
        nearest.setdefault(UnitKind(unit.kind), unit)
    to_call = [
        _phone(nearest[kind])
        for kind in (UnitKind.STATION, UnitKind.OFFICE, UnitKind.BUREAU)
        if kind in nearest and nearest[kind].phone
    ]
    return Contacts(
        office=_phone(nearest.get(UnitKind.OFFICE)),
        station=_phone(nearest.get(UnitKind.STATION)),
        hotline=settings.hotline,
        accident=[
            *to_call,
            *_health(settings),
            Phone(name="投诉举报", phone=settings.hotline),
            _AMBULANCE,
        ],
    )


def _health(settings: Settings) -> list[Phone]:
    """A suspected accident is reported to health as well as to the market bureau."""
    number = settings.health_phone or (_DEMO_HEALTH if settings.demo else "")
    return [Phone(name="县级卫生健康行政部门", phone=number)] if number else []


def phone_settings(settings: Settings) -> PhoneSettings:
    """What the installation decides for phones."""
    return PhoneSettings(offline_days=settings.offline_days, laws_digest=get_library().laws_digest)


def _phone(unit: Unit | None) -> Phone:
    return Phone(name=unit.name, phone=unit.phone) if unit else _NOBODY
