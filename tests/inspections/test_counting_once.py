"""A corrected visit counts once: one record stands, and what lists or counts visits takes that."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.accounts.user import scope_for, user_of
from app.assignments.models import Due
from app.db import open_session, table_of
from app.ids import uuid7
from app.inspections.correcting import AlreadyCorrected
from app.inspections.models import Inspection
from app.inspections.service import Taken, submit
from app.inspections.wire import InspectionBody
from app.migrate import alembic_config
from app.regions.scope import set_scope
from tests.documents.scene import WHERE, text_of
from tests.inspections.conftest import Counter
from tests.inspections.visits import NOW, Scene, a_scene, body

WHY = "当时看错了柜子"
RIVALS = 4


def _visit(counter: Counter, scene: Scene, **more: Any) -> UUID:
    id = uuid7()
    taken = counter.put(scene.cadre, body(scene.entity, **more), id)
    assert taken.status_code == 201, taken.json()
    return id


def _correct(counter: Counter, scene: Scene, first: UUID, **more: Any) -> UUID:
    return _visit(counter, scene, corrects=str(first), correction_reason=WHY, **more)


def test_of_corrections_at_once_one_is_taken_and_the_others_are_told_which(
    counter: Counter, session: Session, engine: Engine
) -> None:
    scene = a_scene(session)
    first = _visit(counter, scene)
    by = user_of(scene.cadre)
    session.commit()
    sent = InspectionBody.model_validate(
        body(scene.entity, corrects=str(first), correction_reason=WHY)
    )
    start = Barrier(RIVALS)

    def correct(_: int) -> Taken | AlreadyCorrected:
        with open_session(engine) as own:
            set_scope(own, scope_for(by))
            start.wait()
            try:
                taken = submit(own, uuid7(), sent, by=by, at=NOW)
                own.commit()
            except AlreadyCorrected as refusal:
                return refusal
            assert isinstance(taken, Taken)
            return taken

    with ThreadPoolExecutor(RIVALS) as phones:
        came = list(phones.map(correct, range(RIVALS)))
    [taken] = [one for one in came if isinstance(one, Taken)]
    for refusal in came:
        if isinstance(refusal, AlreadyCorrected):
            assert taken.receipt.receipt_no in str(refusal.body()["detail"])
            assert "内容仍在手机上" in str(refusal.body()["detail"])
    kept = session.exec(select(Inspection).where(Inspection.corrects == first)).all()
    assert [one.id for one in kept] == [taken.receipt.id]


def test_a_correction_settles_no_second_visit(counter: Counter, session: Session) -> None:
    scene = a_scene(session)
    owed = session.exec(select(Due)).one()
    session.add(Due.model_validate(owed.model_dump() | {"id": uuid7(), "nth": 2}))
    session.commit()
    first = _visit(counter, scene)
    second = _correct(counter, scene, first)
    session.expire_all()
    settled = session.exec(select(Due.done_inspection_id).order_by(col(Due.nth))).all()
    assert settled == [second, None]


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_lists_and_figures_take_the_record_that_stands(counter: Counter, session: Session) -> None:
    scene = a_scene(session)
    first = _visit(counter, scene)
    again = {"outcome": "closed_door", "statement": "其实没有进门", "photos": ["ab" * 32]}
    second = _correct(counter, scene, first, answers=[], **again)

    def read(path: str) -> dict[str, list[dict[str, str]]]:
        found: dict[str, list[dict[str, str]]] = counter.get(scene.cadre, path).json()
        return found

    listed = read(f"/api/v1/inspections?entity={scene.entity.id}")["items"]
    assert [one["id"] for one in listed] == [str(second)]
    latest = read(f"/api/v1/entities/{scene.entity.id}")["last_visits"]
    assert [one["id"] for one in latest] == [str(second)]
    page = f"{WHERE}/quarterly/{scene.cadre.id}.docx?quarter=2026Q4"
    assert "已完成0次" in text_of(counter.get(scene.cadre, page).content)
    third = _correct(counter, scene, second)
    page_now = text_of(counter.get(scene.cadre, page).content)
    assert "已完成1次" in page_now
    shown = read(f"/api/v1/inspections?entity={scene.entity.id}")["items"]
    assert [one["id"] for one in shown] == [str(third)]


def test_two_corrections_from_before_the_rule_become_one_chain(
    counter: Counter, session: Session, engine: Engine
) -> None:
    scene = a_scene(session)
    first = _visit(counter, scene)
    second = _correct(counter, scene, first)
    third = _correct(counter, scene, second)
    session.commit()
    config = alembic_config(engine)
    command.downgrade(config, "0017_correction")
    visits = table_of(Inspection)
    with engine.begin() as connection:
        twice = sa.update(visits).where(visits.c.id == third).values(corrects=first)
        connection.execute(twice)
    command.upgrade(config, "head")
    session.expire_all()
    links = dict(session.exec(select(Inspection.id, Inspection.corrects)).all())
    assert links == {first: None, second: first, third: second}
