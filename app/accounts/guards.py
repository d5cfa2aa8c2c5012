"""Who asks, and may they: the dependencies that every route names.

Db            the request's session, committed before the answer
Now           the present instant
may(May.X)    the signed-in person, whose role has the permission
reads(May.X)  the same for a route that writes nothing: what its reading runs in (`Reading`)
CurrentUser   any signed-in person
SignedIn      the same, even before the first change of password
Public        nobody needs to sign in
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer
from fastapi.security.utils import get_authorization_scheme_param
from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import May, Role, allowed
from app.accounts.standing_in import stands_for
from app.accounts.tokens import AccountEnded, SessionExpired, read_access_token
from app.accounts.user import User, scope_for, user_of
from app.clock import shanghai_date
from app.db import table_of
from app.errors import Forbidden, NotSignedIn
from app.per_request import get_session, in_one_turn, present
from app.plain import Plain
from app.regions.scope import set_scope

__all__ = ["CurrentUser", "Db", "Now", "Public", "Reading", "SignedIn", "User", "may", "reads"]

Found = TypeVar("Found")

Db = Annotated[Session, Depends(get_session, scope="function")]
Now = Annotated[datetime, Depends(present)]

_account = table_of(Account)
_BY_ID = Plain(
    select(
        *(
            _account.c[name]
            for name in (
                *(field.name for field in fields(User) if field.name != "stands_for"),
                "session_generation",
                "disabled_at",
            )
        )
    ).where(_account.c.id == bindparam("account_id"))
)
Token = Annotated[
    str | None, Depends(OAuth2PasswordBearer(tokenUrl="/api/v1/auth/token", auto_error=False))
]


class PasswordChangeRequired(Forbidden, slug="password-change-required", title="请先修改密码"):
    """A first or temporary password opens nothing but its own change."""


def address_of(request: Request) -> str:
    """The caller's network address; behind a proxy the server resolves it before us."""
    return request.client.host if request.client else ""


def signed_in(request: Request, session: Db, at: Now, token: Token) -> User:
    """The person behind the token; from here on the session sees only their rows."""
    return _who_asks(request, session, at, token)


def _who_asks(request: Request, session: Session, at: datetime, token: str | None) -> User:
    if token is None:
        raise NotSignedIn("请先登录。", headers={"WWW-Authenticate": "Bearer"})
    claims = read_access_token(token, request.app.state.settings, at)
    account = _BY_ID.first(session, {"account_id": claims.account_id})
    # Read on every request: disabling, resetting or a new password works at once.
    if account is None:
        raise SessionExpired
    # First: disabling ends every session too, and the phone must learn the reason.
    if account.disabled_at is not None:
        raise AccountEnded
    if account.session_generation != claims.generation:
        raise SessionExpired
    user = user_of(account, _stands_for(session, account, at))
    session.info["address"] = address_of(request)
    set_scope(session, scope_for(user))
    return user


def _stands_for(session: Session, account: Any, at: datetime) -> tuple[UUID, ...]:
    if account.role is not Role.CADRE:
        return ()
    return stands_for(session, account.id, shanghai_date(at))


SignedIn = Annotated[User, Depends(signed_in)]


async def current_user(user: SignedIn) -> User:
    """The person behind the token, once they have a password of their own."""
    return _with_own_password(user)


def _with_own_password(user: User) -> User:
    if user.must_change_password:
        raise PasswordChangeRequired("这是初始密码，请先修改密码再使用。")
    return user


CurrentUser = Annotated[User, Depends(current_user)]


@dataclass(frozen=True)
class Guard:
    """What stands before a route; carries its permission so that a test can walk the routes."""

    permission: May

    def passed(self, user: User) -> User:
        """The person, if their role has the permission.  Raises Forbidden."""
        if not allowed(user.role, self.permission):
            raise Forbidden("当前账号的角色不能办理这件事，如需办理请联系本级安全管理员。")
        return user


class Acting(Guard):
    """The dependency behind `may`."""

    async def __call__(self, user: CurrentUser) -> User:
        """The signed-in person.  Raises Forbidden."""
        return self.passed(user)


def may(permission: May) -> Any:
    """A dependency: the signed-in person, if their role has `permission`."""
    return Depends(Acting(permission))


@dataclass(frozen=True)
class Reading:
    """A request that only reads: who asks, and what they asked for, in one turn on a thread."""

    guard: Guard
    request: Request
    at: datetime

    async def __call__(self, read: Callable[[Session, User], Found]) -> Found:
        """What `read` finds among what the signed-in person may see.

        Raises NotSignedIn, Forbidden.
        """

        def seen(session: Session) -> Found:
            user = _who_asks(self.request, session, self.at, _token_of(self.request))
            return read(session, self.guard.passed(_with_own_password(user)))

        return await in_one_turn(self.request, seen)


def _token_of(request: Request) -> str | None:
    scheme, token = get_authorization_scheme_param(request.headers.get("Authorization"))
    return token if scheme.lower() == "bearer" else None


class Asking(Guard):
    """The dependency behind `reads`; alone, for each costs a request as much as a statement."""

    async def __call__(self, request: Request, at: Now) -> Reading:
        """What the route reads in."""
        return Reading(self, request, at)


SIGNS_IN = {"security": [{"OAuth2PasswordBearer": list[str]()}]}
"""For the API's description of a route that `reads`, which takes its token itself."""


def reads(permission: May) -> Any:
    """A dependency: a `Reading` for people whose role has `permission`."""
    return Depends(Asking(permission))


def public() -> None:
    """Marks a route that needs no account."""


Public: Any = Depends(public)
"""For a decorator: `@router.get("/x", dependencies=[Public])`."""
