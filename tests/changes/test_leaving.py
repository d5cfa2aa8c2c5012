from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from httpx import Response
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.assignments.models import Assignment
from app.changes.leaving import carry_out_due
from app.clock import shanghai_date
from app.db import begin_write
from app.ledger.models import Feedback
from app.reminders.models import Message
from tests.builders import OTHER_VILLAGE, make_account, make_assignment, make_entity
from tests.changes.scene import WHERE, Scene, become, visit
from tests.inspections.visits import answers, sha
from tests.people import Browser

TODAY = shanghai_date(datetime.now(UTC))


def depart(client: Browser, scene: Scene, **changes: Any) -> Response:
    told = {
        "id": str(uuid4()),
        "cadre_id": str(scene.cadre.id),
        "on": str(TODAY),
        "reason": "换届离任",
    }
    answer: Response = client.as_(scene.office).post(f"{WHERE}/departures", json=told | changes)
    return answer


def vacancies(client: Browser, scene: Scene) -> dict[str, Any]:
    answer = client.as_(scene.office).get(f"{WHERE}/vacancies")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def tenures(client: Browser, scene: Scene) -> list[tuple[str, str | None]]:
    told = client.as_(scene.office).get(f"{WHERE}/entities/{scene.shop.id}").json()
    return [(one["name"], one["valid_to"]) for one in told["tenures"]]


def test_all_he_answers_for_passes_to_his_successor_and_history_keeps_his_name(
    client: Browser, session: Session, scene: Scene
) -> None:
    second = make_entity(session, name="泉边面馆")
    make_assignment(session, second, scene.cadre)
    told = depart(client, scene, successor_id=str(scene.other_cadre.id))
    assert told.status_code == 201, told.text
    assert (told.json()["entities"], told.json()["successor"]["name"]) == (2, "王建国")
    assert tenures(client, scene) == [("王建国", None), ("李淑琴", str(TODAY))]
    assert vacancies(client, scene)["total"] == 0
    [message] = session.exec(select(Message).where(Message.account_id == scene.other_cadre.id))
    assert "接手李淑琴包保的 2 家单位" in message.lines[0]["text"]


def test_the_phones_of_both_learn_of_it_at_their_next_pull(client: Browser, scene: Scene) -> None:
    his, hers = client.as_(scene.cadre), client.as_(scene.other_cadre)
    before = [one.get("/api/v1/sync").json() for one in (his, hers)]
    assert [len(page["entities"]) for page in before] == [1, 0]
    depart(client, scene, successor_id=str(scene.other_cadre.id))
    after = [
        one.get("/api/v1/sync", params={"cursor": page["cursor"]}).json()
        for one, page in zip((his, hers), before, strict=True)
    ]
    assert after[0]["removed_entities"] == [str(scene.shop.id)]
    assert [one["id"] for one in after[1]["entities"]] == [str(scene.shop.id)]
    assert after[1]["entities"][0]["due"]["done_at"] is None


def test_without_a_successor_they_are_vacant_until_somebody_is_appointed(
    client: Browser, scene: Scene
) -> None:
    depart(client, scene)
    [vacancy] = vacancies(client, scene)["items"]
    assert (vacancy["before"], vacancy["why"], vacancy["since"]) == ("李淑琴", "left", str(TODAY))
    assert not vacancy["clock"]["late"]
    order = {"entity_ids": [str(scene.shop.id)], "cadre_id": str(scene.other_cadre.id)}
    office = client.as_(scene.office)
    for _ in range(2):
        assert office.post(f"{WHERE}/appointments", json=order).status_code == 200
    assert vacancies(client, scene)["total"] == 0
    assert tenures(client, scene) == [("王建国", None), ("李淑琴", str(TODAY))]
    assert office.get(f"{WHERE}/entities/{scene.shop.id}").json()["vacant_since"] is None


def test_a_vacancy_is_red_after_seven_working_days(client: Browser, scene: Scene) -> None:
    depart(client, scene, on=str(TODAY - timedelta(days=30)))
    told = vacancies(client, scene)
    assert (told["late"], told["items"][0]["clock"]["late"]) == (1, True)
    assert told["items"][0]["clock"]["days"] > 7


def test_an_account_switched_off_leaves_its_entities_vacant(
    client: Browser, session: Session, scene: Scene
) -> None:
    cadre = session.get_one(Account, scene.cadre.id)
    cadre.disabled_at = datetime.now(UTC) - timedelta(days=20)
    session.add(cadre)
    session.commit()
    told = vacancies(client, scene)
    [vacancy] = told["items"]
    assert (vacancy["why"], vacancy["before"], told["late"]) == ("disabled", "李淑琴", 1)
    office, since = client.as_(scene.office), str(TODAY - timedelta(days=20))
    past = office.get(f"{WHERE}/entities/{scene.shop.id}").json()
    assert (past["vacant_since"], tenures(client, scene)) == (since, [("李淑琴", since)])
    assert office.get(f"/api/v1/entities/{scene.shop.id}").json()["responsible"] is None


def test_what_is_gone_is_not_vacant(client: Browser, scene: Scene) -> None:
    become(client, scene, "moved")
    assert vacancies(client, scene)["total"] == 0


def test_vacancies_are_read_page_by_page(client: Browser, session: Session, scene: Scene) -> None:
    made = {str(make_entity(session, name=f"店{n}").id) for n in range(5)}
    office, seen, cursor = client.as_(scene.office), [], None
    while True:
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = office.get(f"{WHERE}/vacancies", params=params).json()
        seen += [one["entity"]["id"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert (len(seen), set(seen)) == (5, made)


def test_a_departure_to_come_waits_for_its_day_and_may_be_cancelled(
    client: Browser, session: Session, scene: Scene
) -> None:
    day = TODAY + timedelta(days=10)
    told = depart(client, scene, on=str(day), successor_id=str(scene.other_cadre.id)).json()
    assert (told["done_at"], tenures(client, scene)) == (None, [("李淑琴", None)])
    assert depart(client, scene).status_code == 409
    begin_write(session)
    assert carry_out_due(session, datetime.now(UTC) + timedelta(days=11)) == 1
    session.commit()
    assert tenures(client, scene) == [("王建国", None), ("李淑琴", str(day))]
    office = client.as_(scene.office)
    assert office.post(f"{WHERE}/departures/{told['id']}/cancel").status_code == 409


def test_a_cancelled_departure_is_never_carried_out(
    client: Browser, session: Session, scene: Scene
) -> None:
    told = depart(client, scene, on=str(TODAY + timedelta(days=10))).json()
    office = client.as_(scene.office)
    assert office.post(f"{WHERE}/departures/{told['id']}/cancel").status_code == 200
    assert carry_out_due(session, datetime.now(UTC) + timedelta(days=11)) == 0


def test_sent_again_it_is_one_departure(client: Browser, scene: Scene) -> None:
    same = {"id": str(uuid4()), "successor_id": str(scene.other_cadre.id)}
    assert [depart(client, scene, **same).status_code for _ in range(2)] == [201, 201]
    assert depart(client, scene, **(same | {"successor_id": None})).status_code == 409
    assert len(tenures(client, scene)) == 2


def test_people_of_another_county_are_not_this_offices(
    client: Browser, session: Session, scene: Scene
) -> None:
    stranger = make_account(session, region=OTHER_VILLAGE)
    assert depart(client, scene, cadre_id=str(stranger.id)).status_code == 422
    assert depart(client, scene, successor_id=str(stranger.id)).status_code == 422
    assert depart(client, scene, successor_id=str(scene.cadre.id)).status_code == 422
    refused = client.as_(scene.station).post(f"{WHERE}/departures", json={})
    assert refused.status_code == 403
    names = [one["name"] for one in client.as_(scene.office).get(f"{WHERE}/cadres").json()]
    assert sorted(names) == ["李淑琴", "王建国"]


def test_what_he_found_stays_under_his_name_and_his_successor_is_told_of_it(
    client: Browser, session: Session, scene: Scene
) -> None:
    wrong = answers(wrong={"CATR-E01": [sha("before")]}, at=datetime.now(UTC))
    receipt = visit(client, scene.cadre, scene.shop, answers=wrong).json()
    depart(client, scene, successor_id=str(scene.other_cadre.id))
    [opened] = receipt["issues"]
    order = {"id": str(uuid4()), "move": "accept", "seen_version": 2}
    moved = client.as_(scene.station).post(f"/api/v1/issues/{opened['id']}/moves", json=order)
    assert moved.status_code == 200, moved.text
    assert moved.json()["finder"]["name"] == "李淑琴"
    told = session.exec(select(Feedback.account_id).order_by(col(Feedback.at))).all()
    assert scene.other_cadre.id in told


def test_a_day_that_cannot_be_meant_is_refused(client: Browser, scene: Scene) -> None:
    for day in (TODAY - timedelta(days=91), TODAY + timedelta(days=181), date(1999, 1, 1)):
        assert depart(client, scene, on=str(day)).status_code == 422


def test_nobody_left_before_he_began(client: Browser, session: Session, scene: Scene) -> None:
    order = {"entity_ids": [str(scene.shop.id)], "cadre_id": str(scene.other_cadre.id)}
    client.as_(scene.office).post(f"{WHERE}/appointments", json=order)
    depart(client, scene, cadre_id=str(scene.other_cadre.id), on=str(TODAY - timedelta(days=9)))
    rows = session.exec(select(Assignment).order_by(col(Assignment.valid_from))).all()
    assert all(row.valid_to is not None and row.valid_to >= row.valid_from for row in rows)
