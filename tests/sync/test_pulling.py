"""What a phone learns when it asks what is new."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, event, update
from sqlmodel import Session, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import user_of
from app.assignments.models import Assignment
from app.assignments.service import assign
from app.audit.models import Audit
from app.entities.models import Entity
from app.ledger.models import Issue
from app.ledger.transitions import State
from app.regions.models import Level
from app.settings import Settings
from app.sync.changes import KEPT, Change
from app.sync.service import PAGE
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
    assert (page["entities"], page["issues"]) == ([], [])
    gained = _pull(counter, successor, theirs, soon)
    assert [entity["id"] for entity in gained["entities"]] == [str(scene.entity.id)]
    assert [issue["id"] for issue in gained["issues"]] == [receipt["issues"][0]["id"]]
    assert session.exec(select(Assignment).where(Assignment.cadre_id == successor.id)).one()


@pytest.mark.parametrize(
    "cursor", ["", "zzz", "2-x-1.1", "2-x-1.1--0", "2--.-", "fff-0-" + "9" * 90]
)
def test_a_cursor_nobody_handed_out_brings_everything(
    counter: Counter, session: Session, cursor: str
) -> None:
    scene = a_scene(session)
    assert _pull(counter, scene.cadre, cursor)["full"] is True


def test_the_next_day_brings_nothing_again_but_a_new_quarter_and_another_account_everything(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    cursor = _pull(counter, scene.cadre)["cursor"]
    next_day = _pull(counter, scene.cadre, cursor, NOW + timedelta(days=1))
    assert (next_day["full"], next_day["entities"]) == (False, [])
    assert _pull(counter, scene.cadre, cursor, datetime(2027, 1, 1, tzinfo=UTC))["full"] is True
    assert _pull(counter, make_account(session), cursor)["full"] is True


def test_a_phone_is_told_everything_once_the_log_no_longer_reaches_back(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    october = datetime(2026, 10, 2, tzinfo=UTC)
    cursor = _pull(counter, scene.cadre, at=october)["cursor"]
    assert _pull(counter, scene.cadre, cursor, october + KEPT - timedelta(1))["full"] is False
    assert _pull(counter, scene.cadre, cursor, october + KEPT)["full"] is True


def test_a_database_set_back_to_an_earlier_state_tells_everything(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    version, owner, place = _pull(counter, scene.cadre)["cursor"].split("-")
    stamp, at = place.split(".")
    later = f"{version}-{owner}-{int(stamp, 16) + 1000:x}.{at}"
    assert _pull(counter, scene.cadre, later)["full"] is True


def test_what_ages_by_itself_is_told_although_no_row_changed(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    wrong = answers(wrong={"CATR-E01": [sha("e01")]})
    counter.put(scene.cadre, body(scene.entity, answers=wrong))
    issue = session.exec(select(Issue)).one()
    issue.state, issue.closed_at = State.CLOSED, NOW - timedelta(days=364)
    issue.found_at = NOW - timedelta(days=400)
    session.add(issue)
    session.commit()
    first = _pull(counter, scene.cadre)
    assert len(first["issues"]) == 1
    assert first["entities"][0]["profile"]["has_prior_issues"] is True
    aged = _pull(counter, scene.cadre, first["cursor"], NOW + timedelta(days=3))
    (entity,) = aged["entities"]
    assert entity["profile"]["has_prior_issues"] is False
    assert aged["issues"] == []


def test_everything_comes_in_pages_and_goes_on_where_it_was_cut(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    for number in range(PAGE * 2):
        made = make_entity(session, name=f"测试小店{number:03d}号")
        make_assignment(session, made, scene.cadre, due_in="2026Q4")
    first = _pull(counter, scene.cadre)
    second = _pull(counter, scene.cadre, first["cursor"])
    # The second answer was lost on the way: it is asked for again with the same cursor.
    again = _pull(counter, scene.cadre, first["cursor"], NOW + timedelta(hours=1))
    assert again["entities"] == second["entities"]
    third = _pull(counter, scene.cadre, again["cursor"])
    pages = [first, second, third]
    assert [len(page["entities"]) for page in pages] == [PAGE, PAGE, 1]
    assert [(page["full"], page["more"]) for page in pages] == [
        (True, True),
        (True, True),
        (True, False),
    ]
    assert len({page["run"] for page in [*pages, again]}) == 1
    assert len({entity["id"] for page in pages for entity in page["entities"]}) == 2 * PAGE + 1


def test_what_changes_behind_a_run_under_way_comes_with_the_next_one(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    for number in range(PAGE):
        make_assignment(session, make_entity(session, name=f"店{number}"), scene.cadre)
    first = _pull(counter, scene.cadre)
    told = first["entities"][0]
    passed = session.get_one(Entity, UUID(told["id"]))
    passed.name = "改过名的店"
    session.add(passed)
    session.commit()
    last = _pull(counter, scene.cadre, first["cursor"])
    assert last["more"] is False
    (entity,) = _pull(counter, scene.cadre, last["cursor"])["entities"]
    assert (entity["id"], entity["name"]) == (told["id"], "改过名的店")


def test_an_old_log_is_cleared_away_with_the_next_full_pull(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    session.execute(update(Change).values(at=NOW - KEPT - timedelta(days=1)))
    session.commit()
    assert session.exec(select(Change.seq)).first() is not None
    _pull(counter, scene.cadre)
    session.commit()
    assert session.exec(select(Change.seq)).all() == []


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


def test_a_page_of_entities_takes_as_many_statements_as_one(
    counter: Counter, session: Session, engine: Engine
) -> None:
    scene = a_scene(session)
    wrong = answers(wrong={"CATR-E01": [sha("e01")]})
    counter.put(scene.cadre, body(scene.entity, answers=wrong))
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    _pull(counter, scene.cadre)
    alone = len(statements)
    for number in range(20):
        made = make_entity(session, name=f"测试小店{number:03d}号")
        make_assignment(session, made, scene.cadre, due_in="2026Q4")
        if number < 10:
            visit = body(made, answers=wrong)
            assert counter.put(scene.cadre, visit).status_code == 201
    statements.clear()
    page = _pull(counter, scene.cadre)
    assert (len(page["entities"]), len(page["issues"])) == (21, 11)
    assert len(statements) <= alone + 1
