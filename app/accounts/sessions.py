"""Refresh tokens: opaque, kept as hashes, exchanged at each use; a copied one gives itself away.

A token is good once. A phone may lose the answer to an exchange, so for a week the last token is
taken again as long as nobody has used what it was exchanged for; the lost ones are then spent.
Any other second use means that two hold the same token, and ends the whole family.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from app.accounts.apart import apart
from app.accounts.models import Account, RefreshToken
from app.accounts.tokens import AccountEnded, SessionExpired
from app.audit.service import record
from app.db import begin_write
from app.ids import random_token, sha256_hex, uuid7
from app.settings import Settings

GRACE = timedelta(days=7)
"""A village may be without a network for days; the guard is that nobody used the lost answer."""


@dataclass(frozen=True)
class Issued:
    """A refresh token as it goes to the phone, the only time it is seen in clear."""

    token: str
    expires_at: datetime


def open_family(session: Session, account_id: UUID, settings: Settings, at: datetime) -> Issued:
    """The first token of a new sign-in; expired ones of the account are cleared away."""
    old = delete(RefreshToken).where(
        col(RefreshToken.account_id) == account_id, col(RefreshToken.expires_at) <= at
    )
    session.execute(old)
    return _issue(session, account_id, uuid7(), None, settings, at)


def _issue(
    session: Session,
    account_id: UUID,
    family_id: UUID,
    parent_id: UUID | None,
    settings: Settings,
    at: datetime,
) -> Issued:
    token = random_token()
    expires_at = at + timedelta(days=settings.refresh_token_days)
    session.add(
        RefreshToken(
            id=uuid7(),
            account_id=account_id,
            family_id=family_id,
            parent_id=parent_id,
            token_hash=sha256_hex(token),
            issued_at=at,
            expires_at=expires_at,
        )
    )
    session.flush()
    return Issued(token, expires_at)


def exchange(
    session: Session, token: str, settings: Settings, at: datetime
) -> tuple[Account, Issued]:
    """A new token for a good one, and whose it is.

    Raises SessionExpired, AccountEnded; on a second use the family is ended first, and stays ended.
    """
    known = _find(session, token)
    if known is None:
        raise SessionExpired
    begin_write(session)
    # The account first: a reset of the password at this moment waits, or is seen here.
    account = session.get(Account, known.account_id, with_for_update=True, populate_existing=True)
    held = session.get(RefreshToken, known.id, with_for_update=True, populate_existing=True)
    # First: disabling ends every session too, and the phone must learn the reason.
    if account is not None and account.disabled_at is not None:
        raise AccountEnded
    if account is None or held is None or held.revoked_at or held.expires_at <= at:
        raise SessionExpired
    if held.used_at is not None and not _answer_was_lost(session, held, at):
        _end_stolen(session, held, at)
    _spend_children(session, held, at)
    held.used_at = held.used_at or at
    session.add(held)
    return account, _issue(session, account.id, held.family_id, held.id, settings, at)


def _find(session: Session, token: str) -> RefreshToken | None:
    wanted = select(RefreshToken).where(col(RefreshToken.token_hash) == sha256_hex(token))
    return session.execute(wanted).scalar_one_or_none()


def _answer_was_lost(session: Session, held: RefreshToken, at: datetime) -> bool:
    if held.used_at is None or at - held.used_at > GRACE:
        return False
    children = select(col(RefreshToken.id)).where(col(RefreshToken.parent_id) == held.id)
    used_children = select(col(RefreshToken.id)).where(col(RefreshToken.parent_id).in_(children))
    # Without a child it was never exchanged but spent as somebody's lost answer.
    exchanged = session.execute(children.limit(1)).first() is not None
    return exchanged and session.execute(used_children.limit(1)).first() is None


def _spend_children(session: Session, held: RefreshToken, at: datetime) -> None:
    # Were two live tokens left, a thief and the owner could go on side by side unnoticed.
    lost = update(RefreshToken).where(
        col(RefreshToken.parent_id) == held.id, col(RefreshToken.used_at).is_(None)
    )
    session.execute(lost.values(used_at=at))


def _end_stolen(session: Session, held: RefreshToken, at: datetime) -> None:
    family_id, account_id = held.family_id, held.account_id
    with apart(session) as own:
        end_family(own, family_id, at)
        record(own, at, None, "auth.refresh_reused", "account", account_id)
    raise SessionExpired("这次登录在别处被重复使用，为安全起见已退出，请重新登录。")


def end_family(session: Session, family_id: UUID, at: datetime) -> None:
    """No token of this sign-in is good any more."""
    family = update(RefreshToken).where(
        col(RefreshToken.family_id) == family_id, col(RefreshToken.revoked_at).is_(None)
    )
    session.execute(family.values(revoked_at=at))


def end_all(session: Session, account: Account, at: datetime) -> None:
    """End every session of an account at once, access tokens included."""
    account.session_generation += 1
    session.add(account)
    session.flush()
    every = update(RefreshToken).where(
        col(RefreshToken.account_id) == account.id, col(RefreshToken.revoked_at).is_(None)
    )
    session.execute(every.values(revoked_at=at))


def sign_out(session: Session, token: str, at: datetime) -> None:
    """End the sign-in this token belongs to; an unknown token is no error."""
    known = _find(session, token)
    if known is None:
        return
    begin_write(session)
    end_family(session, known.family_id, at)
    record(session, at, None, "auth.signed_out", "account", known.account_id)
