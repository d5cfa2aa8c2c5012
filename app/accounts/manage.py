"""What the security administrator does with the accounts of the own region."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlmodel import Session, col

from app.accounts import lockout, passwords, sessions
from app.accounts.models import Account, LoginFailures
from app.accounts.shown import AccountPage, AccountRow, TemporaryPassword
from app.accounts.user import User
from app.audit.service import record
from app.db import begin_write
from app.errors import Conflict, NotFound
from app.regions.models import Region, Unit
from app.regions.scope import Scope, visible


class NotOnOneself(Conflict, slug="not-on-oneself", title="不能对自己操作"):
    """An administrator neither switches off nor resets the own account."""


def accounts(
    session: Session, *, q: str, cursor: str, limit: int, by: User, at: datetime
) -> AccountPage:
    """A page of the region's accounts by account name; `q` looks in account name, name and post."""
    wanted = _rows(by).where(col(Account.username) > cursor)
    if q := q.strip():
        places = (col(Account.username), col(Account.name), col(Account.post))
        wanted = wanted.where(or_(*(place.icontains(q, autoescape=True) for place in places)))
    rows = session.execute(wanted.order_by(col(Account.username)).limit(limit + 1)).all()
    shown = [_shown(*row, at=at) for row in rows[:limit]]
    return AccountPage(items=shown, next=shown[-1].username if len(rows) > limit else None)


def reset_password(
    session: Session, account_id: UUID, *, by: User, at: datetime
) -> TemporaryPassword:
    """A temporary password, shown this once; the person's sessions end and the lock is lifted."""
    _of_region(session, account_id, by)
    temporary = passwords.temporary_password()
    password_hash = passwords.make_hash(temporary)
    account = _to_change(session, account_id, by)
    account.password_hash = password_hash
    account.must_change_password = True
    account.password_changed_at = at
    sessions.end_all(session, account, at)
    lockout.forgive(session, account.username)
    _note(session, at, by, "account.password_reset", account)
    return TemporaryPassword(temporary_password=temporary)


def disable(session: Session, account_id: UUID, *, by: User, at: datetime) -> AccountRow:
    """Switch an account off; its sessions end at once."""
    account = _to_change(session, account_id, by)
    if account.disabled_at is None:
        account.disabled_at = at
        sessions.end_all(session, account, at)
        _note(session, at, by, "account.disabled", account)
    return _row(session, account_id, by, at)


def enable(session: Session, account_id: UUID, *, by: User, at: datetime) -> AccountRow:
    """Switch an account on again; the person signs in anew."""
    account = _to_change(session, account_id, by)
    if account.disabled_at is not None:
        account.disabled_at = None
        session.add(account)
        _note(session, at, by, "account.enabled", account)
    return _row(session, account_id, by, at)


def unlock(session: Session, account_id: UUID, *, by: User, at: datetime) -> AccountRow:
    """Lift the lock that wrong passwords brought about."""
    account = _to_change(session, account_id, by)
    lockout.forgive(session, account.username)
    _note(session, at, by, "account.unlocked", account)
    return _row(session, account_id, by, at)


def _rows(by: User) -> Select[Account, str, str, datetime | None]:
    own_region = visible(Account, Scope(level=by.level, region_code=by.region_code))
    counter = "account:" + col(Account.username)
    return (
        select(Account, col(Region.path_name), col(Unit.name), col(LoginFailures.locked_until))
        .join(Region, col(Region.code) == Account.region_code)
        .outerjoin(Unit, col(Unit.id) == Account.unit_id)
        .outerjoin(LoginFailures, col(LoginFailures.key) == counter)
        .where(own_region)
    )


def _shown(
    account: Account, region: str, unit: str | None, locked_until: datetime | None, *, at: datetime
) -> AccountRow:
    return AccountRow.model_validate(
        account.model_dump()
        | {
            "region_name": region,
            "unit_name": unit,
            "disabled": account.disabled_at is not None,
            "locked": locked_until is not None and locked_until > at,
        }
    )


def _row(session: Session, account_id: UUID, by: User, at: datetime) -> AccountRow:
    session.flush()
    return _shown(*session.execute(_rows(by).where(col(Account.id) == account_id)).one(), at=at)


def _of_region(session: Session, account_id: UUID, by: User) -> None:
    if account_id == by.id:
        raise NotOnOneself("不能对自己的账号这样操作，请由另一位安全管理员办理。")
    if session.execute(_rows(by).where(col(Account.id) == account_id)).first() is None:
        raise NotFound("没有这个账号，或不在本级管理范围内。")


def _to_change(session: Session, account_id: UUID, by: User) -> Account:
    _of_region(session, account_id, by)
    begin_write(session)
    account = session.get(Account, account_id, with_for_update=True, populate_existing=True)
    assert account is not None
    return account


def _note(session: Session, at: datetime, by: User, action: str, account: Account) -> None:
    record(session, at, by, action, "account", account.id, account.county_code)
