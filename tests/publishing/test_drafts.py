"""An office hands in a workbook, sees what it changes, and whoever may publishes it."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import Session, select

from app.audit.models import Audit
from app.checklists.authoring.origin import origin
from app.checklists.authoring.workbook_reading import read_workbook
from app.checklists.library import get_library
from tests.inspections.visits import Scene
from tests.publishing.conftest import DRAFTS, FROM, Desk, Offices, exported, put

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)

REWORDED = put("B4", "张贴反食品浪费的标识，不诱导超量点餐")
SOFTER = put("E4", "9个工作日")


def test_a_faulty_workbook_is_refused_by_cell_and_comes_back_marked(
    desk: Desk, offices: Offices
) -> None:
    file = exported(put("E2", "尽快"), put("G3", "很严重"), put("C4", None))
    refused = desk.hand_in(offices.county, file)
    assert refused.status_code == 422
    assert refused.json()["type"] == "/problems/sheet-faulty"
    assert refused.json()["detail"] == "有 3 处要改，请改好再传一次。"
    assert [fault["detail"][:4] for fault in refused.json()["errors"]] == [
        "C4：没",
        "E2：看",
        "G3：严",
    ]

    asked = {"form": "catering", "valid_from": FROM}
    answer = desk.ask(offices.county, "POST", f"{DRAFTS}/marked.xlsx", content=file, params=asked)
    page = load_workbook(io.BytesIO(answer.content))["督导检查表"]
    marked = {cell.coordinate for row in page for cell in row if cell.comment is not None}
    assert marked == {"C4", "E2", "G3"}
    assert desk.ask(offices.county, "GET", DRAFTS).json() == []


def test_a_draft_tells_what_it_changes_and_the_county_does_not_publish_it(
    desk: Desk, offices: Offices, session: Session
) -> None:
    handed = desk.hand_in(offices.county, exported(REWORDED))
    assert handed.status_code == 201, handed.text
    draft = handed.json()
    assert (draft["replaces"], draft["items"], draft["state"]) == (1, 34, "waiting")
    assert [(change["way"], change["code"]) for change in draft["changes"]] == [
        ("reworded", "CATR-A04")
    ]
    assert draft["refusal"].startswith("县级食药安办提出草稿")
    refused = desk.publish(offices.county, draft["id"])
    assert (refused.status_code, refused.json()["detail"]) == (403, draft["refusal"])

    seen = desk.ask(offices.city, "GET", f"{DRAFTS}/{draft['id']}").json()
    assert seen["refusal"] == ""
    done = desk.publish(offices.city, draft["id"]).json()
    assert (done["state"], done["version"], done["replaces"]) == ("published", 101, 1)
    assert desk.publish(offices.city, draft["id"]).status_code == 409
    trail = session.exec(select(Audit).where(Audit.action == "checklist.publish")).one()
    assert (trail.actor_name, trail.detail["proposed_by"]) == ("市办乙", "县办甲")


@pytest.mark.parametrize(("who", "status"), [("city", 403), ("province", 200), ("sysadmin", 200)])
def test_only_above_the_city_may_the_base_be_loosened(
    desk: Desk, offices: Offices, who: str, status: int
) -> None:
    by = getattr(offices, who)
    draft = desk.hand_in(by, exported(SOFTER)).json()
    done = desk.publish(by, draft["id"])
    assert done.status_code == status, done.text
    if status == 403:
        assert "CATR-A04 整改期限：3 个工作日 → 9 个工作日" in done.json()["detail"]


def test_others_than_offices_and_the_administrator_make_none(
    desk: Desk, offices: Offices, scene: Scene
) -> None:
    assert desk.hand_in(scene.cadre, exported()).status_code == 403
    assert desk.ask(scene.cadre, "GET", DRAFTS).status_code == 403


def test_a_county_sees_its_own_drafts_only(desk: Desk, offices: Offices) -> None:
    draft = desk.hand_in(offices.county, exported(REWORDED)).json()
    assert desk.ask(offices.neighbour, "GET", DRAFTS).json() == []
    assert desk.ask(offices.neighbour, "GET", f"{DRAFTS}/{draft['id']}").status_code == 404
    assert [row["id"] for row in desk.ask(offices.city, "GET", DRAFTS).json()] == [draft["id"]]


def test_a_withdrawn_draft_stays_in_the_list_and_is_not_published(
    desk: Desk, offices: Offices
) -> None:
    draft = desk.hand_in(offices.county, exported(REWORDED)).json()
    away = desk.ask(offices.county, "POST", f"{DRAFTS}/{draft['id']}/withdraw")
    assert away.json()["state"] == "withdrawn"
    assert desk.publish(offices.sysadmin, draft["id"]).status_code == 409
    assert desk.ask(offices.county, "GET", DRAFTS).json()[0]["state"] == "withdrawn"


def test_another_question_under_an_old_code_must_be_confirmed(desk: Desk, offices: Offices) -> None:
    other = put("B4", "后厨门窗有防蝇防鼠设施")
    draft = desk.hand_in(offices.sysadmin, exported(other)).json()
    assert [(one["code"], one["reworded"]) for one in draft["breakages"]] == [("CATR-A04", True)]
    refused = desk.publish(offices.sysadmin, draft["id"])
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/would-break")
    assert desk.publish(offices.sysadmin, draft["id"], "CATR-A04").status_code == 200


def test_a_day_that_has_passed_is_no_day_to_begin_on(desk: Desk, offices: Offices) -> None:
    draft = desk.hand_in(offices.sysadmin, exported(), valid_from="2026-11-22").json()
    refused = desk.publish(offices.sysadmin, draft["id"])
    assert refused.status_code == 409
    assert "启用日期 2026-11-22 已经过了" in refused.json()["detail"]


def test_new_items_get_codes_that_no_delivery_will_bring(desk: Desk, offices: Offices) -> None:
    def add(book: Any) -> None:
        row = ["主体资质与公示", "门口有无障碍通道", "《食品安全法》第四条", "整改", "5个工作日"]
        book["督导检查表"].append(row)
        book["督导检查表"].append(["邻里关系", "油烟不扰民", *row[2:]])

    draft = desk.hand_in(offices.sysadmin, exported(add)).json()
    assert [(change["code"], change["text"]) for change in draft["changes"]] == [
        ("CATR-A51", "门口有无障碍通道（必查，一般，期限 5 个工作日）"),
        ("CATR-Z51", "油烟不扰民（必查，一般，期限 5 个工作日）"),
    ]


def test_a_version_goes_out_as_a_workbook_and_comes_in_again(desk: Desk, offices: Offices) -> None:
    file = desk.ask(offices.county, "GET", "/api/v1/checklists/catering/versions/1.xlsx")
    assert file.headers["content-disposition"].startswith("attachment")
    again = desk.hand_in(offices.county, file.content)
    assert again.json()["changes"] == []
    blank = desk.ask(offices.county, "GET", "/api/v1/checklists/blank.xlsx").content
    assert read_workbook(blank, origin(get_library(), "circulation")).faults == []


@pytest.mark.parametrize(
    ("file", "form", "status"),
    [(b"no workbook", "catering", 422), (b"x" * 2_100_000, "catering", 413), (b"", "own", 404)],
)
def test_what_is_no_workbook_of_a_known_form_is_refused(
    desk: Desk, offices: Offices, file: bytes, form: str, status: int
) -> None:
    assert desk.hand_in(offices.county, file or exported(), form).status_code == status
