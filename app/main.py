"""The application: every router, the PWA's files, and what holds for each request."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from sys import setswitchinterval

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.datastructures import State

from app import errors, health, pwa
from app.accounts import routes as accounts
from app.assignments import duty_routes
from app.audit import routes as audit
from app.changes import people_routes, period_routes, register_routes
from app.changes import routes as changes
from app.changes.turning import turn
from app.checklists import routes as checklists
from app.checklists.service import release, shelf_of
from app.db import begin_write, make_engine, open_session
from app.documents import routes as documents
from app.inspections import draft_routes
from app.inspections import routes as inspections
from app.ledger import calendar_routes, list_routes
from app.ledger import routes as ledger
from app.matching import routes as matching
from app.media import routes as media
from app.notices import public_routes as public_notices
from app.notices import routes as notices
from app.papers import routes as papers
from app.postgres import reading
from app.publishing import routes as publishing
from app.quarantine import routes as quarantine
from app.records import routes as records
from app.regions import routes as regions
from app.registry import routes as registry
from app.reminders import routes as reminders
from app.reminders.worker import Worker
from app.settings import Settings, get_settings
from app.sync import entity_routes
from app.sync import routes as sync
from app.web import install_web

TURN_S = 0.0005
"""How long a thread with work done waits for Python at most; by default ten times as long."""

ROUTERS = (
    # First, for addresses are compared in this order: what is asked for most.
    list_routes.router,
    health.router,
    accounts.router,
    audit.router,
    regions.router,
    # Before those of a single version, whose addresses are less particular.
    publishing.router,
    checklists.router,
    entity_routes.router,
    duty_routes.router,
    matching.router,
    registry.router,
    media.router,
    notices.router,
    public_notices.router,
    papers.router,
    changes.router,
    people_routes.router,
    register_routes.router,
    period_routes.router,
    inspections.router,
    draft_routes.router,
    ledger.router,
    reminders.router,
    calendar_routes.router,
    documents.router,
    records.router,
    quarantine.router,
    sync.router,
)


def served() -> FastAPI:
    """What `dudao serve` runs in each of its processes: the application, and its worker."""
    app = create_app(works=get_settings().reminders)
    # What is here stays: the collector need not go through it again and again.
    gc.collect()
    gc.freeze()
    return app


def create_app(settings: Settings | None = None, *, works: bool = False) -> FastAPI:
    """An application for `settings`; with `works` it also sends reminders while it lives."""
    return furnish(assembled(works=works), settings or get_settings())


def furnish(app: FastAPI, settings: Settings) -> FastAPI:
    """The same application for an installation: all that is its own, and nothing of another's."""
    app.state = State()
    app.state.settings = settings
    app.state.engine = make_engine(settings)
    app.state.reading = reading(app.state.engine)
    return app


def assembled(*, works: bool = False) -> FastAPI:
    """Every route and what is around them, for no installation yet: see `furnish`."""
    app = FastAPI(
        title="督导通",
        version="0.1.0",
        lifespan=_working if works else _life,
        openapi_url="/api/openapi.json",
        docs_url="/api/docs",
        redoc_url=None,
    )
    errors.install(app)
    install_web(app)
    for router in ROUTERS:
        app.include_router(router)
    # Last, for it answers every address the routers leave.
    app.include_router(pwa.router)
    return app


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    setswitchinterval(TURN_S)
    engine: Engine = app.state.engine
    with open_session(engine) as session:
        begin_write(session)
        release(session)
        shelf_of(session)
        session.commit()
    yield
    engine.dispose()


@asynccontextmanager
async def _working(app: FastAPI) -> AsyncIterator[None]:
    async with _life(app):
        worker = Worker(app.state.engine, app.state.settings, turn)
        worker.start()
        try:
            yield
        finally:
            worker.stop()
