"""What the calendar brings by itself: departures, a new quarter's visits, an old one frozen.

Any number of processes may do this at once: the quarter's work is a job with one key.
"""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from app.assignments.models import Due
from app.assignments.rules import period_bounds, period_of
from app.assignments.service import generate_due
from app.assignments.stand_ins import Departure
from app.changes.freezing import freeze
from app.changes.leaving import carry_out_due
from app.clock import shanghai_date, start_of_day
from app.db import begin_write, open_session, table_of
from app.jobs.queue import Taken, end, known, put, take
from app.regions.scope import EVERYWHERE, set_scope

TURN = "turn"
GRACE = timedelta(minutes=10)
"""A quarter is frozen a little after its end: what was under way at midnight has arrived."""
_departure, _due = table_of(Departure), table_of(Due)


def turn(engine: Engine, at: datetime) -> int:
    """Do what the calendar asks for; gives how many things were done."""
    with open_session(engine) as session:
        set_scope(session, EVERYWHERE)
        done = _departures(session, at)
        _plan(session, at)
    while job := _next(engine, at):
        _do(engine, job, at)
        done += 1
    return done


def owe_soon(session: Session, rule_id: UUID, at: datetime) -> None:
    """A rule of the running quarter asks for more visits: add them soon, in the caller's write."""
    body = {"what": "due", "period": period_of(shanghai_date(at))}
    put(session, TURN, f"rule:{rule_id}", body, due_at=at, at=at)


def _departures(session: Session, at: datetime) -> int:
    waiting = sa.select(_departure.c.id).where(
        _departure.c.done_at.is_(None),
        _departure.c.cancelled_at.is_(None),
        _departure.c.on <= shanghai_date(at),
    )
    # Mostly there is nothing: looking takes nobody's turn to write.
    if session.execute(waiting.limit(1)).first() is None:
        session.rollback()
        return 0
    begin_write(session)
    done = carry_out_due(session, at)
    session.commit()
    return done


def _plan(session: Session, at: datetime) -> None:
    """Put down the quarter's work once: its own visits, and the snapshot of the one before."""
    period = period_of(shanghai_date(at))
    first, _ = period_bounds(period)
    before = period_of(first - timedelta(days=1))
    wanted = [("due", period, start_of_day(first))]
    if _was_in_use(session, before):
        wanted.append(("freeze", before, start_of_day(first) + GRACE))
    new = [one for one in wanted if not known(session, TURN, f"{one[0]}:{one[1]}")]
    if not new:
        session.rollback()
        return
    begin_write(session)
    for what, period, due_at in new:
        body = {"what": what, "period": period}
        put(session, TURN, f"{what}:{period}", body, due_at=due_at, at=at)
    session.commit()


def _was_in_use(session: Session, period: str) -> bool:
    first, last = period_bounds(period)
    owed = sa.select(_due.c.id).where(_due.c.period <= period, _due.c.due_by.between(first, last))
    return session.execute(owed.limit(1)).first() is not None


def _next(engine: Engine, at: datetime) -> Taken | None:
    with open_session(engine) as session:
        return take(session, (TURN,), at)


def _do(engine: Engine, job: Taken, at: datetime) -> None:
    with open_session(engine) as session:
        set_scope(session, EVERYWHERE)
        begin_write(session)
        period = str(job.body["period"])
        if job.body["what"] == "due":
            generate_due(session, period)
        else:
            freeze(session, period, at)
        # Kept even where it took longer than the lease: done twice it is the same.
        end(session, job, at)
        session.commit()
