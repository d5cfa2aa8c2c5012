"""Writes the rows of a ledger straight into its tables, by COPY or executemany.

It is reading that is measured: no events are written, and no triggers run.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from bench.ledger_rows import COLUMNS, Town, Values, issues

CHUNK = 20_000
MADE = 250_000
"""Rows that are drawn here; PostgreSQL makes any more by copying them, each a little older."""

_ANEW = {
    "id": "gen_random_uuid()",
    "number": "number || '-' || copy",
    "found_at": "found_at - copy * interval '41 minutes'",
    "received_at": "found_at - copy * interval '41 minutes'",
}
_COPIED = ", ".join(_ANEW.get(name, name) for name in COLUMNS)
_PHOTOS = """
INSERT INTO media_link (id, sha256, entity_id, issue_id, role, owner,
  city_code, county_code, town_code, region_code)
SELECT id, 'ab' || cast(id AS text), entity_id, id, 'before', 'account:7',
  city_code, county_code, town_code, region_code FROM issue WHERE state <> 'closed'
"""


def fill(engine: Engine, towns: list[Town], count: int) -> None:
    """Write them, and a photo for each open one; PostgreSQL's indexes are made afterwards."""
    if engine.dialect.name == "sqlite":
        _by_executemany(engine, issues(towns, count))
    else:
        _by_copy(engine, issues(towns, min(count, MADE)), count)


@contextmanager
def without_indexes(session: Session) -> Iterator[None]:
    """Take the indexes of issues away, and make them again at the end: rows go in faster."""
    known = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'issue'"
        if session.get_bind().dialect.name == "sqlite"
        else "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'issue'"
    )
    found = session.execute(sa.text(known)).all()
    indexes = [(name, definition) for name, definition in found if name.startswith("ix_issue_")]
    for name, _ in indexes:
        session.execute(sa.text(f"DROP INDEX {name}"))
    session.commit()
    yield
    for _, definition in indexes:
        session.connection().exec_driver_sql(definition)
    session.execute(sa.text("ANALYZE"))
    session.commit()


def _by_executemany(engine: Engine, rows: Iterator[Values]) -> None:
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        triggers = driver.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN "
            "('issue', 'media_link')"
        ).fetchall()
        for name, _ in triggers:
            driver.execute(f"DROP TRIGGER {name}")
        marks = ", ".join("?" * len(COLUMNS))
        while some := list(islice(rows, CHUNK)):
            driver.executemany(
                f"INSERT INTO issue ({', '.join(COLUMNS)}) VALUES ({marks})",
                some,
            )
        driver.execute(_PHOTOS)
        for _, sql in triggers:
            driver.execute(sql)
        driver.execute("ANALYZE")
        connection.commit()


def _by_copy(engine: Engine, rows: Iterator[Values], count: int) -> None:
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.autocommit = True
        say = driver.execute
        for setting in (
            "timezone = 'UTC'",
            "session_replication_role = replica",
            "maintenance_work_mem = '1GB'",
            "synchronous_commit = off",
        ):
            say(f"SET {setting}")
        indexes = say(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ('issue', 'media_link') "
            "AND indexname LIKE 'ix\\_%'"
        ).fetchall()
        for name, _ in indexes:
            say(f"DROP INDEX {name}")
        while some := list(islice(rows, CHUNK)):
            _copy(driver, some)
        if copies := count // MADE - 1 if count > MADE else 0:
            copied = f"SELECT {_COPIED} FROM issue, generate_series(1, {copies}) AS copy"
            say(f"INSERT INTO issue ({', '.join(COLUMNS)}) {copied}")
        say(_PHOTOS)
        for _, definition in indexes:
            say(definition)
        say("VACUUM (ANALYZE)")
        say("CHECKPOINT")
        say("RESET ALL")
        driver.autocommit = False


def _copy(driver: Any, rows: list[Values]) -> None:
    lines = (
        "\t".join("\\N" if value is None else str(value) for value in row) + "\n" for row in rows
    )
    told = f"COPY issue ({', '.join(COLUMNS)}) FROM STDIN"
    with driver.cursor() as cursor, cursor.copy(told) as copy:
        copy.write("".join(lines))
