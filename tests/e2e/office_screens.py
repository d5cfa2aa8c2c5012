"""The screens of the offices, walked through to be looked at."""

import re
from uuid import UUID

from playwright.sync_api import FilePayload, Page

from tests.e2e.looking import Seen
from tests.e2e.steps import sign_in
from tests.registry.books import register, shop


def offices(found: Seen, page: Page, url: str, issue: str, shop: UUID) -> None:
    """The ledger, the review with its sheet, and the accounts."""
    sign_in(page, url, "reviewer")
    page.locator("a.li, .card a").first.wait_for()
    found.look(page, "ledger")
    page.goto(f"{url}/review/{issue}")
    page.get_by_role("button", name="退回", exact=True).wait_for()
    found.look(page, "review")
    page.get_by_role("button", name="退回", exact=True).click()
    page.get_by_role("dialog").wait_for()
    found.look(page, "return sheet")
    open_page(page, f"{url}/changes?part=vacancies")
    page.get_by_text("每一家都有人包保").wait_for()
    found.look(page, "changes")
    open_page(page, f"{url}/periods")
    page.get_by_text("还没有季度快照").wait_for()
    found.look(page, "frozen quarters")
    page.goto(f"{url}/entity/{shop}")
    page.get_by_role("region", name="包保关系").get_by_text("至 今").wait_for()
    found.look(page, "entity of an office")
    page.get_by_role("button", name=re.compile("提出状态变动")).click()
    page.get_by_role("dialog").wait_for()
    found.look(page, "state sheet")
    _papers(found, page, url)
    sign_out(page, url)
    sign_in(page, url, "secadmin")
    page.get_by_text("cadre").first.wait_for()
    found.look(page, "accounts")
    sign_out(page, url)
    sign_in(page, url, "office")
    _registry(found, page, url)


def _registry(found: Seen, page: Page, url: str) -> None:
    """The county's office: its records, who stands in for whom, and a sheet with a fault."""
    open_page(page, f"{url}/records")
    found.look(page, "records")
    page.get_by_role("button", name="筛选", exact=True).click()
    page.get_by_role("dialog").get_by_label("包保干部姓名").wait_for()
    found.look(page, "record filters")
    page.goto(f"{url}/changes?part=stand-ins")
    page.get_by_role("button", name="设置代理").click()
    page.get_by_role("dialog", name="设置代理").wait_for()
    found.look(page, "stand-in sheet")
    page.goto(f"{url}/imports")
    sheet: FilePayload = {
        "name": "台账.xlsx",
        "mimeType": "application/octet-stream",
        "buffer": register(shop(2, c6="E")),
    }
    page.get_by_label("选表格").set_input_files(sheet)
    page.get_by_role("button", name="重新检查").wait_for()
    page.get_by_role("table").wait_for()
    found.look(page, "import wizard")


def _papers(found: Seen, page: Page, url: str) -> None:
    """The documents, and what is written down of them: 签收, 反馈, 作废."""
    open_page(page, f"{url}/documents")
    found.look(page, "documents")
    page.get_by_role("button", name=re.compile("整改通知书")).first.click()
    paper = page.get_by_role("dialog", name="整改通知书")
    paper.get_by_role("button", name="作废这份文书").click()
    paper.get_by_label("作废原因").wait_for()
    found.look(page, "document revoked")
    paper.get_by_role("button", name="返回").click()
    paper.get_by_role("button", name="记录签收").click()
    paper.get_by_label("签收人").fill("孙立华")
    found.look(page, "document signed")
    paper.get_by_role("button", name="记录签收").click()
    paper.get_by_role("button", name="记录反馈").click()
    paper.get_by_label("反馈内容").wait_for()
    found.look(page, "document answered")


def sign_out(page: Page, url: str) -> None:
    """Whoever is signed in leaves."""
    open_page(page, f"{url}/me")
    page.get_by_text("退出登录").click()
    page.get_by_role("dialog").get_by_role("button", name="退出", exact=True).click()
    page.wait_for_url("**/login")


def open_page(page: Page, url: str) -> None:
    """A page, until it has something to look at."""
    page.goto(url)
    page.locator("main :is(h1, h2, .card)").first.wait_for()
