"""Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, Table
from sqlmodel import Session

from app.db import as_json
from app.plain import PlainInsert

_inserts: dict[tuple[Table, frozenset[str]], PlainInsert] = {}


def insert_many(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of equal keys, past the unit of work."""
    if not rows:
        return
    if session.get_bind().dialect.name == "postgresql":
        _copy(session, table, rows)
        return
    key = (table, frozenset(rows[0]))
    if key not in _inserts:
        _inserts[key] = PlainInsert(*key)
    _inserts[key].write(session, rows)


def _copy(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    driver: Any = session.connection().connection.driver_connection
    left_out = defaults(table, rows[0])
    names = [*rows[0], *left_out]
    columns = ", ".join(f'"{name}"' for name in names)
    json = frozenset(name for name in names if isinstance(table.c[name].type, JSON))
    with (
        driver.cursor() as cursor,
        cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy,
    ):
        for row in rows:
            values = [*row.values(), *(value() for value in left_out.values())]
            copy.write_row(
                [
                    as_json(value) if name in json and value is not None else _plain(value)
                    for name, value in zip(names, values, strict=True)
                ]
            )


def _plain(value: Any) -> Any:
    # An enum is its wire name.
    return value.value if hasattr(value, "value") else value


def defaults(table: Table, row: Mapping[str, Any]) -> dict[str, Callable[[], Any]]:
    """What the columns that a row leaves out are filled with."""
    found: dict[str, Callable[[], Any]] = {}
    for column in table.columns:
        if column.key in row or column.default is None:
            continue
        found[column.key] = _maker(column.default)
    return found


def _maker(default: Any) -> Callable[[], Any]:
    made = default.arg
    return (lambda: made(None)) if default.is_callable else (lambda: made)
