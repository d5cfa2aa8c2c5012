"""Visits are read by who may see the entity, and by nobody else."""

from datetime import timedelta

from sqlmodel import Session

from app.accounts.roles import Role
from app.ids import uuid7
from tests.builders import COUNTY, OTHER_COUNTY, OTHER_VILLAGE, make_account
from tests.inspections.conftest import Counter
from tests.inspections.visits import NOW, a_scene, answers, body, sha


def test_a_visit_is_shown_whole_to_its_county(counter: Counter, session: Session) -> None:
    scene = a_scene(session)
    id = uuid7()
    wrong = answers(wrong={"CATR-E01": [sha("e01")]})
    receipt = counter.put(scene.cadre, body(scene.entity, answers=wrong), id).json()
    office = make_account(session, role=Role.OFFICE, region=COUNTY)
    shown = counter.get(office, f"/api/v1/inspections/{id}").json()
    assert shown["receipt_no"] == receipt["receipt_no"]
    assert shown["entity"] == {"id": str(scene.entity.id), "name": scene.entity.name}
    assert shown["cadre"] == {"name": "李淑琴", "post": "社区党委书记"}
    assert [answer["item"] for answer in shown["answers"]] == [a["item"] for a in wrong]
    assert shown["issues"] == [
        {
            "id": receipt["issues"][0]["id"],
            "number": "370102-2026Q4-000001",
            "item": "CATR-E01",
            "item_text": "生熟食品的刀板、容器、冰箱分开使用并有标识，食品不落地",
            "description": next(a["note"] for a in wrong if a["answer"] == "no"),
            "severity": "major",
            "state": "assigned",
        }
    ]
    assert {(m["role"], m["arrived"]) for m in shown["media"]} == {
        ("answer:CATR-E01", False),
        ("signature.cadre", False),
        ("signature.enterprise", False),
    }
    assert shown["checklist"] == {"id": "catering", "version": 1, "name": "餐饮服务督导检查表"}


def test_a_recheck_names_the_issue_it_is_about(counter: Counter, session: Session) -> None:
    scene = a_scene(session)
    wrong = answers(wrong={"CATR-E01": [sha("e01")]})
    opened = counter.put(scene.cadre, body(scene.entity, answers=wrong)).json()["issues"][0]
    later, id = NOW + timedelta(days=3), uuid7()
    recheck = {"issue_id": opened["id"], "result": "not_fixed", "note": "仍未分开"}
    counter.put(scene.cadre, body(scene.entity, at=later, rechecks=[recheck]), id, at=later)
    shown = counter.get(scene.cadre, f"/api/v1/inspections/{id}", at=later).json()
    assert shown["rechecks"] == [
        recheck
        | {
            "photos": [],
            "number": opened["number"],
            "item_text": "生熟食品的刀板、容器、冰箱分开使用并有标识，食品不落地",
            "description": next(a["note"] for a in wrong if a["answer"] == "no"),
        }
    ]


def test_another_county_finds_nothing(counter: Counter, session: Session) -> None:
    scene = a_scene(session)
    id = uuid7()
    counter.put(scene.cadre, body(scene.entity), id)
    for role, region in ((Role.OFFICE, OTHER_COUNTY), (Role.CADRE, OTHER_VILLAGE)):
        stranger = make_account(session, role=role, region=region)
        assert counter.get(stranger, f"/api/v1/inspections/{id}").status_code == 404
        assert counter.get(stranger, "/api/v1/inspections").json()["items"] == []
        by_entity = counter.get(stranger, f"/api/v1/inspections?entity={scene.entity.id}")
        assert by_entity.json()["items"] == []


def test_pages_follow_each_other_without_gap_or_overlap(counter: Counter, session: Session) -> None:
    scene = a_scene(session)
    sent = []
    for day in range(5):
        at = NOW + timedelta(days=day)
        sent.append(counter.put(scene.cadre, body(scene.entity, at=at), at=at).json()["id"])
    seen: list[str] = []
    path = "/api/v1/inspections?limit=2"
    while path:
        page = counter.get(scene.cadre, path).json()
        seen += [item["id"] for item in page["items"]]
        path = f"/api/v1/inspections?limit=2&cursor={page['next']}" if page["next"] else ""
    assert seen == sent[::-1]
    assert counter.get(scene.cadre, "/api/v1/inspections?cursor=zzz").status_code == 422
    none = counter.get(scene.cadre, "/api/v1/inspections?period=2026Q3").json()
    assert none["items"] == []
