"""The application: every router, the PWA's files, and what holds for each request."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from sys import setswitchinterval

from fastapi import FastAPI

from app import errors, health, pwa
from app.accounts import routes as accounts
from app.audit import routes as audit
from app.checklists import routes as checklists
from app.checklists.service import release
from app.db import begin_write, make_engine, open_session
from app.inspections import routes as inspections
from app.ledger import routes as ledger
from app.media import routes as media
from app.notices import routes as notices
from app.quarantine import routes as quarantine
from app.regions import routes as regions
from app.settings import Settings, get_settings
from app.sync import entity_routes
from app.sync import routes as sync
from app.web import install_web

TURN_S = 0.0005
"""How long a thread with work done waits for Python at most; by default ten times as long."""

ROUTERS = (
    health.router,
    accounts.router,
    audit.router,
    regions.router,
    checklists.router,
    entity_routes.router,
    media.router,
    notices.router,
    inspections.router,
    ledger.router,
    quarantine.router,
    sync.router,
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """An application for `settings`; uvicorn calls it as a factory."""
    settings = settings or get_settings()
    engine = make_engine(settings)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        setswitchinterval(TURN_S)
        with open_session(engine) as session:
            begin_write(session)
            release(session)
            session.commit()
        yield
        engine.dispose()

    app = FastAPI(
        title="督导通",
        version="0.1.0",
        lifespan=life,
        openapi_url="/api/openapi.json",
        docs_url="/api/docs",
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.engine = engine
    errors.install(app)
    install_web(app)
    for router in ROUTERS:
        app.include_router(router)
    # Last, for it answers every address the routers leave.
    app.include_router(pwa.router)
    return app
