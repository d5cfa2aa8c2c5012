"""A short-lived address of the page to print: a browser opens it without the app's sign-in."""

import base64
import binascii
import hmac
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.errors import NotFound
from app.settings import Settings

LASTS = timedelta(minutes=10)
_SEAL = 16


class PrintGone(NotFound, slug="print-gone"):
    """Too old, or never ours."""

    def __init__(self) -> None:
        super().__init__("打印页已过期。请回到督导记录，重新点“打印”。")


def token_of(visit: UUID, until: datetime, settings: Settings) -> str:
    """The token of one record's page, good until an instant."""
    facts = visit.bytes + int(until.timestamp()).to_bytes(6, "big")
    return base64.urlsafe_b64encode(facts + _seal(facts, settings)).decode().rstrip("=")


def opened(token: str, settings: Settings, at: datetime) -> UUID:
    """The record a token opens now.  Raises PrintGone."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise PrintGone from None
    facts, seal = raw[:-_SEAL], raw[-_SEAL:]
    if len(facts) != 22 or not hmac.compare_digest(seal, _seal(facts, settings)):
        raise PrintGone
    if datetime.fromtimestamp(int.from_bytes(facts[16:], "big"), UTC) < at:
        raise PrintGone
    return UUID(bytes=facts[:16])


def _seal(facts: bytes, settings: Settings) -> bytes:
    return settings.seal("print", facts)[:_SEAL]
