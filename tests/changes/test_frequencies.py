from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.assignments.models import Due
from app.assignments.rules import Cycle, cycle_bounds
from app.assignments.service import generate_due
from app.changes.turning import turn
from app.db import begin_write
from tests.builders import CITY, COUNTY
from tests.changes.scene import Scene, this_period, this_quarter
from tests.people import Browser

WHERE = "/api/v1/frequency-rules"
NEXT_YEAR = date(datetime.now(UTC).year + 1, 1, 1)
DAY = timedelta(days=1)


def a_rule(**changes: Any) -> dict[str, Any]:
    """Twice a quarter for the county's D, from next year on."""
    told = {
        "id": str(uuid4()),
        "region_code": COUNTY,
        "grade": "D",
        "times": 2,
        "period": "quarter",
        "valid_from": str(NEXT_YEAR),
    }
    return told | changes


def last_of(cycle: Cycle, day: date = NEXT_YEAR) -> date:
    return cycle_bounds(day, cycle)[1]


def test_a_rule_is_looked_at_then_added_and_holds(
    client: Browser, session: Session, scene: Scene
) -> None:
    office = client.as_(scene.office)
    rule = a_rule(risk_level="B")
    effect = office.post(f"{WHERE}/preview", json=rule).json()
    assert (effect["now"], effect["then"], effect["running"]) == (1, 2, False)
    assert (effect["first"], effect["last"]) == (str(NEXT_YEAR), str(last_of("quarter")))
    assert effect["grades"][0]["entities"] == 1
    lowest = office.post(f"{WHERE}/preview", json=rule | {"risk_level": "D"}).json()
    assert lowest["then"] == 1
    for _ in range(2):
        assert office.post(WHERE, json=rule).status_code == 201
    [told] = office.get(WHERE).json()
    assert (told["region"], told["own"], told["risk_level"]) == ("济南市历下区", True, "B")
    begin_write(session)
    assert generate_due(session, f"{NEXT_YEAR.year}Q1") == 2
    session.commit()


def test_once_a_year_is_told_by_the_whole_year(client: Browser, scene: Scene) -> None:
    rule = a_rule(period="year", times=1)
    effect = client.as_(scene.office).post(f"{WHERE}/preview", json=rule).json()
    assert (effect["now"], effect["then"], effect["last"]) == (4, 1, f"{NEXT_YEAR.year}-12-31")


def test_for_the_running_quarter_more_is_owed_soon_and_nothing_taken_back(
    client: Browser, engine: Engine, session: Session, scene: Scene
) -> None:
    office = client.as_(scene.office)
    first, _ = this_quarter()
    rule = a_rule(valid_from=str(first), times=3)
    effect = office.post(f"{WHERE}/preview", json=rule).json()
    assert (effect["now"], effect["then"], effect["running"]) == (1, 3, True)
    office.post(WHERE, json=rule)
    turn(engine, datetime.now(UTC) + timedelta(minutes=1))
    session.rollback()
    owed = select(Due.nth).where(Due.entity_id == scene.shop.id, Due.period == this_period())
    assert sorted(session.exec(owed)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"valid_from": "2020-01-01"}, "/valid_from"),
        ({"valid_from": str(NEXT_YEAR + DAY)}, "/valid_from"),
        ({"period": "half", "valid_from": str(last_of("quarter") + DAY)}, "/valid_from"),
        ({"valid_to": str(NEXT_YEAR - DAY)}, "/valid_to"),
        ({"period": "year", "valid_to": str(last_of("quarter"))}, "/valid_to"),
        ({"region_code": CITY}, "/region_code"),
    ],
)
def test_a_rule_begins_and_ends_with_its_cycle_in_the_offices_own_place(
    client: Browser, scene: Scene, changes: dict[str, Any], wrong: str
) -> None:
    for where in (WHERE, f"{WHERE}/preview"):
        answer = client.as_(scene.office).post(where, json=a_rule(**changes))
        assert answer.status_code == 422
        assert [one["pointer"] for one in answer.json()["errors"]] == [wrong]


def test_two_rules_do_not_say_the_same_of_whom_from_one_day(client: Browser, scene: Scene) -> None:
    office = client.as_(scene.office)
    first = a_rule()
    office.post(WHERE, json=first)
    again = office.post(WHERE, json=a_rule(times=4))
    assert again.status_code == 409
    withdrawn = {"valid_to": str(NEXT_YEAR - DAY)}
    assert office.post(f"{WHERE}/{first['id']}/end", json=withdrawn).status_code == 200
    assert office.post(WHERE, json=a_rule(times=4)).status_code == 201


def test_the_end_of_a_rule_is_looked_at_first(client: Browser, scene: Scene) -> None:
    office, far = client.as_(scene.office), client.as_(scene.far_office)
    rule = a_rule()
    office.post(WHERE, json=rule)
    where, stop = f"{WHERE}/{rule['id']}/end", {"valid_to": str(last_of("quarter"))}
    effect = office.post(f"{where}/preview", json=stop).json()
    assert (effect["now"], effect["then"]) == (2, 1)
    assert effect["first"] == str(last_of("quarter") + DAY)
    assert office.get(WHERE).json()[0]["valid_to"] is None
    for stopped in (where, f"{where}/preview"):
        assert far.post(stopped, json=stop).status_code == 422
        for never in ("2020-01-01", str(NEXT_YEAR)):
            assert office.post(stopped, json={"valid_to": never}).status_code == 422
    assert office.post(where, json=stop).json()["valid_to"] == stop["valid_to"]
