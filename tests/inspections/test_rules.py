"""What follows from a visit: who gets the issue, by when, and what a reviewer is told."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.assignments.models import Due
from app.inspections.models import Inspection
from app.ledger.models import Issue, IssueEvent
from app.ledger.transitions import State
from tests.inspections.conftest import Counter
from tests.inspections.visits import NOW, a_scene, address, answers, body, sha

OFFICE = "食药安办（换牌）"


def _errors(counter: Counter, session: Session, **changes: Any) -> tuple[int, str, set[str]]:
    scene = a_scene(session)
    refused = counter.put(scene.cadre, body(scene.entity, **changes))
    problem = refused.json()
    return (
        refused.status_code,
        problem["type"],
        {error["pointer"] for error in problem.get("errors", [])},
    )


def test_a_critical_issue_is_due_the_same_day_and_its_notice_in_two_hours(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    wrong = answers(wrong={"CATR-D02": [sha("d02")]})
    receipt = counter.put(scene.cadre, body(scene.entity, answers=wrong)).json()
    assert receipt["issues"][0]["severity"] == "critical"
    assert receipt["issues"][0]["deadline"] == "2026-11-23"
    issue = session.exec(select(Issue)).one()
    assert issue.notice_due_at == NOW + timedelta(hours=2)


def test_a_notice_that_is_the_offices_fault_goes_to_the_office(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    wrong = answers(wrong={"CATR-A03": [sha("a03")]})
    notice = next(answer for answer in wrong if answer["item"] == "CATR-A03")
    notice["children"] |= {"CATR-A03a": ["包保干部已调整"], "CATR-A03b": OFFICE}
    assert counter.put(scene.cadre, body(scene.entity, answers=wrong)).status_code == 201
    assert session.exec(select(Issue)).one().unit_kind == "office"


def test_what_was_asked_beneath_a_no_is_told_with_the_issue(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    wrong = answers(wrong={"CATR-D02": [sha("d02")]})
    stale = next(answer for answer in wrong if answer["item"] == "CATR-D02")
    stale["children"] = {"CATR-D02a": "花椒粉，批号 20250912，两袋"}
    issue = counter.put(scene.cadre, body(scene.entity, answers=wrong)).json()["issues"][0]
    shown = counter.get(scene.cadre, f"/api/v1/issues/{issue['id']}").json()
    asked = {"text": "品名/批号/数量", "value": "花椒粉，批号 20250912，两袋"}
    assert shown["details"] == [asked]


def test_what_was_fixed_on_the_spot_goes_straight_to_review(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    wrong = answers(wrong={"CATR-E01": [sha("before")]})
    fixed = next(answer for answer in wrong if answer["item"] == "CATR-E01")
    fixed |= {"fixed_on_site": True, "photos_after": [sha("after")]}
    counter.put(scene.cadre, body(scene.entity, answers=wrong))
    assert session.exec(select(Issue)).one().state is State.REVIEWING


def _close(session: Session, at: datetime) -> UUID:
    issue = session.exec(select(Issue)).one()
    issue.state, issue.closed_at, issue.changed_at = State.CLOSED, at, at
    session.add(issue)
    session.commit()
    return issue.id


def test_the_same_item_wrong_again_within_a_year_is_a_repeat(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    wrong = answers(wrong={"CATR-E01": [sha("e01")]})
    counter.put(scene.cadre, body(scene.entity, answers=wrong))
    first = _close(session, NOW)
    profile = {"level": "village", "kind": "小餐饮（登记）", "grade": "D"}
    again = NOW + timedelta(days=20)
    visit = body(scene.entity, at=again, answers=wrong, profile=profile)
    assert counter.put(scene.cadre, visit, at=again).status_code == 201
    found = session.exec(select(Issue).where(Issue.id != first)).one()
    assert found.repeat_of == first


def test_earlier_issues_are_asked_about_and_their_recheck_is_recorded(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    wrong = answers(wrong={"CATR-E01": [sha("e01")]})
    counter.put(scene.cadre, body(scene.entity, answers=wrong))
    issue = session.exec(select(Issue)).one()
    later = NOW + timedelta(days=3)
    asked = [*answers(at=later), {"item": "CATR-H02", "answer": "yes"}]
    silent = counter.put(scene.cadre, body(scene.entity, at=later, answers=asked), at=later)
    assert [error["pointer"] for error in silent.json()["errors"]] == ["/rechecks"]
    recheck = {"issue_id": str(issue.id), "result": "not_fixed", "note": "仍未分开"}
    visit = body(scene.entity, at=later, rechecks=[recheck])
    taken = counter.put(scene.cadre, visit, at=later)
    assert taken.status_code == 201, taken.json()
    assert taken.json()["issues"] == []
    # A new snapshot: the counter wrote after this session had begun to read.
    session.commit()
    session.refresh(issue)
    assert issue.not_fixed
    moves = session.exec(
        select(IssueEvent.move).where(IssueEvent.issue_id == issue.id).order_by(col(IssueEvent.seq))
    )
    assert list(moves)[-1] == "recheck"


def test_an_issue_that_came_back_is_opened_again_with_its_words(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    wrong = answers(wrong={"CATR-E01": [sha("e01")]})
    counter.put(scene.cadre, body(scene.entity, answers=wrong))
    first = _close(session, NOW)
    later = NOW + timedelta(days=30)
    visit = body(
        scene.entity,
        at=later,
        rechecks=[{"issue_id": str(first), "result": "repeated", "note": "又混放了"}],
    )
    taken = counter.put(scene.cadre, visit, at=later)
    assert taken.status_code == 201, taken.json()
    assert [issue["item"] for issue in taken.json()["issues"]] == ["CATR-E01"]
    found = session.exec(select(Issue).where(Issue.id != first)).one()
    assert (found.repeat_of, found.description) == (first, "又混放了")


def test_an_issue_of_another_entity_cannot_be_rechecked(counter: Counter, session: Session) -> None:
    strange = {"issue_id": "0197a3c0-0000-7000-8000-000000000000", "result": "fixed"}
    status, _, pointers = _errors(counter, session, rechecks=[strange])
    assert (status, pointers) == (422, {"/rechecks/0/issue_id"})


def test_a_closed_shop_counts_as_visited(counter: Counter, session: Session) -> None:
    scene = a_scene(session)
    visit = body(scene.entity, outcome="suspended", answers=[], statement="停业装修，门口有告示")
    visit["photos"] = [sha("notice")]
    assert counter.put(scene.cadre, visit).status_code == 201
    assert session.exec(select(Due)).one().done_at == NOW
    assert session.exec(select(Inspection)).one().conclusion == "not_done"


def test_a_record_that_comes_after_the_quarter_is_marked_late(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    new_year = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)
    visit = body(scene.entity, answers=answers(wrong={"CATR-E01": [sha("e01")]}))
    visit["device_now"] = new_year.isoformat()
    receipt = counter.put(scene.cadre, visit, at=new_year).json()
    kept = session.exec(select(Inspection)).one()
    assert (kept.late, kept.period) == (True, "2026Q4")
    assert "late" in kept.remarks
    # The deadline ran out while the record was on its way: it is never before the day of receipt.
    assert receipt["issues"][0]["deadline"] >= "2027-01-04"


def test_the_most_important_and_the_riskiest_are_visited_on_site(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session, grade="A")
    refused = counter.put(scene.cadre, body(scene.entity, mode="video"))
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/onsite-required")
    scene.entity.baobao_grade, scene.entity.risk_level = "C", "D"
    session.add(scene.entity)
    session.commit()
    assert counter.put(scene.cadre, body(scene.entity, mode="group")).status_code == 409
    scene.entity.risk_level = "B"
    session.add(scene.entity)
    session.commit()
    assert counter.put(scene.cadre, body(scene.entity, mode="group")).status_code == 201


def test_what_is_out_of_the_ordinary_is_remarked(counter: Counter, session: Session) -> None:
    scene = a_scene(session)
    visit = body(
        scene.entity,
        profile={"level": "village", "flags": ["cold_chain"], "grade": "D"},
        signatures={"enterprise_refused": True, "refusal_reason": "负责人不在场"},
        device_now=(NOW + timedelta(hours=1)).isoformat(),
        finished_at=(NOW + timedelta(minutes=50)).isoformat(),
    )
    taken = counter.put(scene.cadre, visit)
    assert taken.status_code == 201, taken.json()
    kept = session.exec(select(Inspection)).one()
    assert set(kept.remarks) == {
        "skew",
        "profile_differs",
        "cadre_unsigned",
        "enterprise_refused",
    }
    assert kept.finished_at == NOW - timedelta(minutes=10)
    assert kept.device_finished_at == NOW + timedelta(minutes=50)
    assert kept.profile["flags"] == ["cold_chain"]


def test_an_unknown_version_leaves_the_record_on_the_phone(
    counter: Counter, session: Session
) -> None:
    status, kind, pointers = _errors(counter, session, checklist={"id": "catering", "version": 99})
    assert (status, kind) == (422, "/problems/checklist-unknown")
    assert pointers == {"/checklist/version"}


def test_keys_nobody_knows_and_sizes_beyond_reason_are_pointed_at(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    visit = body(scene.entity, gps="36.6,117.0", statement="长" * 1001)
    visit["answers"][0] |= {"photos": [sha(str(n)) for n in range(10)]}
    refused = counter.put(scene.cadre, visit)
    assert refused.status_code == 422
    pointers = {error["pointer"] for error in refused.json()["errors"]}
    assert pointers == {"/gps", "/statement", "/answers/0/photos"}
    assert counter.browser.put(address()[:-4] + "zzzz", json=visit).status_code in (401, 422)


def test_a_correction_names_an_own_visit_of_the_last_day(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    first = counter.put(scene.cadre, body(scene.entity)).json()["id"]
    again = body(
        scene.entity,
        corrects=first,
        correction_reason="漏写了陪同人员",
        statement="更正：漏写了陪同人员",
    )
    assert counter.put(scene.cadre, again).status_code == 201
    later = NOW + timedelta(hours=25)
    late = body(scene.entity, at=later, corrects=first, correction_reason="漏写了陪同人员")
    refused = counter.put(scene.cadre, late, at=later)
    assert refused.json()["type"] == "/problems/too-late-to-correct"
    strange = body(scene.entity, corrects="0197a3c0-0000-7000-8000-000000000000")
    assert counter.put(scene.cadre, strange).status_code == 422


def test_the_deadline_counts_working_days_from_the_visit(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    visit = body(scene.entity, answers=answers(wrong={"CATR-D01": []}))
    receipt = counter.put(scene.cadre, visit).json()
    # Five working days after Monday the 23rd: the next Monday.
    assert date.fromisoformat(receipt["issues"][0]["deadline"]) == date(2026, 11, 30)


def test_a_clock_put_right_before_the_sending_costs_no_record(
    counter: Counter, session: Session
) -> None:
    scene, ahead = a_scene(session), timedelta(days=2)
    visit = body(
        scene.entity,
        started_at=(NOW + ahead - timedelta(minutes=30)).isoformat(),
        finished_at=(NOW + ahead - timedelta(minutes=5)).isoformat(),
        device_skew_s=ahead // timedelta(seconds=1),
    )
    assert counter.put(scene.cadre, visit).status_code == 201
    shown = counter.get(
        scene.cadre, f"/api/v1/inspections/{session.exec(select(Inspection.id)).one()}"
    )
    told = shown.json()
    assert datetime.fromisoformat(told["finished_at"]) == NOW - timedelta(minutes=5)
    assert datetime.fromisoformat(told["device_finished_at"]) == NOW + ahead - timedelta(minutes=5)
    assert "skew" in told["remarks"]
