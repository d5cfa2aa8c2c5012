"""Connections to PostgreSQL: what they reckon with, and which of them are still alive."""

import select
from collections.abc import Callable
from time import monotonic
from typing import Any

import psycopg
from pydantic_core import from_json
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from app.settings import Settings

_PLANNING = (
    "random_page_cost = 1.1",
    "max_parallel_workers_per_gather = 0",
    "jit = off",
    "work_mem = '16MB'",
)
"""What PostgreSQL reckons with: any page of a disk without heads costs alike, and statements that
take milliseconds gain nothing by helpers or by being compiled.
"""
_ONLY_WHEN_TOLD = 2**31 - 1
"""Executions before the driver prepares a statement by itself: never.

Statements of the hot path ask for it (`plain.py`). Prepared by their number of executions, searches
would turn into generic plans that read the whole index.
"""
_TRUSTED_S = 5.0
"""So long after its last use a connection is taken for alive unless something came in on it."""
_ONLY_READS = "dudao_only_reads"


def postgres(settings: Settings, as_json: Callable[[Any], str]) -> Engine:
    """An engine for a PostgreSQL address."""
    engine = create_engine(
        settings.url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=settings.pool_size,
        max_overflow=0,
        # The connection used last has its statements prepared and its pages at hand.
        pool_use_lifo=True,
        connect_args={"prepare_threshold": _ONLY_WHEN_TOLD if settings.prepare else None},
        json_serializer=as_json,
        # What was read without a transaction leaves none to end.
        skip_autocommit_rollback=True,
        json_deserializer=from_json,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, entry: ConnectionPoolEntry) -> None:
        connection.autocommit = True
        connection.execute("; ".join(f"SET {setting}" for setting in _PLANNING))
        connection.autocommit = False
        entry.info["used"] = monotonic()

    @event.listens_for(engine, "checkin")
    def note(_: Any, entry: ConnectionPoolEntry) -> None:
        entry.info["used"] = monotonic()

    @event.listens_for(engine, "checkout")
    def check(connection: Any, entry: ConnectionPoolEntry, _: Any) -> None:
        # A server that went away leaves word of it on every connection: to ask it each time costs
        # as much as one of the request's own statements.
        fresh = monotonic() - entry.info["used"] < _TRUSTED_S
        if not (fresh and _is_silent(connection)) and not _answers(engine, connection):
            raise InvalidatePoolError

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # SQLAlchemy's own way, its isolation level, is set and taken back at every request. This
        # is changed only where the one before asked otherwise.
        driver: Any = connection.connection.driver_connection
        alone = _ONLY_READS in connection.get_execution_options()
        if driver.autocommit is not alone:
            driver.autocommit = alone

    return engine


def _answers(engine: Engine, connection: Any) -> bool:
    try:
        return engine.dialect.do_ping(connection)
    except psycopg.Error:
        return False


def _is_silent(connection: Any) -> bool:
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return not poll.poll(0)


def reading(engine: Engine) -> Engine:
    """The same connections for requests that write nothing.

    Every statement sees what is committed when it begins, as within a transaction here; the words
    that begin and end one would be two of its five trips to the database. SQLite is not asked over
    a wire, and its transactions do more: there it is the engine itself.
    """
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(**{_ONLY_READS: True})
