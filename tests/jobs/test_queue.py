"""Work is done once, however many processes look for it, and is not lost with one that dies."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import begin_write, make_engine, open_session
from app.jobs.models import Job, JobState
from app.jobs.queue import KEPT, LEASE, Taken, end, forget_ended, put, put_back, take
from app.settings import Settings

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


def lay_down(engine: Engine, *keys: str, due_at: datetime = NOW) -> None:
    with open_session(engine) as session:
        begin_write(session)
        for key in keys:
            put(session, "work", key, {"of": key}, due_at=due_at, at=NOW)
        session.commit()


def take_up(engine: Engine, at: datetime = NOW) -> Taken | None:
    with open_session(engine) as session:
        return take(session, ("work",), at)


def finish(engine: Engine, job: Taken, at: datetime = NOW) -> bool:
    with open_session(engine) as session:
        begin_write(session)
        ended = end(session, job, at)
        session.commit()
        return ended


def states(engine: Engine) -> dict[str, JobState]:
    with open_session(engine) as session:
        return {job.key: job.state for job in session.exec(select(Job))}


def test_processes_at_once_take_each_job_once(engine: Engine, settings: Settings) -> None:
    lay_down(engine, *(f"{n:03}" for n in range(60)))

    def work(_: int) -> list[str]:
        mine, own = [], make_engine(settings)
        while job := take_up(own):
            mine.append(job.key)
            finish(own, job)
        own.dispose()
        return mine

    with ThreadPoolExecutor(4) as pool:
        done = Counter(key for keys in pool.map(work, range(4)) for key in keys)
    assert len(done) == 60
    assert set(done.values()) == {1}
    assert set(states(engine).values()) == {JobState.DONE}


def test_the_one_that_waited_longest_comes_first_and_none_before_its_time(engine: Engine) -> None:
    lay_down(engine, "later", due_at=NOW + timedelta(hours=1))
    lay_down(engine, "first", due_at=NOW - timedelta(hours=2))
    lay_down(engine, "second", due_at=NOW - timedelta(hours=1))
    taken = [take_up(engine) for _ in range(3)]
    assert [job.key if job else None for job in taken] == ["first", "second", None]


def test_a_kind_and_key_is_there_once_even_when_it_is_done(engine: Engine) -> None:
    lay_down(engine, "a")
    lay_down(engine, "a")
    job = take_up(engine)
    assert job is not None
    assert take_up(engine) is None
    finish(engine, job)
    lay_down(engine, "a")
    assert take_up(engine) is None


def test_what_a_dead_process_held_is_taken_by_another_after_the_lease(engine: Engine) -> None:
    lay_down(engine, "a")
    dead = take_up(engine)
    assert dead is not None
    assert take_up(engine, NOW + LEASE - timedelta(seconds=1)) is None
    heir = take_up(engine, NOW + LEASE + timedelta(seconds=1))
    assert heir is not None
    assert (heir.key, heir.attempts) == ("a", 2)


def test_who_lost_the_lease_ends_nothing(engine: Engine) -> None:
    lay_down(engine, "a")
    slow = take_up(engine)
    heir = take_up(engine, NOW + LEASE + timedelta(seconds=1))
    assert slow is not None
    assert heir is not None
    assert not finish(engine, slow)
    assert states(engine) == {"a": JobState.WAITING}
    assert finish(engine, heir)
    assert states(engine) == {"a": JobState.DONE}


def test_what_is_put_back_waits_for_its_time_with_its_reason(engine: Engine) -> None:
    lay_down(engine, "a")
    job = take_up(engine)
    assert job is not None
    again = NOW + timedelta(minutes=5)
    with open_session(engine) as session:
        begin_write(session)
        assert put_back(session, job, due_at=again, error="连不上")
        session.commit()
    assert take_up(engine, again - timedelta(seconds=1)) is None
    second = take_up(engine, again)
    assert second is not None
    assert second.attempts == 2


def test_a_write_that_is_rolled_back_lays_nothing_down(engine: Engine) -> None:
    with open_session(engine) as session:
        begin_write(session)
        put(session, "work", "a", {}, due_at=NOW, at=NOW)
        session.rollback()
    assert states(engine) == {}


@pytest.mark.parametrize(("past", "kept"), [(KEPT - timedelta(days=1), 2), (KEPT * 2, 1)])
def test_what_ended_long_ago_is_forgotten_and_what_waits_is_not(
    engine: Engine, past: timedelta, kept: int
) -> None:
    lay_down(engine, "done", "waiting")
    job = take_up(engine)
    assert job is not None
    finish(engine, job)
    with open_session(engine) as session:
        begin_write(session)
        forget_ended(session, NOW + past)
        session.commit()
        assert session.execute(sa.select(sa.func.count()).select_from(Job)).scalar_one() == kept


def test_looking_when_nothing_is_due_takes_no_turn_to_write(
    engine: Engine, session: Session
) -> None:
    begin_write(session)
    try:
        assert take_up(engine) is None
    finally:
        session.rollback()
