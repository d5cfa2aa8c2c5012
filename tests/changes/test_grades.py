from typing import Any

from httpx import Response
from sqlmodel import Session, select

from app.assignments.misfits import misfits
from app.entities.history import EntityGradeChange
from app.regions.models import Level
from tests.builders import COUNTY, OTHER_COUNTY, TOWN, make_account
from tests.changes.scene import WHERE, Scene
from tests.people import Browser


def set_grade(client: Browser, scene: Scene, grade: str, **said: Any) -> Response:
    where = f"{WHERE}/entities/{scene.shop.id}/grade"
    answer: Response = client.as_(scene.office).post(where, json={"grade": grade, **said})
    return answer


def test_the_criteria_propose_a_grade_and_say_why(client: Browser, scene: Scene) -> None:
    told = client.as_(scene.office).get(f"{WHERE}/entities/{scene.shop.id}/grade").json()
    assert (told["grade"], told["proposed"], told["level"], told["fits"]) == (
        "D",
        "D",
        "village",
        True,
    )
    assert "小餐饮" in told["why"]


def test_against_the_criteria_it_takes_a_reason_and_who_approved(
    client: Browser, session: Session, scene: Scene
) -> None:
    refused = set_grade(client, scene, "C")
    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/reason", "/approver"]
    told = set_grade(client, scene, "C", reason="连年被投诉", approver="副主任 贺立新")
    assert told.status_code == 200, told.text
    [change] = session.exec(select(EntityGradeChange))
    assert (change.from_grade, change.to_grade, change.proposed) == ("D", "C", "D")
    assert told.json()["changes"][0]["approver"] == "副主任 贺立新"
    back = set_grade(client, scene, "D").json()
    assert [one["to_grade"] for one in back["changes"]] == ["D", "C"]


def test_a_relation_whose_level_no_longer_fits_is_to_be_adjusted(
    client: Browser, session: Session, scene: Scene
) -> None:
    office = client.as_(scene.office)
    assert office.get(f"{WHERE}/misfits").json() == []
    set_grade(client, scene, "C", reason="连年被投诉", approver="贺立新")
    [told] = office.get(f"{WHERE}/misfits", params={"region": COUNTY}).json()
    assert (told["cadre"], told["level_now"], told["level_needed"]) == (
        "李淑琴",
        "village",
        "town",
    )
    assert office.get(f"{WHERE}/misfits", params={"region": OTHER_COUNTY}).json() == []
    assert client.as_(scene.far_office).get(f"{WHERE}/misfits").json() == []
    [found] = misfits(session)
    assert (found.entity_id, found.level_needed) == (scene.shop.id, Level.TOWN)
    town = make_account(session, region=TOWN, name="赵志远")
    order = {"entity_ids": [str(scene.shop.id)], "cadre_id": str(town.id)}
    assert office.post(f"{WHERE}/appointments", json=order).json() == {"entities": 1}
    assert office.get(f"{WHERE}/misfits").json() == []


def test_the_risk_level_is_another_scale_and_does_not_move(client: Browser, scene: Scene) -> None:
    set_grade(client, scene, "C", reason="连年被投诉", approver="贺立新")
    told = client.as_(scene.office).get(f"/api/v1/entities/{scene.shop.id}").json()
    assert (told["baobao_grade"], told["risk_level"]) == ("C", "B")


def test_only_the_office_of_the_place_sets_a_grade(client: Browser, scene: Scene) -> None:
    where = f"{WHERE}/entities/{scene.shop.id}/grade"
    assert client.as_(scene.far_office).post(where, json={"grade": "D"}).status_code == 404
    assert client.as_(scene.station).post(where, json={"grade": "D"}).status_code == 403
    assert client.as_(scene.office).post(where, json={"grade": "E"}).status_code == 422
