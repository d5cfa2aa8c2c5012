"""Orders for many issues, and reminders, over HTTP: each issue by itself, nothing twice."""

from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from app.accounts.roles import Role
from app.ledger.models import Issue, IssueEvent
from app.ledger.verify import verify_chain
from tests.builders import OTHER_TOWN, make_account
from tests.ledger.scene import Scene, an_issue, bring, found_now
from tests.people import Browser

ISSUES = "/api/v1/issues"


def an_order(move: str, *issues: Issue, **fields: Any) -> dict[str, Any]:
    seen = [{"id": str(issue.id), "seen_version": issue.version} for issue in issues]
    return {"id": str(uuid4()), "move": move, "issues": seen, **fields}


def new(session: Session, scene: Scene, **changed: Any) -> Issue:
    return an_issue(session, scene, **found_now(), **changed)


def states(session: Session, *issues: Issue) -> list[tuple[str, UUID | None]]:
    session.rollback()
    session.expire_all()
    known = {issue.id: (str(issue.state), issue.unit_id) for issue in session.exec(select(Issue))}
    return [known[issue.id] for issue in issues]


def test_each_issue_has_its_own_result_in_the_order_given(
    client: Browser, session: Session, scene: Scene
) -> None:
    free, closed = new(session, scene), bring(session, scene, new(session, scene), "closed")
    stale = new(session, scene)
    given = an_order("transfer", closed, free, stale, unit_id=str(scene.tree.bureau), note="转办")
    given["issues"][2]["seen_version"] -= 1
    given["issues"].append({"id": str(uuid4()), "seen_version": 1})
    answer = client.as_(scene.bureau).post(f"{ISSUES}/bulk", json=given)
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert [(one["number"], one["done"], one["why"]) for one in results] == [
        (closed.number, False, "这条问题已销号，现在不能转办，请刷新后再看。"),
        (free.number, True, ""),
        (stale.number, False, "这条问题已有变化，请看过最新情况再办理。"),
        ("", False, "没有这条问题，或不在权限范围内，请返回列表刷新。"),
    ]
    assert [one["id"] for one in results] == [one["id"] for one in given["issues"]]
    bureau, station = scene.tree.bureau, scene.tree.station
    assert states(session, closed, free, stale) == [
        ("closed", station),
        ("assigned", bureau),
        ("assigned", station),
    ]


def test_an_order_sent_again_does_nothing_twice(
    client: Browser, session: Session, scene: Scene
) -> None:
    made = [new(session, scene) for _ in range(3)]
    given = an_order("transfer", *made, unit_id=str(scene.tree.bureau), note="转办")
    bureau = client.as_(scene.bureau)
    first = bureau.post(f"{ISSUES}/bulk", json=given).json()
    assert [one["done"] for one in first["results"]] == [True] * 3
    assert bureau.post(f"{ISSUES}/bulk", json=given).json() == first
    session.rollback()
    moves = session.exec(select(IssueEvent.move).where(IssueEvent.move == "transfer")).all()
    assert len(moves) == 3
    other = bureau.post(f"{ISSUES}/bulk", json={**given, "note": "另一个理由"}).json()
    assert [one["done"] for one in other["results"]] == [False] * 3


def test_the_county_office_hands_over_what_has_no_station(
    client: Browser, session: Session, scene: Scene
) -> None:
    made = [new(session, scene) for _ in range(2)]
    session.execute(sa.update(Issue).values(state="registered", unit_id=None))
    session.commit()
    given = an_order("assign", *made, unit_id=str(scene.tree.station))
    results = client.as_(scene.office).post(f"{ISSUES}/bulk", json=given).json()["results"]
    assert [one["done"] for one in results] == [True, True]
    assert states(session, *made) == [("assigned", scene.tree.station)] * 2
    session.expire_all()
    again = an_order("assign", *(session.get_one(Issue, issue.id) for issue in made))
    again["unit_id"] = given["unit_id"]
    refused = client.as_(scene.bureau).post(f"{ISSUES}/bulk", json=again)
    assert {one["why"] for one in refused.json()["results"]} == {
        "交办由县级食药安办办理，请联系他们。"
    }


@pytest.mark.parametrize("move", ["close", "return", "end", "nonsense"])
def test_nothing_is_closed_in_bulk(
    client: Browser, session: Session, scene: Scene, move: str
) -> None:
    issue = bring(session, scene, new(session, scene), "reviewing")
    answer = client.as_(scene.reviewer).post(f"{ISSUES}/bulk", json=an_order(move, issue))
    assert answer.status_code == 422
    assert answer.json()["detail"] == ("批量只能交办、转办、催办。销号等操作请打开问题逐条办理。")
    assert states(session, issue) == [("reviewing", scene.tree.station)]


@pytest.mark.parametrize("count", [0, 201])
def test_an_order_is_for_one_to_two_hundred(client: Browser, scene: Scene, count: int) -> None:
    given = an_order("remind")
    given["issues"] = [{"id": str(uuid4()), "seen_version": 1}] * count
    assert client.as_(scene.office).post(f"{ISSUES}/bulk", json=given).status_code == 422


def test_a_reminder_is_an_event_and_moves_nothing(
    client: Browser, session: Session, scene: Scene
) -> None:
    issue = new(session, scene)
    given = {"id": str(uuid4()), "note": "请今天去看"}
    office = client.as_(scene.office)
    shown = office.post(f"{ISSUES}/{issue.id}/remind", json=given).json()
    assert (shown["state"], shown["version"]) == ("assigned", issue.version + 1)
    event = shown["events"][-1]
    assert (event["move"], event["move_name"], event["note"]) == ("remind", "催办", "请今天去看")
    assert event["actor"]["name"] == "宋建民"
    session.rollback()
    assert verify_chain(session, issue.id) is None
    assert office.post(f"{ISSUES}/{issue.id}/remind", json=given).json() == shown


def test_an_issue_is_reminded_of_once_a_day(
    client: Browser, session: Session, scene: Scene
) -> None:
    issue, other = new(session, scene), new(session, scene)
    client.as_(scene.office).post(f"{ISSUES}/{issue.id}/remind", json={"id": str(uuid4())})
    given = an_order("remind", issue, other)
    results = client.as_(scene.inspector).post(f"{ISSUES}/bulk", json=given).json()["results"]
    assert [(one["done"], one["why"]) for one in results] == [
        (False, "今天已催办过，请明天再催。"),
        (True, ""),
    ]


def test_the_issues_of_an_order_are_a_list_of_their_own(
    client: Browser, session: Session, scene: Scene
) -> None:
    made = [new(session, scene) for _ in range(3)]
    foreign = make_account(
        session, role=Role.STATION, region=OTHER_TOWN, unit=scene.tree.other_station
    )
    given = an_order("remind", *made[:2])
    office = client.as_(scene.office)
    office.post(f"{ISSUES}/bulk", json=given)

    def listed(browser: Browser, batch: str) -> set[str]:
        rows = browser.get(f"{ISSUES}?batch={batch}").json()["items"]
        return {row["id"] for row in rows}

    wanted = {str(issue.id) for issue in made[:2]}
    assert listed(client.as_(scene.station), given["id"]) == wanted
    assert listed(office, str(uuid4())) == set()
    assert listed(client.as_(foreign), given["id"]) == set()


def test_a_reminder_needs_an_open_issue_with_a_unit(
    client: Browser, session: Session, scene: Scene
) -> None:
    closed = bring(session, scene, new(session, scene), "closed")
    waiting = new(session, scene)
    session.execute(
        sa.update(Issue)
        .where(sa.column("id") == waiting.id)
        .values(state="registered", unit_id=None)
    )
    session.commit()
    given = an_order("remind", closed, waiting)
    results = client.as_(scene.office).post(f"{ISSUES}/bulk", json=given).json()["results"]
    assert [one["why"] for one in results] == [
        "这条问题已销号，不用催办。",
        "这条问题还没有承办单位，请先交办。",
    ]


def test_who_may_not_move_issues_may_not_remind_either(
    client: Browser, session: Session, scene: Scene
) -> None:
    issue = new(session, scene)
    where, given = f"{ISSUES}/{issue.id}/remind", {"id": str(uuid4())}
    assert client.as_(scene.cadre).post(where, json=given).status_code == 403
    assert (
        client.as_(scene.cadre).post(f"{ISSUES}/bulk", json=an_order("remind", issue)).status_code
        == 403
    )
    foreign = make_account(
        session, role=Role.STATION, region=OTHER_TOWN, unit=scene.tree.other_station
    )
    assert client.as_(foreign).post(where, json=given).status_code == 404
