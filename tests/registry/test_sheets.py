"""Files as offices hand them in: titles, merged cells, any encoding, other names of columns."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from tests.registry.books import (
    HEADING,
    Importing,
    coloured,
    licence,
    register,
    shop,
    uscc,
    workbook,
)

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


def test_titles_merged_cells_and_two_rows_of_headings_are_read(desk: Importing) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.append(["2026年包保台账"])
    page.merge_cells("A1:H1")
    page.append(
        ["企业名称", "信用代码", "业态", "包保级别", "所属街道", "经营地址", "食品安全员", None]
    )
    page.append([None] * 6 + ["姓名", "电话"])
    for column in "ABCDEF":
        page.merge_cells(f"{column}2:{column}3")
    page.merge_cells("G2:H2")
    for n in (1, 2, 3):
        page.append(
            [
                f"示范店{n}",
                uscc(n),
                "便利店/食杂店",
                "D级",
                "泉城路街道",
                f"示范路{n}号",
                "李桂兰",
                f"1370000000{n}",
            ]
        )
    page["E5"].value = page["E6"].value = None
    page.merge_cells("E4:E6")
    page.append(["注：本表由区食药安办填写"])
    file = io.BytesIO()
    book.save(file)
    batch = desk.checked(file.getvalue())
    assert (desk.codes(batch), batch["counts"]["insert"]) == ([], 3)
    assert batch["sheets"][0]["heading_row"] == 3


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_of_any_encoding_is_read(desk: Importing, encoding: str) -> None:
    lines = [HEADING, shop(1)["cells"], shop(2, c6="E")["cells"]]
    text = "\r\n".join(",".join("" if v is None else str(v) for v in line) for line in lines)
    batch = desk.checked(text.encode(encoding), name="台账.csv")
    assert (desk.codes(batch), batch["counts"]["insert"]) == ([(3, "G", "grade")], 1)


def test_a_column_of_another_name_can_be_said(desk: Importing) -> None:
    heading = [*HEADING]
    heading[9] = "位置"
    batch = desk.checked(workbook(("表", [heading, shop(1)["cells"]])))
    assert batch["sheets"][0]["missing"] == ["经营地址"]
    columns = {c["place"]: c["field"] for c in batch["sheets"][0]["columns"] if c["field"]}
    named = desk.post(batch, "columns", sheet=0, columns=columns | {9: "address"}).json()
    assert (desk.codes(named), named["sheets"][0]["missing"]) == ([], [])


def test_a_file_that_is_no_list_of_ours_says_what_to_do(desk: Importing) -> None:
    for file, name in (
        (b"\x00\x01", "a.xlsx"),
        (b"PK\x03\x04broken", "b.xlsx"),
        (b"a,\x00\nb,c", "c.csv"),
    ):
        refused = desk.hand_in(file, name=name)
        assert (refused.status_code, refused.json()["type"]) == (422, "/problems/sheet-unreadable")
    refused = desk.hand_in(workbook(("随手记", [["今天", "买菜"], ["明天", "开会"]])))
    assert refused.json()["detail"].startswith("没找到包保主体的表头。表头里至少要有：单位名称")
    assert desk.browser.get("/api/v1/imports").json() == []


@pytest.mark.parametrize("kind", ["entities", "accounts", "assignments", "regions"])
def test_a_filled_in_template_is_recognised_whole(desk: Importing, kind: str) -> None:
    answer = desk.browser.get(f"/api/v1/imports/templates/{kind}.xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    page = book.worksheets[0]
    assert {"填写说明", "业态"} <= set(book.sheetnames)
    page.append([f"甲{n}" for n in range(page.max_column)])
    file = io.BytesIO()
    book.save(file)
    batch = desk.checked(file.getvalue(), kind)
    sheet = batch["sheets"][0]
    assert (sheet["shape"], sheet["missing"], sheet["rows"]) == (kind, [], 1)
    assert [one["field"] for one in sheet["columns"]].count(None) == 0


def test_an_unknown_kind_is_mended_by_one_the_template_offers(desk: Importing) -> None:
    answer = desk.browser.get("/api/v1/imports/templates/entities.xlsx")
    offered = [one.value for one in load_workbook(io.BytesIO(answer.content))["业态"]["A"]]
    batch = desk.checked(register(shop(1, c5="天上的店")))
    [found] = [one for one in desk.findings(batch) if one["title"] == "业态"]
    assert (len(offered) > 8, found["choices"]) == (True, offered)


def test_an_empty_template_has_nothing_to_take_in(desk: Importing) -> None:
    answer = desk.browser.get("/api/v1/imports/templates/entities.xlsx")
    batch = desk.checked(answer.content)
    assert (batch["counts"]["rows"], batch["codes"]) == (0, [])


def test_rows_still_held_come_back_to_be_mended_alone(desk: Importing) -> None:
    assert licence(1) != licence(2)
    batch = desk.checked(register(shop(1), shop(2, c6="E"), shop(3)))
    answer = desk.browser.get(
        f"/api/v1/imports/{batch['id']}/marked.xlsx", params={"only_held": True}
    )
    page = load_workbook(io.BytesIO(answer.content))["包保台账"]
    rows = list(page.iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["企业名称", "示范便利店00002号"]
    assert rows[1][-1] == "G 列：包保层级只能填 A、B、C、D"


def test_a_total_that_is_another_is_named_in_its_own_cell(desk: Importing) -> None:
    total = ["合计", "3 家", *[""] * (len(HEADING) - 2)]
    rows = [shop(n)["cells"] for n in (1, 2)]
    batch = desk.checked(workbook(("包保台账", [HEADING, *rows, total])))
    assert desk.codes(batch) == [(4, "B", "total")]
    assert (batch["counts"]["insert"], batch["sheets"][0]["declared"]) == (2, 3)
    answer = desk.browser.get(f"/api/v1/imports/{batch['id']}/marked.xlsx").content
    assert coloured(answer, "xl/worksheets/sheet2.xml", below=1) == {(4, "B")}
    last = list(load_workbook(io.BytesIO(answer))["包保台账"].iter_rows(values_only=True))[-1]
    assert (last[0], last[-1]) == ("合计", "合计写的是 3，读到 2 行，请核对有没有漏行")
