"""What an office confirms before it publishes: much taken away, a law nobody knows."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from rich.console import Console
from sqlmodel import Session, select

from app.accounts.models import Account
from app.checklists.models import PUBLISHED, ChecklistVersion
from app.checklists.published import forget
from app.publishing.installing import publish_file
from app.publishing.models import ChecklistDraft
from app.publishing.wire import PublishOrder
from app.settings import Settings
from tests.publishing.conftest import DRAFTS, Desk, Edit, Offices, exported, put

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)

STALLS = "《某省食品摊贩管理办法》第三条"


def without(*rows: int) -> Edit:
    """Takes rows out, last one first."""

    def edit(book: Workbook) -> None:
        for row in sorted(rows, reverse=True):
            book["督导检查表"].delete_rows(row)
        # Questions beneath items that are gone would be faults; without their sheet they stay.
        del book["小题"]

    return edit


def drafted(desk: Desk, by: Account, file: bytes) -> dict[str, Any]:
    handed = desk.hand_in(by, file)
    assert handed.status_code == 201, handed.text
    draft: dict[str, Any] = handed.json()
    return draft


def test_a_sheet_that_drops_nearly_everything_is_a_grave_caution_that_names_what_goes(
    desk: Desk, offices: Offices
) -> None:
    draft = drafted(desk, offices.province, exported(without(*range(4, 36))))
    (caution,) = draft["cautions"]
    assert (caution["key"], caution["grave"], len(caution["names"])) == ("removed", True, 32)
    assert caution["text"] == (
        "第 1 版有 34 条，这一版删去 32 条，其中重大 3 条，超过一半，像是表没填全"
    )
    assert caution["names"][0].startswith("CATR-D02 ★")
    refused = desk.publish(offices.province, draft["id"])
    assert refused.status_code == 409
    assert refused.json()["errors"] == [
        {"pointer": "/cautions/removed", "detail": f"待确认：{caution['text']}"}
    ]
    done = desk.publish(offices.province, draft["id"], confirmed=("removed",))
    assert (done.status_code, done.json()["cautions"]) == (200, [])


@pytest.mark.parametrize(
    ("gone", "grave"), [((4,), None), ((3, 4), None), ((3, 4, 5), False), ((2,), True)]
)
def test_how_grave_a_removal_is(
    desk: Desk, offices: Offices, gone: tuple[int, ...], grave: bool | None
) -> None:
    draft = drafted(desk, offices.province, exported(without(*gone)))
    found = [one["grave"] for one in draft["cautions"]]
    assert found == ([] if grave is None else [grave])


def test_a_law_that_is_not_in_the_list_is_named_by_cell_and_confirmed_once(
    desk: Desk, offices: Offices
) -> None:
    draft = drafted(desk, offices.city, exported(put("C4", STALLS), put("C5", STALLS)))
    assert any(note.startswith("待确认：C4、C5 引用的《某省食品摊贩") for note in draft["notes"])
    (caution,) = draft["cautions"]
    assert (caution["key"], caution["grave"]) == ("LAW1", False)
    assert caution["names"] == ["CATR-A04 第三条", "CATR-B01 第三条"]
    assert desk.publish(offices.city, draft["id"]).status_code == 409
    assert desk.publish(offices.city, draft["id"], confirmed=("LAW1",)).status_code == 200

    again = drafted(desk, offices.city, exported(put("C4", STALLS), put("C6", STALLS)))
    assert again["cautions"] == []


def run(settings: Settings, file: Path, by: Account, *confirmed: str) -> tuple[int, str]:
    console = Console(record=True, width=400)
    order = PublishOrder(confirmed=list(confirmed))
    code = publish_file(settings, file, "catering", "", by.username, order, console)
    return code, console.export_text()


def test_the_command_publishes_into_the_installation_as_the_page_does(
    settings: Settings, desk: Desk, offices: Offices, session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "餐饮表.xlsx"
    file.write_bytes(exported(put("C4", STALLS)))
    code, told = run(settings, file, offices.city)
    assert code == 1
    assert "（确认请加 --confirm LAW1）" in told
    assert "没有发布：待确认" in told
    assert session.exec(select(ChecklistDraft)).all() == []

    code, told = run(settings, file, offices.county, "LAW1")
    assert (code, "县级食药安办提出草稿" in told) == (1, True)
    code, told = run(settings, file, offices.city, "LAW1")
    assert (code, "第 101 版已发布" in told) == (0, True), told

    session.rollback()
    (kept,) = session.exec(
        select(ChecklistVersion).where(ChecklistVersion.origin == PUBLISHED)
    ).all()
    assert (kept.version, kept.published_by) == (101, "市办乙")
    forget(session)
    (draft,) = desk.ask(offices.city, "GET", DRAFTS).json()
    assert (draft["state"], draft["file"]) == ("published", "餐饮表.xlsx")


def test_the_command_publishes_a_text_file_and_refuses_who_makes_none(
    settings: Settings, desk: Desk, offices: Offices, scene: Any, tmp_path: Path
) -> None:
    shipped = Path("checklists/catering/v1.yaml").read_text("utf-8")
    file = tmp_path / "v2.yaml"
    file.write_text(shipped.replace("valid_from: 2026-01-01", "valid_from: 2027-01-01"), "utf-8")
    code, told = run(settings, file, scene.cadre)
    assert (code, "不是可以做检查表的账号" in told) == (1, True)
    code, told = run(settings, file, offices.sysadmin)
    assert (code, "2027-01-01 起开始的督导用这一版" in told) == (0, True), told
    file.write_text(shipped.replace("id: catering", "id: nothing"), "utf-8")
    code, told = run(settings, file, offices.sysadmin)
    assert (code, "没有“nothing”这份检查表" in told) == (1, True)
