"""Saved views: filters with a name, one's own or shared with those of the same post and place."""

from dataclasses import fields
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints, ValidationError
from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlmodel import Session, SQLModel

from app.accounts.models import Account
from app.accounts.user import User
from app.db import begin_write, insert_rows, table_of
from app.errors import Conflict, Malformed, NotFound
from app.ledger.filtered import filter_of
from app.ledger.filters import IssueFilter, clauses_of
from app.ledger.models import LedgerView

MOST = 30
"""Views of one person."""

_NAMES = frozenset(field.name for field in fields(IssueFilter))
_view, _account = table_of(LedgerView), table_of(Account)

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=30)]
Value = Annotated[str, StringConstraints(max_length=120)]


class NewView(SQLModel):
    """A view to keep, under an id its sender made; the same id again replaces it."""

    id: UUID
    name: Name
    query: Annotated[dict[str, Value], Field(json_schema_extra={"maxProperties": len(_NAMES)})]
    shared: bool = False


class ViewShown(SQLModel):
    """A saved view."""

    id: UUID
    name: str
    query: dict[str, str]
    shared: bool
    mine: bool
    by: str
    """Its owner's name."""


class Views(SQLModel):
    """One's own views first, then those shared by colleagues."""

    items: list[ViewShown]


class ViewTaken(Conflict, slug="view-taken", title="编号重复"):
    """The id belongs to somebody else's view."""


class TooManyViews(Conflict, slug="too-many-views", title="视图太多"):
    """Nobody finds anything among more of them."""


def views_for(session: Session, by: User) -> Views:
    """The views this person sees."""
    owner = _view.join(_account, _account.c.id == _view.c.owner_id)
    colleague = (_account.c.region_code == by.region_code) & (_account.c.role == by.role)
    shared = _view.c.shared.is_(True) & colleague
    mine = _view.c.owner_id == by.id
    found = session.execute(
        select(_view, _account.c.name.label("owner_name"))
        .select_from(owner)
        .where(or_(mine, shared))
        .order_by(_view.c.name, _view.c.id)
    ).all()
    shown = [
        ViewShown(
            id=row.id,
            name=row.name,
            query=row.query,
            shared=row.shared,
            mine=row.owner_id == by.id,
            by=row.owner_name,
        )
        for row in found
    ]
    return Views(items=sorted(shown, key=lambda view: not view.mine))


def save_view(session: Session, new: NewView, *, by: User, at: datetime) -> ViewShown:
    """Keep a view.  Raises Malformed, ViewTaken, TooManyViews."""
    if unknown := sorted(new.query.keys() - _NAMES):
        errors = [{"pointer": f"/query/{name}", "detail": "没有这个筛选条件"} for name in unknown]
        raise Malformed("视图里有不认识的筛选条件，请重新筛选后再保存。", errors=errors)
    _usable(session, new, by, at)
    begin_write(session)
    # Held until the commit, so that of two sent at once the second counts the first.
    session.execute(select(_account.c.id).where(_account.c.id == by.id).with_for_update())
    owner = session.execute(select(_view.c.owner_id).where(_view.c.id == new.id)).scalar()
    if owner not in (None, by.id):
        raise ViewTaken("这个编号的视图是别人的，请换个编号另存。")
    session.execute(delete(_view).where(_view.c.id == new.id))
    count = select(func.count()).select_from(_view).where(_of(by))
    if session.execute(count).scalar_one() >= MOST:
        raise TooManyViews(f"每人最多保存 {MOST} 个视图，请先删除不用的。")
    kept = new.model_dump() | {"owner_id": by.id, "made_at": at}
    insert_rows(session, LedgerView, [kept])
    return ViewShown(**new.model_dump(), mine=True, by=by.name)


def _usable(session: Session, new: NewView, by: User, at: datetime) -> None:
    """A view that the list would refuse would be refused to every colleague who opens it."""
    try:
        clauses_of(session, filter_of(new.query), by, at)
    except ValidationError as refused:
        errors = [
            {"pointer": f"/query/{one['loc'][0]}", "detail": "这个值不能用"}
            for one in refused.errors()
        ]
        raise Malformed("视图里有不能用的筛选值，请重新筛选后再保存。", errors=errors) from None


def delete_view(session: Session, view_id: UUID, *, by: User) -> None:
    """Take one's own view away.  Raises NotFound."""
    begin_write(session)
    gone = session.execute(
        delete(_view).where(_view.c.id == view_id, _of(by)).returning(_view.c.id)
    ).first()
    if gone is None:
        raise NotFound("没有这个视图，或者不是你保存的，请刷新后再看。")


def _of(by: User) -> ColumnElement[bool]:
    mine: ColumnElement[bool] = _view.c.owner_id == by.id
    return mine
