"""Doing what is due: the day's digest, critical issues, the outbox, and deadlines to recount.

Any number of processes may do this at once: each piece of work is a job with one key and a lease.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from threading import Event, Thread
from uuid import UUID

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from app.clock import SHANGHAI, shanghai_date
from app.db import begin_write, now, open_session
from app.jobs.queue import Taken, end, known, put, put_back, take
from app.ledger.batches import UNITS
from app.ledger.calendars import get_calendar
from app.ledger.recounting import recount
from app.ledger.urgent import CRITICAL
from app.regions.scope import EVERYWHERE, set_scope
from app.reminders import critical, units
from app.reminders.composing import DIGEST, WEBHOOK, compose
from app.reminders.sending import send
from app.settings import Settings

EVERY_S = 5.0
NOT_AFTER = time(17, 59, 59)
"""A digest that could not be written by then is left out: nobody is reminded in the evening."""
RECOUNT_TURNS = 60
MOST_ATTEMPTS, LONGEST_WAIT_MIN = 12, 60
"""A job that fails by itself is tried for some seven hours."""
_KINDS = (CRITICAL, UNITS, DIGEST, WEBHOOK)
_log = structlog.get_logger("dudao.reminders")


def work(engine: Engine, settings: Settings, clock: Callable[[], datetime] = now) -> int:
    """Do everything that is due; gives how many jobs were done."""
    with open_session(engine) as session:
        _plan(session, settings, clock())
    done = 0
    # A lease begins when the job is taken: posting those before it may have taken a while.
    while job := _next(engine, clock()):
        try:
            _do(engine, settings, job, clock())
            done += 1
        except Exception as error:
            # What one of them cannot do is no reason to keep the others waiting.
            _failed(engine, job, type(error).__name__, clock())
    return done


def recount_deadlines(engine: Engine, at: datetime) -> int:
    """Count again what is provisional of a year published meanwhile; gives how many."""
    with open_session(engine) as session:
        set_scope(session, EVERYWHERE)
        return recount(session, at)


def _plan(session: Session, settings: Settings, at: datetime) -> None:
    """Put down the digest of a working day once its hour has come."""
    there = at.astimezone(SHANGHAI)
    begins = settings.reminder_time
    if not begins <= there.time() <= (NOT_AFTER if begins < NOT_AFTER else time.max):
        return
    today = shanghai_date(at)
    if not get_calendar(session).is_workday(today) or known(session, DIGEST, str(today)):
        return
    begin_write(session)
    put(session, DIGEST, str(today), {"day": str(today)}, due_at=at, at=at)
    session.commit()


def _next(engine: Engine, at: datetime) -> Taken | None:
    with open_session(engine) as session:
        return take(session, _KINDS, at)


def _do(engine: Engine, settings: Settings, job: Taken, at: datetime) -> None:
    if job.kind == WEBHOOK:
        why = send(engine, settings, job, at)
        if why:
            _log.warning("webhook", target=job.body["target"], attempt=job.attempts, why=why)
        return
    with open_session(engine) as session:
        set_scope(session, EVERYWHERE)
        # Of another day: a server that was down yesterday says nothing of it today.
        if job.kind == DIGEST and job.body["day"] == str(shanghai_date(at)):
            compose(session, settings, at)
        begin_write(session)
        tell_now(session, settings, job, at)
        # These messages and the end of the job are one write: done by one process, or not at all.
        if end(session, job, at):
            session.commit()


def tell_now(session: Session, settings: Settings, job: Taken, at: datetime) -> None:
    """In the caller's write, the messages of a job that is about single issues."""
    if job.kind == CRITICAL:
        critical.tell(session, settings, UUID(job.body["issue_id"]), job.key, at)
    elif job.kind == UNITS:
        units.tell(session, UUID(job.body["batch"]), at)


def _failed(engine: Engine, job: Taken, why: str, at: datetime) -> None:
    """Try again later, and not for ever; only the error's kind is kept, for it may hold names."""
    _log.error("reminders", kind=job.kind, attempt=job.attempts, error=why)
    with open_session(engine) as session:
        begin_write(session)
        if job.attempts >= MOST_ATTEMPTS:
            end(session, job, at, failed=f"程序出错 {why}")
        else:
            wait = min(2**job.attempts, LONGEST_WAIT_MIN)
            put_back(session, job, due_at=at + timedelta(minutes=wait), error=f"程序出错 {why}")
        session.commit()


class Worker(Thread):
    """The thread of `dudao serve` that does what is due, every few seconds."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        also: Callable[[Engine, datetime], object] = lambda _engine, _at: None,
    ) -> None:
        super().__init__(name="reminders", daemon=True)
        self._engine, self._settings, self._stop_asked = engine, settings, Event()
        self._also = also
        """What packages above have to do when its time comes."""

    def run(self) -> None:
        """Until it is told to stop; what goes wrong is logged and tried again."""
        turns = 0
        while not self._stop_asked.wait(EVERY_S):
            try:
                if turns % RECOUNT_TURNS == 0:
                    recount_deadlines(self._engine, now())
                    self._also(self._engine, now())
                turns += 1
                work(self._engine, self._settings)
            except Exception as error:
                _log.error("reminders", error=type(error).__name__)

    def stop(self) -> None:
        """Let it end after what it is doing."""
        self._stop_asked.set()
        self.join(timeout=15)
