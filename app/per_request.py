"""One session a request, and as many requests at a time as there are connections."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime
from functools import wraps
from inspect import iscoroutinefunction, signature
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import anyio
import anyio.to_thread
from anyio.lowlevel import RunVar
from fastapi import Request
from fastapi.routing import APIRoute
from sqlalchemy import Engine
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from app.db import now, open_session

Found = TypeVar("Found")


async def present() -> datetime:
    """The present instant, UTC; a dependency so that tests can choose it.

    A coroutine, like all that asks nothing of the database: it needs no thread's turn.
    """
    return now()


async def get_session(request: Request) -> AsyncIterator[Session]:
    """One request, one transaction, committed before the answer goes out.

    Use through `accounts.guards.Db` (function scope): with FastAPI's default the commit would come
    after the response, and a phone could delete its only copy first.
    """
    engine: Engine = request.app.state.engine
    place = _place(engine)
    async with place:
        # Opening asks nothing of the database, and needs no thread's turn.
        session = open_session(engine)
        session.info["place"] = place
        try:
            yield session
            # Nothing is left to commit behind a route that did so in its own turn.
            if session.in_transaction():
                await _in_thread(session.commit)
        except BaseException:
            await _in_thread(session.rollback)
            raise
        finally:
            session.close()


async def in_one_turn(request: Request, read: Callable[[Session], Found]) -> Found:
    """What `read` finds, in one turn on a thread; it must write nothing.

    PostgreSQL is asked without a transaction (`postgres.reading`): what was written would be
    committed statement by statement.
    """

    def turn() -> Found:
        with open_session(request.app.state.reading) as session:
            return read(session)

    async with _place(request.app.state.engine):
        turning = asyncio.get_running_loop().run_in_executor(_readers, turn)
        # Shielded: the place is free only when the thread has left it.
        with anyio.CancelScope(shield=True):
            await turning
        return turning.result()


class OneTurn(APIRoute):
    """Routes that commit before they leave their thread: one turn on it less for each request.

    A route that awaits commits where its session ends (`get_session`); either is before the answer.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **settings: Any) -> None:
        if "session" in signature(endpoint).parameters and not iscoroutinefunction(endpoint):
            endpoint = _committing(endpoint)
        super().__init__(path, endpoint, **settings)


def _committing(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(endpoint)
    def committed(*, session: Session, **known: Any) -> Any:
        answer = endpoint(session=session, **known)
        session.commit()
        return answer

    return committed


@asynccontextmanager
async def put_aside(session: Session) -> AsyncIterator[None]:
    """Meanwhile the session holds neither a connection nor a place: for waiting on a slow phone."""
    await _in_thread(session.close)
    place: anyio.Semaphore = session.info["place"]
    place.release()
    try:
        yield
    finally:
        with anyio.CancelScope(shield=True):
            await place.acquire()


MOST_AT_ONCE = 32
"""Fewer than there are threads (40)."""
_readers = ThreadPoolExecutor(MOST_AT_ONCE, "reading")
"""Handing work to these and back takes little more than half of what the usual threads take."""
_places: RunVar[WeakKeyDictionary[Engine, anyio.Semaphore]] = RunVar("dudao_places")


def _place(engine: Engine) -> anyio.Semaphore:
    # A request has several turns on a thread and keeps its connection between them. Were more let
    # in than there are connections, those with a thread and those with a connection would wait for
    # each other, and many at once would stop the server. So they queue here, holding nothing.
    places = _places.get(None)
    if places is None:
        places = WeakKeyDictionary()
        _places.set(places)
    if engine not in places:
        assert isinstance(engine.pool, QueuePool)
        places[engine] = anyio.Semaphore(min(engine.pool.size(), MOST_AT_ONCE), fast_acquire=True)
    return places[engine]


async def _in_thread(work: Callable[[], None]) -> None:
    # Never behind others: whoever waits for this writer's turn may have taken every usual thread.
    # Shielded: a request cut short still has to give back what it holds.
    with anyio.CancelScope(shield=True):
        await anyio.to_thread.run_sync(work, limiter=anyio.CapacityLimiter(1))
