"""On time is judged when the enterprise hands in and when the office closes, and both stay."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import Session, col, select

from app.accounts.tokens import access_token
from app.ledger.models import Issue, IssueEvent
from app.ledger.steps import issue_or_404
from app.ledger.verify import verify_chain
from app.per_request import present
from tests.ledger.scene import NOW, PHOTO, Scene, act, an_issue, bring
from tests.people import Browser

# NOW is Monday 23 November; five working days end with Monday the 30th.
LATE = NOW + timedelta(days=9)
Look = Callable[[Issue, datetime], dict[str, Any]]


@pytest.fixture
def look(app: FastAPI, client: Browser, scene: Scene) -> Look:
    """The issue as the county office sees it at an instant."""

    def shown(issue: Issue, at: datetime) -> dict[str, Any]:
        app.dependency_overrides[present] = lambda: at
        token = access_token(scene.bureau, app.state.settings, at)
        found = client.get(
            f"/api/v1/issues/{issue.id}", headers={"Authorization": f"Bearer {token}"}
        )
        got: dict[str, Any] = found.json()
        return got

    return shown


def judged(shown: dict[str, Any]) -> tuple[bool | None, bool | None]:
    return shown["on_time"]["submitted"], shown["on_time"]["closed"]


def test_nothing_is_judged_before_it_happens(session: Session, scene: Scene, look: Look) -> None:
    issue = an_issue(session, scene)
    assert judged(look(issue, NOW)) == (None, None)
    issue = bring(session, scene, issue, "reviewing")
    assert judged(look(issue, LATE)) == (True, None)


def test_handed_in_in_time_and_closed_late_are_two_judgements(
    session: Session, scene: Scene, look: Look
) -> None:
    issue = bring(session, scene, an_issue(session, scene), "reviewing")
    issue = act(session, issue, scene.reviewer, "close", at=LATE)
    assert judged(look(issue, LATE)) == (True, False)


def test_the_latest_submission_counts_after_a_return(
    session: Session, scene: Scene, look: Look
) -> None:
    issue = bring(session, scene, an_issue(session, scene), "reviewing")
    issue = act(session, issue, scene.reviewer, "return")
    assert judged(look(issue, NOW)) == (True, None)
    issue = act(session, issue, scene.station, "submit", at=LATE)
    assert judged(look(issue, LATE)) == (False, None)


def test_a_deadline_that_was_extended_is_the_one_in_force(
    session: Session, scene: Scene, look: Look
) -> None:
    issue = bring(session, scene, an_issue(session, scene), "rectifying")
    issue = act(session, issue, scene.station, "request_extension", days=5)
    issue = act(session, issue, scene.bureau, "grant_extension")
    assert issue.deadline == date(2026, 12, 7)
    issue = act(session, issue, scene.station, "submit", at=LATE)
    assert judged(look(issue, LATE)) == (True, None)


def test_what_is_handed_in_during_a_pause_is_in_time(
    session: Session, scene: Scene, look: Look
) -> None:
    issue = bring(session, scene, an_issue(session, scene), "rectifying")
    issue = act(session, issue, scene.bureau, "pause")
    issue = act(session, issue, scene.station, "submit", at=LATE)
    assert judged(look(issue, LATE)) == (True, None)


def test_reopened_it_is_judged_anew_and_the_first_closure_stays_in_its_events(
    session: Session, scene: Scene, look: Look
) -> None:
    issue = bring(session, scene, an_issue(session, scene), "reviewing")
    issue = act(session, issue, scene.reviewer, "close", at=LATE)
    issue = act(session, issue, scene.office, "reopen", at=LATE)
    assert judged(look(issue, LATE)) == (True, None)
    later = LATE + timedelta(days=1)
    for who, name in ((scene.station, "submit"), (scene.reviewer, "close")):
        issue = act(session, issue, who, name, at=later)
    assert judged(look(issue, later)) == (True, True)
    events = session.exec(
        select(IssueEvent).where(IssueEvent.issue_id == issue.id).order_by(col(IssueEvent.seq))
    )
    kept = [(e.move, e.evidence["on_time"]) for e in events if "on_time" in e.evidence]
    assert kept == [("submit", True), ("close", False), ("submit", True), ("close", True)]
    assert verify_chain(session, issue.id) is None


def test_a_critical_issue_is_closed_in_time_by_its_countersignature(
    session: Session, scene: Scene, look: Look
) -> None:
    terms: dict[str, Any] = {
        "severity": "critical",
        "deadline_value": 0,
        "deadline_unit": "immediate",
    }
    issue = bring(session, scene, an_issue(session, scene, **terms), "reviewing")
    issue = act(session, issue, scene.reviewer, "close")
    assert judged(look(issue, NOW)) == (True, None)
    issue = act(session, issue, scene.bureau_2, "countersign", at=NOW + timedelta(days=1))
    assert judged(look(issue, LATE)) == (True, False)


def test_put_right_on_the_spot_is_in_time(session: Session, scene: Scene, look: Look) -> None:
    issue = an_issue(session, scene, fixed_on_site=True, photos_before=[PHOTO])
    assert judged(look(issue, NOW)) == (True, None)


def test_an_overdue_issue_goes_up_and_comes_down_when_it_is_closed(
    session: Session, scene: Scene, look: Look
) -> None:
    issue = bring(session, scene, an_issue(session, scene), "reviewing")
    # Tuesday 1 December is the first working day past the 30th, Monday the 7th the fifth.
    for day, level in ((30, None), (31, "county"), (36, "county"), (37, "city")):
        at = datetime(2026, 11, 1, 3, tzinfo=NOW.tzinfo) + timedelta(days=day - 1)
        assert look(issue, at)["escalated"] == level, at
    closed = act(session, issue, scene.reviewer, "close", at=LATE)
    assert look(closed, LATE)["escalated"] is None


def test_returned_twice_it_is_the_countys_though_its_day_has_not_come(
    session: Session, scene: Scene, look: Look
) -> None:
    issue = bring(session, scene, an_issue(session, scene), "reviewing")
    for level in (None, "county"):
        issue = act(session, issue, scene.reviewer, "return")
        assert look(issue, NOW)["escalated"] == level
        issue = act(session, issue, scene.station, "submit")


def test_a_station_that_does_not_take_it_on_within_a_working_day_is_late(
    session: Session, scene: Scene, look: Look
) -> None:
    issue = an_issue(session, scene)
    assert look(issue, NOW)["take_on_by"] == "2026-11-24T16:00:00Z"
    assert not look(issue, NOW + timedelta(days=1))["take_on_late"]
    assert look(issue, NOW + timedelta(days=2))["take_on_late"]
    taken = act(session, issue, scene.station, "accept", at=NOW + timedelta(days=2))
    shown = look(taken, NOW + timedelta(days=9))
    assert (shown["take_on_by"], shown["take_on_late"]) == (None, False)


def test_who_gets_it_by_transfer_has_a_day_of_their_own(
    session: Session, scene: Scene, look: Look
) -> None:
    issue = an_issue(session, scene)
    at = NOW + timedelta(days=3)
    issue = act(
        session,
        issue,
        scene.bureau,
        "transfer",
        at=at,
        unit_id=scene.tree.bureau,
        note="改由县局办",
    )
    shown = look(issue, at)
    assert (shown["take_on_by"], shown["take_on_late"]) == ("2026-11-27T16:00:00Z", False)
    assert issue_or_404(session, issue.id).deadline == date(2026, 11, 30)


def test_the_critical_is_to_be_taken_on_within_two_hours(
    session: Session, scene: Scene, look: Look
) -> None:
    issue = an_issue(session, scene, severity="critical", deadline_unit="immediate")
    assert look(issue, NOW)["take_on_by"] == "2026-11-23T05:00:00Z"
    assert look(issue, NOW + timedelta(minutes=121))["take_on_late"]


def test_what_has_gone_up_can_be_listed_by_level(
    session: Session, app: FastAPI, client: Browser, scene: Scene
) -> None:
    late = bring(session, scene, an_issue(session, scene), "rectifying")
    often = bring(session, scene, an_issue(session, scene, deadline_value=20), "reviewing")
    for _ in range(2):
        often = act(session, often, scene.reviewer, "return")
        often = act(session, often, scene.station, "submit")
    bring(session, scene, an_issue(session, scene), "closed")
    # Tuesday 1 December: one working day past; Monday the 7th: five.
    one, other = str(late.id), str(often.id)
    days: list[tuple[int, set[str], set[str]]] = [
        (30, {other}, set()),
        (31, {one, other}, set()),
        (37, {one, other}, {one}),
    ]
    for day, county, city in days:
        at = datetime(2026, 11, 1, 3, tzinfo=NOW.tzinfo) + timedelta(days=day - 1)
        app.dependency_overrides[present] = lambda at=at: at
        token = access_token(scene.office, app.state.settings, at)
        for level, wanted in (("county", county), ("city", city)):
            found = client.get(
                "/api/v1/issues",
                params={"escalated": level},
                headers={"Authorization": f"Bearer {token}"},
            ).json()
            assert {row["id"] for row in found["items"]} == wanted
    wrong = client.get(
        "/api/v1/issues",
        params={"escalated": "village"},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert wrong.status_code == 422
