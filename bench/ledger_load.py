"""Writes the rows of a ledger straight into its tables, by COPY or executemany.

It is reading that is measured: no events are written, and no triggers run.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Engine

from bench.ledger_rows import COLUMNS, LINK_COLUMNS, Town, Values, issues

CHUNK = 20_000


def fill(engine: Engine, towns: list[Town], count: int) -> None:
    """Write them; on PostgreSQL the indexes are made afterwards, as a restore does."""
    rows = issues(towns, count)
    if engine.dialect.name == "sqlite":
        _by_executemany(engine, rows)
    else:
        _by_copy(engine, rows)


def _by_executemany(engine: Engine, rows: Iterator[tuple[Values, Values | None]]) -> None:
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        triggers = driver.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN "
            "('issue', 'media_link')"
        ).fetchall()
        for name, _ in triggers:
            driver.execute(f"DROP TRIGGER {name}")
        while some := list(islice(rows, CHUNK)):
            _many(driver, "issue", COLUMNS, [row for row, _ in some])
            _many(driver, "media_link", LINK_COLUMNS, [link for _, link in some if link])
        for _, sql in triggers:
            driver.execute(sql)
        driver.execute("ANALYZE")
        connection.commit()


def _many(driver: Any, table: str, columns: tuple[str, ...], rows: list[Values]) -> None:
    marks = ", ".join("?" * len(columns))
    driver.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def _by_copy(engine: Engine, rows: Iterator[tuple[Values, Values | None]]) -> None:
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
            _copy(driver, "issue", COLUMNS, [row for row, _ in some])
            _copy(driver, "media_link", LINK_COLUMNS, [link for _, link in some if link])
        for _, definition in indexes:
            say(definition)
        say("VACUUM (ANALYZE) issue")
        say("VACUUM (ANALYZE)")
        say("CHECKPOINT")
        say("RESET ALL")
        driver.autocommit = False


def _copy(driver: Any, table: str, columns: tuple[str, ...], rows: list[Values]) -> None:
    lines = (
        "\t".join("\\N" if value is None else str(value) for value in row) + "\n" for row in rows
    )
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        copy.write("".join(lines))
