"""What is left of a record: its receipt, its copy in a file, and what the server keeps."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.steps import sign_in
from tools.look.camera import Camera, new_phone

PASSPHRASE = "禾谷里三号柜台夜班"


def receipts(page: Page, url: str, camera: Camera) -> None:
    """The numbers of what the server has."""
    page.goto(f"{url}/receipts")
    page.locator("li").first.wait_for()
    camera.take(page, "10-receipts", "回执")


def rescue(page: Page, url: str, camera: Camera) -> None:
    """What is not yet handed in goes into a file, for another phone."""
    page.goto(f"{url}/sync")
    page.get_by_role("button", name="导出未上传的记录").click()
    sheet = page.get_by_role("dialog", name="导出未上传的记录")
    sheet.get_by_text("会存成一个加密文件").wait_for()
    _slid_in(page)
    camera.take(page, "10-rescue", "导出未上传的记录", tall=False)
    for label in ("口令", "再输一次口令"):
        sheet.get_by_label(label, exact=True).fill(PASSPHRASE)
    with page.expect_download() as given:
        sheet.get_by_role("button", name="导出", exact=True).click()
    sheet.get_by_text("下载文件夹").wait_for()
    camera.take(page, "10-rescue-made", "导出：文件做好了", tall=False)
    sheet.get_by_role("button", name="完成").click()
    page.get_by_role("button", name="导入记录文件").click()
    sheet = page.get_by_role("dialog", name="导入记录文件")
    _slid_in(page)
    camera.take(page, "10-import", "导入记录文件", tall=False)
    sheet.get_by_label("选择文件").set_input_files(given.value.path())
    sheet.get_by_label("导出时的口令", exact=True).fill(PASSPHRASE)
    sheet.get_by_role("button", name="导入", exact=True).click()
    sheet.get_by_role("status").wait_for()
    camera.take(page, "10-import-done", "导入好了", tall=False, alone=True)
    sheet.get_by_role("button", name="完成").click()


def undelivered(browser: Browser, url: str, camera: Camera) -> None:
    """The office reads what is kept for phones; who only watches sees whose it is."""
    page = new_phone(browser).new_page()
    sign_in(page, url, "office-county")
    page.goto(f"{url}/undelivered")
    rows = page.get_by_role("button", name=re.compile("保管|停用|没有收下"))
    page.locator(".card .li").first.wait_for()
    camera.take(page, "24-undelivered", "未送达")
    rows.first.click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="收下").wait_for()
    _slid_in(page)
    camera.take(page, "24-undelivered-record", "未送达：一条记录", tall=False)
    sheet.get_by_role("button", name="不收").click()
    sheet.get_by_label("为什么不收").wait_for()
    camera.take(page, "24-undelivered-decline", "未送达：不收", tall=False)
    page.goto(f"{url}/undelivered")
    page.get_by_role("radio", name="已退回").or_(page.get_by_role("tab", name="已退回")).click()
    expect(page.get_by_role("heading", name="还没有退回的")).to_be_visible()
    camera.take(page, "24-undelivered-none", "未送达：还没有", alone=True)
    watcher = new_phone(browser).new_page()
    sign_in(watcher, url, "secadmin")
    watcher.goto(f"{url}/undelivered")
    watcher.locator(".card .li").first.wait_for()
    camera.take(watcher, "24-undelivered-watched", "未送达：账号管理", alone=True)


def _slid_in(page: Page) -> None:
    page.wait_for_timeout(500)
