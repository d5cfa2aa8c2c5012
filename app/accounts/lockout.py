"""Slowing a guesser down: failures counted per account name and per network address.

Names that do not exist are counted like those that do, so that nobody learns which exist.
"""

import ipaddress
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from app.accounts.models import LoginFailures
from app.clock import SHANGHAI
from app.errors import AppError, TooMany
from app.settings import Settings

# Whole offices and mobile networks share one address: it gets six times an account's patience.
_ADDRESS_FACTOR = 6


class AccountLocked(AppError, status=423, slug="account-locked", title="账号已锁定"):
    """Too many wrong passwords for one account name."""


def account_key(username: str) -> str:
    """The counter of an account name."""
    return f"account:{username.casefold()[:60]}"


def address_key(address: str, settings: Settings) -> str | None:
    """The counter of a network address; None where it is not counted.

    An IPv6 caller owns a whole /64, so that is what is counted.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return f"address:{address}" if address else None
    if parsed.is_loopback and settings.demo:
        return None
    if parsed.version == 6:
        return f"address:{ipaddress.ip_network((parsed, 64), strict=False)}"
    return f"address:{parsed}"


def refuse_if_locked(
    session: Session, username: str, address: str, settings: Settings, at: datetime
) -> None:
    """Raises TooMany for a locked address, AccountLocked for a locked account name."""
    if key := address_key(address, settings):
        until = locked_until(session, key, at)
        if until is not None:
            raise TooMany(
                f"这个网络登录失败次数太多，请在 {_clock(until)} 之后再试。",
                retry_after_s=_seconds(until, at),
            )
    until = locked_until(session, account_key(username), at)
    if until is not None:
        raise AccountLocked(
            f"密码连续输错，账号锁定到 {_clock(until)}（北京时间）。"
            "请到时再试，或请本级安全管理员解锁。",
            headers={"Retry-After": str(_seconds(until, at))},
            locked_until=until.isoformat().replace("+00:00", "Z"),
        )


def locked_until(session: Session, key: str, at: datetime) -> datetime | None:
    """The end of a lock that holds now."""
    row = session.get(LoginFailures, key)
    if row is None or row.locked_until is None or row.locked_until <= at:
        return None
    return row.locked_until


def count_failure(
    session: Session, username: str, address: str, settings: Settings, at: datetime
) -> int:
    """Count a wrong password; how many more tries the account name has before it locks."""
    most = settings.lock_after_failures
    failures = _count(session, account_key(username), most, settings, at)
    if key := address_key(address, settings):
        _count(session, key, most * _ADDRESS_FACTOR, settings, at)
    return max(0, most - failures)


def _count(session: Session, key: str, most: int, settings: Settings, at: datetime) -> int:
    window = timedelta(minutes=settings.lock_minutes)
    row = _row(session, key, at)
    lock_is_over = row.locked_until is not None and row.locked_until <= at
    if lock_is_over or at - row.since > window:
        row.failures, row.since, row.locked_until = 0, at, None
    row.failures += 1
    if row.failures >= most and row.locked_until is None:
        row.locked_until = at + window
        _forget_old(session, at - window)
    session.add(row)
    session.flush()
    return row.failures


def _row(session: Session, key: str, at: datetime) -> LoginFailures:
    found = session.get(LoginFailures, key, with_for_update=True, populate_existing=True)
    if found is not None:
        return found
    try:
        with session.begin_nested():
            session.add(LoginFailures(key=key, since=at))
    except IntegrityError:
        # Another process counted this key for the first time in the same instant.
        session.expire_all()
    row = session.get(LoginFailures, key, with_for_update=True, populate_existing=True)
    assert row is not None
    return row


def _forget_old(session: Session, before: datetime) -> None:
    over = or_(col(LoginFailures.locked_until).is_(None), col(LoginFailures.locked_until) < before)
    session.execute(delete(LoginFailures).where(col(LoginFailures.since) < before, over))


def forgive(session: Session, username: str) -> None:
    """Forget an account's failures: after a right password, or by the security administrator."""
    session.execute(delete(LoginFailures).where(col(LoginFailures.key) == account_key(username)))


def _clock(until: datetime) -> str:
    # Rounded up to the minute: at the time named, the lock is surely over.
    shown = until.astimezone(SHANGHAI) + timedelta(seconds=59)
    return f"{shown:%H:%M}"


def _seconds(until: datetime, at: datetime) -> int:
    return max(1, ceil((until - at).total_seconds()))
