"""Working calendars over HTTP, for the system's administrator."""

from typing import Annotated

from fastapi import APIRouter

from app.accounts.guards import Db, Now, User, may
from app.accounts.roles import May
from app.ledger import calendar_loading
from app.ledger.calendar_loading import CalendarLook, NewCalendar, YearShown

router = APIRouter(prefix="/api/v1/calendars", tags=["calendars"])

Keeper = Annotated[User, may(May.MANAGE_CALENDARS)]


@router.get("")
def list_calendars(session: Db, actor: Keeper, at: Now) -> list[YearShown]:
    """Which years are published, and which are counted provisionally."""
    return calendar_loading.years(session, at)


@router.post("")
def load_calendar(session: Db, actor: Keeper, at: Now, new: NewCalendar) -> CalendarLook:
    """Look at a year's calendar, or load it; provisional deadlines are recounted, never earlier."""
    return calendar_loading.load_year(session, new, by=actor, name=actor.name, at=at)
