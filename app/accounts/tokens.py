"""Access tokens: short-lived, signed with HS256 and nothing else.

python-jose accepts any algorithm when given none, and tokens without an expiry unless told to
require one; both are pinned here, the only place that signs or reads a token.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from jose import JWTError, jwt

from app.accounts.models import Account
from app.errors import NotSignedIn
from app.settings import Settings

_ALGORITHM = "HS256"
_ISSUER = "dudao"
_AUDIENCE = "dudao-api"
# Not exp: requiring it turns the library's own judgement of expiry on again; it is read below.
_REQUIRED = {f"require_{claim}": True for claim in ("iat", "sub", "iss", "aud")}
_LONGEST = 4096


class SessionExpired(NotSignedIn, slug="session-expired", title="登录已过期"):
    """The access token is no longer, or never was, one of ours."""

    def __init__(self, detail: str = "登录已过期，请重新登录；本机未提交的内容不会丢失。") -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"})


class AccountEnded(SessionExpired, slug="account-disabled", title="账号已停用"):
    """The account behind the token was disabled: signing in again would not help."""

    def __init__(self) -> None:
        super().__init__("账号已停用，请联系本级安全管理员；本机未提交的内容不会丢失。")


@dataclass(frozen=True)
class Claims:
    """What an access token says: whose it is, and of which generation of their sessions."""

    account_id: UUID
    generation: int
    expires: int
    """Second since 1970 from which on it no longer holds."""


def lifetime(settings: Settings) -> timedelta:
    """How long an access token lasts: the setting, never more than 15 minutes."""
    return timedelta(minutes=min(settings.access_token_minutes, 15))


def access_token(account: Account, settings: Settings, at: datetime) -> str:
    """A token for `account`, valid from `at`; it dies with the account's session generation."""
    claims = {
        "iss": _ISSUER,
        "aud": _AUDIENCE,
        "sub": str(account.id),
        "gen": account.session_generation,
        "iat": int(at.timestamp()),
        "exp": int((at + lifetime(settings)).timestamp()),
    }
    return jwt.encode(claims, settings.signing_key(), algorithm=_ALGORITHM)


def read_access_token(token: str, settings: Settings, at: datetime) -> Claims:
    """What a token says at an instant.  Raises SessionExpired."""
    if len(token) > _LONGEST:
        raise SessionExpired
    claims = _verified(token, settings.signing_key())
    if at.timestamp() >= claims.expires:
        raise SessionExpired
    return claims


@lru_cache(maxsize=1024)
def _verified(token: str, key: str) -> Claims:
    # A phone sends one token for minutes; its signature stays as good as it was, and only that is
    # remembered: expiry, account and generation are judged at each request.
    try:
        claims = jwt.decode(
            token,
            key,
            algorithms=[_ALGORITHM],
            issuer=_ISSUER,
            audience=_AUDIENCE,
            # The library would judge expiry by its own clock; it is judged by ours.
            options={**_REQUIRED, "verify_exp": False},
        )
        return Claims(UUID(claims["sub"]), int(claims["gen"]), int(claims["exp"]))
    except (JWTError, KeyError, TypeError, ValueError) as refused:
        raise SessionExpired from refused
