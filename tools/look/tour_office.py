"""The screens of the enterprise, the station and the administrator."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.e2e.steps import sign_in
from tools.look.camera import Camera, new_phone


def enterprise(
    browser: Browser, url: str, camera: Camera, issue: dict[str, Any], picture: Path
) -> None:
    """The enterprise opens its link, answers, and sees that it is handed in."""
    page = new_phone(browser).new_page()
    page.goto(f"{url}/r/{issue['link']['token']}")
    if code := issue["link"]["code"]:
        page.get_by_label("验证码", exact=True).wait_for()
        camera.take(page, "15-rectify-code", "企业整改：验证码")
        page.get_by_label("验证码", exact=True).fill(code)
        page.get_by_role("button", name="确定").click()
    page.get_by_role("button", name="提交整改").wait_for()
    camera.take(page, "15-rectify", "企业整改")
    page.get_by_label("整改后照片：拍照").set_input_files(picture)
    page.get_by_label("怎么改的").fill("生肉移到下层，加盖并贴了日期标签，当班人员已重新培训。")
    page.get_by_label("反馈人姓名").fill("孙立华")
    page.wait_for_timeout(600)
    camera.take(page, "15-rectify-filled", "企业整改：填好了")
    page.get_by_role("button", name="提交整改").click()
    page.get_by_text("已提交的整改").wait_for()
    camera.take(page, "15-rectify-sent", "企业整改：已提交")
    page.goto(f"{url}/r/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    page.get_by_text("链接已失效").first.wait_for()
    camera.take(page, "15-rectify-gone", "企业整改：链接失效", alone=True)


def ledger(browser: Browser, url: str, camera: Camera) -> Page:
    """The station's list; gives its reviewer's phone."""
    page = new_phone(browser).new_page()
    sign_in(page, url, "station-reviewer")
    page.locator(".card").first.wait_for()
    page.wait_for_timeout(800)
    camera.take(page, "13-ledger", "台账")
    page.get_by_role("searchbox").or_(page.locator("input[type=search]")).first.fill("没有这家店")
    page.get_by_role("button", name="清除筛选").wait_for()
    camera.take(page, "13-ledger-empty", "台账：没有符合的", alone=True)
    page.goto(f"{url}/me")
    page.wait_for_timeout(600)
    camera.take(page, "12-me-office", "我的（监管所）", alone=True)
    page.get_by_role("link", name=re.compile("^消息")).click()
    page.get_by_role("listitem").first.wait_for()
    page.wait_for_timeout(600)
    camera.take(page, "12-messages", "消息（监管所）", alone=True)
    return page


def review(page: Page, url: str, camera: Camera, issue: dict[str, Any]) -> None:
    """The reviewer looks at the issue, opens the sheets, and leaves it as it is."""
    page.goto(f"{url}/review/{issue['id']}")
    page.get_by_role("button", name="同意销号").wait_for()
    page.wait_for_timeout(600)
    camera.take(page, "14-review", "审核整改")
    page.get_by_role("button", name="退回", exact=True).click()
    page.wait_for_timeout(500)
    camera.take(page, "14b-return", "退回", tall=False)
    page.get_by_role("button", name="关闭").click()
    page.wait_for_timeout(400)
    page.get_by_role("button", name="同意销号").click()
    page.wait_for_timeout(500)
    camera.take(page, "14-review-close", "同意销号", tall=False)
    page.goto(f"{url}/issue/{issue['id']}")
    page.wait_for_timeout(900)
    camera.take(page, "11-issue-station", "问题详情（监管所）")


def accounts(browser: Browser, url: str, camera: Camera) -> None:
    """The administrator's list."""
    page = new_phone(browser).new_page()
    sign_in(page, url, "secadmin")
    page.locator(".card").first.wait_for()
    page.get_by_role("searchbox").or_(page.locator("input[type=search]")).first.fill("周明远")
    page.wait_for_timeout(1200)
    camera.take(page, "21-accounts", "账号")


def documents(browser: Browser, url: str, camera: Camera, issue: dict[str, Any]) -> None:
    """The bureau's documents, one of them, and the form of a new one."""
    page = new_phone(browser).new_page()
    sign_in(page, url, "bureau")
    page.goto(f"{url}/documents")
    page.locator(".li").first.wait_for()
    page.wait_for_timeout(600)
    camera.take(page, "22-documents", "文书")
    page.locator(".li").first.click()
    page.get_by_role("button", name="下载或转发 Word 文件").wait_for()
    page.wait_for_timeout(500)
    camera.take(page, "22-document", "一份文书", tall=False)
    page.goto(f"{url}/issue/{issue['id']}")
    page.get_by_role("button", name="出具文书").click()
    page.get_by_role("radio", name="整改通知书").click()
    page.wait_for_timeout(500)
    camera.take(page, "22-document-form", "出具文书", tall=False)
