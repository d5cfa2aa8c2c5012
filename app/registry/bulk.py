"""Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ARRAY, ColumnElement, Table
from sqlmodel import Session

from app.db import as_json
from app.plain import PlainInsert
from app.registry.kept import as_row

_NOTHING = r"\N"
_SPECIAL = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_BETWEEN = "\x1f"
_inserts: dict[tuple[Table, frozenset[str]], PlainInsert] = {}


def insert_many(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of equal keys, past the unit of work."""
    prepared(session, table, rows)()


def prepared(
    session: Session, table: Table, rows: Sequence[Mapping[str, Any]]
) -> Callable[[], None]:
    """An insert made ready: what is left to do is the database's work.

    Rows are of equal keys; their values are as Python has them, or as JSON does.
    """
    if not rows:
        return _nothing
    if session.get_bind().dialect.name == "postgresql":
        return _copy(session, table, rows)
    key = (table, frozenset(rows[0]))
    if key not in _inserts:
        _inserts[key] = PlainInsert(*key)
    return lambda: _inserts[key].write(session, [as_row(table, row) for row in rows])


def _nothing() -> None:
    """There are no rows."""


def _copy(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> Callable[[], None]:
    driver: Any = session.connection().connection.driver_connection
    given, left_out = list(rows[0]), defaults(table, rows[0])
    columns = [_texts(table, name, list(map(itemgetter(name), rows))) for name in given]
    columns += [_texts(table, name, [made() for _ in rows]) for name, made in left_out.items()]
    names = ", ".join(f'"{name}"' for name in (*given, *left_out))
    content = "\n".join(map("\t".join, zip(*columns, strict=True))).encode()

    def send() -> None:
        with (
            driver.cursor() as cursor,
            cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy,
        ):
            copy.write(content)

    return send


def _texts(table: Table, name: str, values: list[Any]) -> list[str]:
    """A column as COPY wants it."""
    text = as_json if isinstance(table.c[name].type, sa.JSON) else str
    texts = [None if value is None else text(value) for value in values]
    said = [one for one in texts if one is not None]
    whole = "\n".join(said)
    if "\\" in whole or "\t" in whole or "\r" in whole or whole.count("\n") >= max(len(said), 1):
        texts = [None if one is None else one.translate(_SPECIAL) for one in texts]
    return [_NOTHING if one is None else one for one in texts]


def among(session: Session, column: ColumnElement[Any], values: Iterable[Any]) -> Any:
    """Whether a column is one of thousands of values, which PostgreSQL takes as one text.

    A parameter for each, or an array, costs its driver more than the search costs the database.
    """
    if session.get_bind().dialect.name != "postgresql":
        return column.in_(values)
    texts = [str(value) for value in values]
    whole = _BETWEEN.join(texts)
    if whole.count(_BETWEEN) >= max(len(texts), 1):
        return column == sa.any_(sa.literal(texts, ARRAY(sa.Text)))
    found = sa.func.string_to_array(sa.literal(whole, sa.Text), _BETWEEN)
    if column.type.python_type is str:
        return column == sa.any_(found)
    return column == sa.any_(sa.cast(found, ARRAY(column.type)))


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
