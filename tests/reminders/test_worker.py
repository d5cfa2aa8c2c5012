"""The thread of `dudao serve`: it tells by itself, and ends with the server."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.db import begin_write
from app.jobs.models import Job, JobState
from app.jobs.queue import put
from app.ledger.urgent import CRITICAL
from app.main import create_app
from app.reminders import worker
from app.reminders.command import outbox
from app.settings import Settings
from tests.ledger.scene import Scene, an_issue
from tests.people import Browser
from tests.reminders.conftest import Office, Told


def reminding() -> int:
    return sum(thread.name == "reminders" for thread in threading.enumerate())


def test_a_critical_issue_is_told_while_the_server_runs(
    settings: Settings,
    session: Session,
    scene: Scene,
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker, "EVERY_S", 0.05)
    app = create_app(settings, works=True)
    with Browser(app):
        at = datetime.now(UTC)
        an_issue(session, scene, at=at, found_at=at, received_at=at, severity="critical")
        until = time.monotonic() + 30
        while not (heard := told(scene.station)) and time.monotonic() < until:
            time.sleep(0.05)
        assert reminding() == 1
    assert [message.kind for message in heard if message.kind == "critical"] == ["critical"]
    assert reminding() == 0


def test_an_error_does_not_end_it(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "EVERY_S", 0.01)
    turns = []

    def fail(*_: object) -> int:
        turns.append(1)
        raise RuntimeError

    monkeypatch.setattr(worker, "work", fail)
    running = worker.Worker(engine, settings)
    running.start()
    until = time.monotonic() + 30
    while len(turns) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    running.stop()
    assert len(turns) >= 3
    assert not running.is_alive()


def test_what_cannot_be_done_keeps_nobody_waiting_and_is_given_up(
    office: Office, session: Session, scene: Scene, told: Told, settings: Settings
) -> None:
    at = datetime.fromisoformat("2026-12-01T08:30:00+08:00")
    begin_write(session)
    put(session, CRITICAL, "broken", {"issue_id": "no issue"}, due_at=at, at=at)
    session.commit()
    late = an_issue(session, scene, severity="critical")
    assert late.severity == "critical"
    office.work(at)
    assert told(scene.station)
    for n in range(1, 10 * 60):
        office.work(at + timedelta(minutes=n))
    broken = session.exec(select(Job).where(Job.key == "broken")).one()
    assert (broken.state, broken.attempts) == (JobState.FAILED, worker.MOST_ATTEMPTS)
    assert broken.error == "程序出错 ValueError"
    console = Console(record=True, width=160)
    assert outbox(settings, console) == 1
    assert "重大问题通知" in console.export_text()


def test_without_it_the_application_only_answers(settings: Settings) -> None:
    with Browser(create_app(settings)):
        assert reminding() == 0
