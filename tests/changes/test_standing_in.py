from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from httpx import Response
from sqlmodel import Session, select

from app.accounts.user import scope_for, user_of
from app.assignments.stand_ins import StandIn
from app.clock import shanghai_date
from app.entities.models import Entity
from app.inspections.models import Inspection
from app.ledger.models import Issue
from app.regions.scope import set_scope
from tests.builders import OTHER_VILLAGE, make_account, make_notice
from tests.changes.scene import WHERE, Scene, visit
from tests.inspections.visits import answers, sha
from tests.people import Browser

TODAY = shanghai_date(datetime.now(UTC))


def stand_in(client: Browser, scene: Scene, **changes: Any) -> Response:
    told = {
        "id": str(uuid4()),
        "absent_id": str(scene.cadre.id),
        "cadre_id": str(scene.other_cadre.id),
        "first": str(TODAY),
        "last": str(TODAY + timedelta(days=6)),
        "reason": "产假",
    }
    answer: Response = client.as_(scene.office).post(f"{WHERE}/stand-ins", json=told | changes)
    return answer


def sees(client: Browser, scene: Scene) -> list[str]:
    answer = client.as_(scene.other_cadre).get("/api/v1/entities")
    return [one["id"] for one in answer.json()["items"]]


def over(session: Session) -> None:
    """The stand-in's last day was yesterday."""
    session.rollback()
    made = session.exec(select(StandIn)).one()
    made.first, made.last = TODAY - timedelta(days=5), TODAY - timedelta(days=1)
    session.add(made)
    session.commit()


def test_a_stand_in_sees_and_visits_and_both_are_named_on_the_record(
    client: Browser, session: Session, scene: Scene
) -> None:
    assert sees(client, scene) == []
    assert visit(client, scene.other_cadre, scene.shop).status_code == 404
    made = stand_in(client, scene)
    assert (made.status_code, made.json()["standing"]) == (201, "running")
    assert sees(client, scene) == [str(scene.shop.id)]
    told = visit(client, scene.other_cadre, scene.shop)
    assert told.status_code == 201, told.text
    record = session.exec(select(Inspection)).one()
    assert (record.cadre_id, record.stands_for) == (scene.other_cadre.id, scene.cadre.id)
    shown = client.as_(scene.office).get(f"/api/v1/inspections/{record.id}").json()
    assert (shown["cadre"]["name"], shown["stands_for"]["name"]) == ("王建国", "李淑琴")
    link = client.as_(scene.office).post(f"/api/v1/inspections/{record.id}/print").json()
    paper = client.get(link["url"])
    assert "王建国（社区党委书记），代理 李淑琴（社区党委书记）" in paper.text


def test_the_absent_cadre_still_answers_and_his_own_visits_name_nobody_else(
    client: Browser, session: Session, scene: Scene
) -> None:
    stand_in(client, scene)
    assert visit(client, scene.cadre, scene.shop).status_code == 201
    record = session.exec(select(Inspection)).one()
    assert (record.cadre_id, record.stands_for) == (scene.cadre.id, None)
    assert "absent" not in record.heading


def test_it_lapses_by_itself(client: Browser, session: Session, scene: Scene) -> None:
    stand_in(client, scene)
    over(session)
    assert sees(client, scene) == []
    assert visit(client, scene.other_cadre, scene.shop).status_code == 404
    [shown] = client.as_(scene.office).get(f"{WHERE}/stand-ins").json()
    assert shown["standing"] == "over"


def test_the_office_ends_it_early(client: Browser, scene: Scene) -> None:
    made = stand_in(client, scene).json()
    office = client.as_(scene.office)
    for _ in range(2):
        assert office.post(f"{WHERE}/stand-ins/{made['id']}/end").json()["standing"] == "over"
    assert sees(client, scene) == []


def test_the_phone_gets_his_entities_and_loses_them_when_it_is_over(
    client: Browser, session: Session, scene: Scene
) -> None:
    phone = client.as_(scene.other_cadre)
    first = phone.get("/api/v1/sync").json()
    stand_in(client, scene)
    during = phone.get("/api/v1/sync", params={"cursor": first["cursor"]}).json()
    [told] = during["entities"]
    assert (told["can_inspect"], told["standing_in"]) == (True, True)
    assert told["responsible"]["name"] == "李淑琴"
    over(session)
    after = phone.get("/api/v1/sync", params={"cursor": during["cursor"]}).json()
    assert (after["full"], after["entities"]) == (True, [])


def test_the_notice_opens_to_a_stand_in(client: Browser, session: Session, scene: Scene) -> None:
    notice = make_notice(session, scene.shop, short_code="ABCDEFG1")
    stand_in(client, scene)
    told = client.as_(scene.other_cadre).get(f"/api/v1/notices/{notice.token}").json()
    assert told["can_inspect"] is True


def test_issues_are_listed_for_a_stand_in_and_for_nobody_else(
    client: Browser, session: Session, scene: Scene
) -> None:
    wrong = answers(wrong={"CATR-E01": [sha("before")]}, at=datetime.now(UTC))
    visit(client, scene.cadre, scene.shop, answers=wrong)
    third = make_account(session, name="孙立新")
    counts = []
    for _ in range(2):
        for who in (scene.cadre, scene.other_cadre, third):
            counts.append(len(client.as_(who).get("/api/v1/issues").json()["items"]))
        stand_in(client, scene)
    assert counts == [1, 0, 0, 1, 1, 0]


def test_scope_adds_only_whom_he_stands_in_for(session: Session, scene: Scene) -> None:
    absent = (scene.cadre.id,)
    set_scope(session, scope_for(user_of(scene.other_cadre, absent)))
    assert [one.id for one in session.exec(select(Entity))] == [scene.shop.id]
    assert session.exec(select(Issue)).all() == []


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"last": str(TODAY - timedelta(days=1))}, 422),
        ({"last": str(TODAY + timedelta(days=400))}, 422),
        ({"first": str(TODAY + timedelta(days=9))}, 422),
    ],
)
def test_days_that_do_not_fit_are_refused(
    client: Browser, scene: Scene, changed: dict[str, str], status: int
) -> None:
    assert stand_in(client, scene, **changed).status_code == status


def test_one_cadre_has_one_stand_in_at_a_time_and_no_chain(
    client: Browser, session: Session, scene: Scene
) -> None:
    third = make_account(session, name="孙立新")
    assert stand_in(client, scene).status_code == 201
    again = stand_in(client, scene, cadre_id=str(third.id))
    assert (again.status_code, again.json()["type"]) == (409, "/problems/stand-in-overlaps")
    by_absent = {"absent_id": str(third.id), "cadre_id": str(scene.cadre.id)}
    assert stand_in(client, scene, **by_absent).status_code == 409
    of_stand_in = {"absent_id": str(scene.other_cadre.id), "cadre_id": str(third.id)}
    assert stand_in(client, scene, **of_stand_in).status_code == 409
    later = {"first": str(TODAY + timedelta(days=7)), "last": str(TODAY + timedelta(days=9))}
    assert stand_in(client, scene, cadre_id=str(third.id), **later).status_code == 201


def test_people_of_another_county_neither_stand_in_nor_set_it_up(
    client: Browser, session: Session, scene: Scene
) -> None:
    stranger = make_account(session, region=OTHER_VILLAGE)
    assert stand_in(client, scene, cadre_id=str(stranger.id)).status_code == 422
    made = stand_in(client, scene).json()
    far = client.as_(scene.far_office)
    assert far.get(f"{WHERE}/stand-ins").json() == []
    assert far.post(f"{WHERE}/stand-ins/{made['id']}/end").status_code == 422
