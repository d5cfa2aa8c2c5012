"""For which unit a person speaks."""

from sqlmodel import Session, col, select

from app.accounts.user import User
from app.documents.kinds import ISSUING
from app.errors import Forbidden
from app.regions.models import Unit


class NoUnit(Forbidden, slug="no-unit", title="没有所属单位"):
    """A document is a unit's, and this person's account names none."""

    def __init__(self) -> None:
        super().__init__("这个账号没有所属单位，不能出具文书，请联系本级安全管理员补上单位。")


def unit_of(session: Session, by: User) -> Unit | None:
    """The unit this person speaks for: the account's, else the one of their kind at their place."""
    if by.role not in ISSUING:
        return None
    if by.unit_id is not None:
        return session.get(Unit, by.unit_id)
    here = select(Unit).where(
        Unit.kind == ISSUING[by.role], col(Unit.region_code) == by.region_code
    )
    return session.exec(here.order_by(col(Unit.name), col(Unit.id))).first()


def unit_or_refuse(session: Session, by: User) -> Unit:
    """The unit this person speaks for.  Raises NoUnit."""
    found = unit_of(session, by)
    if found is None:
        raise NoUnit
    return found
