"""Statements of the hot path: compiled once for each database, then handed to the driver as text.

SQLAlchemy still writes the SQL and converts the values; what is left out is its work at each
execution, which is about ten times the database's own. No scope narrows such a statement, and it
flushes nothing: whoever uses it names its rows.
"""

import re
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from psycopg import RawCursor
from sqlalchemy import Dialect, Executable, Insert, Select, Table, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.schema import CallableColumnDefault, ScalarElementColumnDefault
from sqlalchemy.types import TypeEngine
from sqlmodel import Session

Convert = Callable[[Any], Any] | None
_NO_CONTEXT: Any = None
"""Our columns' defaults look at nothing."""


@dataclass(frozen=True)
class _Plan:
    """A statement as one kind of database wants it."""

    text: str
    given: Mapping[str, Any]
    """Values that stand in the statement itself."""
    into: Sequence[tuple[str, Convert]]
    out: Sequence[tuple[int, Callable[[Any], Any]]]
    """The columns that Python has otherwise than the driver; nothing stays nothing."""
    row: Callable[[Iterable[Any]], Any] | None
    by_position: bool
    raw: bool
    """As PostgreSQL reads it: psycopg need not look for the parameters at each execution."""
    how: Mapping[str, bool]
    """What else the driver is told: psycopg, to keep the statement's plan with the connection."""

    def values(self, named: Mapping[str, Any]) -> Sequence[Any] | dict[str, Any]:
        """What the driver is given."""
        known = {**self.given, **named} if self.given else named
        if self.by_position:
            return [known[name] if to is None else to(known[name]) for name, to in self.into]
        return {name: known[name] if to is None else to(known[name]) for name, to in self.into}

    def read(self, found: Sequence[Any]) -> Any:
        """A row as Python has it."""
        if self.row is None:
            return found
        values = list(found)
        for place, to in self.out:
            if (value := values[place]) is not None:
                values[place] = to(value)
        return self.row(values)


class Plain:
    """One such statement; its bound names are the keys of what `rows` is given."""

    def __init__(
        self, statement: Executable, keys: Sequence[str] | None = None, *, prepared: bool = True
    ) -> None:
        self._statement = statement
        self._keys = keys
        self._prepared = prepared
        self._plans: dict[str, _Plan] = {}

    def rows(self, session: Session, values: Mapping[str, Any]) -> list[Any]:
        """Run it and read every row, as named tuples."""
        plan, cursor, dialect = self._at(session)
        try:
            given = plan.values(values)
            _tell(dialect, plan.text, lambda: cursor.execute(plan.text, given, **plan.how))
            # Rows are described by the statement; the driver would write every column down anew.
            gives = plan.row is not None or cursor.description
            return [plan.read(found) for found in cursor.fetchall()] if gives else []
        finally:
            cursor.close()

    def first(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Its first row, or None."""
        found = self.rows(session, values)
        return found[0] if found else None

    def write(self, session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run it once for each row, in one go."""
        plan, cursor, dialect = self._at(session)
        try:
            given = [plan.values(row) for row in rows]
            if len(given) == 1:
                _tell(dialect, plan.text, lambda: cursor.execute(plan.text, given[0], **plan.how))
            else:
                _tell(dialect, plan.text, lambda: cursor.executemany(plan.text, given))
        finally:
            cursor.close()

    def plan(self, session: Session, values: Mapping[str, Any]) -> list[str]:
        """How the database goes about it: what it says to EXPLAIN, line by line."""
        plan, cursor, dialect = self._at(session)
        how = "EXPLAIN QUERY PLAN" if dialect.name == "sqlite" else "EXPLAIN (ANALYZE, BUFFERS)"
        try:
            cursor.execute(f"{how} {plan.text}", plan.values(values))
            return [str(line[-1]) for line in cursor.fetchall()]
        finally:
            cursor.close()

    def _at(self, session: Session) -> tuple[_Plan, Any, Dialect]:
        connection = session.connection()
        dialect = connection.dialect
        plan = self._plans.get(dialect.name)
        if plan is None:
            plan = self._plans[dialect.name] = _plan(
                self._statement, self._keys, dialect, self._prepared
            )
        driver: Any = connection.connection.driver_connection
        return plan, RawCursor(driver) if plan.raw else driver.cursor(), dialect


class PlainInsert:
    """Rows into one table; what a row leaves out takes the column's own default."""

    def __init__(self, table: Table, keys: Iterable[str]) -> None:
        given = frozenset(keys)
        self._defaults = [
            (column.key, column.default)
            for column in table.columns
            if column.key not in given
            and isinstance(column.default, (CallableColumnDefault, ScalarElementColumnDefault))
        ]
        names = [*given, *(name for name, _ in self._defaults)]
        self._plain = Plain(insert(table), sorted(names))

    def write(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows of these keys in one go."""
        if self._defaults:
            rows = [{**self._left_out(), **row} for row in rows]
        self._plain.write(session, rows)

    def _left_out(self) -> dict[str, Any]:
        return {name: _value(default) for name, default in self._defaults}


def _value(default: CallableColumnDefault | ScalarElementColumnDefault) -> Any:
    return default.arg(_NO_CONTEXT) if default.is_callable else default.arg


def _tell(dialect: Dialect, text: str, run: Callable[[], Any]) -> None:
    """Let a driver's error come out as SQLAlchemy's, by which others catch it."""
    error = dialect.loaded_dbapi.Error
    try:
        run()
    except error as caught:
        raise DBAPIError.instance(text, None, caught, error, dialect=dialect) from caught


def _plan(
    statement: Executable, keys: Sequence[str] | None, dialect: Dialect, prepared: bool
) -> _Plan:
    compiled = statement.compile(dialect=dialect, column_keys=keys)  # type: ignore[attr-defined]
    assert isinstance(compiled, SQLCompiler)
    kinds = {name: bound.type for bound, name in compiled.bind_names.items()}
    raw = dialect.driver == "psycopg"
    text, names = _numbered(compiled.string) if raw else (compiled.string, compiled.positiontup)
    columns = list(statement.selected_columns) if isinstance(statement, Select) else []
    out = [_out(column.type, dialect) for column in columns]
    row = namedtuple("row", [column.key for column in columns], rename=True)  # type: ignore[misc]
    return _Plan(
        text=text,
        given={} if isinstance(statement, Insert) else dict(compiled.params),
        into=[(name, _into(kinds[name], dialect)) for name in (kinds if names is None else names)],
        out=[(place, to) for place, to in enumerate(out) if to is not None],
        row=partial(tuple.__new__, row) if columns else None,
        by_position=names is not None,
        raw=raw,
        how={"prepare": prepared} if raw else {},
    )


_NAMED = re.compile(r"%(?:%|\((\w+)\)s)")


def _numbered(text: str) -> tuple[str, list[str]]:
    """A statement with its parameters as PostgreSQL numbers them, and their names in that order."""
    names: list[str] = []

    def number(found: re.Match[str]) -> str:
        if found[1] is None:
            return "%"
        if found[1] not in names:
            names.append(found[1])
        return f"${names.index(found[1]) + 1}"

    return _NAMED.sub(number, text), names


def _into(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _out(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
