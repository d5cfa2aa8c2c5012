"""Signing in, going on with the next pair of tokens, and changing one's own password."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from app.accounts import lockout, passwords, sessions
from app.accounts.apart import apart
from app.accounts.device import device_token
from app.accounts.me import me_of
from app.accounts.models import Account
from app.accounts.shown import PasswordOrder, Tokens
from app.accounts.tokens import access_token, lifetime
from app.accounts.user import User, user_of
from app.audit.service import record
from app.db import begin_write
from app.errors import Forbidden, Malformed, NotSignedIn
from app.settings import Settings


class WrongCredentials(NotSignedIn, slug="wrong-credentials", title="没有登录成功"):
    """No such account, or not its password: the answer does not tell which."""


class AccountDisabled(Forbidden, slug="account-disabled", title="账号已停用"):
    """The password was right, but the account is switched off."""


def sign_in(
    session: Session,
    username: str,
    password: str,
    *,
    address: str,
    settings: Settings,
    at: datetime,
) -> Tokens:
    """A new session for the right password.

    Raises WrongCredentials, AccountLocked, AccountDisabled, TooMany, TooManySigningIn.
    """
    session.info["address"] = address
    username = username.strip().casefold()
    lockout.refuse_if_locked(session, username, address, settings, at)
    found = _by_username(session, username)
    known_hash = found.password_hash if found else None
    # The hash takes a while: the connection goes back to those who have use for it meanwhile.
    session.close()
    demo_password = password == passwords.DEMO_PASSWORD and not settings.demo
    fits, fresh_hash = passwords.fits(password, known_hash)
    if found is None or not fits or demo_password:
        raise _count_wrong(session, username, found, address, settings, at)

    begin_write(session)
    # Parallel guesses pass the first look together; the one that hits must pass again.
    lockout.refuse_if_locked(session, username, address, settings, at)
    account = _locked_row(session, found)
    if account.password_hash != known_hash:
        raise WrongCredentials("密码刚刚被修改，请用新密码登录。")
    if account.disabled_at is not None:
        raise AccountDisabled("账号已停用，如需恢复请联系本级安全管理员。")
    lockout.forgive(session, username)
    if fresh_hash:
        account.password_hash = fresh_hash
    session.add(account)
    record(session, at, user_of(account), "auth.signed_in", "account", account.id)
    return _tokens(
        session, account, sessions.open_family(session, account.id, settings, at), settings, at
    )


def _by_username(session: Session, username: str) -> Account | None:
    wanted = select(Account).where(col(Account.username) == username)
    return session.execute(wanted).scalar_one_or_none()


def _locked_row(session: Session, account: Account) -> Account:
    row = session.get(Account, account.id, with_for_update=True, populate_existing=True)
    assert row is not None
    return row


def _count_wrong(
    session: Session,
    username: str,
    account: Account | None,
    address: str,
    settings: Settings,
    at: datetime,
) -> WrongCredentials:
    with apart(session) as own:
        left = lockout.count_failure(own, username, address, settings, at)
        # An unknown name is not written down: people type their password into the wrong box.
        record(
            own,
            at,
            None,
            "auth.refused",
            "account",
            account.id if account else "",
            account.county_code if account else None,
        )
    if left == 0:
        return WrongCredentials(
            f"账号或密码不对，账号已锁定 {settings.lock_minutes} 分钟。"
            "请稍后再试，或请本级安全管理员解锁。"
        )
    return WrongCredentials(
        f"账号或密码不对，请核对后再试；再错 {left} 次将锁定 {settings.lock_minutes} 分钟。"
    )


def refresh(session: Session, token: str, settings: Settings, at: datetime) -> Tokens:
    """The next pair of tokens.  Raises SessionExpired."""
    account, issued = sessions.exchange(session, token, settings, at)
    return _tokens(session, account, issued, settings, at)


def change_password(
    session: Session,
    order: PasswordOrder,
    *,
    by: User,
    address: str,
    settings: Settings,
    at: datetime,
) -> Tokens:
    """A password of one's own choice; every other session ends, this one goes on.

    Raises Malformed with a pointer, AccountLocked after too many wrong old passwords.
    """
    lockout.refuse_if_locked(session, by.username, address, settings, at)
    found = _by_username(session, by.username)
    assert found is not None
    known_hash = found.password_hash
    session.close()
    if not passwords.fits(order.old_password, known_hash)[0]:
        with apart(session) as own:
            left = lockout.count_failure(own, by.username, address, settings, at)
            record(own, at, by, "account.password_refused", "account", by.id)
        raise _at("/old_password", f"原密码不对，请重新输入（还可以试 {left} 次）。")
    if order.new_password == order.old_password:
        raise _at("/new_password", "新密码不能和原密码相同，请换一个。")
    if lacking := passwords.weakness(order.new_password, by.username):
        raise _at("/new_password", lacking)
    new_hash = passwords.make_hash(order.new_password)

    begin_write(session)
    account = _locked_row(session, found)
    if account.password_hash != known_hash:
        raise WrongCredentials("密码刚刚在别处被修改，请用新密码登录。")
    account.password_hash = new_hash
    account.must_change_password = False
    account.password_changed_at = at
    sessions.end_all(session, account, at)
    lockout.forgive(session, by.username)
    record(session, at, by, "account.password_changed", "account", by.id)
    return _tokens(
        session, account, sessions.open_family(session, account.id, settings, at), settings, at
    )


def _at(pointer: str, detail: str) -> Malformed:
    return Malformed(detail, errors=[{"pointer": pointer, "detail": detail}])


def _tokens(
    session: Session, account: Account, issued: sessions.Issued, settings: Settings, at: datetime
) -> Tokens:
    return Tokens(
        access_token=access_token(account, settings, at),
        expires_in=int(lifetime(settings).total_seconds()),
        refresh_token=issued.token,
        refresh_expires_at=issued.expires_at,
        device_token=device_token(account.id, settings, at),
        me=me_of(session, account),
    )
