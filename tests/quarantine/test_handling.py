"""An office takes a kept record in its author's name, or sends it back with a reason."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import Response
from sqlmodel import Session, col, select

from app.accounts.roles import Role
from app.assignments.models import Assignment, Due
from app.audit.models import Audit
from app.checklists import service as checklists
from app.checklists.library import Library, get_library
from app.ids import uuid7
from app.inspections.models import Inspection, InspectionConflict
from app.ledger.models import Issue
from tests.builders import TOWN, make_account, make_assignment
from tests.inspections.visits import NOW, address, answers, body
from tests.media.conftest import PLACE, a_photo, a_placed_photo, pixels, sha_of
from tests.quarantine.conftest import WHERE, Counter, Scene, order


def _row(counter: Counter, scene: Scene, state: str = "waiting") -> dict[str, Any]:
    rows = counter.by(scene.office, "GET", f"{WHERE}?state={state}").json()["items"]
    assert len(rows) == 1
    found: dict[str, Any] = rows[0]
    return found


def _do(
    counter: Counter, scene: Scene, what: str, id: str, json: dict[str, Any] | None = None
) -> Response:
    return counter.by(scene.office, "POST", f"{WHERE}/{id}/{what}", json=json)


def test_the_list_says_who_which_shop_when_and_why(counter: Counter, scene: Scene) -> None:
    problem = {
        "type": "/problems/checklist-ended",
        "title": "检查表已停用",
        "status": 409,
        "detail": "这份检查表已停用。",
        "errors": [{"pointer": "/checklist", "detail": "超过 30 天。"}],
    }
    counter.keep(scene.cadre, order(scene.entity))
    counter.keep(scene.cadre, order(scene.entity, problem=problem))
    listed = counter.by(scene.office, "GET", WHERE).json()
    refused, ended = listed["items"]
    assert listed["total"] == 2
    assert (ended["reason"], ended["why"]) == ("account_ended", "")
    assert (refused["reason"], refused["why"]) == (
        "refused",
        "这份检查表已停用：超过 30 天",
    )
    assert ended["author"]["name"] == "周桂兰"
    assert ended["author"]["disabled"] is True
    assert ended["entity"] == {"id": str(scene.entity.id), "name": "禾谷里餐饮店"}


def test_delivered_it_is_the_visit_of_its_author_with_its_own_photos(
    counter: Counter, scene: Scene, session: Session
) -> None:
    photo = a_placed_photo()
    wrong = {"CATR-E01": [sha_of(photo)]}
    id = uuid7()
    handed = order(scene.entity, visit={"answers": answers(wrong=wrong)}, photos=[sha_of(photo)])
    counter.keep(scene.cadre, handed, id)
    assert counter.photo(scene.cadre, photo) == 204
    counter.at += timedelta(hours=3)
    row = _row(counter, scene)
    assert (row["photos"], row["photos_arrived"]) == (1, 1)
    seen = counter.by(scene.office, "GET", f"{WHERE}/{row['id']}/media/sha256/{sha_of(photo)}")
    assert PLACE not in seen.content
    assert pixels(seen.content) == pixels(photo)

    done = _do(counter, scene, "deliver", row["id"])
    assert done.status_code == 200, done.text
    assert done.json()["state"] == "delivered"
    assert done.json()["handled_by"] == "苏晓岚"

    visit = session.exec(select(Inspection)).one()
    assert (visit.id, visit.signed_by) == (id, scene.cadre.id)
    assert visit.receipt_no == done.json()["record_no"]
    assert visit.finished_at == NOW - timedelta(minutes=5)
    assert session.exec(select(Issue)).one().finder_id == scene.cadre.id
    assert session.exec(select(Due)).one().done_inspection_id == id
    shown = counter.by(scene.office, "GET", address(id)).json()
    assert [one["arrived"] for one in shown["media"] if one["sha256"] == sha_of(photo)] == [True]


def test_delivered_twice_it_is_one_visit_and_one_line_of_the_trail(
    counter: Counter, scene: Scene, session: Session
) -> None:
    counter.keep(scene.cadre, order(scene.entity))
    row = _row(counter, scene)
    first, second = (_do(counter, scene, "deliver", row["id"]) for _ in range(2))
    assert first.json() == second.json()
    assert len(session.exec(select(Inspection)).all()) == 1
    told = session.exec(
        select(Audit.action, Audit.actor_name)
        .where(col(Audit.action).startswith("quarantine."))
        .order_by(col(Audit.id))
    ).all()
    assert told == [("quarantine.kept", "周桂兰"), ("quarantine.delivered", "苏晓岚")]


def test_who_answered_for_the_shop_on_the_day_is_what_counts(
    counter: Counter, scene: Scene, session: Session
) -> None:
    counter.keep(scene.cadre, order(scene.entity))
    old = session.exec(select(Assignment)).one()
    old.valid_to = NOW.date()
    session.add(old)
    session.commit()
    make_assignment(session, scene.entity, scene.everybody_else[0])
    counter.at += timedelta(days=20)
    done = _do(counter, scene, "deliver", _row(counter, scene)["id"])
    assert done.status_code == 200, done.text

    never = order(scene.entity, visit={"statement": "不是他的店"})
    stranger = make_account(session, name="不相干")
    counter.at = NOW
    counter.keep(stranger, never)
    refused = _do(counter, scene, "deliver", _row(counter, scene)["id"])
    assert refused.status_code == 404
    assert _row(counter, scene)["state"] == "waiting"


def test_an_ended_template_is_taken_however_old(
    counter: Counter, scene: Scene, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The shelf as it will be when version 1 has long been replaced.
    monkeypatch.setattr(Library, "last_day", lambda self, version: date(2026, 9, 1))
    assert checklists.shelf(get_library())[0].valid_to == date(2026, 9, 1)
    active = scene.everybody_else[0]
    make_assignment_over(session, scene, active.id)
    usual = counter.by(active, "PUT", address(), json=body(scene.entity))
    assert usual.json()["type"] == "/problems/checklist-ended"

    counter.keep(active, order(scene.entity, problem=usual.json()))
    done = _do(counter, scene, "deliver", _row(counter, scene)["id"])
    assert done.status_code == 200, done.text
    assert session.exec(select(Inspection)).one().signed_by == active.id


def make_assignment_over(session: Session, scene: Scene, cadre_id: UUID) -> None:
    """From now on the shop is another cadre's."""
    current = session.exec(select(Assignment)).one()
    current.cadre_id = cadre_id
    session.add(current)
    session.commit()


def test_the_phones_clock_is_judged_as_it_was_at_keeping(
    counter: Counter, scene: Scene, session: Session
) -> None:
    ahead = timedelta(days=2)
    visit = {
        "started_at": (NOW + ahead - timedelta(minutes=25)).isoformat(),
        "finished_at": (NOW + ahead - timedelta(minutes=5)).isoformat(),
        "device_now": (NOW + ahead).isoformat(),
    }
    counter.keep(scene.cadre, order(scene.entity, visit=visit))
    counter.at += timedelta(days=9)
    done = _do(counter, scene, "deliver", _row(counter, scene)["id"])
    assert done.status_code == 200, done.text
    kept = session.exec(select(Inspection)).one()
    assert kept.finished_at == NOW - timedelta(minutes=5)
    assert kept.received_at == counter.at


def test_what_its_own_rules_refuse_goes_on_waiting(
    counter: Counter, scene: Scene, session: Session
) -> None:
    counter.keep(scene.cadre, order(scene.entity, visit={"answers": []}))
    refused = _do(counter, scene, "deliver", _row(counter, scene)["id"])
    assert refused.status_code == 422
    assert refused.json()["errors"]
    assert _row(counter, scene)["state"] == "waiting"
    assert session.exec(select(Inspection)).all() == []


def test_a_body_of_another_shape_is_refused_with_a_pointer(counter: Counter, scene: Scene) -> None:
    handed = order(scene.entity)
    handed["body"]["mode"] = "by_letter"
    counter.keep(scene.cadre, handed)
    refused = _do(counter, scene, "deliver", _row(counter, scene)["id"])
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/mode"


def test_declined_it_tells_the_phone_why_and_is_not_delivered_afterwards(
    counter: Counter, scene: Scene, session: Session
) -> None:
    id = uuid7()
    counter.keep(scene.cadre, order(scene.entity), id)
    row = _row(counter, scene)
    assert _do(counter, scene, "decline", row["id"], {"note": " "}).status_code == 422
    note = {"note": "同日已有一次督导，重复。"}
    assert _do(counter, scene, "decline", row["id"], note).json()["state"] == "declined"
    assert _do(counter, scene, "decline", row["id"], note).status_code == 200
    assert _do(counter, scene, "deliver", row["id"]).status_code == 409
    assert session.exec(select(Inspection)).all() == []
    mine = counter.by_device(scene.cadre, "GET", f"{WHERE}/mine").json()
    assert [(one["id"], one["state"], one["note"]) for one in mine] == [
        (str(id), "declined", "同日已有一次督导，重复。")
    ]


def test_the_phone_learns_the_number_of_what_was_delivered(counter: Counter, scene: Scene) -> None:
    counter.keep(scene.cadre, order(scene.entity))
    done = _do(counter, scene, "deliver", _row(counter, scene)["id"]).json()
    [fate] = counter.by_device(scene.cadre, "GET", f"{WHERE}/mine").json()
    assert (fate["state"], fate["record_no"]) == ("delivered", done["record_no"])
    assert fate["record_no"].startswith("SD370102-2026Q4-")


def test_a_visit_that_came_the_usual_way_meanwhile_leaves_the_list(
    counter: Counter, scene: Scene, session: Session
) -> None:
    id = uuid7()
    counter.keep(scene.cadre, order(scene.entity), id)
    scene.cadre.disabled_at = None
    session.add(scene.cadre)
    session.commit()
    sent = counter.by(scene.cadre, "PUT", address(id), json=body(scene.entity))
    assert sent.status_code == 201, sent.text
    listed = counter.by(scene.office, "GET", WHERE).json()
    assert (listed["items"], listed["total"]) == ([], 0)
    [fate] = counter.by_device(scene.cadre, "GET", f"{WHERE}/mine").json()
    assert (fate["state"], fate["record_no"]) == ("delivered", sent.json()["receipt_no"])


def test_other_content_under_a_number_already_taken_is_kept_and_told(
    counter: Counter, scene: Scene, session: Session
) -> None:
    id = uuid7()
    counter.keep(scene.cadre, order(scene.entity), id)
    _do(counter, scene, "deliver", _row(counter, scene)["id"])
    counter.keep(scene.cadre, order(scene.entity, visit={"statement": "改过"}), id)
    differs = _do(counter, scene, "deliver", _row(counter, scene)["id"])
    assert differs.json()["type"] == "/problems/inspection-differs"
    assert session.exec(select(InspectionConflict)).one().body["statement"] == "改过"
    assert len(session.exec(select(Inspection)).all()) == 1


def test_an_officials_move_is_judged_by_the_ledgers_table(
    counter: Counter, scene: Scene, session: Session
) -> None:
    wrong = {"CATR-E01": [sha_of(a_photo())]}
    counter.keep(scene.cadre, order(scene.entity, visit={"answers": answers(wrong=wrong)}))
    _do(counter, scene, "deliver", _row(counter, scene)["id"])
    issue = session.exec(select(Issue)).one()
    station = make_account(session, role=Role.STATION, region=TOWN, unit=issue.unit_id)
    for seen, expected in ((issue.version + 7, 409), (issue.version, 200)):
        move = {"id": str(uuid7()), "move": "accept", "seen_version": seen}
        counter.keep(
            station,
            {
                "kind": "move",
                "subject": f"issue:{issue.id}",
                "title": "签收",
                "body": move,
                "made_at": NOW.isoformat(),
                "device_now": NOW.isoformat(),
            },
            UUID(str(move["id"])),
        )
        newest = counter.by(scene.office, "GET", WHERE).json()["items"][0]
        assert _do(counter, scene, "deliver", newest["id"]).status_code == expected
    session.refresh(issue)
    assert issue.state == "rectifying"


def test_a_visit_drafted_for_another_goes_on_to_his_leader(
    counter: Counter, scene: Scene, session: Session
) -> None:
    assistant = make_account(session, role=Role.ASSISTANT, assists=scene.cadre.id)
    made: dict[str, Any] = {
        "handing": str(uuid7()),
        "entity_id": str(scene.entity.id),
        "checklist": {"id": "catering", "version": 1},
        "mode": "onsite",
        "outcome": "done",
        "started_at": NOW.isoformat(),
        "statement": "账号停用前填的",
    }
    kept = order(scene.entity) | {"kind": "handing", "subject": f"draft:{uuid7()}", "body": made}
    counter.keep(assistant, kept)
    assert _do(counter, scene, "deliver", _row(counter, scene)["id"]).status_code == 200
    [draft] = counter.by(assistant, "GET", "/api/v1/sync").json()["drafts"]
    assert draft["content"]["statement"] == "账号停用前填的"
