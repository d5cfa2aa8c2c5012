"""Desks: Chromium as wide as an office's screen, with keyboard and mouse, signed in or not."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.e2e.steps import PASSWORD
from tests.e2e.windows import DESK, window


@contextmanager
def new_desk(browser: Browser, size: ViewportSize = DESK) -> Iterator[Page]:
    """A window of its own in a browser."""
    context = window(browser, desk=True, size=size)
    try:
        yield context.new_page()
    finally:
        context.close()


def give_password(page: Page, username: str) -> None:
    """Fill in the sign-in screen that is shown."""
    page.get_by_label("账号", exact=True).fill(username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def open_desk(page: Page, url: str, username: str, query: str = "") -> None:
    """Sign in on the way to the ledger, and put the privacy notice away."""
    page.goto(f"{url}/ledger{query}")
    give_password(page, username)
    page.wait_for_url(re.compile(r"/ledger(\?|$)"), timeout=30_000)
    expect(page.get_by_role("heading", name="问题台账")).to_be_visible(timeout=30_000)
    notice = page.get_by_role("complementary", name="个人信息保护说明")
    if notice.is_visible():
        notice.get_by_role("button", name="知道了", exact=True).click()


def rows(page: Page) -> Locator:
    """The rows of the table."""
    return page.get_by_role("grid", name="问题清单").locator("tbody tr")


def row(page: Page, words: str) -> Locator:
    """The row of one issue."""
    return rows(page).filter(has_text=words)


def panel(page: Page) -> Locator:
    """The issue that lies open beside the list."""
    return page.get_by_role("complementary", name="问题详情")


def choose(page: Page, menu: str, *names: str) -> None:
    """Open a filter and choose in it."""
    group = page.get_by_role("group", name=menu, exact=True)
    group.get_by_role("button").first.click()
    for name in names:
        several = group.get_by_role("menuitemcheckbox", name=name)
        several.or_(group.get_by_role("menuitemradio", name=name)).click()
    if group.get_by_role("menu").is_visible():
        page.keyboard.press("Escape")
