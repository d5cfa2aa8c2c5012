from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from httpx import Response
from sqlmodel import Session, select

from app.accounts.roles import Role
from app.assignments.models import Assignment, Due
from app.entities.models import Entity
from app.ledger.events import PLACE
from app.ledger.models import Issue
from app.ledger.verify import verify_all
from app.notices.models import Opinion, OpinionState
from tests.builders import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    OTHER_TOWN,
    OTHER_VILLAGE,
    TOWN,
    VILLAGE,
    make_account,
    make_notice,
)
from tests.changes.scene import WHERE, Scene, today, visit
from tests.inspections.visits import answers, sha
from tests.people import Browser


def transfer(client: Browser, scene: Scene, **changes: Any) -> Response:
    told = {
        "id": str(uuid4()),
        "entity_id": str(scene.shop.id),
        "to_region": OTHER_VILLAGE,
        "reason": "搬到市中区经营",
    }
    answer: Response = client.as_(scene.office).post(f"{WHERE}/transfers", json=told | changes)
    return answer


def accept(client: Browser, scene: Scene, id: str, **order: Any) -> Response:
    answer: Response = client.as_(scene.far_office).post(
        f"{WHERE}/transfers/{id}/accept", json=order
    )
    return answer


def an_issue(client: Browser, scene: Scene) -> str:
    wrong = answers(wrong={"CATR-E01": [sha("before")]}, at=datetime.now(UTC))
    receipt = visit(client, scene.cadre, scene.shop, answers=wrong).json()
    return str(receipt["issues"][0]["id"])


def seen(client: Browser, who: Any, path: str) -> int:
    return int(client.as_(who).get(path).status_code)


def test_until_it_is_accepted_everything_stays_where_it_is(client: Browser, scene: Scene) -> None:
    issue = an_issue(client, scene)
    told = transfer(client, scene)
    assert (told.status_code, told.json()["may"]) == (201, ["withdraw"])
    assert seen(client, scene.office, f"/api/v1/entities/{scene.shop.id}") == 200
    assert seen(client, scene.station, f"/api/v1/issues/{issue}") == 200
    assert seen(client, scene.far_office, f"/api/v1/issues/{issue}") == 404
    [waiting] = client.as_(scene.far_office).get(f"{WHERE}/transfers").json()
    assert waiting["may"] == ["accept", "refuse"]


def test_accepted_the_entity_its_open_issues_and_owed_visits_move(
    client: Browser, session: Session, scene: Scene
) -> None:
    issue = an_issue(client, scene)
    make_notice(session, scene.shop, short_code="ABCDEFG1")
    cadre = make_account(session, region=OTHER_VILLAGE, name="方志强")
    station = make_account(
        session, role=Role.STATION, region=OTHER_TOWN, unit=scene.tree.other_station
    )
    told = transfer(client, scene).json()
    done = accept(client, scene, told["id"], cadre_id=str(cadre.id))
    assert done.status_code == 200, done.text
    assert (done.json()["decision"], done.json()["issues"]) == ("accepted", 1)
    assert seen(client, scene.office, f"/api/v1/entities/{scene.shop.id}") == 404
    moved = client.as_(scene.far_office).get(f"/api/v1/entities/{scene.shop.id}").json()
    assert (moved["region"]["code"], moved["responsible"]["name"]) == (OTHER_VILLAGE, "方志强")
    assert seen(client, scene.station, f"/api/v1/issues/{issue}") == 404
    whole = client.as_(station).get(f"/api/v1/issues/{issue}").json()
    assert [one["move"] for one in whole["events"]] == ["register", "assign", "relocate"]
    assert (whole["state"], whole["events"][-1]["move_name"]) == ("assigned", "随主体划转")
    order = {"id": str(uuid4()), "move": "accept", "seen_version": whole["version"]}
    assert client.as_(station).post(f"/api/v1/issues/{issue}/moves", json=order).status_code == 200
    assert list(verify_all(session)) == []
    session.rollback()
    old, new = session.exec(select(Assignment).order_by(Assignment.county_code))
    assert (old.county_code, old.cadre_id) == (COUNTY, scene.cadre.id)
    assert (new.county_code, new.cadre_id, new.valid_to) == (OTHER_COUNTY, cadre.id, None)


def test_what_happened_before_stays_readable_to_whom_it_belonged(
    client: Browser, session: Session, scene: Scene
) -> None:
    receipt = visit(client, scene.cadre, scene.shop).json()
    told = transfer(client, scene).json()
    accept(client, scene, told["id"])
    record = f"/api/v1/inspections/{receipt['id']}"
    shown = client.as_(scene.office).get(record)
    assert shown.status_code == 200
    assert shown.json()["entity"]["name"] == "已迁出的主体"
    assert seen(client, scene.far_office, record) == 404
    [due] = session.exec(select(Due))
    assert due.county_code == COUNTY
    past = client.as_(scene.far_office).get(f"{WHERE}/entities/{scene.shop.id}").json()
    assert [one["name"] for one in past["tenures"]] == ["李淑琴"]


def test_an_owed_visit_and_a_vacancy_are_the_new_countys(
    client: Browser, session: Session, scene: Scene
) -> None:
    told = transfer(client, scene).json()
    accept(client, scene, told["id"])
    [due] = session.exec(select(Due))
    assert (due.county_code, due.done_at) == (OTHER_COUNTY, None)
    [vacancy] = client.as_(scene.far_office).get(f"{WHERE}/vacancies").json()["items"]
    assert (vacancy["before"], vacancy["why"]) == ("李淑琴", "left")
    phone = client.as_(scene.cadre).get("/api/v1/sync").json()
    assert phone["entities"] == []


def test_a_leader_over_both_places_keeps_it(
    client: Browser, session: Session, scene: Scene
) -> None:
    leader = make_account(session, region=CITY, name="宋怀远")
    order = {"entity_ids": [str(scene.shop.id)], "cadre_id": str(leader.id)}
    office = make_account(session, role=Role.OFFICE, region=CITY, name="卢振声")
    assert client.as_(office).post(f"{WHERE}/appointments", json=order).status_code == 200
    told = transfer(client, scene).json()
    accept(client, scene, told["id"])
    shown = client.as_(scene.far_office).get(f"/api/v1/entities/{scene.shop.id}").json()
    assert shown["responsible"]["name"] == "宋怀远"


def test_an_office_over_both_places_moves_it_at_once(
    client: Browser, session: Session, scene: Scene
) -> None:
    office = make_account(session, role=Role.OFFICE, region=CITY, name="卢振声")
    order = {
        "id": str(uuid4()),
        "entity_id": str(scene.shop.id),
        "to_region": OTHER_TOWN,
        "reason": "区划调整",
    }
    told = client.as_(office).post(f"{WHERE}/transfers", json=order)
    assert (told.status_code, told.json()["decision"]) == (201, "accepted")


def test_the_receiving_office_refuses_and_the_giving_one_may_take_back(
    client: Browser, session: Session, scene: Scene
) -> None:
    first = transfer(client, scene).json()
    far = client.as_(scene.far_office)
    refused = far.post(f"{WHERE}/transfers/{first['id']}/refuse", json={"note": "不在我区"})
    assert refused.json()["decision"] == "refused"
    second = transfer(client, scene).json()
    assert transfer(client, scene).status_code == 409
    own = client.as_(scene.office)
    back = own.post(f"{WHERE}/transfers/{second['id']}/refuse", json={"note": "填错了"})
    assert back.json()["decision"] == "withdrawn"
    assert accept(client, scene, second["id"]).status_code == 409
    assert own.post(f"{WHERE}/transfers/{first['id']}/accept", json={}).status_code == 409


def test_issues_waiting_for_review_wait_on_at_the_new_station(
    client: Browser, session: Session, scene: Scene
) -> None:
    issue = session.get_one(Issue, UUID(an_issue(client, scene)))
    for move, more in (
        ("accept", {}),
        ("submit", {"note": "已分柜", "date": today(), "photos": [sha("after")]}),
    ):
        session.rollback()
        order = {"id": str(uuid4()), "move": move, "seen_version": issue.version, **more}
        where = f"/api/v1/issues/{issue.id}/moves"
        moved = client.as_(scene.station).post(where, json=order)
        assert moved.status_code == 200, moved.text
    session.rollback()
    before = issue.state
    assert accept(client, scene, transfer(client, scene).json()["id"]).status_code == 200
    session.rollback()
    assert (issue.unit_id, issue.county_code) == (scene.tree.other_station, OTHER_COUNTY)
    assert before == "reviewing" == issue.state


def test_the_places_to_choose_from_reach_to_the_whole_city(client: Browser, scene: Scene) -> None:
    office = client.as_(scene.office)
    counties = office.get(f"{WHERE}/places").json()
    assert [one["code"] for one in counties] == [COUNTY, OTHER_COUNTY]
    towns = office.get(f"{WHERE}/places", params={"parent": OTHER_COUNTY}).json()
    assert [one["code"] for one in towns] == [OTHER_TOWN]


def test_a_place_that_is_none_or_the_same_is_refused(client: Browser, scene: Scene) -> None:
    for place in ("999999999999", scene.shop.region_code, COUNTY):
        assert transfer(client, scene, to_region=place).status_code == 422
    far = client.as_(scene.far_office)
    order = {"id": str(uuid4()), "entity_id": str(scene.shop.id), "to_region": TOWN, "reason": "x"}
    assert far.post(f"{WHERE}/transfers", json=order | {"reason": "划走"}).status_code == 404


def test_who_manages_it_changes_and_where_it_lies_does_not(
    client: Browser, session: Session, scene: Scene
) -> None:
    address = scene.shop.address
    told = transfer(client, scene, reason="开发区接管").json()
    accept(client, scene, told["id"])
    session.expire_all()
    shop = session.exec(select(Entity).where(Entity.id == scene.shop.id)).one()
    assert (shop.region_code, shop.geo_region_code) == (OTHER_VILLAGE, VILLAGE)
    assert shop.address == address
    past = client.as_(scene.far_office).get(f"{WHERE}/entities/{scene.shop.id}").json()
    assert past["place"].startswith("济南市市中区")
    assert past["geo_place"].startswith("济南市历下区")


def test_premises_that_move_lie_at_their_new_address(
    client: Browser, session: Session, scene: Scene
) -> None:
    told = transfer(client, scene, to_address="大观园街道经二路 8 号").json()
    assert told["to_address"] == "大观园街道经二路 8 号"
    accept(client, scene, told["id"])
    session.expire_all()
    shop = session.exec(select(Entity).where(Entity.id == scene.shop.id)).one()
    assert (shop.geo_region_code, shop.address) == (OTHER_VILLAGE, "大观园街道经二路 8 号")


def test_the_new_county_has_the_notices_old_and_new_and_what_was_written_to_them(
    client: Browser, session: Session, scene: Scene
) -> None:
    old = make_notice(session, scene.shop, short_code="ABCDEFG1")
    old.revoked_at = datetime.now(UTC)
    session.add(old)
    hangs = make_notice(session, scene.shop, short_code="ABCDEFG2")
    opinion = Opinion(
        id=uuid4(),
        entity_id=scene.shop.id,
        notice_id=hangs.id,
        text="后厨地面有积水",
        received_at=datetime.now(UTC),
        state=OpinionState.NEW,
        **{name: getattr(scene.shop, name) for name in PLACE},
    )
    session.add(opinion)
    session.commit()
    handled = f"/api/v1/opinions/{opinion.id}/handle"
    told = transfer(client, scene).json()
    accept(client, scene, told["id"])
    for who, many in ((scene.office, 0), (scene.far_office, 1)):
        desk = client.as_(who)
        states = ("unprinted", "revoked")
        lists = [desk.get("/api/v1/notices", params={"state": one}).json() for one in states]
        assert [len(one["items"]) for one in lists] == [many, many]
        opinions = desk.get("/api/v1/opinions").json()
        assert (len(opinions["items"]), opinions["waiting"]) == (many, many)
    read = {"state": "read"}
    assert client.as_(scene.office).post(handled, json=read).status_code == 404
    assert client.as_(scene.far_office).post(handled, json=read).status_code == 200
