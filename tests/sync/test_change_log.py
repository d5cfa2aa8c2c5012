"""The database itself writes down what changed, whoever changes it."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.db import table_of
from app.entities.models import Entity
from app.ledger.models import Feedback, Issue
from app.media.models import Media, MediaLink, MediaOwner
from app.sync.changes import Change
from tests.builders import make_notice
from tests.inspections.conftest import Counter
from tests.inspections.visits import NOW, Scene, a_scene, answers, body, sha
from tests.people import Browser

TRACED = ["entity", "entity_contact", "assignment", "due", "notice", "inspection", "issue"]


@pytest.fixture
def scene(session: Session, app: FastAPI, client: Browser) -> Scene:
    """A visit with an issue and a photo that is yet to come, and a notice on the wall."""
    made = a_scene(session)
    make_notice(session, made.entity, short_code="7K3M9QAD")
    wrong = answers(wrong={"CATR-E01": [sha("e01")]})
    receipt = Counter(app, client).put(made.cadre, body(made.entity, answers=wrong))
    assert receipt.status_code == 201
    issue = session.exec(select(Issue)).one()
    place = {name: getattr(issue, name) for name in ("city_code", "county_code", "town_code")}
    session.add(
        Feedback(
            issue_id=issue.id,
            entity_id=issue.entity_id,
            account_id=made.cadre.id,
            text="已交办",
            at=NOW,
            region_code=issue.region_code,
            **place,
        )
    )
    session.commit()
    return made


def _told(session: Session, engine: Engine, statement: Any) -> set[UUID]:
    """Whom a statement concerns that comes past all of our code."""
    before = session.exec(select(sa.func.max(Change.seq))).one()
    session.commit()
    with engine.begin() as connection:
        assert connection.execute(statement).rowcount
    told = session.exec(select(Change.subject).where(col(Change.seq) > before)).all()
    session.commit()
    return set(told)


@pytest.mark.parametrize("name", TRACED)
def test_a_row_changed_by_hand_is_told_of_its_entity(
    scene: Scene, session: Session, engine: Engine, name: str
) -> None:
    table = Entity.metadata.tables[name]
    key = table.c.region_code
    assert _told(session, engine, table.update().values({key: key})) == {scene.entity.id}


@pytest.mark.parametrize("name", ["entity_contact", "due", "notice", "assignment"])
def test_a_row_taken_away_by_hand_is_told_of_its_entity(
    scene: Scene, session: Session, engine: Engine, name: str
) -> None:
    table = Entity.metadata.tables[name]
    assert _told(session, engine, table.delete()) == {scene.entity.id}


def test_feedback_is_told_to_its_reader_as_well(
    scene: Scene, session: Session, engine: Engine
) -> None:
    read = table_of(Feedback).update().values(read_at=NOW)
    assert _told(session, engine, read) == {scene.entity.id, scene.cadre.id}


@pytest.mark.parametrize(
    ("table", "column"),
    [("account", "name"), ("region", "path_name"), ("unit", "name")],
)
def test_a_new_name_is_told_of_the_entities_shown_with_it(
    scene: Scene, session: Session, engine: Engine, table: str, column: str
) -> None:
    found = Entity.metadata.tables[table]
    assert scene.entity.id in _told(session, engine, found.update().values({column: "新的名称"}))


def test_another_password_is_told_to_nobody(scene: Scene, session: Session, engine: Engine) -> None:
    account = Entity.metadata.tables["account"]
    assert _told(session, engine, account.update().values(password_hash="y")) == set()


def test_the_arrival_of_a_photo_is_told_of_the_records_that_wait_for_it(
    scene: Scene, session: Session, engine: Engine
) -> None:
    link = session.exec(select(MediaLink).where(MediaLink.sha256 == sha("e01"))).first()
    assert link is not None
    media = {"sha256": link.sha256, "size": 1, "content_type": "image/jpeg", "stored_at": NOW}
    session.execute(sa.insert(Media), [media | {"width": 1, "height": 1}])
    owner = {"sha256": link.sha256, "owner": link.owner}
    assert _told(session, engine, sa.insert(table_of(MediaOwner)).values(owner)) == {
        scene.entity.id
    }
