"""催办 and 转办: one message for an order to each person of a unit, however many issues."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from app.accounts.user import user_of
from app.db import begin_write
from app.ledger.batches import AT_THE_LATEST, leave_word
from app.ledger.models import Issue, IssueEvent
from tests.ledger.scene import Scene, act, an_issue, bring, found_now
from tests.people import Browser
from tests.reminders.conftest import Office, Told

ISSUES = "/api/v1/issues"


def an_order(move: str, *issues: Issue, **fields: Any) -> dict[str, Any]:
    seen = [{"id": str(issue.id), "seen_version": issue.version} for issue in issues]
    return {"id": str(uuid4()), "move": move, "issues": seen, **fields}


def new(session: Session, scene: Scene, many: int, **changed: Any) -> list[Issue]:
    return [an_issue(session, scene, **found_now(), **changed) for _ in range(many)]


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def told(told: Told) -> Told:
    """What a person was told of orders: the day's digest may have come in between."""
    return lambda who: [one for one in told(who) if one.kind != "digest"]


def test_seven_issues_are_one_reminder_with_the_list_of_them(
    client: Browser, session: Session, office: Office, told: Told, scene: Scene
) -> None:
    closed = bring(session, scene, new(session, scene, 1)[0], "closed")
    given = an_order("remind", *new(session, scene, 7), closed, note="请今天去看")
    results = client.as_(scene.office).post(f"{ISSUES}/bulk", json=given).json()["results"]
    assert [one["done"] for one in results] == [True] * 7 + [False]
    office.work(now())
    for person in (scene.station, scene.reviewer):
        (message,) = told(person)
        assert (message.kind, message.title) == ("remind", "宋建民催办 7 件：请今天去看")
        assert len(message.lines) == 6
        assert message.lines[0]["text"] == "禾谷里餐饮店：冷藏柜生熟混放"
        assert message.lines[-1] == {
            "text": "看整批清单",
            "to": f"/ledger?tab=all&batch={given['id']}",
        }
    assert told(scene.cadre) == told(scene.bureau) == told(scene.office) == []
    session.rollback()
    assert len(session.exec(select(IssueEvent.id).where(IssueEvent.move == "remind")).all()) == 7


def test_an_order_sent_again_tells_nobody_again(
    client: Browser, session: Session, office: Office, told: Told, scene: Scene
) -> None:
    given = an_order("remind", *new(session, scene, 2))
    for _ in range(2):
        client.as_(scene.office).post(f"{ISSUES}/bulk", json=given)
        office.work(now())
    assert len(told(scene.station)) == 1


def test_each_unit_is_told_of_its_own(
    client: Browser, session: Session, office: Office, told: Told, scene: Scene
) -> None:
    first, second, third = new(session, scene, 3)
    third = act(session, third, scene.bureau, "transfer", unit_id=scene.tree.bureau, note="县局办")
    given = an_order("remind", first, second, third)
    client.as_(scene.office).post(f"{ISSUES}/bulk", json=given)
    office.work(now())
    assert [message.title for message in told(scene.station)] == ["宋建民催办 2 件"]
    assert [message.title for message in told(scene.bureau)] == ["宋建民催办 1 件"]
    assert [line["to"] for line in told(scene.bureau)[0].lines] == [f"/issue/{third.id}"]


def test_after_a_transfer_the_new_unit_is_asked_to_sign_and_the_old_told_it_need_not(
    client: Browser, session: Session, office: Office, told: Told, scene: Scene
) -> None:
    given = an_order(
        "transfer", *new(session, scene, 2), unit_id=str(scene.tree.bureau), note="案情复杂"
    )
    client.as_(scene.bureau).post(f"{ISSUES}/bulk", json=given)
    office.work(now())
    (new_unit,), (old_unit,) = told(scene.bureau_2), told(scene.station)
    assert new_unit.title == "孟庆海转来 2 件，等你们签收：案情复杂"
    assert old_unit.title == "已转办 2 件：改由历下区市场监管局办理，不用你们签收了：案情复杂"
    assert told(scene.bureau) == []


def test_one_issue_handed_on_alone_is_told_in_the_same_way(
    client: Browser, session: Session, office: Office, told: Told, scene: Scene
) -> None:
    (issue,) = new(session, scene, 1)
    order = {
        "id": str(uuid4()),
        "move": "transfer",
        "seen_version": issue.version,
        "unit_id": str(scene.tree.bureau),
        "note": "案情复杂",
    }
    for _ in range(2):
        client.as_(scene.bureau).post(f"{ISSUES}/{issue.id}/moves", json=order)
        office.work(now())
    assert len(told(scene.station)) == len(told(scene.bureau_2)) == 1
    assert told(scene.station)[0].lines[0]["to"] == f"/issue/{issue.id}"


def test_a_critical_issue_handed_on_is_told_at_once_and_not_twice(
    client: Browser, session: Session, office: Office, told: Told, scene: Scene
) -> None:
    found = new(session, scene, 1, severity="critical", deadline_value=0, deadline_unit="immediate")
    office.work(now())
    given = an_order("transfer", *found, unit_id=str(scene.tree.bureau), note="县局办")
    client.as_(scene.bureau).post(f"{ISSUES}/bulk", json=given)
    office.work(now())
    assert [message.kind for message in told(scene.bureau_2)] == ["critical"]
    assert sorted(message.kind for message in told(scene.station)) == ["critical", "handed"]


def test_an_order_cut_off_by_a_crash_is_told_of_as_far_as_it_went(
    client: Browser, session: Session, office: Office, told: Told, scene: Scene
) -> None:
    made = new(session, scene, 2)
    first = uuid4()
    client.as_(scene.office).post(f"{ISSUES}/{made[0].id}/remind", json={"id": str(first)})
    # The word of an order for both of them, of which only the first was carried out.
    order_id = uuid4()
    steps = {made[0].id: first, made[1].id: uuid4()}
    session.rollback()
    begin_write(session)
    session.execute(sa.text("DELETE FROM job"))
    at = now()
    by, until = user_of(scene.office), at + AT_THE_LATEST
    leave_word(session, order_id, "remind", "", steps, by, due_at=until, at=at)
    session.commit()
    office.work(at)
    assert told(scene.station) == []
    office.work(until)
    assert [message.title for message in told(scene.station)] == ["宋建民催办 1 件"]
