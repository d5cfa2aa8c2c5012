"""Where a page of the ledger ends and the next begins, for each order the list can have."""

import base64
import binascii
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from app.errors import Malformed
from app.ledger.clauses import Clause, issue


class Sort(StrEnum):
    """Newest finding first, or soonest deadline first."""

    FOUND = "found"
    DEADLINE = "deadline"


_COLUMN = {Sort.FOUND: issue.found_at, Sort.DEADLINE: issue.deadline}


def ordered(sort: Sort, of: Any = None) -> list[ColumnElement[Any]]:
    """The order, the id deciding between equals; `of` names the columns of a subquery."""
    columns = [of[_COLUMN[sort].key], of.id] if of is not None else [_COLUMN[sort], issue.id]
    return [column.desc() if sort is Sort.FOUND else column.asc() for column in columns]


def sorted_by(sort: Sort) -> sa.Column[Any]:
    """The column it goes by."""
    column: sa.Column[Any] = _COLUMN[sort]
    return column


def cursor_after(row: Any, sort: Sort) -> str:
    """The place behind a row."""
    value = getattr(row, sorted_by(sort).key).isoformat()
    return base64.urlsafe_b64encode(f"{sort} {value} {row.id}".encode()).decode()


def after(cursor: str, sort: Sort) -> Clause:
    """What comes behind a place.  Raises Malformed for a cursor of another order too."""
    try:
        kind, value, last = base64.urlsafe_b64decode(cursor).decode().split(" ")
        if Sort(kind) is not sort:
            raise ValueError(kind)
        place = _instant(value) if sort is Sort.FOUND else date.fromisoformat(value)
        given = {"after": place, "after_id": UUID(last)}
    except (ValueError, binascii.Error):
        raise Malformed("翻页位置不对，请从第一页重新打开。") from None

    return _behind(sort, given)


def after_row(row: Any, sort: Sort) -> Clause:
    """What comes behind a row."""
    return _behind(sort, {"after": getattr(row, sorted_by(sort).key), "after_id": row.id})


def _behind(sort: Sort, given: dict[str, Any]) -> Clause:
    def says() -> ColumnElement[bool]:
        # Compared as a pair: an index finds the place at once, however deep the page.
        here = sa.tuple_(sorted_by(sort), issue.id)
        there = sa.tuple_(
            sa.bindparam("after", type_=sorted_by(sort).type),
            sa.bindparam("after_id", type_=sa.Uuid()),
        )
        return here < there if sort is Sort.FOUND else here > there

    return Clause("after", says, given, steady=True)


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found
