"""The ledger as a file over HTTP: what its cells say, and that they stay text."""

import csv
import io
import re
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from sqlmodel import Session, select

from app.accounts.roles import Role
from app.audit.models import Audit
from app.clock import shanghai_date
from app.ledger import exporting
from app.ledger.models import Issue
from tests.builders import OTHER_COUNTY, make_account
from tests.ledger.scene import NOW, Scene, act, an_issue, bring, found_now
from tests.people import Browser

XLSX, CSV = "/api/v1/issues.xlsx", "/api/v1/issues.csv"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HEAD = """
序号 主体名称 级别 业态 包保干部及职务 督导日期 发现问题 问题类别 严重程度 整改要求 整改时限
责任单位 责任人 整改措施及结果 整改完成日期 复核人 复核日期 是否立案 是否销号 反馈包保干部日期 备注
""".split()  # noqa: SIM905  as it is printed


def table(browser: Browser, query: str = "") -> list[dict[str, str]]:
    """The rows of the .csv by their headings."""
    answer = browser.get(f"{CSV}?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def cells(workbook: bytes) -> list[dict[str, tuple[str, str]]]:
    """Each row of the .xlsx: column letter to (type, text)."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return [
        {
            re.sub(r"\d", "", cell.attrib["r"]): (
                cell.attrib.get("t", "n"),
                "".join(cell.itertext()),
            )
            for cell in row
        }
        for row in sheet.iter(f"{MAIN}row")
    ]


def test_the_printed_ledger_has_its_twenty_one_columns(
    client: Browser, session: Session, scene: Scene
) -> None:
    at = datetime.now(UTC)
    issue = bring(session, scene, an_issue(session, scene, **found_now()), "reviewing")
    issue = act(session, issue, scene.reviewer, "return")
    issue = act(session, issue, scene.station, "submit")
    issue = act(session, issue, scene.bureau, "file_case")
    act(session, issue, scene.reviewer, "close")
    (row,) = table(client.as_(scene.office))
    assert list(row) == HEAD
    today = f"{at + timedelta(hours=8):%Y-%m-%d}"
    assert row == {
        "序号": "1",
        "主体名称": "禾谷里餐饮店",
        "级别": "D",
        "业态": "餐饮服务",
        "包保干部及职务": "李淑琴 社区党委书记",
        "督导日期": today,
        "发现问题": "冷藏柜生熟混放",
        "问题类别": "冷藏柜生熟分开",
        "严重程度": "一般",
        "整改要求": "立即分柜存放",
        "整改时限": str(issue.deadline),
        "责任单位": "历下市场监管所",
        "责任人": "高文静",
        "整改措施及结果": "已分柜存放",
        "整改完成日期": "2026-11-23",
        "复核人": "陈立新",
        "复核日期": "2026-11-23",
        "是否立案": "是（历下市监案〔2026〕1号）",
        "是否销号": "是",
        "反馈包保干部日期": "2026-11-23",
        "备注": f"编号 {issue.number}；退回 1 次",
    }


def test_nobody_is_named_who_no_longer_has_it(
    client: Browser, session: Session, scene: Scene
) -> None:
    handed_on = bring(session, scene, an_issue(session, scene, **found_now()), "rectifying")
    act(session, handed_on, scene.bureau, "transfer", unit_id=scene.tree.bureau, note="重大")
    critical = bring(
        session, scene, an_issue(session, scene, severity="critical", **found_now()), "reviewing"
    )
    agreed = act(session, critical, scene.reviewer, "close")
    office = client.as_(scene.office)
    assert {row["复核人"] for row in table(office, "severity=critical")} == {"陈立新"}
    act(session, agreed, scene.bureau, "return")
    assert [(row["责任人"], row["复核人"], row["复核日期"]) for row in table(office)] == [
        ("高文静", "", ""),
        ("", "", ""),
    ]


def test_who_reviewed_a_critical_issue_stands_beside_who_countersigned(
    client: Browser, session: Session, scene: Scene
) -> None:
    critical = bring(
        session, scene, an_issue(session, scene, severity="critical", **found_now()), "reviewing"
    )
    agreed = act(session, critical, scene.reviewer, "close")
    closed = act(session, agreed, scene.bureau, "countersign", at=NOW + timedelta(days=1))
    (row,) = table(client.as_(scene.office))
    assert (row["复核人"], row["复核日期"]) == ("陈立新", "2026-11-23")
    assert "会签 孟庆海 2026-11-24" in row["备注"]
    act(session, closed, scene.office, "reopen")
    (row,) = table(client.as_(scene.office))
    assert (row["复核人"], "会签" in row["备注"]) == ("", False)


def test_how_late_it_is_is_told_in_days(client: Browser, session: Session, scene: Scene) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=40)
    issue = an_issue(session, scene, found_at=long_ago, received_at=long_ago)
    (row,) = table(client.as_(scene.office))
    days = (shanghai_date(datetime.now(UTC)) - issue.deadline).days
    assert f"逾期 {days} 天" in row["备注"]
    (shown,) = client.as_(scene.office).get("/api/v1/issues").json()["items"]
    assert shown["days_left"] == -days


def test_a_sheet_to_be_printed_shows_every_word_of_a_cell(
    client: Browser, session: Session, scene: Scene
) -> None:
    an_issue(session, scene, description="后厨" * 60, **found_now())
    book = load_workbook(io.BytesIO(client.as_(scene.office).get(XLSX).content))
    sheet = book["问题清单台账"]
    _, row = sheet.iter_rows()
    # 120 characters, 20 to a line of 40 digits: LibreOffice takes the height that is written.
    assert 6 * 15 <= (sheet.row_dimensions[2].height or 0) <= 8 * 16
    assert sheet.print_options.gridLines
    header = sheet.oddHeader
    assert header and header.center and header.center.text == "问题清单台账"
    assert {cell.alignment.wrap_text for cell in row if isinstance(cell.value, str)} == {True}
    assert {cell.alignment.vertical for cell in row if cell.value is not None} == {"center"}
    (found_on, _) = [cell for cell in row if isinstance(cell.value, datetime)]
    assert found_on.number_format == "yyyy-mm-dd"


def test_the_workbook_says_the_same(client: Browser, session: Session, scene: Scene) -> None:
    bring(session, scene, an_issue(session, scene, **found_now()), "closed")
    an_issue(session, scene, severity="critical", **found_now())
    answer = client.as_(scene.office).get(XLSX)
    assert answer.status_code == 200
    assert (
        "filename*=UTF-8''%E9%97%AE%E9%A2%98%E6%B8%85%E5%8D%95"
        in (answer.headers["content-disposition"])
    )
    head, *rows = cells(answer.content)
    letters = list(head)
    assert [text for _, text in head.values()] == HEAD
    lines = table(client.as_(scene.office))
    assert len(rows) == len(lines) == 2
    for row, line in zip(rows, lines, strict=True):
        for letter, title in zip(letters, HEAD, strict=True):
            kind, text = row.get(letter, ("inlineStr", ""))
            if kind == "inlineStr":
                assert text == line[title]
            elif title != "序号":
                day = datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=int(float(text)))
                assert f"{day:%Y-%m-%d}" == line[title]


def test_what_looks_like_a_formula_or_a_long_number_stays_text(
    client: Browser, session: Session, scene: Scene
) -> None:
    odd = ("=1+1", "+8613800001234", "-2", "@SUM(A1)", "91370102MA3C000000", "913701020000000001")
    for text in odd:
        an_issue(session, scene, description=text, **found_now())
    office = client.as_(scene.office)
    inside = {row["G"] for row in cells(office.get(XLSX).content)[1:]}
    assert inside == {("inlineStr", text) for text in odd}
    assert {row["发现问题"] for row in table(office)} == {
        "'=1+1",
        "'+8613800001234",
        "'-2",
        "'@SUM(A1)",
        "91370102MA3C000000",
        "'913701020000000001",
    }


def test_filters_order_and_choice_are_those_of_the_list(
    client: Browser, session: Session, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "BATCH", 2)
    made = [an_issue(session, scene, description=f"问题{n}", **found_now()) for n in range(5)]
    session.execute(
        sa.update(Issue).where(sa.column("id") == made[3].id).values(severity="critical")
    )
    session.commit()
    office = client.as_(scene.office)

    def said(query: str) -> list[str]:
        return [row["发现问题"] for row in table(office, query)]

    for query in ("", "sort=deadline", "severity=critical", "state=open&q=问题"):
        rows = office.get(f"/api/v1/issues?limit=200&{query}").json()["items"]
        assert said(query) == [row["description"] for row in rows]
    assert said(f"ids={made[1].id},{made[4].id}") == ["问题4", "问题1"]
    assert said(f"ids={made[1].id},{uuid4()}&severity=critical") == []
    numbers = [row["序号"] for row in table(office)]
    assert numbers == ["1", "2", "3", "4", "5"]


def test_a_file_is_written_into_the_trail_and_holds_nothing_from_outside(
    client: Browser, session: Session, scene: Scene
) -> None:
    issue = an_issue(session, scene, **found_now())
    stranger = make_account(
        session, role=Role.BUREAU, region=OTHER_COUNTY, unit=scene.tree.other_bureau
    )
    assert table(client.as_(stranger)) == table(client.as_(stranger), f"ids={issue.id}") == []
    assert len(table(client.as_(scene.station), "state=open")) == 1
    session.rollback()
    lines = session.exec(select(Audit).where(Audit.action == "issue.export")).all()
    details: list[Any] = [line.detail for line in lines if line.actor_id == scene.station.id]
    assert details == [{"kind": "csv", "rows": 1, "filter": {"state": "open"}}]


def test_too_many_are_refused_before_anything_is_written(
    client: Browser, session: Session, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST", 1)
    an_issue(session, scene, **found_now())
    office = client.as_(scene.office)
    assert office.get(XLSX).status_code == 200
    an_issue(session, scene, **found_now())
    answer = office.get(XLSX)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/malformed")


@pytest.mark.parametrize("ids", ["x", ",".join(str(uuid4()) for _ in range(501))])
def test_a_choice_that_cannot_be_is_refused(client: Browser, scene: Scene, ids: str) -> None:
    answer = client.as_(scene.office).get(f"{XLSX}?ids={ids}")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/malformed")
