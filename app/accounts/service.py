"""The making of an account: a person in a place, with a role that fits both."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from app.accounts import passwords
from app.accounts.models import Account
from app.accounts.roles import LEVELS, UNIT_OF, Role
from app.accounts.shown import NewAccount
from app.accounts.user import User
from app.audit.service import record
from app.db import begin_write
from app.errors import Conflict, Malformed
from app.ids import uuid7
from app.regions.models import Region, Unit


class UsernameTaken(Conflict, slug="username-taken", title="账号名已被使用"):
    """Account names are unique in the whole installation."""


def create_account(
    session: Session, new: NewAccount, at: datetime, by: User | None = None
) -> Account:
    """A new account, placed in its division; `by` is None for the command line.

    Raises Malformed for a password, place, unit or leader that does not fit the role.
    """
    region = session.get(Region, new.region_code)
    if region is None:
        raise _at("/region_code", f"没有区划 {new.region_code}，请先导入区划。")
    if region.level not in LEVELS[new.role]:
        raise _at("/region_code", f"{region.name} 的层级不能设这种角色，请核对区划代码。")
    _check_unit(session, new)
    _check_leader(session, new)
    _check_free(session, new.username)
    if new.password is not None and (lacking := _weakness(new)):
        raise _at("/password", lacking)
    password_hash = passwords.make_hash(new.password) if new.password else passwords.NO_PASSWORD

    begin_write(session)
    _check_free(session, new.username)
    account = Account.model_validate(
        new,
        update={
            "id": uuid7(),
            "level": region.level,
            "city_code": region.city_code,
            "county_code": region.county_code,
            "town_code": region.town_code,
            "password_hash": password_hash,
            "created_at": at,
        },
    )
    session.add(account)
    session.flush()
    record(session, at, by, "account.created", "account", account.id, account.county_code)
    return account


def _weakness(new: NewAccount) -> str | None:
    # Demo accounts carry the public password; signing in refuses it outside demo mode.
    if new.password is None or new.password == passwords.DEMO_PASSWORD:
        return None
    return passwords.weakness(new.password, new.username)


def _check_unit(session: Session, new: NewAccount) -> None:
    needed = UNIT_OF.get(new.role)
    unit = session.get(Unit, new.unit_id) if new.unit_id else None
    if new.unit_id and unit is None:
        raise _at("/unit_id", "没有这个单位，请先建立单位。")
    if needed and (unit is None or unit.kind is not needed):
        raise _at("/unit_id", "这种角色要选对应的市场监管所、市场监管局或食药安办。")


def _check_leader(session: Session, new: NewAccount) -> None:
    if new.role is not Role.ASSISTANT:
        return
    leader = session.get(Account, new.assists_id) if new.assists_id else None
    if leader is None or leader.role is not Role.CADRE:
        raise _at("/assists_id", "协助人要指定一位包保干部。")


def _check_free(session: Session, username: str) -> None:
    taken = select(col(Account.id)).where(col(Account.username) == username)
    if session.execute(taken).first() is not None:
        raise UsernameTaken(f"账号名 {username} 已有人使用，请换一个。")


def _at(pointer: str, detail: str) -> Malformed:
    return Malformed(detail, errors=[{"pointer": pointer, "detail": detail}])
