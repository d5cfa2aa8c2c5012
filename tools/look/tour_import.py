"""批量导入: what came in before, and a sheet with its faults, at the desk and on a phone."""

from playwright.sync_api import Browser, Page

from tests.e2e.desks import open_desk
from tests.e2e.steps import sign_in
from tools.look.camera import DESK, Camera, new_phone


def imports(browser: Browser, url: str, camera: Camera) -> None:
    """The county office goes through the wizard as far as the last step, and takes nothing in."""
    context = browser.new_context(viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    open_desk(page, url, "office-county")
    _open(page, url)
    camera.take_desk(page, "21-import", "批量导入：检查数据")
    page.get_by_role("button", name="信用代码校验不符").click()
    page.get_by_role("textbox", name="写明原因").wait_for()
    camera.take_desk(page, "21-import-reason", "批量导入：写明原因", alone=True)
    page.get_by_role("button", name="上一步").click()
    page.get_by_label("B 列“社会信用代码”对应").wait_for()
    camera.take_desk(page, "21-import-columns", "批量导入：对应列名", alone=True)
    page.get_by_role("button", name="下一步，看检查结果").click()
    page.get_by_role("button", name="先导入").click()
    page.get_by_role("button", name="确认导入").wait_for()
    camera.take_desk(page, "21-import-confirm", "批量导入：确认导入", alone=True)
    page.goto(f"{url}/imports")
    page.get_by_role("link", name="换证名单").click()
    page.get_by_role("button", name="撤销这一批").wait_for()
    camera.take_desk(page, "21-import-done", "批量导入：已导入", alone=True)
    context.close()
    phone = new_phone(browser).new_page()
    sign_in(phone, url, "office-county")
    _open(phone, url)
    camera.take(phone, "21-import-phone", "批量导入：检查数据（手机）")


def _open(page: Page, url: str) -> None:
    page.goto(f"{url}/imports")
    page.get_by_role("link", name="新办户").click()
    page.get_by_role("button", name="重新检查").wait_for()
    page.get_by_role("row").nth(1).wait_for()
