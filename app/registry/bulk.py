"""Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, JSON, ColumnElement, Enum, Table, any_, literal
from sqlalchemy.types import TypeEngine
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
    given, left_out = list(rows[0]), defaults(table, rows[0])
    names = [*given, *left_out]
    columns = ", ".join(f'"{name}"' for name in names)
    converted = [
        (place, to) for place, name in enumerate(names) if (to := _into(table.c[name].type))
    ]
    with (
        driver.cursor() as cursor,
        cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy,
    ):
        for row in rows:
            values = [row[name] for name in given]
            values += [value() for value in left_out.values()]
            for place, to in converted:
                if values[place] is not None:
                    values[place] = to(values[place])
            copy.write_row(values)


def _into(kind: TypeEngine[Any]) -> Callable[[Any], str] | None:
    """What the driver does not know by itself: an enum is its wire name, JSON its text."""
    if isinstance(kind, JSON):
        return as_json
    return str if isinstance(kind, Enum) else None


def among(session: Session, column: ColumnElement[Any], values: Iterable[Any]) -> Any:
    """Whether a column is one of thousands of values, which PostgreSQL takes as one array.

    A parameter for each costs its driver more than the search costs the database.
    """
    if session.get_bind().dialect.name != "postgresql":
        return column.in_(values)
    return column == any_(literal(list(values), ARRAY(column.type)))


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
