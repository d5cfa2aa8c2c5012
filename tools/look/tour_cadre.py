"""The cadre's screens, in the order of a visit."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from app.demo.people import PASSWORD
from tests.e2e.filling import answer_everything, sign
from tools.look.camera import Camera, new_phone, on_top

FAULT = "冷藏柜里生肉放在熟食上方，没有加盖"
UNDER_BARS = 176


class Cadre:
    """周明远 with his phone."""

    def __init__(self, browser: Browser, url: str, camera: Camera) -> None:
        self.context = new_phone(browser)
        self.page = self.context.new_page()
        self.url = url
        self.camera = camera

    def arrive(self) -> None:
        """Sign in and see the day's work."""
        page, take = self.page, self.camera.take
        page.goto(f"{self.url}/login")
        page.get_by_role("button", name="登录", exact=True).wait_for()
        take(page, "01-login", "登录")
        page.get_by_label("账号", exact=True).fill("cadre-village")
        page.get_by_label("密码", exact=True).fill("不是这个")
        page.get_by_role("button", name="登录", exact=True).click()
        expect(page.get_by_role("alert")).to_be_visible()
        take(page, "01-login-refused", "登录：密码不对", tall=False, alone=True)
        page.get_by_label("密码", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        expect(page.get_by_role("heading", name="待督导")).to_be_visible()
        take(page, "02-home-first", "首页：第一次打开", alone=True)
        page.get_by_role("button", name="知道了", exact=True).click()
        page.wait_for_function("() => navigator.serviceWorker.ready.then(() => true)")

    def visit(self, shop: dict[str, Any], picture: Path) -> None:
        """From the scan to a visit kept on a phone without network."""
        page, take = self.page, self.camera.take
        page.goto(f"{self.url}/home")
        expect(page.get_by_role("heading", name="未销号问题")).to_be_visible()
        take(page, "02-home", "首页")
        page.get_by_text("扫码督导").click()
        page.wait_for_timeout(1500)
        take(page, "03-scan", "扫码", tall=False)
        page.get_by_role("button", name="输入公示编号").click()
        page.get_by_role("textbox", name="公示编号").fill("7K3M9QAE")
        page.get_by_role("button", name="查找").click()
        take(page, "03-scan-code", "扫码：输入编号", tall=False)
        page.goto(f"{self.url}/entity/{shop['id']}")
        page.get_by_role("button", name="开始督导").wait_for()
        take(page, "04-entity", "企业")
        page.get_by_role("button", name="无法督导").click()
        page.wait_for_timeout(400)
        take(page, "04-entity-outcome", "企业：无法督导", tall=False, alone=True)
        page.get_by_role("button", name="关闭").click()
        page.get_by_role("button", name="开始督导").click()
        self._fill(picture)
        self._finish(picture)

    def _fill(self, picture: Path) -> None:
        page, take = self.page, self.camera.take
        page.locator(".recheck").first.wait_for()
        take(page, "07-recheck", "上次问题复查")
        first = page.locator(".recheck").first
        first.get_by_role("radio", name="未改到位").click()
        first.get_by_label("现在的情况").fill("只盖了一半，生熟还在同一层。")
        second = page.locator(".recheck").nth(1)
        second.get_by_role("radio", name="已改到位").click()
        on_top(first, UNDER_BARS)
        take(page, "07-recheck-done", "上次问题：核对过", tall=False)
        cards = page.locator("section.card.item")
        for number in range(3):
            cards.nth(number).get_by_role("radio", name="符合", exact=True).first.click()
        on_top(cards.nth(2), UNDER_BARS)
        take(page, "05-checklist", "督导表")
        page.get_by_role("button", name="怎么查").nth(2).click()
        page.get_by_role("button", name="法律依据").nth(2).click()
        on_top(cards.nth(2), UNDER_BARS)
        take(page, "05-checklist-guide", "督导表：怎么查", tall=False)
        page.get_by_role("button", name="目录").click()
        page.wait_for_timeout(400)
        take(page, "05-checklist-index", "督导表：目录", tall=False)
        page.get_by_role("button", name="关闭").click()
        page.wait_for_timeout(300)
        page.goto(page.url + "/finish")
        page.get_by_role("button", name="提交督导记录").click()
        page.wait_for_timeout(500)
        take(page, "08-finish-gaps", "签字：还差几处", tall=False)
        page.get_by_role("button", name="关闭").click()
        page.go_back()
        wrong = "生熟食品的刀板"
        answer_everything(page, wrong=wrong, note=FAULT, picture=picture)
        failed = page.locator("section.card.item", has_text=wrong).first
        on_top(failed, UNDER_BARS)
        take(page, "06-noncompliant", "不符合")

    def _finish(self, picture: Path) -> None:
        page, take = self.page, self.camera.take
        page.get_by_role("button", name="去签字").click()
        page.get_by_label("企业在场人员").get_by_role("radio").first.click()
        take(page, "08-finish", "核对签字")
        who = "周明远"
        page.get_by_role("button", name="点这里横屏签字").first.click()
        page.wait_for_timeout(500)
        take(page, "08-finish-sign", "签字板", tall=False)
        sign(page, who)
        page.get_by_role("button", name="企业人员不签字").click()
        page.get_by_role("radio", name="不在场").click()
        page.get_by_label("具体情况").fill("店长去总店开会，店员说明了情况。")
        take(page, "08-finish-refused", "企业人员不签字", tall=False)
        page.get_by_role("button", name="确定", exact=True).click()
        self.context.set_offline(True)
        page.get_by_role("button", name="提交督导记录").click()
        page.get_by_role("heading", name="已存在这部手机").wait_for()
        take(page, "09-saved", "已存在这部手机")
        page.get_by_role("link", name="回首页").or_(
            page.get_by_role("button", name="回首页")
        ).click()
        expect(page.get_by_role("heading", name="待督导")).to_be_visible()
        take(page, "02-home-offline", "首页：没有网络")
        page.goto(f"{self.url}/sync")
        page.locator(".card").first.wait_for()
        take(page, "10-sync", "上传情况：等网络")
        self.context.set_offline(False)
        page.evaluate("window.dispatchEvent(new Event('online'))")
        expect(page.get_by_text("收件编号").first).to_be_visible(timeout=40_000)
        take(page, "10-sync-sent", "上传情况：已上传")

    def look_around(self, shop: dict[str, Any], issue: dict[str, Any]) -> None:
        """The screens beside the visit."""
        page, take = self.page, self.camera.take
        for path, name, title in (
            (f"/issue/{issue['id']}", "11-issue", "问题详情"),
            ("/tasks", "11-tasks", "任务"),
            ("/issues", "11-issues", "问题"),
            ("/me", "12-me", "我的"),
            ("/records", "12-records", "我的督导记录"),
            ("/password", "12-password", "修改密码"),
            ("/privacy", "12-privacy", "个人信息保护说明"),
            ("/feedback-form", "12-complaint", "投诉建议"),
            ("/accident", "12-accident", "疑似食品安全事故"),
            (f"/entity/{shop['id']}", "04-entity-done", "企业：督导过了"),
        ):
            page.goto(f"{self.url}{path}")
            page.wait_for_timeout(900)
            take(page, name, title)
        page.get_by_text("查看记录").click()
        page.wait_for_timeout(900)
        take(page, "12-record", "督导记录")
        with page.expect_popup() as opened:
            page.get_by_role("button", name="打印").click()
        opened.value.get_by_role("heading", name="食品安全包保督导检查表").wait_for()
        self.camera.take_paper(opened.value, "18-report", "督导检查表：打印页")
        opened.value.close()
