"""The ledger over HTTP: one issue, moves, and what other counties never learn."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from app.ledger.models import Issue
from app.ledger.steps import issue_or_404
from tests.builders import COUNTY, OTHER_COUNTY, OTHER_TOWN, TOWN, make_account
from tests.ledger.scene import GIVEN, PHOTO, Scene, act, an_issue, bring, found_now
from tests.people import Browser

ISSUES = "/api/v1/issues"


@pytest.fixture
def stranger(session: Session, scene: Scene) -> Account:
    return make_account(
        session, role=Role.BUREAU, region=OTHER_COUNTY, unit=scene.tree.other_bureau
    )


def ordered(issue: Issue | dict[str, Any], name: str, **fields: Any) -> dict[str, Any]:
    version = issue.version if isinstance(issue, Issue) else issue["version"]
    given = {**GIVEN.get(name, {}), **fields}
    return {"id": str(uuid4()), "move": name, "seen_version": version, **given}


def test_the_station_sees_its_issue_with_the_moves_it_may_make(
    client: Browser, session: Session, scene: Scene
) -> None:
    issue = an_issue(session, scene, photos_before=[PHOTO], **found_now())
    shown = client.as_(scene.station).get(f"{ISSUES}/{issue.id}").json()
    assert shown["state"] == "assigned"
    assert [event["move"] for event in shown["events"]] == ["register", "assign"]
    assert {move["move"] for move in shown["moves"]} == {"transfer", "accept", "file_case"}
    assert shown["photos"]["before"] == [{"sha256": PHOTO, "arrived": False}]
    assert shown["photos_pending"] == 1
    assert shown["unit"]["name"] == "历下市场监管所"
    assert shown["region"] == {"code": TOWN, "name": "泉城路街道"}
    assert (shown["overdue"], shown["days_left"]) == (False, 5)
    assert shown["events"][0]["from"] is None


def test_the_move_sheet_knows_what_is_needed(
    client: Browser, session: Session, scene: Scene
) -> None:
    issue = bring(session, scene, an_issue(session, scene, **found_now()), "rectifying")
    shown = client.as_(scene.station).get(f"{ISSUES}/{issue.id}").json()
    needs = {move["move"]: move["needs"] for move in shown["moves"]}
    days = next(need for need in needs["request_extension"] if need["field"] == "days")
    assert (days["kind"], days["required"], days["min"], days["max"]) == ("days", True, 1, 5)
    assert days["unit"] == "个工作日"
    assert [need["required"] for need in needs["submit"]] == [True, True, False]


def test_who_decides_on_more_time_sees_the_day_it_would_give(
    client: Browser, session: Session, scene: Scene
) -> None:
    issue = bring(session, scene, an_issue(session, scene, **found_now()), "rectifying")
    act(session, issue, scene.station, "request_extension", days=2, at=datetime.now(UTC))

    def told() -> tuple[dict[str, Any], str]:
        shown = client.as_(scene.bureau).get(f"{ISSUES}/{issue.id}").json()
        return shown["flags"]["extension"], shown["deadline"]

    asked, _ = told()
    assert (asked["days"], asked["unit"]) == (2, "个工作日")
    before = issue_or_404(session, issue.id)
    act(session, before, scene.bureau, "grant_extension", at=datetime.now(UTC))
    granted, deadline = told()
    assert (asked["until"], "until" in granted) == (deadline, False)


def test_a_cadre_sees_his_issue_and_no_move(
    client: Browser, session: Session, scene: Scene
) -> None:
    issue = bring(session, scene, an_issue(session, scene, **found_now()), "closed")
    shown = client.as_(scene.cadre).get(f"{ISSUES}/{issue.id}").json()
    assert shown["moves"] == []
    assert [told["read_at"] for told in shown["feedback"]] == [None] * 3
    refused = client.as_(scene.cadre).post(
        f"{ISSUES}/{issue.id}/moves", json=ordered(issue, "reopen")
    )
    assert refused.status_code == 403


def test_a_move_answers_with_the_issue_as_it_then_stands(
    client: Browser, session: Session, scene: Scene
) -> None:
    issue = an_issue(session, scene, **found_now())
    given = ordered(issue, "accept")
    station = client.as_(scene.station)
    first = station.post(f"{ISSUES}/{issue.id}/moves", json=given)
    assert (first.status_code, first.json()["state"]) == (200, "rectifying")
    again = station.post(f"{ISSUES}/{issue.id}/moves", json=given)
    assert again.json() == first.json()
    other = station.post(f"{ISSUES}/{issue.id}/moves", json={**given, "note": "别的"})
    assert (other.status_code, other.json()["type"]) == (409, "/problems/order-differs")


def test_an_order_from_a_stale_view_gets_the_present_issue(
    client: Browser, session: Session, scene: Scene
) -> None:
    issue = an_issue(session, scene, **found_now())
    stale = ordered(issue, "accept")
    bring(session, scene, issue, "rectifying")
    answer = client.as_(scene.reviewer).post(f"{ISSUES}/{issue.id}/moves", json=stale)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/issue-moved-on")
    present = client.as_(scene.reviewer).get(f"{ISSUES}/{issue.id}").json()
    assert answer.json()["issue"] == present


def test_missing_evidence_is_named_field_by_field(
    client: Browser, session: Session, scene: Scene
) -> None:
    issue = bring(
        session, scene, an_issue(session, scene, severity="major", **found_now()), "reviewing"
    )
    empty = ordered(issue, "close", note="", photos=[], on_site=False)
    answer = client.as_(scene.reviewer).post(f"{ISSUES}/{issue.id}/moves", json=empty)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/evidence-missing")
    pointers = [error["pointer"] for error in answer.json()["errors"]]
    assert pointers == ["/note", "/photos", "/on_site"]


def test_a_move_at_the_wrong_moment_is_refused_with_the_next_step(
    client: Browser, session: Session, scene: Scene
) -> None:
    issue = an_issue(session, scene, **found_now())
    answer = client.as_(scene.station).post(
        f"{ISSUES}/{issue.id}/moves", json=ordered(issue, "close")
    )
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/move-refused")
    assert answer.json()["detail"] == "这条问题已交办，现在不能同意销号，请刷新后再看。"


def test_another_county_learns_nothing(
    client: Browser, session: Session, scene: Scene, stranger: Account
) -> None:
    issue = an_issue(session, scene, **found_now())
    foreign = client.as_(stranger)
    assert foreign.get(f"{ISSUES}/{issue.id}").status_code == 404
    moved = foreign.post(f"{ISSUES}/{issue.id}/moves", json=ordered(issue, "accept"))
    assert moved.status_code == 404
    assert foreign.post(f"{ISSUES}/{issue.id}/link").status_code == 404
    assert foreign.delete(f"{ISSUES}/{issue.id}/link").status_code == 404
    for query in ("", f"?region={COUNTY}", f"?entity={scene.entity.id}", "?q=禾谷里"):
        page = foreign.get(ISSUES + query).json()
        assert (page["items"], page["total"]) == ([], 0)
    assert set(foreign.get(f"{ISSUES}/counts").json().values()) == {0}
    registered = foreign.post(ISSUES, json=a_new_issue(scene))
    assert registered.status_code == 404


def test_a_station_sees_what_was_handed_to_it_from_elsewhere(
    client: Browser, session: Session, scene: Scene
) -> None:
    receiver = make_account(
        session, role=Role.STATION, region=OTHER_TOWN, unit=scene.tree.other_station
    )
    issue = an_issue(session, scene, **found_now())
    session.execute(sa.update(Issue).values(unit_id=scene.tree.other_station))
    session.commit()
    shown = client.as_(receiver).get(f"{ISSUES}/{issue.id}")
    assert shown.status_code == 200
    assert len(shown.json()["events"]) == 2


def a_new_issue(scene: Scene, **changed: Any) -> dict[str, Any]:
    told = {
        "id": str(uuid4()),
        "entity_id": str(scene.entity.id),
        "item_code": "CATR-E01",
        "text": "冷藏柜生熟分开",
        "description": "巡查发现生熟混放",
        "severity": "major",
        "requirement": "立即分柜存放",
        "photos": [],
    }
    return {**told, **changed}


@pytest.mark.parametrize("post", ["station", "bureau", "office", "inspector"])
def test_an_official_registers_an_issue_outside_a_visit_once(
    client: Browser, scene: Scene, post: str
) -> None:
    who = client.as_(getattr(scene, post))
    new = a_new_issue(scene)
    first = who.post(ISSUES, json=new)
    assert first.status_code == 201
    assert (first.json()["origin"], first.json()["state"]) == (post, "assigned")
    assert who.post(ISSUES, json=new).json() == first.json()
    other = who.post(ISSUES, json={**new, "description": "另一个问题"})
    assert other.status_code == 409


def test_a_cadre_registers_nothing_outside_a_visit(client: Browser, scene: Scene) -> None:
    assert client.as_(scene.cadre).post(ISSUES, json=a_new_issue(scene)).status_code == 403


def test_the_same_item_again_is_a_repeat(client: Browser, session: Session, scene: Scene) -> None:
    before = bring(session, scene, an_issue(session, scene, **found_now()), "closed")
    shown = client.as_(scene.station).post(ISSUES, json=a_new_issue(scene)).json()
    assert (shown["repeat"], shown["flags"]["repeat_of"]) == (True, str(before.id))


def test_feedback_is_read_by_whom_it_is_for(
    client: Browser, session: Session, scene: Scene
) -> None:
    issue = bring(session, scene, an_issue(session, scene, **found_now()), "rectifying")
    cadre = client.as_(scene.cadre)
    told = cadre.get(f"{ISSUES}/{issue.id}").json()["feedback"][0]["id"]
    assert client.as_(scene.office).post(f"/api/v1/feedback/{told}/read").status_code == 404
    assert cadre.post(f"/api/v1/feedback/{told}/read").status_code == 204
    read_at = cadre.get(f"{ISSUES}/{issue.id}").json()["feedback"][0]["read_at"]
    assert read_at is not None
    assert cadre.post(f"/api/v1/feedback/{told}/read").status_code == 204
    assert cadre.get(f"{ISSUES}/{issue.id}").json()["feedback"][0]["read_at"] == read_at
