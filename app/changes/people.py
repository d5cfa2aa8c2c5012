"""Cadres of an office's region: who may leave, follow or stand in."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import User
from app.errors import Malformed
from app.regions.models import Region
from app.regions.scope import Scope, visible


def cadre_of(session: Session, cadre_id: UUID, pointer: str, *, by: User) -> Account:
    """A cadre within the office's region.  Raises Malformed at the pointer."""
    query = _within(by).where(col(Account.id) == cadre_id)
    found = session.exec(query.execution_options(populate_existing=True)).first()
    if found is None:
        detail = "没有这位包保干部，或不在本级范围内，请重新选择。"
        raise Malformed(detail, errors=[{"pointer": pointer, "detail": detail}])
    return found


def working_cadre(session: Session, cadre_id: UUID, pointer: str, *, by: User) -> Account:
    """The same, whose account is not switched off.  Raises Malformed at the pointer."""
    found = cadre_of(session, cadre_id, pointer, by=by)
    if found.disabled_at is not None:
        detail = f"{found.name}的账号已停用，请另选一位。"
        raise Malformed(detail, errors=[{"pointer": pointer, "detail": detail}])
    return found


def names_of(session: Session, ids: set[UUID]) -> dict[UUID, Account]:
    """People by their id: their names stand on what they did, wherever they are."""
    return {one.id: one for one in session.exec(select(Account).where(col(Account.id).in_(ids)))}


def places_of(session: Session, codes: set[str]) -> dict[str, str]:
    """Full names of divisions."""
    query = sa.select(col(Region.code), col(Region.path_name)).where(col(Region.code).in_(codes))
    return {row[0]: row[1] for row in session.execute(query)}


def within_office(by: User) -> sa.ColumnElement[bool]:
    """The condition under which an account is of the office's region."""
    return visible(Account, Scope(level=by.level, region_code=by.region_code))


def _within(by: User) -> SelectOfScalar[Account]:
    return select(Account).where(col(Account.role) == Role.CADRE, within_office(by))
