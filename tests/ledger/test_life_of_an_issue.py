"""What becomes of an issue, move by move, in the hands of the people who make them."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.audit.models import Audit
from app.ledger.facts import State
from app.ledger.models import Issue, IssueEvent
from app.ledger.moving import IssueMovedOn, MoveForbidden, MoveRefused
from tests.builders import make_account
from tests.ledger.scene import NOW, PHOTO, a_finding, a_scene, act, an_issue, bring, told


def story(session: Session, issue: Issue) -> list[tuple[str, str]]:
    events = session.exec(
        select(IssueEvent).where(IssueEvent.issue_id == issue.id).order_by(col(IssueEvent.seq))
    )
    return [(event.move, event.to_state) for event in events]


def test_a_finding_is_registered_and_handed_to_the_station_at_once(session: Session) -> None:
    scene = a_scene(session)
    issue = an_issue(session, scene)
    assert (issue.state, issue.unit_id, issue.version) == (State.ASSIGNED, scene.tree.station, 2)
    assert issue.number == "370102-2026Q4-000001"
    assert issue.deadline == date(2026, 11, 30)
    assert story(session, issue) == [("register", "registered"), ("assign", "assigned")]


def test_what_was_fixed_on_the_spot_goes_to_review_and_not_to_its_finder(session: Session) -> None:
    scene = a_scene(session)
    issue = an_issue(session, scene, fixed_on_site=True, photos_before=[PHOTO])
    assert (issue.state, issue.fixed_on_site) == (State.REVIEWING, True)
    assert issue.submitters == [f"account:{scene.cadre.id}"]
    assert act(session, issue, scene.station, "close").state == State.CLOSED


def test_a_fault_of_the_office_goes_to_the_office(session: Session) -> None:
    scene = a_scene(session)
    issue = an_issue(session, scene, unit_office=True)
    assert (issue.unit_id, issue.unit_kind) == (scene.tree.office, "office")


def test_a_town_without_a_station_waits_for_the_county_office(session: Session) -> None:
    scene = a_scene(session)
    session.execute(sa.text("UPDATE account SET unit_id = NULL"))
    session.execute(sa.text("DELETE FROM unit WHERE kind = 'station'"))
    session.commit()
    issue = an_issue(session, scene)
    assert (issue.state, issue.unit_id) == (State.REGISTERED, None)
    handed = act(session, issue, scene.office, "assign", unit_id=scene.tree.bureau)
    assert (handed.state, handed.unit_id) == (State.ASSIGNED, scene.tree.bureau)


def test_the_critical_start_a_two_hour_clock(session: Session) -> None:
    issue = an_issue(session, a_scene(session), severity="critical", deadline_unit="immediate")
    assert issue.notice_due_at == NOW + timedelta(hours=2)


def test_numbers_of_one_visit_follow_each_other(session: Session) -> None:
    scene = a_scene(session)
    first, second = an_issue(session, scene), an_issue(session, scene)
    assert (first.number[-6:], second.number[-6:]) == ("000001", "000002")


def test_the_ordinary_life_ends_closed_and_the_cadre_is_told(session: Session) -> None:
    scene = a_scene(session)
    issue = bring(session, scene, an_issue(session, scene), "closed")
    assert (issue.state, issue.closed_at) == (State.CLOSED, NOW)
    assert [move for move, _ in story(session, issue)][2:] == ["accept", "submit", "close"]
    assert told(session, scene.cadre.id)[-1] == (
        "禾谷里餐饮店“冷藏柜生熟混放”：已整改到位，准予销号。"
    )
    actions = set(session.exec(select(Audit.action)))
    assert {"issue.accept", "issue.submit", "issue.close"} <= actions


def test_who_rectified_never_closes_nor_returns(session: Session) -> None:
    scene = a_scene(session)
    issue = bring(session, scene, an_issue(session, scene), "reviewing")
    for name in ("close", "return"):
        with pytest.raises(MoveRefused, match="另一人复核"):
            act(session, issue, scene.station, name)


def test_who_rectified_once_does_not_close_after_another_did(session: Session) -> None:
    scene = a_scene(session)
    issue = bring(session, scene, an_issue(session, scene), "reviewing")
    issue = act(session, issue, scene.reviewer, "return")
    issue = act(session, issue, scene.bureau, "submit")
    for person in (scene.station, scene.bureau):
        with pytest.raises(MoveRefused):
            act(session, issue, person, "close")
    assert act(session, issue, scene.reviewer, "close").state == State.CLOSED


def test_a_cadre_never_moves_an_issue(session: Session) -> None:
    scene = a_scene(session)
    issue = bring(session, scene, an_issue(session, scene), "reviewing")
    for name in ("close", "return", "countersign", "end"):
        with pytest.raises(MoveForbidden):
            act(session, issue, scene.cadre, name)


def test_a_returned_issue_is_counted_and_keeps_its_deadline(session: Session) -> None:
    scene = a_scene(session)
    issue = bring(session, scene, an_issue(session, scene), "reviewing")
    returned = act(session, issue, scene.reviewer, "return", note="请补拍标签。")
    assert (returned.state, returned.returned_count) == (State.RECTIFYING, 1)
    assert returned.deadline == issue.deadline
    assert told(session, scene.cadre.id)[-1].endswith("已退回重改：请补拍标签。")


def test_a_critical_issue_is_closed_by_two(session: Session) -> None:
    scene = a_scene(session)
    issue = bring(session, scene, an_issue(session, scene, severity="critical"), "reviewing")
    judged = act(session, issue, scene.bureau, "close")
    assert (judged.state, judged.awaiting_countersign) == (State.REVIEWING, True)
    with pytest.raises(MoveRefused, match="另一人会签"):
        act(session, judged, scene.bureau, "countersign")
    with pytest.raises(MoveForbidden):
        act(session, judged, scene.reviewer, "countersign")
    closed = act(session, judged, scene.bureau_2, "countersign")
    assert (closed.state, closed.awaiting_countersign) == (State.CLOSED, False)


def test_who_rectified_a_critical_issue_does_not_countersign_it(session: Session) -> None:
    scene = a_scene(session)
    issue = an_issue(session, scene, severity="critical")
    issue = act(session, issue, scene.bureau_2, "accept")
    issue = act(session, issue, scene.bureau_2, "submit")
    issue = act(session, issue, scene.bureau, "close")
    with pytest.raises(MoveRefused):
        act(session, issue, scene.bureau_2, "countersign")


def test_a_return_takes_the_opinion_to_close_back(session: Session) -> None:
    scene = a_scene(session)
    issue = bring(session, scene, an_issue(session, scene, severity="critical"), "reviewing")
    issue = act(session, issue, scene.bureau, "close")
    returned = act(session, issue, scene.bureau_2, "return")
    assert (returned.awaiting_countersign, returned.closer) == (False, None)


def test_an_order_from_an_old_view_is_answered_with_the_present_issue(session: Session) -> None:
    scene = a_scene(session)
    old = an_issue(session, scene)
    seen = old.version
    act(session, old, scene.station, "accept")
    stale = Issue(**{**old.model_dump(), "version": seen})
    with pytest.raises(IssueMovedOn) as moved_on:
        act(session, stale, scene.reviewer, "accept")
    assert moved_on.value.extra["issue"]["version"] == seen + 1


def test_the_finder_is_told_even_when_another_answers_for_the_entity_now(session: Session) -> None:
    scene = a_scene(session)
    another = make_account(session, name="周明远")
    issue = an_issue(session, scene)
    session.execute(
        sa.text("UPDATE assignment SET cadre_id = :id"),
        {"id": another.id.hex if session.get_bind().dialect.name == "sqlite" else another.id},
    )
    session.commit()
    act(session, issue, scene.station, "accept")
    assert len(told(session, scene.cadre.id)) == len(told(session, another.id)) == 1


def test_the_finding_keeps_its_place_under_seal(session: Session) -> None:
    scene = a_scene(session)
    finding = a_finding(scene)
    issue = an_issue(session, scene, id=finding.id)
    registered = session.exec(select(IssueEvent).where(IssueEvent.seq == 1)).one()
    assert registered.issue_id == finding.id
    assert registered.evidence["severity"] == issue.severity
    assert registered.evidence["deadline"] == "2026-11-30"
