"""Many issues at once: orders with a result for each, files, saved views."""

import csv
import io
import zipfile

from playwright.sync_api import Browser, Download, Page, Route, expect

from tests.e2e.caller import Caller
from tests.e2e.desks import choose, new_desk, open_desk, panel, row, rows
from tests.e2e.offices import FRIDGE, GREASE, LABEL, SOAP, Office


def tick(page: Page, *found: str) -> None:
    """Tick the rows of these issues."""
    for words in found:
        row(page, words).get_by_role("checkbox").check()


def test_many_are_transferred_and_each_row_says_how_it_went(office: Office, desk: Page) -> None:
    open_desk(desk, office.url, "bureau")
    tick(desk, SOAP, LABEL)
    bar = desk.get_by_role("toolbar", name="批量办理")
    expect(bar).to_contain_text("已选 2 项")
    expect(bar).to_contain_text("销号不能批量")
    expect(bar.get_by_role("button", name="销号")).to_have_count(0)
    bar.get_by_role("button", name="转办").click()
    sheet = desk.get_by_role("dialog", name="批量转办 2 项")
    expect(sheet).to_contain_text("其中 1 项现在不能转办")
    sheet.get_by_role("button", name="转办这 2 项").click()
    expect(sheet.get_by_role("alert")).to_contain_text("请选择承办单位")
    sheet.get_by_role("radio", name="历下区市场监管局").click()
    sheet.get_by_label("转办原因").fill("由局里直接办理。")
    sheet.get_by_role("button", name="转办这 2 项").click()

    told = desk.get_by_role("dialog", name="转办结果")
    expect(told.get_by_role("status")).to_contain_text("1 项已转办，1 项没办成")
    results = told.get_by_role("list", name="逐条结果").get_by_role("listitem")
    expect(
        results.filter(has_text=SOAP).get_by_role("img", name="已办", exact=True)
    ).to_be_visible()
    expect(results.filter(has_text=LABEL).get_by_role("img", name="没办成")).to_be_visible()
    expect(results.filter(has_text=LABEL)).to_contain_text("现在不能转办")
    told.get_by_role("button", name="知道了").click()
    expect(bar).to_contain_text("已选 1 项")
    moved = Caller(office.url, "bureau").get(f"/issues/{office.issues[SOAP]['id']}")
    assert moved["unit"]["name"] == "历下区市场监管局"
    assert moved["events"][-1]["note"] == "由局里直接办理。"


def test_an_answer_that_was_lost_does_nothing_twice(office: Office, desk: Page) -> None:
    """The order was carried out, but the answer does not arrive: sent again, one event."""
    open_desk(desk, office.url, "bureau")
    tick(desk, GREASE)
    lost: list[str] = []

    def lose_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())
        route.abort()

    desk.route("**/api/v1/issues/bulk", lose_first)
    desk.get_by_role("toolbar").get_by_role("button", name="催办").click()
    sheet = desk.get_by_role("dialog", name="催办")
    sheet.get_by_role("button", name="确认催办").click()
    expect(sheet.get_by_role("alert")).to_contain_text("没连上服务器")
    sheet.get_by_role("button", name="确认催办").click()
    told = desk.get_by_role("dialog", name="催办结果")
    expect(told.get_by_role("status")).to_contain_text("1 项已催办")
    issue = Caller(office.url, "bureau").get(f"/issues/{office.issues[GREASE]['id']}")
    assert [event["move"] for event in issue["events"]].count("remind") == 1


def _given(page: Page, kind: str) -> Download:
    page.get_by_role("button", name="导出", exact=True).click()
    with page.expect_download() as given:
        page.get_by_role("button", name=kind).click()
    return given.value


def test_the_list_as_it_is_filtered_or_ticked_becomes_a_file(office: Office, desk: Page) -> None:
    open_desk(desk, office.url, "bureau", "?severity=minor")
    expect(rows(desk)).to_have_count(3)
    book = _given(desk, "Excel 表格")
    assert book.suggested_filename.startswith("问题清单台账-")
    assert book.suggested_filename.endswith(".xlsx")
    with zipfile.ZipFile(book.path()) as opened:
        text = "".join(
            opened.read(name).decode()
            for name in opened.namelist()
            if name.startswith("xl/worksheets/") or name == "xl/sharedStrings.xml"
        )
    assert SOAP in text
    assert FRIDGE not in text
    expect(desk.get_by_text("已导出 问题清单台账-")).to_be_visible()

    lines = list(csv.reader(io.StringIO(_given(desk, "CSV").path().read_text("utf-8-sig"))))
    assert len(lines) == 1 + 3
    assert len(lines[0]) == 21

    desk.get_by_role("button", name="去掉筛选 一般").click()
    expect(rows(desk)).to_have_count(6)
    tick(desk, SOAP, GREASE)
    with desk.expect_download() as given:
        desk.get_by_role("toolbar").get_by_role("button", name="导出所选").click()
    with zipfile.ZipFile(given.value.path()) as opened:
        names = opened.namelist()
        text = "".join(opened.read(one).decode() for one in names if one.endswith(".xml"))
    assert SOAP in text
    assert GREASE in text
    assert FRIDGE not in text

    desk.route("**/api/v1/issues.xlsx*", lambda route: route.abort())
    desk.get_by_role("button", name="导出", exact=True).click()
    desk.get_by_role("button", name="Excel 表格").click()
    told = desk.get_by_role("alert").filter(has_text="没导出来")
    expect(told).to_contain_text("没连上服务器")
    desk.unroute("**/api/v1/issues.xlsx*")
    with desk.expect_download():
        told.get_by_role("button", name="重试").click()


def test_a_view_is_kept_shared_changed_and_dropped(
    office: Office, desk: Page, chromium_: Browser
) -> None:
    open_desk(desk, office.url, "reviewer")
    choose(desk, "程度", "一般")
    desk.get_by_role("button", name="保存当前筛选").click()
    sheet = desk.get_by_role("dialog", name="保存当前筛选")
    sheet.get_by_label("名称").click()
    sheet.get_by_role("button", name="保存", exact=True).click()
    expect(sheet.get_by_role("alert")).to_contain_text("请填写视图名称")
    sheet.get_by_label("名称").fill("一般的")
    sheet.get_by_label("分享给本地区同岗位的人").check()
    sheet.get_by_role("button", name="保存", exact=True).click()
    views = desk.get_by_role("navigation", name="台账视图")
    mine = views.get_by_role("button", name="一般的")
    expect(mine).to_have_attribute("aria-current", "true")

    with new_desk(chromium_) as colleague:
        open_desk(colleague, office.url, "station")
        theirs = colleague.get_by_role("button", name="一般的")
        theirs.click()
        expect(rows(colleague)).to_have_count(3)
        expect(theirs).to_have_attribute("title", "郑海涛分享的视图")
        expect(colleague.get_by_role("button", name="保存当前筛选")).to_be_visible()

    views.get_by_role("button", name="全部").click()
    expect(rows(desk)).to_have_count(6)
    mine.click()
    expect(rows(desk)).to_have_count(3)
    choose(desk, "层级", "C级")
    expect(mine).to_contain_text("有改动")
    views.get_by_role("button", name="改这个视图").click()
    sheet = desk.get_by_role("dialog", name="视图“一般的”")
    sheet.get_by_role("button", name="保存改动").click()
    expect(mine).not_to_contain_text("有改动")
    views.get_by_role("button", name="改这个视图").click()
    sheet.get_by_role("button", name="删除这个视图").click()
    desk.locator(".van-dialog").get_by_role("button", name="删除").click()
    expect(mine).to_have_count(0)


def test_one_issue_is_reminded_from_its_panel_once_a_day(
    office: Office, chromium_: Browser
) -> None:
    with new_desk(chromium_) as desk:
        open_desk(desk, office.url, "bureau", f"?open={office.issues[SOAP]['id']}")
        for words in ("1 项已催办", "没办成"):
            panel(desk).get_by_role("button", name="催办").click()
            desk.get_by_role("dialog", name="催办").get_by_role("button", name="确认催办").click()
            told = desk.get_by_role("dialog", name="催办结果")
            expect(told.get_by_role("status")).to_contain_text(words)
            told.get_by_role("button", name="知道了").click()
            expect(told).to_be_hidden()
        expect(panel(desk).get_by_text("催办").nth(1)).to_be_visible()
