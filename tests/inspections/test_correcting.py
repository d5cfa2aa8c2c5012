"""更正: a later record takes an earlier one's place; no issue is opened twice or closed by it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import Response
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from app.ids import uuid7
from tests.builders import TOWN, make_account
from tests.inspections.conftest import Counter
from tests.inspections.visits import NOW, Scene, a_scene, answers, body, sha

E01, F01 = {"CATR-E01": [sha("e01")]}, {"CATR-F01": [sha("f01")]}
WHY = "当时看错了柜子"


@dataclass
class Desk:
    """A cadre at the counter, with the visits handed in."""

    counter: Counter
    scene: Scene
    reader: Account

    def visit(self, wrong: dict[str, list[str]], **more: Any) -> tuple[UUID, Response]:
        """Hand in a visit with these items 否."""
        id = uuid7()
        looked = bool(more.get("rechecks"))
        given = answers(wrong=wrong)
        if looked:
            given.append({"item": "CATR-H02", "answer": "yes"})
        # As its phone knew the shop when the form was begun.
        seen = {
            "level": "village",
            "kind": "小餐饮（登记）",
            "grade": "D",
            "has_prior_issues": looked,
        }
        at = more.pop("at", NOW)
        sent = body(self.scene.entity, at=at, **({"answers": given, "profile": seen} | more))
        return id, self.counter.put(self.scene.cadre, sent, id, at)

    def correct(
        self, first: UUID, wrong: dict[str, list[str]], **more: Any
    ) -> tuple[UUID, Response]:
        """Correct a visit."""
        given = {"corrects": str(first), "correction_reason": WHY} | more
        return self.visit(wrong, **given)

    def record(self, id: UUID, by: Account | None = None) -> dict[str, Any]:
        """A record as it is shown."""
        path = f"/api/v1/inspections/{id}"
        shown: dict[str, Any] = self.counter.get(by or self.scene.cadre, path).json()
        return shown

    def steps(self, issue: str) -> list[tuple[str, str, str]]:
        """What happened to an issue: move, state after it, note."""
        events = self.counter.get(self.reader, f"/api/v1/issues/{issue}").json()["events"]
        return [(event["move"], event["to"], event["note"]) for event in events]


@pytest.fixture
def desk(counter: Counter, session: Session) -> Desk:
    """A town with a station that reads what becomes of the issues."""
    scene = a_scene(session)
    return Desk(counter, scene, make_account(session, role=Role.STATION, region=TOWN))


def test_what_is_still_wrong_keeps_its_issue_and_what_is_new_opens_one(desk: Desk) -> None:
    first, taken = desk.visit(E01)
    issue = taken.json()["issues"][0]
    second, again = desk.correct(first, E01 | F01)
    assert again.status_code == 201, again.json()
    assert [one["item"] for one in again.json()["issues"]] == ["CATR-F01"]
    shown = desk.record(second)
    assert {one["item"] for one in shown["issues"]} == {"CATR-E01", "CATR-F01"}
    assert issue["number"] in {one["number"] for one in shown["issues"]}
    assert shown["conclusion"] == "major"
    assert "corrected" not in {move for move, *_ in desk.steps(issue["id"])}


def test_what_is_no_longer_wrong_is_noted_and_stays_open(desk: Desk) -> None:
    first, taken = desk.visit(E01)
    issue = taken.json()["issues"][0]["id"]
    before = desk.steps(issue)
    second, again = desk.correct(first, {})
    assert again.json()["issues"] == []
    assert desk.record(second)["conclusion"] == "none"
    move, state, note = desk.steps(issue)[-1]
    assert (move, state) == ("corrected", before[-1][1])
    assert note == f"更正后，这一项不再记为不符合，请核实。更正原因：{WHY}"

    third, _ = desk.correct(second, E01)
    assert [one["id"] for one in desk.record(third)["issues"]] == [issue]
    assert desk.steps(issue)[-1][2].startswith("更正后，这一项仍记为不符合。")


def test_each_record_names_the_other(desk: Desk) -> None:
    first, taken = desk.visit(E01)
    assert desk.record(first)["may_correct"]
    second, again = desk.correct(first, {})
    old, new = desk.record(first), desk.record(second)
    assert old["corrected_by"] == {"id": str(second), "receipt_no": again.json()["receipt_no"]}
    assert not old["may_correct"]
    assert new["correction_of"] == {"id": str(first), "receipt_no": taken.json()["receipt_no"]}
    assert (new["correction_reason"], new["corrected_by"]) == (WHY, None)
    assert not desk.record(second, desk.reader)["may_correct"]
    link = desk.counter.post(desk.scene.cadre, f"/api/v1/inspections/{second}/print").json()["url"]
    page = desk.counter.get(desk.scene.cadre, link).text
    assert f"本表更正 {taken.json()['receipt_no']}，以本表为准。原因：{WHY}" in page


def test_a_recheck_that_says_the_same_is_not_told_twice(desk: Desk) -> None:
    _, taken = desk.visit(E01)
    issue = taken.json()["issues"][0]["id"]
    found = [{"issue_id": issue, "result": "not_fixed", "note": "仍未分开"}]
    second, _ = desk.visit({}, rechecks=found)
    third, again = desk.correct(second, {}, rechecks=found)
    assert again.status_code == 201, again.json()
    assert [move for move, *_ in desk.steps(issue)].count("recheck") == 1
    better = [{"issue_id": issue, "result": "fixed", "note": ""}]
    desk.correct(third, {}, rechecks=better)
    assert [move for move, *_ in desk.steps(issue)].count("recheck") == 2


@pytest.mark.parametrize(
    ("change", "status", "pointer"),
    [
        ({"correction_reason": "  "}, 422, "/correction_reason"),
        ({"checklist": {"id": "circulation", "version": 1}}, 422, "/checklist/version"),
        ({"modules": [{"id": "special", "version": 1}]}, 422, "/modules"),
        ({"corrects": "0197a3c0-0000-7000-8000-000000000000"}, 422, "/corrects"),
    ],
)
def test_a_correction_says_why_and_keeps_the_form(
    desk: Desk, change: dict[str, Any], status: int, pointer: str
) -> None:
    first, _ = desk.visit({})
    _, refused = desk.correct(first, {}, **change)
    assert refused.status_code == status
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


def test_a_record_is_corrected_once_and_within_a_day(desk: Desk) -> None:
    first, _ = desk.visit({})
    _, second = desk.correct(first, {})
    _, twice = desk.correct(first, {})
    assert (twice.status_code, twice.json()["type"]) == (409, "/problems/already-corrected")
    assert second.json()["receipt_no"] in twice.json()["detail"]
    path = f"/api/v1/inspections/{first}"
    late = desk.counter.get(desk.scene.cadre, path, at=NOW + timedelta(hours=25)).json()
    assert not late["may_correct"]


def test_the_visit_stays_on_its_day_when_it_is_corrected_the_next_morning(desk: Desk) -> None:
    times = ("started_at", "finished_at", "device_started_at", "device_finished_at", "period")
    first, _ = desk.visit(E01)
    seen = [desk.record(first)[name] for name in times]
    morning = NOW + timedelta(hours=21)
    second, taken = desk.correct(first, F01, at=morning)
    third, _ = desk.correct(second, F01, at=morning + timedelta(minutes=5))
    for id in (second, third):
        assert [desk.record(id)[name] for name in times] == seen
    assert desk.record(third)["received_at"][:10] == "2026-11-24"
    # What only the correction finds was told that morning: its days count from there.
    cadre = desk.scene.cadre
    issue = taken.json()["issues"][0]["id"]
    found = desk.counter.get(cadre, f"/api/v1/issues/{issue}").json()
    assert (found["item_code"], found["deadline"]) == ("CATR-F01", "2026-11-25")
    link = desk.counter.post(cadre, f"/api/v1/inspections/{third}/print").json()["url"]
    assert "2026年11月23日" in desk.counter.get(cadre, link).text
