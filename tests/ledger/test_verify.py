"""The whole ledger is verified: what is broken is named, and nothing else."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from rich.console import Console
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import begin_write, insert_missing
from app.ledger.models import IssueEvent
from app.ledger.service import verify_all, verify_chain
from app.ledger.verify import report
from app.media.models import Media
from app.media.shelf import shelf_of
from app.settings import Settings
from tests.ledger.scene import NOW, Scene, a_scene, act, an_issue
from tests.ledger.tampering import a_closed_issue, lift_guards, tamper
from tests.media.conftest import a_placed_photo


def a_photo_on_the_shelf(session: Session, settings: Settings, scene: Scene) -> Path:
    data = a_placed_photo()
    sha = hashlib.sha256(data).hexdigest()
    shelf = shelf_of(settings)
    shelf.storage.put(sha, io.BytesIO(data))
    an_issue(session, scene, photos_before=[sha])
    begin_write(session)
    insert_missing(
        session,
        Media,
        [Media(sha256=sha, size=len(data), content_type="image/jpeg", stored_at=NOW).model_dump()],
    )
    session.commit()
    return settings.media_folder / sha[:2] / sha[2:4] / sha


@pytest.mark.parametrize("harm", ["one byte", "cut off", "gone"])
def test_a_photo_that_was_changed_is_found_when_asked_for(
    session: Session, engine: Engine, settings: Settings, harm: str
) -> None:
    file = a_photo_on_the_shelf(session, settings, a_scene(session))
    console = Console(record=True, width=160)
    shelf = shelf_of(settings)
    assert report(engine, console, shelf) == 0
    assert "照片全部与登记时一致" in console.export_text()
    data = file.read_bytes()
    file.chmod(0o640)
    if harm == "gone":
        file.unlink()
    elif harm == "cut off":
        file.write_bytes(data[:-1])
    else:
        file.write_bytes(data[:99] + bytes([data[99] ^ 1]) + data[100:])
    assert report(engine, console) == 0
    assert report(engine, console, shelf) == 1
    said = console.export_text()
    assert file.name in said
    assert "370102-2026Q4-000001 的照片" in said


def test_the_whole_ledger_is_verified_with_its_progress(session: Session) -> None:
    scene, issue = a_closed_issue(session)
    an_issue(session, scene)
    done: list[int] = []
    assert list(verify_all(session, done.append)) == []
    assert sum(done) == 2
    tamper(session, IssueEvent, 3, note="改过")
    assert [broken.number for broken in verify_all(session)] == [issue.number]


def test_the_command_names_the_broken_issue_and_fails(session: Session, engine: Engine) -> None:
    _, issue = a_closed_issue(session)
    console = Console(record=True, width=120)
    assert report(engine, console) == 0
    tamper(session, IssueEvent, 3, note="改过")
    assert report(engine, console) == 1
    assert f"{issue.number} 第 3 步" in console.export_text()


# PostgreSQL's columns hold nothing but values of their kind.
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "change",
    ["evidence = '{'", "at = 'yesterday'", "entity_id = 'nobody'", "id = 'none'"],
)
def test_a_step_that_is_no_longer_readable_is_named_and_the_rest_is_verified(
    session: Session, change: str
) -> None:
    scene, issue = a_closed_issue(session)
    other = an_issue(session, scene)
    lift_guards(session)
    key = {"issue_id": issue.id.hex}
    session.execute(
        sa.text(f"UPDATE issue_event SET {change} WHERE seq = 3 AND issue_id = :issue_id"), key
    )
    session.commit()
    broken = list(verify_all(session))
    assert [(link.number, link.seq) for link in broken] == [(issue.number, 3)]
    assert broken[0].why == "这一步读不出来"
    assert verify_chain(session, other.id) is None


class Interrupted(Session):
    """A session before whose second statement somebody else does something."""

    statements = 0
    meanwhile: Callable[[], None]

    def connection(self, *args: Any, **how: Any) -> sa.Connection:
        if not how:
            self.statements += 1
            if self.statements == 2:
                self.meanwhile()
        return super().connection(*args, **how)


def test_a_step_taken_while_the_ledger_is_verified_breaks_nothing(
    session: Session, engine: Engine
) -> None:
    scene, issue = a_closed_issue(session)
    session.commit()

    def reopen() -> None:
        act(session, issue, scene.office, "reopen")

    with Interrupted(engine) as reader:
        reader.meanwhile = reopen
        assert list(verify_all(reader)) == []
    assert issue.state == "rectifying"
    assert verify_chain(session, issue.id) is None
