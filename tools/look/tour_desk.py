"""The office's screens, as wide as a desk."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.e2e.desks import open_desk, panel, rows
from tools.look.camera import DESK, Camera


def desk(browser: Browser, url: str, camera: Camera, issue: dict[str, Any]) -> None:
    """The ledger's table: as it opens, with an issue beside it, and with nothing found."""
    page = _new_desk(browser).new_page()
    open_desk(page, url, "station-reviewer")
    rows(page).first.wait_for()
    camera.take_desk(page, "20-ledger-list", "台账（桌面）")
    page.goto(f"{url}/ledger?severity=major,critical&open={issue['id']}")
    panel(page).get_by_role("button", name="同意销号").wait_for()
    for n in range(2):
        rows(page).nth(n).get_by_role("checkbox").check()
    camera.take_desk(page, "20-ledger", "台账（桌面）：详情在旁边")
    page.get_by_role("group", name="层级", exact=True).get_by_role("button").first.click()
    camera.take_desk(page, "20-ledger-filter", "台账（桌面）：筛选", alone=True)
    page.keyboard.press("Escape")
    panel(page).get_by_role("button", name="退回").click()
    page.get_by_role("dialog").wait_for()
    page.wait_for_timeout(400)
    camera.take_desk(page, "20-ledger-return", "台账（桌面）：退回", alone=True)
    page.goto(f"{url}/ledger?q=没有这家店")
    page.get_by_role("button", name="清除筛选").last.wait_for()
    camera.take_desk(page, "20-ledger-empty", "台账（桌面）：没有符合的", alone=True)
    page.goto(f"{url}/tasks")
    page.get_by_role("searchbox").wait_for()
    page.wait_for_timeout(800)
    camera.take_desk(page, "20-entities", "企业名录（桌面）", alone=True)
    _city(browser, url, camera)


def _city(browser: Browser, url: str, camera: Camera) -> None:
    page = _new_desk(browser).new_page()
    open_desk(page, url, "office-city")
    rows(page).first.wait_for()
    camera.take_desk(page, "20-ledger-city", "台账（桌面）：市食药安办", alone=True)
    for part, name in (("states", "状态变动"), ("vacancies", "无人包保"), ("transfers", "划转")):
        page.goto(f"{url}/changes?part={part}")
        page.locator(".desk-rows tbody tr").first.wait_for()
        camera.take_desk(page, f"24-changes-{part}", f"包保变动（桌面）：{name}", alone=True)
    page.goto(f"{url}/periods")
    page.get_by_role("button", name="加一条频次规则").click()
    page.get_by_text("应督导由").or_(page.get_by_text("没有变化")).wait_for()
    camera.take_desk(page, "25-rule", "频次规则：加一条", alone=True)
    page.goto(f"{url}/periods?part=quarters")
    page.get_by_role("table", name="季度快照").wait_for()
    camera.take_desk(page, "25-quarter", "季度快照")
    for path, name in (("records", "督导记录"), ("notices", "公示牌"), ("documents", "文书")):
        page.goto(f"{url}/{path}")
        page.locator(".desk-rows tbody tr, .empty-state").first.wait_for()
        camera.take_desk(page, f"26-{path}", f"{name}（桌面）", alone=True)
    page.goto(f"{url}/tasks")
    page.locator("main a.li").first.click()
    page.get_by_role("region", name="包保关系").get_by_text("至 今").first.wait_for()
    camera.take_desk(page, "24-register", "企业名录（桌面）：打开一家", alone=True)


def _new_desk(browser: Browser) -> BrowserContext:
    context = browser.new_context(
        viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai", accept_downloads=True
    )
    context.set_default_timeout(20_000)
    return context
