"""The enterprise's link to one issue: made, shown again, revoked, and opened by its token.

The token is the link's id with a seal made from our secret, so it can be shown again though it
is stored nowhere, and guessing one means guessing 128 bits.  Where a phone of the enterprise is
registered the link opens with a code besides, which goes by telephone and not with the link.
"""

import base64
import binascii
import hmac
import io
from datetime import datetime, timedelta
from uuid import UUID

import segno
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from app.accounts.user import User
from app.audit.service import record
from app.clock import shanghai_date
from app.db import begin_write
from app.entities.calling import Callee, callee_of
from app.errors import Conflict, NotFound
from app.ids import uuid7
from app.ledger.effects import overdue
from app.ledger.facts import OPEN
from app.ledger.link_codes import code_of
from app.ledger.models import Issue, RectifyLink
from app.ledger.steps import issue_or_404
from app.settings import Settings

_SEAL = 16


class LinkGone(NotFound, slug="link-gone", title="链接已失效"):
    """Expired, revoked, or never ours: the same answer for all; `ours` is for the guard alone."""

    def __init__(self, *, ours: bool) -> None:
        super().__init__("链接已失效，请联系市场监管所重新获取。")
        self.ours = ours


class LinkNotNeeded(Conflict, slug="link-not-needed"):
    """An issue that is no longer open takes no rectification."""


class LinkShown(SQLModel):
    """A link to hand on: as an address, as a QR code, and in a message ready to paste."""

    url: str
    token: str
    expires_at: datetime
    qr_svg: str
    text: str
    code: str | None
    """Six digits to be told by telephone; None where no phone is registered."""
    call: Callee | None
    """Whom to tell them."""
    code_missing: bool
    """A phone is registered, but the link was made when none was, and asks for no code."""


def make_link(
    session: Session, issue_id: UUID, settings: Settings, *, by: User, at: datetime
) -> LinkShown:
    """The issue's current link, or a new one; asking again shows the same."""
    issue = issue_or_404(session, issue_id)
    if issue.state not in OPEN:
        raise LinkNotNeeded("这条问题已经办结，不用再发整改链接。")
    found = _current(session, issue.id, at) or _new(session, issue.id, settings, by, at)
    call = callee_of(session, issue.entity_id)
    if call is not None and found.with_code:
        record(session, at, by, "phones.read", "entity", issue.entity_id)
    return _shown(found, issue, call, settings, late=overdue(issue, at))


def revoke_links(session: Session, issue_id: UUID, *, by: User, at: datetime) -> None:
    """Make every link of the issue useless from now on."""
    issue = issue_or_404(session, issue_id)
    begin_write(session)
    session.execute(
        sa.update(RectifyLink)
        .where(col(RectifyLink.issue_id) == issue.id, col(RectifyLink.revoked_at).is_(None))
        .values(revoked_at=at)
        .execution_options(synchronize_session=False)
    )
    record(session, at, by, "link.revoke", "issue", issue.id, county_code=issue.county_code)


def open_link(session: Session, token: str, settings: Settings, at: datetime) -> RectifyLink:
    """The link behind a token.  Raises LinkGone."""
    link_id = _unsealed(token, settings)
    link = session.get(RectifyLink, link_id) if link_id else None
    if link is None or link.revoked_at is not None or link.expires_at <= at:
        raise LinkGone(ours=link_id is not None)
    return link


def token_of(link_id: UUID, settings: Settings) -> str:
    """The token that opens a link."""
    return base64.urlsafe_b64encode(link_id.bytes + _seal(link_id.bytes, settings)).decode()[:43]


def _unsealed(token: str, settings: Settings) -> UUID | None:
    try:
        raw = base64.b64decode(f"{token}=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    known = len(raw) == 2 * _SEAL and hmac.compare_digest(raw[16:], _seal(raw[:16], settings))
    return UUID(bytes=raw[:16]) if known else None


def _seal(link_id: bytes, settings: Settings) -> bytes:
    return settings.seal("rectify-link", link_id)[:_SEAL]


def _current(session: Session, issue_id: UUID, at: datetime) -> RectifyLink | None:
    query = (
        sa.select(RectifyLink)
        .where(
            col(RectifyLink.issue_id) == issue_id,
            col(RectifyLink.revoked_at).is_(None),
            col(RectifyLink.expires_at) > at,
        )
        .order_by(col(RectifyLink.expires_at).desc())
        .limit(1)
    )
    found: RectifyLink | None = session.execute(query).scalar_one_or_none()
    return found


def _new(
    session: Session, issue_id: UUID, settings: Settings, by: User, at: datetime
) -> RectifyLink:
    begin_write(session)
    # Locked: two who ask at once are shown one link.
    issue = issue_or_404(session, issue_id, lock=True)
    if found := _current(session, issue.id, at):
        return found
    link = RectifyLink(
        id=uuid7(),
        issue_id=issue.id,
        entity_id=issue.entity_id,
        created_by=by.id,
        created_at=at,
        expires_at=at + timedelta(days=settings.rectify_link_days),
        with_code=callee_of(session, issue.entity_id) is not None,
        region_code=issue.region_code,
        city_code=issue.city_code,
        county_code=issue.county_code,
        town_code=issue.town_code,
    )
    session.execute(sa.insert(RectifyLink), [link.model_dump()])
    record(session, at, by, "link.make", "issue", issue.id, county_code=issue.county_code)
    return link


def _shown(
    link: RectifyLink, issue: Issue, call: Callee | None, settings: Settings, *, late: bool
) -> LinkShown:
    token = token_of(link.id, settings)
    url = f"{settings.public_url.rstrip('/')}/r/{token}"
    return LinkShown(
        url=url,
        token=token,
        expires_at=link.expires_at,
        qr_svg=_qr(url),
        text=_message(issue, link, url, late=late),
        code=code_of(link.id, settings) if link.with_code else None,
        call=call if link.with_code else None,
        code_missing=call is not None and not link.with_code,
    )


def _qr(url: str) -> str:
    out = io.BytesIO()
    segno.make(url, error="q").save(out, kind="svg", scale=4, xmldecl=False)
    return out.getvalue().decode()


def _message(issue: Issue, link: RectifyLink, url: str, *, late: bool) -> str:
    until, valid = issue.deadline, shanghai_date(link.expires_at)
    found = "督导发现" if issue.origin == "visit" else "检查发现"
    term = f"{until.month}月{until.day}日"
    asks = f"{term}的期限已过，请尽快整改" if late else f"请于{term}前整改"
    code = "打开时要填 6 位验证码，由市场监管所打电话告知；" if link.with_code else ""
    return (
        f"【整改通知】{issue.entity_name}：{found}“{issue.description}”，"
        f"{asks}，并打开链接提交整改情况和照片：{url} "
        f"（{code}编号 {issue.number}，链接 {valid.month}月{valid.day}日前有效，请勿转发）"
    )
