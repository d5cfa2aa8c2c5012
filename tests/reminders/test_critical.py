"""重大 goes at once, at any hour, to the unit in charge and the county's office."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from app.ledger.opening import open_issues
from app.reminders.models import Message
from tests.ledger.scene import Scene, a_finding, act, an_issue
from tests.reminders.conftest import Office, Told

# Sunday night.
NIGHT = datetime.fromisoformat("2026-11-29T23:40:00+08:00")
CRITICAL: dict[str, Any] = {
    "severity": "critical",
    "deadline_value": 0,
    "deadline_unit": "immediate",
}


def test_it_is_told_on_a_rest_day_at_night_with_its_two_hours(
    session: Session, office: Office, told: Told, scene: Scene
) -> None:
    issue = an_issue(session, scene, at=NIGHT, found_at=NIGHT, received_at=NIGHT, **CRITICAL)
    office.work(NIGHT + timedelta(seconds=5))
    for person in (scene.station, scene.reviewer, scene.office, scene.office_2):
        (message,) = told(person)
        assert message.kind == "critical"
        assert message.title == "重大问题，2 小时内办：禾谷里餐饮店"
        assert "请在 01:40 前签收" in message.lines[1]["text"]
        assert message.lines[0]["to"] == f"/issue/{issue.id}"
    for person in (scene.bureau, scene.cadre, scene.city_office, scene.inspector):
        assert told(person) == []


def test_it_is_told_once_and_again_to_whom_it_is_handed_on(
    session: Session, office: Office, told: Told, scene: Scene
) -> None:
    issue = an_issue(session, scene, at=NIGHT, found_at=NIGHT, received_at=NIGHT, **CRITICAL)
    for n in range(3):
        office.work(NIGHT + timedelta(seconds=5 * n))
    assert len(told(scene.station)) == 1
    act(
        session, issue, scene.bureau, "transfer", at=NIGHT, unit_id=scene.tree.bureau, note="县局办"
    )
    office.work(NIGHT + timedelta(minutes=1))
    assert [len(told(who)) for who in (scene.bureau, scene.station)] == [1, 1]


def test_an_ordinary_issue_waits_for_the_morning(
    session: Session, office: Office, told: Told, scene: Scene
) -> None:
    an_issue(session, scene, at=NIGHT, found_at=NIGHT, received_at=NIGHT)
    office.work(NIGHT + timedelta(minutes=1))
    assert told(scene.station) == []


def test_what_was_ended_before_it_could_be_told_is_not_told(
    session: Session, office: Office, told: Told, scene: Scene
) -> None:
    issue = an_issue(session, scene, at=NIGHT, found_at=NIGHT, received_at=NIGHT, **CRITICAL)
    act(session, issue, scene.bureau, "end", at=NIGHT)
    office.work(NIGHT + timedelta(minutes=1))
    assert told(scene.station) == []


def test_the_word_of_it_stands_in_the_same_write_as_the_issue(
    session: Session, office: Office, scene: Scene
) -> None:
    open_issues(session, [a_finding(scene, **CRITICAL)], at=NIGHT)
    session.rollback()
    assert office.work(NIGHT) == 0
    assert session.exec(select(Message)).all() == []
