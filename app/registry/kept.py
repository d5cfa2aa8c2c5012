"""Rows as JSON has them, and back: ids, days and instants are texts there."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Table

from app.db import Utc


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value)}
    return [_ordered(one) for one in value] if isinstance(value, list) else value


_AS_TEXT: dict[type, Callable[[Any], Any]] = {
    UUID: str,
    date: date.isoformat,
    datetime: datetime.isoformat,
    dict: _ordered,
    list: _ordered,
}
"""What JSON has no word or no order for; an enum is its wire name, a text."""


def as_kept(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON, the same whether it was just made or read back: keys in order."""
    return {
        name: value if (to := _AS_TEXT.get(type(value := row[name]))) is None else to(value)
        for name in _names(table)
        if name in row
    }


@lru_cache
def _names(table: Table) -> tuple[str, ...]:
    return tuple(sorted(table.c.keys()))


def as_row(table: Table, kept: Mapping[str, Any]) -> dict[str, Any]:
    """The row again; what is no text any more stays as it is."""
    row = dict(kept)
    for name, to in _typed(table):
        if isinstance(value := row.get(name), str):
            row[name] = to(value)
    return row


_uuid = lru_cache(4096)(UUID)
_instant = lru_cache(64)(datetime.fromisoformat)


@lru_cache
def _typed(table: Table) -> tuple[tuple[str, Callable[[str], Any]], ...]:
    found = ((column.key, _reader(column.type)) for column in table.columns)
    return tuple((name, to) for name, to in found if to is not None)


def _reader(kind: Any) -> Callable[[str], Any] | None:
    match kind:
        case Utc() | sa.DateTime():
            return _instant
        case sa.Date():
            return date.fromisoformat
        case sa.Uuid():
            return _uuid
        case sa.Enum():
            python: Callable[[str], Any] = kind.python_type
            return python
    return None
