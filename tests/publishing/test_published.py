"""What is published reaches phones, is filled in and submitted, and never changes again."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlmodel import Session, col, select

from app.checklists.format import Checklist
from app.checklists.library import ReleasedChecklistError, get_library
from app.checklists.models import ChecklistVersion
from app.checklists.profile import Profile
from app.checklists.published import forget
from app.demo.filling import fill
from app.inspections.chosen import times_chosen
from app.ledger.models import Issue
from app.main import create_app
from app.settings import Settings, get_settings
from tests.inspections.visits import NOW, Scene, address, answers, body, sha
from tests.people import Browser
from tests.publishing.conftest import Desk, Offices, exported, put
from tests.shelves import own_shelf

SHOP = Profile(kind="小餐饮（登记）", grade="D", level="village")
NEW_TEXT = "张贴反食品浪费的标识，不诱导超量点餐"


def test_a_published_version_reaches_the_phone_and_its_visit_is_taken(
    desk: Desk, offices: Offices, scene: Scene, session: Session
) -> None:
    pins = desk.ask(scene.cadre, "GET", "/api/v1/sync").json()["checklists"]
    assert [pin["version"] for pin in pins if pin["id"] == "catering"] == [1]
    desk.published(offices.sysadmin, exported(put("B4", NEW_TEXT), put("H4", "必查")))

    pins = desk.ask(scene.cadre, "GET", "/api/v1/sync").json()["checklists"]
    told = {pin["version"]: pin for pin in pins if pin["id"] == "catering"}
    assert (told[1]["valid_to"], told[101]["valid_from"]) == ("2026-11-22", "2026-11-23")
    sent = desk.ask(scene.cadre, "GET", "/api/v1/checklists/catering/versions/101").json()
    assert sent.pop("digest") == told[101]["digest"]
    form = Checklist.model_validate_json(json.dumps(sent))
    filled = fill(form, SHOP, {}, NOW.date())
    wrong = {"item": "CATR-A04", "answer": "no", "note": "没有张贴"}
    filled = [wrong if one["item"] == "CATR-A04" else one for one in filled]
    visit = body(scene.entity, checklist={"id": "catering", "version": 101}, answers=filled)
    done = desk.ask(scene.cadre, "PUT", address(), json=visit)
    assert done.status_code == 201, done.text
    issue = session.exec(select(Issue).where(col(Issue.item_code) == "CATR-A04")).one()
    assert issue.item_text == NEW_TEXT


def test_an_old_visit_keeps_its_own_wording(desk: Desk, offices: Offices, scene: Scene) -> None:
    done = desk.ask(scene.cadre, "PUT", address(), json=body(scene.entity))
    assert done.status_code == 201, done.text
    desk.published(offices.sysadmin, exported(put("B4", NEW_TEXT)))
    record = desk.ask(scene.cadre, "GET", f"/api/v1/inspections/{done.json()['id']}").json()
    assert record["checklist"]["version"] == 1
    first = desk.ask(scene.cadre, "GET", "/api/v1/checklists/catering/versions/1").json()
    assert NEW_TEXT not in json.dumps(first, ensure_ascii=False)


@pytest.fixture
def overlaid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Delivers a city's overlay beside the checklists of this process."""

    def read_anew() -> None:
        get_settings.cache_clear()
        get_library.cache_clear()

    def deliver() -> None:
        shelf = own_shelf(tmp_path / "checklists")
        for part in ("catering-jinan", "pictures"):
            shutil.copytree(shelf / "examples" / part, shelf / part)
        monkeypatch.setenv("DUDAO_CHECKLISTS", str(shelf))
        read_anew()

    yield deliver
    read_anew()


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_two_later_versions_and_an_overlay_change_no_byte_of_an_old_record(
    desk: Desk,
    offices: Offices,
    scene: Scene,
    session: Session,
    overlaid: Callable[[], None],
    kind: str,
) -> None:
    def paper() -> bytes:
        answer = desk.ask(scene.cadre, "GET", f"/api/v1/inspections/{id}/report.{kind}")
        assert answer.status_code == 200
        content: bytes = answer.content
        return content

    wrong = answers(wrong={"CATR-E01": [sha("e01")]})
    done = desk.ask(scene.cadre, "PUT", address(), json=body(scene.entity, answers=wrong))
    id = done.json()["id"]
    before = paper()
    desk.published(offices.sysadmin, exported(put("B4", NEW_TEXT), put("E4", "立即")))
    desk.published(
        offices.sysadmin, exported(put("B4", f"{NEW_TEXT}，有提示牌")), valid_from="2027-01-01"
    )
    overlaid()
    forget(session)
    known = desk.ask(scene.cadre, "GET", "/api/v1/checklists").json()
    assert {("catering", 101), ("catering", 102), ("catering-jinan", 1)} <= {
        (row["id"], row["version"]) for row in known
    }
    assert paper() == before


def test_another_process_knows_it_at_once_when_it_is_asked_for(
    desk: Desk, offices: Offices, scene: Scene, settings: Settings
) -> None:
    with Browser(create_app(settings), scene.cadre) as other:
        assert other.get("/api/v1/checklists/catering/versions/101").status_code == 404
        desk.published(offices.sysadmin, exported(put("B4", NEW_TEXT)))
        assert other.get("/api/v1/checklists/catering/versions/101").status_code == 200


def test_each_version_has_the_next_number(desk: Desk, offices: Offices) -> None:
    first = desk.published(offices.sysadmin, exported(put("B4", NEW_TEXT)))
    second = desk.published(
        offices.sysadmin, exported(put("B4", NEW_TEXT), put("E4", "立即")), valid_from="2027-01-01"
    )
    assert (first["version"], second["version"], second["replaces"]) == (101, 102, 101)


def test_an_option_that_visits_chose_cannot_vanish(
    desk: Desk, offices: Offices, scene: Scene, session: Session
) -> None:
    chosen = answers(wrong={"CATR-A03": [sha("sign")]})
    notice = next(one for one in chosen if one["item"] == "CATR-A03")
    notice["children"] = {"CATR-A03a": ["未张贴", "其他"], "CATR-A03b": "企业"}
    visit = body(scene.entity, answers=chosen)
    assert desk.ask(scene.cadre, "PUT", address(), json=visit).status_code == 201
    assert times_chosen(session, "CATR-A03a", "其他") == 1
    assert times_chosen(session, "CATR-A03b", "企业") == 1
    assert times_chosen(session, "CATR-A03a", "二维码破损/无法识读") == 0

    def without(option: str) -> bytes:
        def edit(book: Workbook) -> None:
            page = book["小题"]
            cell = next(row[4] for row in page.iter_rows() if row[1].value == "CATR-A03a")
            cell.value = str(cell.value).replace(f"{option}\n", "").replace(f"\n{option}", "")

        return exported(edit)

    draft = desk.hand_in(offices.sysadmin, without("其他")).json()
    assert [one["text"] for one in draft["breakages"]] == [
        "“CATR-A03a”删了选项“其他”，已有 1 份记录选过它；请留着这个选项，或换新编号"
    ]
    assert desk.publish(offices.sysadmin, draft["id"]).status_code == 409
    desk.published(offices.sysadmin, without("二维码破损/无法识读"))


def test_a_published_version_that_was_changed_stops_the_start(
    desk: Desk, offices: Offices, session: Session, settings: Settings
) -> None:
    desk.published(offices.sysadmin, exported(put("B4", NEW_TEXT)))
    kept = session.get(ChecklistVersion, ("catering", 101))
    assert kept is not None
    kept.body = kept.body | {"name": "另一份表"}
    session.add(kept)
    session.commit()
    with pytest.raises(ReleasedChecklistError, match=r"catering 第 101 版.*与发布时不同"):
        Browser(create_app(settings)).__enter__()
