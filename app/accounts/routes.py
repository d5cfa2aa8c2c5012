"""Signing in, one's own account, and the security administrator's list."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.security import OAuth2PasswordRequestForm

from app.accounts import manage, me, sessions, sign_in
from app.accounts.guards import CurrentUser, Db, Now, Public, SignedIn, User, address_of, may
from app.accounts.roles import May
from app.accounts.shown import (
    AccountPage,
    AccountRow,
    Me,
    PasswordOrder,
    RefreshOrder,
    TemporaryPassword,
    Tokens,
)

router = APIRouter(prefix="/api/v1", tags=["账号"])

Manager = Annotated[User, may(May.MANAGE_ACCOUNTS)]


@router.post("/auth/token", dependencies=[Public])
def sign_in_with_password(
    form: Annotated[OAuth2PasswordRequestForm, Depends()], request: Request, session: Db, at: Now
) -> Tokens:
    """Sign in; 401 on a wrong password, 423 for a locked account, 429 for a locked address."""
    return sign_in.sign_in(
        session,
        form.username,
        form.password,
        address=address_of(request),
        settings=request.app.state.settings,
        at=at,
    )


@router.post("/auth/refresh", dependencies=[Public])
def refresh(order: RefreshOrder, request: Request, session: Db, at: Now) -> Tokens:
    """Exchange a refresh token; a second use of one ends the sign-in, but for a lost answer."""
    return sign_in.refresh(session, order.refresh_token, request.app.state.settings, at)


@router.post("/auth/logout", status_code=204, dependencies=[Public])
def sign_out(order: RefreshOrder, session: Db, at: Now) -> None:
    """End this sign-in; does nothing for a token that is not, or no longer, known."""
    sessions.sign_out(session, order.refresh_token, at)


@router.get("/me")
def who_am_i(session: Db, actor: SignedIn) -> Me:
    """Who I am, where, and what I may do."""
    return me.me(session, actor)


@router.post("/me/password")
def change_my_password(
    order: PasswordOrder, request: Request, session: Db, actor: SignedIn, at: Now
) -> Tokens:
    """Change my password; my other sessions end, and this one goes on with the new tokens."""
    return sign_in.change_password(
        session,
        order,
        by=actor,
        address=address_of(request),
        settings=request.app.state.settings,
        at=at,
    )


@router.post("/me/privacy", status_code=204)
def see_privacy(session: Db, actor: CurrentUser, at: Now) -> None:
    """I have been shown the privacy notice."""
    me.see_privacy(session, actor, at)


@router.get("/accounts")
def accounts(
    session: Db,
    actor: Manager,
    at: Now,
    q: Annotated[str, Query(max_length=60)] = "",
    cursor: Annotated[str, Query(max_length=60)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
) -> AccountPage:
    """Accounts of my region, searched by account name, name or post."""
    return manage.accounts(session, q=q, cursor=cursor, limit=limit, by=actor, at=at)


@router.post("/accounts/{account_id}/reset-password")
def reset_password(account_id: UUID, session: Db, actor: Manager, at: Now) -> TemporaryPassword:
    """Give out a temporary password, once; the person's sessions end."""
    return manage.reset_password(session, account_id, by=actor, at=at)


@router.post("/accounts/{account_id}/disable")
def disable(account_id: UUID, session: Db, actor: Manager, at: Now) -> AccountRow:
    """Switch an account off at once."""
    return manage.disable(session, account_id, by=actor, at=at)


@router.post("/accounts/{account_id}/enable")
def enable(account_id: UUID, session: Db, actor: Manager, at: Now) -> AccountRow:
    """Switch an account on again."""
    return manage.enable(session, account_id, by=actor, at=at)


@router.post("/accounts/{account_id}/unlock")
def unlock(account_id: UUID, session: Db, actor: Manager, at: Now) -> AccountRow:
    """Lift the lock after wrong passwords."""
    return manage.unlock(session, account_id, by=actor, at=at)
