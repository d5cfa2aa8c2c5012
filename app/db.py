"""The database: one engine, column types that behave alike on SQLite and PostgreSQL, and the
one way to begin a write.
"""

import threading
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    Table,
    create_engine,
    event,
    inspect,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel

from app.plain import PlainInsert
from app.postgres import postgres
from app.settings import Settings

SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention

Json = JSON().with_variant(JSONB(), "postgresql")


class Utc(TypeDecorator[datetime]):
    """An instant: stored as UTC, always aware in Python; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """On the way in: aware, in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """On the way out: aware, in UTC, although SQLite keeps no zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def words(kind: type[StrEnum]) -> Enum:
    """A column of an enum's wire names, as plain text on both databases."""
    return Enum(
        kind,
        native_enum=False,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


def make_engine(settings: Settings) -> Engine:
    """An engine for the configured database."""
    if settings.url.startswith("sqlite"):
        return _sqlite(settings)
    return postgres(settings, as_json)


def as_json(value: Any) -> str:
    """The text of a JSON column."""
    return to_json(value).decode()


# One writer at a time per SQLite file: threads queue here instead of polling the file lock.
_sqlite_writer = threading.Lock()


def _sqlite(settings: Settings) -> Engine:
    if ":memory:" not in settings.url:
        settings.data.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        settings.url,
        pool_size=settings.pool_size,
        max_overflow=0,
        # The connection used last: each keeps pages of its own, which another's commit makes void.
        pool_use_lifo=True,
        json_serializer=as_json,
        json_deserializer=from_json,
        connect_args={"check_same_thread": False, "timeout": 30},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=30000",
            "temp_store=MEMORY",
            "cache_size=-32000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        _say(connection, "BEGIN")

    return engine


def _say(connection: Connection, command: str) -> None:
    # Straight to the driver: these few words are said three times in each writing request.
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(command)


def begin_write(session: Session) -> None:
    """Start the writing part of a request: call it last, after validation, before the first write.

    On SQLite the read so far ends and a write transaction begins (BEGIN IMMEDIATE), one at a time
    in this process; what must still hold is to be read again after this call. On PostgreSQL rows
    are locked where they are read (`with_for_update`), and this does nothing.
    """
    if session.get_bind().dialect.name != "sqlite" or session.info.get("writing"):
        return
    if not _sqlite_writer.acquire(blocking=False):
        # Who waits for the turn keeps no connection from those who only read.
        session.commit()
        _sqlite_writer.acquire()
    session.info["writing"] = True
    try:
        session.flush()
        connection = session.connection()
        _say(connection, "COMMIT")
        _say(connection, "BEGIN IMMEDIATE")
    except BaseException:
        _end_write(session)
        raise
    session.expire_all()


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model, for statements that need no mapped objects.

    A plain statement costs about half the CPU of a mapped one, and is not narrowed to the
    session's scope: whoever uses it names its rows.
    """
    table = inspect(model).local_table
    assert isinstance(table, Table)
    return table


def insert_rows(session: Session, model: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    """Insert rows of equal keys in one statement, without the unit of work."""
    if rows:
        _insert(model, frozenset(rows[0])).write(session, rows)


@cache
def _insert(model: type[SQLModel], keys: frozenset[str]) -> PlainInsert:
    return PlainInsert(table_of(model), keys)


def insert_missing(session: Session, model: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    """Insert those rows whose unique keys are free; of two writers at once one wins quietly."""
    if not rows:
        return
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    session.execute(dialect.insert(table_of(model)).on_conflict_do_nothing(), rows)


def _end_write(session: Session) -> None:
    if session.info.pop("writing", False):
        _sqlite_writer.release()


def _release(session: Any, transaction: Any) -> None:
    if transaction.parent is None:
        _end_write(session)


event.listen(Session, "after_transaction_end", _release)


def open_session(engine: Engine) -> Session:
    """A session that keeps its loaded rows readable after the commit."""
    return Session(engine, expire_on_commit=False)


def now() -> datetime:
    """The present instant, UTC."""
    return datetime.now(UTC)
