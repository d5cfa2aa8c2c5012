"""Putting work down and taking it up: a lease and a unique key, alike on both databases.

Whoever takes a job has it for `LEASE`; a process that dies leaves it to another afterwards.  Only
who still holds the lease may end it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session

from app.db import begin_write, insert_missing, table_of
from app.ids import uuid7
from app.jobs.models import Job, JobState

LEASE = timedelta(seconds=120)
KEPT = timedelta(days=30)
"""How long ended jobs stay to be looked at; their keys are free again afterwards."""
_job = table_of(Job)


@dataclass(frozen=True)
class Taken:
    """A job in hand."""

    id: UUID
    kind: str
    key: str
    body: dict[str, Any]
    due_at: datetime
    attempts: int
    """With this one."""
    lease: UUID


def put(
    session: Session, kind: str, key: str, body: dict[str, Any], *, due_at: datetime, at: datetime
) -> None:
    """Put a job down in the caller's write; one of the same kind and key is there only once."""
    row = {
        "id": uuid7(),
        "kind": kind,
        "key": key,
        "body": body,
        "state": JobState.WAITING,
        "due_at": due_at,
        "attempts": 0,
        "error": "",
        "made_at": at,
    }
    insert_missing(session, Job, [row])


def hurry(session: Session, kind: str, key: str, at: datetime) -> None:
    """Let a job that waits for a later time be due now, in the caller's write."""
    waits = (_job.c.kind == kind, _job.c.key == key, _job.c.state == JobState.WAITING)
    later = sa.update(_job).where(*waits, _job.c.due_at > at, _job.c.attempts == 0)
    session.execute(later.values(due_at=at))


def known(session: Session, kind: str, key: str) -> bool:
    """Whether such a job has been put down already."""
    found = sa.select(_job.c.id).where(_job.c.kind == kind, _job.c.key == key)
    return session.execute(found).first() is not None


def take(session: Session, kinds: Collection[str], at: datetime) -> Taken | None:
    """Take up the job that has waited longest, and commit; None when nothing is due."""
    due = (_job.c.kind.in_(kinds), *_free(at))
    first = sa.select(_job).where(*due).order_by(_job.c.due_at, _job.c.id).limit(1)
    # Mostly there is nothing: looking takes nobody's turn to write.
    if session.execute(first).first() is None:
        session.rollback()
        return None
    begin_write(session)
    found = session.execute(first.with_for_update(skip_locked=True)).first()
    if found is None:
        session.rollback()
        return None
    taken = Taken(
        found.id, found.kind, found.key, found.body, found.due_at, found.attempts + 1, uuid4()
    )
    session.execute(
        sa.update(_job)
        .where(_job.c.id == taken.id)
        .values(lease=taken.lease, leased_until=at + LEASE, attempts=taken.attempts)
    )
    session.commit()
    return taken


def end(session: Session, taken: Taken, at: datetime, *, failed: str = "") -> bool:
    """Mark a job as done, or given up with a reason, in the caller's write.

    False where the lease was lost: somebody else has it, and what was done is to be rolled back.
    """
    state = JobState.FAILED if failed else JobState.DONE
    return _change(session, taken, {"state": state, "error": failed[:200], "ended_at": at})


def put_back(session: Session, taken: Taken, *, due_at: datetime, error: str) -> bool:
    """Leave a job for another attempt, in the caller's write."""
    return _change(session, taken, {"due_at": due_at, "error": error[:200]})


def forget_ended(session: Session, at: datetime) -> None:
    """Drop jobs that ended long ago, in the caller's write."""
    session.execute(sa.delete(_job).where(_job.c.ended_at < at - KEPT))


def _free(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        _job.c.state == JobState.WAITING,
        _job.c.due_at <= at,
        _job.c.leased_until.is_(None) | (_job.c.leased_until < at),
    )


def _change(session: Session, taken: Taken, values: dict[str, Any]) -> bool:
    held = sa.update(_job).where(
        _job.c.id == taken.id, _job.c.lease == taken.lease, _job.c.state == JobState.WAITING
    )
    done: Any = session.execute(held.values(lease=None, leased_until=None, **values))
    return bool(done.rowcount)
