"""A shop of several business types: one visit on its checklist and modules, counted once."""

import pytest
from sqlmodel import Session, select

from app.assignments.models import Due
from app.ids import uuid7
from app.inspections.models import Inspection
from tests.inspections.conftest import Counter
from tests.inspections.visits import a_scene, answers, body, sha

SALES = {"id": "circulation", "version": 1}
pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


def test_a_visit_with_a_module_is_one_record_and_settles_what_is_owed(
    counter: Counter, session: Session
) -> None:
    scene, id = a_scene(session, more_types=("circulation",)), uuid7()
    wrong = {"CATR-A03": [sha("a03")], "CIRC-E01": [sha("e01")]}
    given = answers(modules=("circulation",), wrong=wrong)
    taken = counter.put(scene.cadre, body(scene.entity, answers=given, modules=[SALES]), id)
    assert taken.status_code == 201, taken.json()
    assert [issue["item"] for issue in taken.json()["issues"]] == ["CATR-A03", "CIRC-E01"]
    shown = counter.get(scene.cadre, f"/api/v1/inspections/{id}").json()
    assert [one["name"] for one in (shown["checklist"], *shown["modules"])] == [
        "餐饮服务督导检查表",
        "食品流通（销售）督导检查表",
    ]
    assert "checklist_differs" not in shown["remarks"]
    assert session.exec(select(Due.done_inspection_id)).all() == [id]
    assert len(session.exec(select(Inspection)).all()) == 1
    link = counter.post(scene.cadre, f"/api/v1/inspections/{id}/print").json()["url"]
    page = counter.get(scene.cadre, link).text
    assert "餐饮服务督导检查表、食品流通（销售）督导检查表" in page
    assert "食品销售：贮存陈列与过程控制" in page
    assert page.count("店（厂）内显著位置公示包保干部") == 1
    assert f"合计 {sum(1 for one in given if one.get('answer'))} 项" in page


def test_a_module_that_is_not_filled_in_is_lacking_item_by_item(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session, more_types=("circulation",))
    refused = counter.put(scene.cadre, body(scene.entity, modules=[SALES]))
    assert refused.status_code == 422
    lacking = {error["detail"][:4] for error in refused.json()["errors"]}
    assert lacking == {"CIRC"}


def test_what_both_ask_is_answered_once(counter: Counter, session: Session) -> None:
    scene = a_scene(session, more_types=("circulation",))
    given = answers() + answers(checklist="circulation")
    refused = counter.put(scene.cadre, body(scene.entity, answers=given, modules=[SALES]))
    assert refused.status_code == 422
    assert "检查表里没有 CIRC-A03 这一项" in [one["detail"] for one in refused.json()["errors"]]
