"""A fresh installation to measure: a database, a county in it, and people to sign in as."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psutil
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.tokens import access_token
from app.db import make_engine, now, open_session
from app.migrate import migrate
from app.regions.models import Level, Region
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings
from bench.postgres import postgres
from tests.builders import (
    CITY,
    COUNTY,
    make_account,
    make_assignment,
    make_entity,
    make_region_tree,
)

SECRET = "only-for-measuring-0123456789abcdef0123456789"
ENTITIES = 300
EACH = 10
"""Enterprises of one cadre."""


@dataclass(frozen=True)
class Installation:
    """Where it is, and who is in it."""

    settings: Settings
    engine: Engine
    visits: list[tuple[str, UUID]]
    """A cadre's token and an entity he answers for."""
    county_token: str
    city_token: str
    database_pid: int | None

    def environment(self) -> dict[str, str]:
        """Settings for a server process."""
        return {
            "DUDAO_DATA": str(self.settings.data),
            "DUDAO_DATABASE_URL": self.settings.database_url,
            "DUDAO_SECRET": SECRET,
        }

    def session(self) -> Session:
        """A session that sees everything."""
        session = open_session(self.engine)
        set_scope(session, EVERYWHERE)
        return session

    def database_processes(self) -> list[psutil.Process]:
        """PostgreSQL's processes; none for SQLite, which works inside ours."""
        return family(self.database_pid) if self.database_pid else []


def family(pid: int) -> list[psutil.Process]:
    """A process and all below it."""
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def cpu_of(processes: list[psutil.Process]) -> float:
    """Seconds of processor that they have had."""
    return sum(sum(process.cpu_times()[:2]) for process in processes if process.is_running())


@contextmanager
def installation(
    database: str, entities: int = ENTITIES, keep: Path | None = None
) -> Iterator[Installation]:
    """A seeded installation on `sqlite` or `postgresql`, gone afterwards unless it has a folder."""
    with nullcontext(keep) if keep else tempfile.TemporaryDirectory(prefix="dudao-bench-") as place:
        folder = Path(place)
        data = folder / "data"
        data.mkdir(parents=True, exist_ok=True)
        if database == "sqlite":
            yield _seeded(Settings(data=data, secret=SecretStr(SECRET)), None, entities)
            return
        with postgres(folder / "postgres") as server:
            url = server.get_uri()
            settings = Settings(data=data, secret=SecretStr(SECRET), database_url=url)
            yield _seeded(settings, server.get_pid(), entities)


def _seeded(settings: Settings, database_pid: int | None, entities: int) -> Installation:
    engine = make_engine(settings)
    migrate(engine)
    with open_session(engine) as session:
        set_scope(session, EVERYWHERE)
        if session.get(Region, COUNTY) is not None:
            # Kept by an earlier run, which alone knows its people.
            return Installation(settings, engine, [], "", "", database_pid)
        make_region_tree(session)
        cadres = [make_account(session) for _ in range(entities // EACH)]
        visits = []
        for number in range(entities):
            cadre = cadres[number % len(cadres)]
            entity = make_entity(session, name=f"测试餐饮店 {number:04d} 号")
            make_assignment(session, entity, cadre, level=Level.TOWN, due_in="2026Q4")
            visits.append((_token(cadre, settings), entity.id))
        county = make_account(session, role=Role.OFFICE, region=COUNTY)
        city = make_account(session, role=Role.OFFICE, region=CITY)
        tokens = [_token(person, settings) for person in (county, city)]
    return Installation(settings, engine, visits, tokens[0], tokens[1], database_pid)


def _token(account: Account, settings: Settings) -> str:
    return access_token(account, settings, now())
