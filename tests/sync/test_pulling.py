"""What a phone learns when it asks what is new."""

import gzip
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import user_of
from app.assignments.models import Assignment
from app.assignments.service import assign
from app.audit.models import Audit
from app.regions.models import Level
from app.settings import Settings
from app.sync.settings_view import contacts
from tests.builders import COUNTY, make_account, make_assignment, make_entity
from tests.inspections.conftest import Counter
from tests.inspections.visits import NOW, a_scene, answers, body, sha
from tests.people import Browser


@pytest.fixture
def counter(app: FastAPI, client: Browser) -> Counter:
    """The server as somebody reaches it at an instant."""
    return Counter(app, client)


def _pull(
    counter: Counter, by: Account, cursor: str | None = None, at: datetime = NOW
) -> dict[str, Any]:
    path = "/api/v1/sync" + (f"?cursor={cursor}" if cursor else "")
    answer = counter.get(by, path, at)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def test_the_first_pull_brings_everything_the_visit_needs(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    page = _pull(counter, scene.cadre)
    assert page["full"] is True
    assert page["me"]["name"] == "李淑琴"
    assert page["period"] == {"code": "2026Q4", "first": "2026-10-01", "last": "2026-12-31"}
    (entity,) = page["entities"]
    assert entity["can_inspect"] is True
    assert entity["profile"]["level"] == "village"
    assert {pin["id"] for pin in page["checklists"]} == {
        "production",
        "circulation",
        "catering",
        "special",
    }
    (calendar,) = page["calendars"]
    assert (calendar["year"], len(calendar["workdays"])) == (2026, 6)
    assert page["contacts"]["station"]["phone"] == "0531-00000000"
    assert page["contacts"]["accident"][-1] == {"name": "急救电话", "phone": "120"}
    assert page["settings"]["max_photos"] == 9


def test_numbers_that_go_out_unmasked_leave_a_line_in_the_trail(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    (entity,) = _pull(counter, scene.cadre)["entities"]
    assert entity["contacts"][0]["phone"] == "13800001234"
    assert session.exec(select(Audit).where(Audit.action == "phones.read")).one()


def test_nothing_new_brings_nothing(counter: Counter, session: Session) -> None:
    scene = a_scene(session)
    cursor = _pull(counter, scene.cadre)["cursor"]
    page = _pull(counter, scene.cadre, cursor, NOW + timedelta(hours=1))
    assert (page["full"], page["entities"], page["issues"]) == (False, [], [])


def test_a_visit_and_its_issue_come_with_the_next_pull(counter: Counter, session: Session) -> None:
    scene = a_scene(session)
    cursor = _pull(counter, scene.cadre)["cursor"]
    later = NOW + timedelta(hours=1)
    wrong = answers(wrong={"CATR-E01": [sha("e01")]})
    counter.put(scene.cadre, body(scene.entity, at=later, answers=wrong), at=later)
    page = _pull(counter, scene.cadre, cursor, later + timedelta(minutes=1))
    (issue,) = page["issues"]
    assert (issue["item_code"], issue["state"]) == ("CATR-E01", "assigned")
    (entity,) = page["entities"]
    assert entity["open_issues"] == 1
    assert entity["due"]["done_at"] is not None
    assert entity["profile"]["has_prior_issues"] is True


def test_a_row_committed_just_before_the_cursor_is_not_lost(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    cursor = _pull(counter, scene.cadre)["cursor"]
    scene.entity.changed_at = NOW - timedelta(seconds=30)
    session.add(scene.entity)
    session.commit()
    assert len(_pull(counter, scene.cadre, cursor, NOW + timedelta(hours=1))["entities"]) == 1


def test_an_entity_handed_over_is_removed_with_its_issues(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    wrong = answers(wrong={"CATR-E01": [sha("e01")]})
    receipt = counter.put(scene.cadre, body(scene.entity, answers=wrong)).json()
    successor = make_account(session, name="陈志刚")
    cursor = _pull(counter, scene.cadre)["cursor"]
    theirs = _pull(counter, successor)["cursor"]
    later = NOW + timedelta(hours=1)
    level = Level.VILLAGE
    assign(session, scene.entity.id, successor.id, level, on=date(2026, 11, 23), at=later)
    session.commit()
    soon = later + timedelta(minutes=5)
    page = _pull(counter, scene.cadre, cursor, soon)
    assert page["removed_entities"] == [str(scene.entity.id)]
    assert page["removed_issues"] == [receipt["issues"][0]["id"]]
    gained = _pull(counter, successor, theirs, soon)
    assert [entity["id"] for entity in gained["entities"]] == [str(scene.entity.id)]
    assert [issue["id"] for issue in gained["issues"]] == [receipt["issues"][0]["id"]]
    assert session.exec(select(Assignment).where(Assignment.cadre_id == successor.id)).one()


@pytest.mark.parametrize("cursor", ["", "zzz", "ffffffffffffffffffff-x", "0-0"])
def test_a_cursor_nobody_handed_out_brings_everything(
    counter: Counter, session: Session, cursor: str
) -> None:
    scene = a_scene(session)
    assert _pull(counter, scene.cadre, cursor)["full"] is True


def test_the_next_day_and_another_account_start_afresh(counter: Counter, session: Session) -> None:
    scene = a_scene(session)
    cursor = _pull(counter, scene.cadre)["cursor"]
    assert _pull(counter, scene.cadre, cursor, NOW + timedelta(days=1))["full"] is True
    assert _pull(counter, make_account(session), cursor)["full"] is True


def test_an_office_gets_its_units_and_no_rows(counter: Counter, session: Session) -> None:
    a_scene(session)
    page = _pull(counter, make_account(session, role=Role.OFFICE, region=COUNTY))
    assert (page["entities"], page["issues"]) == ([], [])
    assert {unit["name"] for unit in page["units"]} == {
        "历下区市场监管局",
        "历下市场监管所",
        "历下区食药安办",
    }


@pytest.mark.parametrize(
    ("configured", "demo", "shown"),
    [("0531-00000123", False, ["0531-00000123"]), ("", False, []), ("", True, ["0531-00009900"])],
)
def test_the_health_department_is_among_the_numbers_to_call_once_its_number_is_set(
    session: Session, configured: str, demo: bool, shown: list[str]
) -> None:
    cadre = a_scene(session).cadre
    settings = Settings(health_phone=configured, demo=demo)
    numbers = contacts(session, user_of(cadre), settings).accident
    health = [entry.phone for entry in numbers if entry.name == "县级卫生健康行政部门"]
    assert health == shown
    assert [entry.phone for entry in numbers[-2:]] == ["12315", "120"]


@pytest.mark.parametrize("role", [Role.SECADMIN, Role.AUDITOR])
def test_who_may_not_read_checklists_is_not_told_to_fetch_them(
    counter: Counter, session: Session, role: Role
) -> None:
    a_scene(session)
    page = _pull(counter, make_account(session, role=role, region=COUNTY))
    assert page["checklists"] == []
    assert page["calendars"] != []


def test_a_hundred_entities_take_as_many_statements_as_one_and_stay_small(
    counter: Counter, session: Session, engine: Engine
) -> None:
    scene = a_scene(session)
    wrong = answers(wrong={"CATR-E01": [sha("e01")]})
    counter.put(scene.cadre, body(scene.entity, answers=wrong))
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    _pull(counter, scene.cadre)
    alone = len(statements)
    for number in range(100):
        made = make_entity(session, name=f"测试小店{number:03d}号")
        make_assignment(session, made, scene.cadre, due_in="2026Q4")
        if number < 60:
            visit = body(made, answers=wrong)
            assert counter.put(scene.cadre, visit).status_code == 201
    statements.clear()
    page = counter.get(scene.cadre, "/api/v1/sync")
    assert (len(page.json()["entities"]), len(page.json()["issues"])) == (101, 61)
    assert len(statements) <= alone + 1
    # 300 entities and 200 issues: three times as much, in 300 KB.
    assert len(gzip.compress(page.content, 5)) < 100_000
