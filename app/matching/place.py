"""Where an office matches: a division within its region, and the levels it may dispose of."""

from sqlmodel import Session, select

from app.accounts.user import User
from app.errors import NotFound
from app.regions.models import Level, Region
from app.regions.scope import Scope
from app.regions.tree import inside

_BELOW = {
    Level.PROVINCE: ("city", "county", "town", "village"),
    Level.CITY: ("city", "county", "town", "village"),
    Level.COUNTY: ("county", "town", "village"),
}
_GRADES = {"city": "A", "county": "B", "town": "C", "village": "D"}


def levels_of(user: User) -> tuple[str, ...]:
    """Levels of cadres an office disposes of: a county does not name the city's leaders."""
    return _BELOW.get(user.level, ())


def grades_of(user: User) -> tuple[str, ...]:
    """The grades those levels cover."""
    return tuple(_GRADES[level] for level in levels_of(user))


def place_of(session: Session, code: str | None, user: User) -> Region:
    """The division asked for, else the office's own.  Raises NotFound outside its region."""
    own = Scope(level=user.level, region_code=user.region_code)
    wanted = select(Region).where(Region.code == (code or user.region_code), inside(own))
    found = session.exec(wanted).first()
    if found is None:
        raise NotFound("没有这个区划，或不在本级范围内。")
    return found
