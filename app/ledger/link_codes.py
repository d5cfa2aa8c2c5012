"""The six digits that go with an enterprise's link: told by telephone, never sent with it.

A code is made from the link's id and our secret, so it is stored nowhere, not even as a hash that
a million guesses would open. Whoever typed it once gets a pass for that browser.
"""

import base64
import hmac
from datetime import UTC, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.apart import apart
from app.audit.service import record
from app.clock import shanghai_minute
from app.db import table_of
from app.errors import AppError, Forbidden
from app.ledger.models import RectifyLink
from app.settings import Settings

TRIES = 5
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=24)
PASS_FOR = timedelta(days=7)
"""As long as an upload that was cut off waits for its next byte."""


class CodeNeeded(Forbidden, slug="code-needed", title="需要验证码"):
    """The link is right; this browser has not yet shown its code."""


class CodeWrong(Forbidden, slug="code-wrong", title="验证码不对"):
    """Not the code of this link; `left` says how many tries remain."""


class CodeLocked(AppError, status=423, slug="code-locked", title="验证码已锁定"):
    """Too many wrong codes: not even the right one opens the link now."""


def code_of(link_id: UUID, settings: Settings) -> str:
    """The six digits that open a link."""
    return f"{int.from_bytes(settings.seal('rectify-code', link_id.bytes)) % 10**6:06d}"


def pass_of(link_id: UUID, settings: Settings, at: datetime) -> tuple[str, datetime]:
    """What a browser keeps once the code was right, and until when it holds."""
    until = (at + PASS_FOR).replace(microsecond=0)
    return _pass(link_id, int(until.timestamp()), settings), until


def passes(told: str, link_id: UUID, settings: Settings, at: datetime) -> bool:
    """Whether a browser's pass is one of ours, for this link, and still holds."""
    until = told.partition(".")[0]
    if not (until.isascii() and until.isdigit() and len(until) < 12):
        return False
    known = hmac.compare_digest(told.encode(), _pass(link_id, int(until), settings).encode())
    return known and datetime.fromtimestamp(int(until), UTC) > at


def try_code(
    session: Session, link: RectifyLink, told: str, settings: Settings, at: datetime
) -> None:
    """Let a right code pass; count a wrong one.  Raises CodeWrong, CodeLocked.

    Each fifth wrong one in a row locks the link, every time twice as long.
    """
    right = hmac.compare_digest(told, code_of(link.id, settings))
    link_id, issue_id, county = link.id, link.issue_id, link.county_code
    # Counted for good although the request is refused.
    with apart(session) as own:
        refused = _counted(own, link_id, right, at)
        action = "link.code_refused" if refused else "link.code_passed"
        record(own, at, None, action, "issue", issue_id, county_code=county, by=f"link:{link_id}")
    if refused:
        raise refused


def _counted(session: Session, link_id: UUID, right: bool, at: datetime) -> AppError | None:
    link = table_of(RectifyLink)
    row = session.execute(
        sa.select(link.c.code_failures, link.c.code_locked_until)
        .where(link.c.id == link_id)
        .with_for_update()
    ).one()
    if row.code_locked_until is not None and row.code_locked_until > at:
        return _locked(row.code_locked_until, at)
    failures = 0 if right else row.code_failures + 1
    until = None if right or failures % TRIES else at + _lock(failures)
    session.execute(
        sa.update(link)
        .where(link.c.id == link_id)
        .values(code_failures=failures, code_locked_until=until)
    )
    if right:
        return None
    if until is not None:
        return _locked(until, at)
    left = TRIES - failures % TRIES
    return CodeWrong(f"验证码不对，请核对后再填。再错 {left} 次，要等一会儿才能再试。", left=left)


def _lock(failures: int) -> timedelta:
    doubled: timedelta = FIRST_LOCK * 2 ** min(failures // TRIES - 1, 10)
    return min(doubled, LONGEST_LOCK)


def _locked(until: datetime, at: datetime) -> CodeLocked:
    # Rounded up to the minute: at the time named, the lock is surely over.
    shown = shanghai_minute(until + timedelta(seconds=59))
    return CodeLocked(
        f"验证码错了太多次，请在 {shown} 之后再试，或请市场监管所重新发链接。",
        headers={"Retry-After": str(max(1, int((until - at).total_seconds()) + 1))},
    )


def _pass(link_id: UUID, until: int, settings: Settings) -> str:
    seal = settings.seal("rectify-pass", link_id.bytes + str(until).encode())
    return f"{until}.{base64.urlsafe_b64encode(seal).decode().rstrip('=')}"
