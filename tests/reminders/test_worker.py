"""The thread of `dudao serve`: it tells by itself, and ends with the server."""

import threading
import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.main import create_app
from app.reminders import worker
from app.settings import Settings
from tests.ledger.scene import Scene, an_issue
from tests.people import Browser
from tests.reminders.conftest import Told


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


def test_without_it_the_application_only_answers(settings: Settings) -> None:
    with Browser(create_app(settings)):
        assert reminding() == 0
