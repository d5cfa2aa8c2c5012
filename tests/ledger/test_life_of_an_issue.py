"""What becomes of an issue, move by move, in the hands of the people who make them."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.audit.models import Audit
from app.ledger.facts import State
from app.ledger.models import Feedback, Issue, IssueEvent
from app.ledger.moving import IssueMovedOn, MoveEvidenceMissing, MoveForbidden, MoveRefused
from tests.builders import make_account
from tests.ledger.scene import NOW, PHOTO, a_finding, a_scene, act, an_issue, bring


def story(session: Session, issue: Issue) -> list[tuple[str, str]]:
    events = session.exec(
        select(IssueEvent).where(IssueEvent.issue_id == issue.id).order_by(col(IssueEvent.seq))
    )
    return [(event.move, event.to_state) for event in events]


def told(session: Session, account_id: object) -> list[str]:
    rows = session.exec(select(Feedback).where(Feedback.account_id == account_id))
    return [row.text for row in rows]


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


def test_a_listed_issue_is_not_closed_until_its_level_lifts_the_listing(session: Session) -> None:
    scene = a_scene(session)
    issue = bring(session, scene, an_issue(session, scene), "reviewing")
    listed = act(session, issue, scene.city_office, "list", unit_id=scene.tree.bureau)
    assert (listed.listed, listed.state) == (True, State.REVIEWING)
    with pytest.raises(MoveRefused, match="解除挂牌"):
        act(session, listed, scene.reviewer, "close")
    with pytest.raises(MoveRefused, match="挂牌的那一级"):
        act(session, listed, scene.office, "unlist")
    lifted = act(session, listed, scene.city_office, "unlist")
    assert (lifted.listed, lifted.listing) == (False, None)
    assert act(session, lifted, scene.reviewer, "close").state == State.CLOSED


def test_an_extension_is_asked_once_and_granted_by_another(session: Session) -> None:
    scene = a_scene(session)
    issue = bring(session, scene, an_issue(session, scene), "rectifying")
    asked = act(session, issue, scene.station, "request_extension", days=3)
    assert asked.deadline == date(2026, 11, 30)
    granted = act(session, asked, scene.bureau, "grant_extension")
    assert (granted.deadline, granted.original_deadline) == (date(2026, 12, 3), date(2026, 11, 30))
    with pytest.raises(MoveRefused, match="只能申请一次"):
        act(session, granted, scene.station, "request_extension")


def test_a_refused_extension_leaves_the_deadline(session: Session) -> None:
    scene = a_scene(session)
    issue = bring(session, scene, an_issue(session, scene), "rectifying")
    asked = act(session, issue, scene.station, "request_extension")
    refused = act(session, asked, scene.bureau, "refuse_extension", note="可以买到")
    assert refused.deadline == issue.deadline
    assert refused.extension is not None
    assert (refused.extension["status"], refused.extension["answer"]) == ("refused", "可以买到")


def test_an_extension_after_the_deadline_is_too_late(session: Session) -> None:
    scene = a_scene(session)
    issue = bring(session, scene, an_issue(session, scene), "rectifying")
    with pytest.raises(MoveRefused, match="期限已过"):
        act(session, issue, scene.station, "request_extension", at=NOW + timedelta(days=8))


def test_voiding_takes_two_persons_of_the_office(session: Session) -> None:
    scene = a_scene(session)
    proposed = act(session, an_issue(session, scene), scene.office, "propose_void")
    with pytest.raises(MoveRefused, match="另一人确认"):
        act(session, proposed, scene.office, "confirm_void")
    voided = act(session, proposed, scene.office_2, "confirm_void")
    assert voided.state == State.VOIDED
    assert "已作废" in told(session, scene.cadre.id)[-1]


def test_a_critical_issue_is_never_voided(session: Session) -> None:
    scene = a_scene(session)
    with pytest.raises(MoveRefused, match="不能作废"):
        act(session, an_issue(session, scene, severity="critical"), scene.office, "propose_void")


def test_a_proposal_to_void_lapses_when_the_station_accepts(session: Session) -> None:
    scene = a_scene(session)
    proposed = act(session, an_issue(session, scene), scene.office, "propose_void")
    accepted = act(session, proposed, scene.station, "accept")
    assert (accepted.state, accepted.void_proposal) == (State.RECTIFYING, None)


def test_a_reopened_issue_gets_a_new_term_and_keeps_its_first_closure(session: Session) -> None:
    scene = a_scene(session)
    closed = bring(session, scene, an_issue(session, scene), "closed")
    later = NOW + timedelta(days=21)
    opened = act(session, closed, scene.inspector, "reopen", at=later)
    assert (opened.state, opened.closed_at, opened.first_closed_at) == (
        State.RECTIFYING,
        None,
        NOW,
    )
    assert (opened.deadline, opened.original_deadline) == (date(2026, 12, 21), date(2026, 11, 30))


def test_a_pause_stops_the_clock_and_a_submission_ends_it(session: Session) -> None:
    scene = a_scene(session)
    issue = bring(session, scene, an_issue(session, scene), "rectifying")
    paused = act(session, issue, scene.bureau, "pause", at=NOW + timedelta(days=1))
    with pytest.raises(MoveRefused, match="先恢复计时"):
        act(session, paused, scene.bureau, "transfer", unit_id=scene.tree.bureau, note="转")
    resumed = act(session, paused, scene.bureau, "resume", at=NOW + timedelta(days=8))
    assert (resumed.deadline, resumed.paused_days) == (date(2026, 12, 7), 7)
    again = act(session, resumed, scene.bureau, "pause", at=NOW + timedelta(days=9))
    submitted = act(session, again, scene.station, "submit", at=NOW + timedelta(days=10))
    assert (submitted.paused_since, submitted.deadline) == (None, date(2026, 12, 8))


def test_a_handed_on_issue_keeps_its_clock(session: Session) -> None:
    scene = a_scene(session)
    issue = bring(session, scene, an_issue(session, scene), "rectifying")
    handed = act(session, issue, scene.bureau, "transfer", unit_id=scene.tree.bureau, note="重大")
    assert (handed.state, handed.unit_id) == (State.ASSIGNED, scene.tree.bureau)
    assert (handed.unit_kind, handed.deadline) == ("bureau", issue.deadline)


def test_nobody_hands_an_issue_into_another_county(session: Session) -> None:
    scene = a_scene(session)
    issue = an_issue(session, scene)
    with pytest.raises(MoveEvidenceMissing, match="没有这个单位"):
        act(session, issue, scene.bureau, "transfer", unit_id=scene.tree.other_station, note="转")


def test_filing_a_case_closes_nothing(session: Session) -> None:
    scene = a_scene(session)
    filed = act(session, an_issue(session, scene), scene.station, "file_case")
    assert filed.state == State.ASSIGNED
    assert filed.case_file is not None
    assert filed.case_file["number"] == "历下市监案〔2026〕1号"


def test_a_gone_entity_ends_its_issue_on_proof(session: Session) -> None:
    scene = a_scene(session)
    issue = an_issue(session, scene)
    with pytest.raises(MoveEvidenceMissing):
        act(session, issue, scene.bureau, "end", photos=[])
    assert act(session, issue, scene.bureau, "end").state == State.ENDED


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
