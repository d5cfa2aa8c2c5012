"""A phone's last word: a token that outlives the account and opens nothing but the quarantine.

It is stored nowhere: a seal made from our secret says that this account signed in on that day.
"""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from app.errors import NotSignedIn
from app.settings import Settings

VALID = timedelta(days=180)
"""Counted from the last time the phone got tokens; a phone may work offline for up to 90 days."""

_DAY_S = 86_400


class DeviceTokenRefused(NotSignedIn, slug="device-token", title="不能交服务器保管"):
    """Expired, or never ours: the same answer for all."""

    def __init__(self) -> None:
        super().__init__(
            "这部手机太久没有登录，不能交服务器保管。记录仍在手机上，请导出成文件交给食药安办。"
        )


def device_token(account_id: UUID, settings: Settings, at: datetime) -> str:
    """The token of an account, valid for half a year from the day it is given."""
    told = f"{account_id.hex}.{int(at.timestamp()) // _DAY_S}"
    return f"{told}.{_seal(told, settings)}"


def account_behind(token: str, settings: Settings, at: datetime) -> UUID:
    """Whose token it is.  Raises DeviceTokenRefused."""
    told, _, seal = token.rpartition(".")
    account, _, day = told.partition(".")
    if not hmac.compare_digest(seal.encode(), _seal(told, settings).encode()):
        raise DeviceTokenRefused
    given = timedelta(days=int(day))
    if timedelta(seconds=at.timestamp()) - given >= VALID + timedelta(days=1):
        raise DeviceTokenRefused
    return UUID(account)


def _seal(told: str, settings: Settings) -> str:
    return settings.seal("device", told.encode()).hex()[:32]
