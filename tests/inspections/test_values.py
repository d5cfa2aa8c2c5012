"""A visit on a form that asks for values: taken, judged, and shown with what was filled in."""

from typing import Any

import pytest
from sqlmodel import Session

from app.checklists.format import Checklist
from app.checklists.published import forget, frozen
from app.ids import uuid7
from tests.checklists.test_shared_cases import form
from tests.inspections.conftest import Counter
from tests.inspections.visits import NOW, Scene, a_scene, body, sha

GOOD: list[dict[str, Any]] = [
    {"item": "PRAC-A01", "value": 4.5},
    {"item": "PRAC-A02", "value": 2},
    {"item": "PRAC-A03", "value": "2026-11-23"},
    {"item": "PRAC-A04", "value": "自制"},
    {"item": "PRAC-A05", "value": ["冰箱"]},
    {"item": "PRAC-A06", "value": [sha("door")]},
    {"item": "PRAC-A08", "value": "6923450601234"},
    {"item": "PRAC-A09", "value": [{"name": "酱油", "due": "2027-06-01", "count": 2}]},
    {"item": "PRAC-B05", "answer": "yes", "children": {"PRAC-B05a": 3, "PRAC-B05b": 0}},
    {"item": "PRAC-B10", "value": None},
]


@pytest.fixture
def scene(session: Session) -> Scene:
    """A restaurant, and the practice form published for it."""
    made = a_scene(session)
    practice: Checklist = form("practice")
    session.add(frozen(practice, NOW))
    session.commit()
    forget(session)
    return made


def visit(scene: Scene, changed: dict[str, Any] | None = None) -> dict[str, Any]:
    answers = [changed if changed and changed["item"] == one["item"] else one for one in GOOD]
    return body(scene.entity, answers=answers, checklist={"id": "practice", "version": 1})


def test_values_are_taken_and_shown_as_they_were_filled_in(counter: Counter, scene: Scene) -> None:
    id = uuid7()
    answer = counter.put(scene.cadre, visit(scene), id)
    assert answer.status_code == 201, answer.json()
    assert answer.json()["issues"] == []
    assert sha("door") in answer.json()["missing_media"]
    shown = counter.get(scene.cadre, f"/api/v1/inspections/{id}").json()
    kept = {one["item"]: one["value"] for one in shown["answers"]}
    assert kept["PRAC-A01"] == 4.5
    assert kept["PRAC-A09"] == [{"name": "酱油", "due": "2027-06-01", "count": 2}]
    assert {"sha256": sha("door"), "role": "answer:PRAC-A06", "arrived": False} in shown["media"]


def test_photos_in_the_lines_of_a_group_are_asked_for_and_shown(
    counter: Counter, scene: Scene
) -> None:
    fridges = [
        {"name": "一号", "plate": [sha("first")]},
        {"name": "二号", "plate": [sha("second")], "more": [sha("door")]},
    ]
    id = uuid7()
    given = visit(scene, {"item": "PRAC-B10", "value": fridges})
    receipt = counter.put(scene.cadre, given, id).json()
    assert {sha("first"), sha("second")} <= set(receipt["missing_media"])
    shown = counter.get(scene.cadre, f"/api/v1/inspections/{id}").json()
    roles = {one["sha256"]: one["role"] for one in shown["media"]}
    assert roles[sha("first")] == roles[sha("second")] == "answer:PRAC-B10"
    assert shown["answers"][-1]["value"] == fridges
    link = counter.post(scene.cadre, f"/api/v1/inspections/{id}/print").json()["url"]
    paper = counter.get(scene.cadre, link).text
    assert "冰箱2（编号：二号，温度显示照片 1 张，别的照片 1 张）" in paper
    assert [paper.count(f"第 10 题 冰箱{n}") for n in (1, 2)] == [1, 2]


def test_a_value_over_its_limit_opens_an_issue_that_says_it(counter: Counter, scene: Scene) -> None:
    warm = {"item": "PRAC-A01", "value": 12, "note": "冷藏柜 12 ℃", "photos": [sha("warm")]}
    sent = visit(scene, warm)
    sent["answers"].append({"item": "PRAC-B04", "answer": "yes"})
    answer = counter.put(scene.cadre, sent)
    assert answer.status_code == 201, answer.json()
    assert [issue["item"] for issue in answer.json()["issues"]] == ["PRAC-A01"]
    issue = counter.get(scene.cadre, f"/api/v1/issues/{answer.json()['issues'][0]['id']}").json()
    assert issue["details"] == [{"text": "冷藏温度", "value": "12℃"}]
    assert issue["basis"] == [
        {
            "title": "中华人民共和国食品安全法",
            "article": "第一条",
            "version": "2025年9月12日第三次修正",
        }
    ]


@pytest.mark.parametrize(
    ("wrong", "pointer", "told"),
    [
        ({"item": "PRAC-A02", "value": 1.5}, "/answers/1/value", "请填整数"),
        ({"item": "PRAC-A04", "value": 7}, "/answers/3/value", "请选一项"),
        (
            {"item": "PRAC-A09", "value": [{"name": "酱油"}]},
            "/answers/7/value",
            "第 1 行：请填写“保质期至”",
        ),
        (
            {"item": "PRAC-B10", "value": [{"name": "一号"}]},
            "/answers/9/value",
            "第 1 行：请填写“温度显示照片”",
        ),
        ({"item": "PRAC-A01", "value": 12}, "/answers/0/note", "请写明发现的问题"),
    ],
)
def test_a_value_that_will_not_do_is_refused_where_it_stands(
    counter: Counter, scene: Scene, wrong: dict[str, Any], pointer: str, told: str
) -> None:
    answer = counter.put(scene.cadre, visit(scene, wrong))
    assert answer.status_code == 422
    assert {"pointer": pointer, "detail": told} in answer.json()["errors"]
