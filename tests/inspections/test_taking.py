"""A visit is taken whole, and once."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func
from sqlmodel import Session, select

from app.accounts.roles import Role
from app.assignments.models import Assignment, Due
from app.audit.models import Audit
from app.ids import uuid7
from app.inspections.models import Inspection, InspectionConflict
from app.ledger.models import Issue, IssueEvent
from app.media.models import MediaLink
from tests.builders import OTHER_VILLAGE, make_account, make_assignment, make_entity
from tests.inspections.conftest import Counter
from tests.inspections.visits import NOW, a_scene, answers, body, sha

TWO_WRONG = {"CATR-D01": [sha("d01")], "CATR-E01": [sha("e01")]}


def test_the_first_sending_is_answered_with_a_receipt(counter: Counter, session: Session) -> None:
    scene = a_scene(session)
    id = uuid7()
    answer = counter.put(scene.cadre, body(scene.entity, answers=answers(wrong=TWO_WRONG)), id)
    assert answer.status_code == 201
    receipt = answer.json()
    assert receipt["id"] == str(id)
    assert receipt["receipt_no"] == "SD370102-2026Q4-000001"
    assert receipt["received_at"] == "2026-11-23T03:00:00Z"
    assert [issue["item"] for issue in receipt["issues"]] == ["CATR-D01", "CATR-E01"]
    assert [issue["number"] for issue in receipt["issues"]] == [
        "370102-2026Q4-000001",
        "370102-2026Q4-000002",
    ]
    assert set(receipt["missing_media"]) == {
        sha("d01"),
        sha("e01"),
        sha("cadre"),
        sha("enterprise"),
    }


def test_what_was_acknowledged_is_stored_with_its_issues(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    id = uuid7()
    counter.put(scene.cadre, body(scene.entity, answers=answers(wrong=TWO_WRONG)), id)
    kept = session.get_one(Inspection, id)
    issues = session.exec(select(Issue).where(Issue.inspection_id == id)).all()
    assert (kept.issue_count, kept.conclusion, kept.period) == (2, "major", "2026Q4")
    assert len(issues) == 2
    assert {issue.finder_name for issue in issues} == {"李淑琴"}
    assert session.exec(select(func.count()).select_from(IssueEvent)).one() == 4
    due = session.exec(select(Due)).one()
    assert due.done_inspection_id == id
    submitted = select(Audit).where(Audit.action == "inspection.submit")
    assert session.exec(submitted).one().subject_id == str(id)


def test_the_same_sending_again_gives_the_same_receipt(counter: Counter, session: Session) -> None:
    scene = a_scene(session)
    id, visit = uuid7(), body(scene.entity, answers=answers(wrong=TWO_WRONG))
    first = counter.put(scene.cadre, visit, id)
    later = NOW + timedelta(hours=9)
    again = counter.put(scene.cadre, visit | {"device_now": later.isoformat()}, id, at=later)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.content == first.content
    assert session.exec(select(func.count()).select_from(Inspection)).one() == 1
    assert session.exec(select(func.count()).select_from(Issue)).one() == 2


def test_the_receipt_stays_as_it_was_when_the_issue_moves_on(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    id, visit = uuid7(), body(scene.entity, answers=answers(wrong=TWO_WRONG))
    first = counter.put(scene.cadre, visit, id)
    for issue in session.exec(select(Issue)):
        issue.deadline += timedelta(days=10)
        session.add(issue)
    session.commit()
    assert counter.put(scene.cadre, visit, id).content == first.content


def test_the_receipt_is_given_again_after_the_entity_went_to_another_cadre(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    id, visit = uuid7(), body(scene.entity)
    first = counter.put(scene.cadre, visit, id)
    assignment = scene_assignment(session, scene.entity.id)
    assignment.valid_to = NOW.date()
    session.add(assignment)
    session.commit()
    assert counter.put(scene.cadre, visit, id).content == first.content


def test_twenty_simultaneous_sendings_make_one_row_and_twenty_equal_receipts(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    id, visit = uuid7(), body(scene.entity, answers=answers(wrong=TWO_WRONG))
    with ThreadPoolExecutor(20) as threads:
        sent = list(threads.map(lambda _: counter.put(scene.cadre, visit, id), range(20)))
    assert sorted(answer.status_code for answer in sent) == [200] * 19 + [201]
    assert len({answer.content for answer in sent}) == 1
    assert session.exec(select(func.count()).select_from(Inspection)).one() == 1
    assert session.exec(select(func.count()).select_from(Issue)).one() == 2
    # Two answers, two issue photos, two signatures.
    assert session.exec(select(func.count()).select_from(MediaLink)).one() == 6


def test_other_content_under_the_same_id_is_refused_and_both_are_kept(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    id = uuid7()
    receipt = counter.put(scene.cadre, body(scene.entity), id).json()
    other = body(scene.entity, answers=answers(wrong=TWO_WRONG))
    for _ in range(2):
        refused = counter.put(scene.cadre, other, id)
        assert refused.status_code == 409
        assert refused.json()["type"] == "/problems/inspection-differs"
        assert refused.json()["receipt"]["receipt_no"] == receipt["receipt_no"]
    kept = session.exec(select(InspectionConflict)).one()
    assert str(kept.id) == refused.json()["conflict_id"]
    assert kept.body["answers"] == json.loads(json.dumps(other["answers"]))
    assert session.get_one(Inspection, id).issue_count == 0
    assert session.exec(select(Issue)).all() == []


def test_an_id_taken_by_another_cadre_tells_nothing_of_his_visit(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    id = uuid7()
    counter.put(scene.cadre, body(scene.entity), id)
    stranger = make_account(session, region=OTHER_VILLAGE)
    own = make_entity(session, region=OTHER_VILLAGE, name="别处的小店")
    make_assignment(session, own, stranger)
    refused = counter.put(stranger, body(own), id)
    assert refused.status_code == 409
    assert "receipt" not in refused.json()
    assert counter.put(stranger, body(scene.entity), id).status_code == 404


def test_an_entity_of_another_cadre_is_not_found(counter: Counter, session: Session) -> None:
    scene = a_scene(session)
    neighbour = make_account(session, name="王建国")
    assert counter.put(neighbour, body(scene.entity)).status_code == 404
    nowhere = body(scene.entity) | {"entity_id": str(uuid4())}
    assert counter.put(scene.cadre, nowhere).status_code == 404


def test_an_assistant_may_draft_but_never_sign(counter: Counter, session: Session) -> None:
    scene = a_scene(session)
    assistant = make_account(session, role=Role.ASSISTANT, assists=scene.cadre.id)
    assert counter.put(assistant, body(scene.entity)).status_code == 403
    drafted = body(scene.entity, drafted_by=str(assistant.id))
    assert counter.put(scene.cadre, drafted).status_code == 201
    stranger = make_account(session, role=Role.ASSISTANT)
    refused = counter.put(scene.cadre, body(scene.entity, drafted_by=str(stranger.id)))
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/drafted_by"


def scene_assignment(session: Session, entity_id: object) -> Assignment:
    return session.exec(select(Assignment).where(Assignment.entity_id == entity_id)).one()
