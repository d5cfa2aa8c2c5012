"""What may happen to an issue beside the ordinary way: longer terms, 作废, pauses, other hands."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from app.ledger.facts import State
from app.ledger.moving import MoveEvidenceMissing, MoveRefused
from tests.ledger.scene import NOW, a_scene, act, an_issue, bring, told


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


def test_a_request_for_more_days_that_nobody_answered_lapses_at_a_reopening(
    session: Session,
) -> None:
    scene = a_scene(session)
    issue = bring(session, scene, an_issue(session, scene), "rectifying")
    asked = act(session, issue, scene.station, "request_extension")
    sent_in = act(session, asked, scene.station, "submit")
    assert sent_in.extension is not None
    closed = act(session, sent_in, scene.reviewer, "close")
    opened = act(session, closed, scene.inspector, "reopen", at=NOW + timedelta(days=21))
    with pytest.raises(MoveRefused, match="没有待批的延期申请"):
        act(session, opened, scene.bureau, "grant_extension", at=NOW + timedelta(days=21))


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
