"""Steps that several stories share: a person with a password, and signing in on a phone."""

import re
from functools import lru_cache
from typing import Any

from playwright.sync_api import Page, expect
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.passwords import DEMO_PASSWORD, make_hash
from tests.builders import make_account

PASSWORD = DEMO_PASSWORD


@lru_cache(maxsize=1)
def _hash() -> str:
    # One real hash for all: making it takes both cores for a fifth of a second.
    return make_hash(PASSWORD)


def password_account(session: Session, username: str, **kw: Any) -> Account:
    """A person who can sign in with the demo's password and need not change it."""
    return make_account(session, username=username, password_hash=_hash(), must_change=False, **kw)


_LAST_FETCHED = """async () => {
  for (const { name } of await indexedDB.databases()) {
    const open = indexedDB.open(name)
    await new Promise((done) => (open.onsuccess = done))
    const kept = open.result.objectStoreNames.contains("facts")
    const laws = kept && open.result.transaction("facts").objectStore("facts").getKey("laws")
    if (laws) await new Promise((done) => (laws.onsuccess = done))
    open.result.close()
    if (laws && laws.result) return true
  }
  return false
}"""


def sign_in(page: Page, url: str, username: str, password: str = PASSWORD) -> None:
    """Sign in as a person does, up to the first page of the role, the privacy notice put away."""
    page.goto(f"{url}/login")
    page.get_by_label("账号", exact=True).fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(re.compile(r"/(home|ledger|accounts|audit|me)$"), timeout=30_000)
    if page.url.endswith("/home"):
        expect(page.locator(".sec h2, .empty-state").first).to_be_visible(timeout=30_000)
    # Everybody is told once, on the first phone, what is kept about them.
    notice = page.get_by_role("complementary", name="个人信息保护说明")
    expect(page.locator("nav").last).to_be_visible(timeout=30_000)
    if notice.is_visible():
        notice.get_by_role("button", name="知道了", exact=True).click()
        expect(notice).to_have_count(0)


def stocked(page: Page) -> None:
    """Until a visit can begin without network: after the shops come the forms, last the laws."""
    page.wait_for_function("() => !!navigator.serviceWorker.controller")
    page.wait_for_function(_LAST_FETCHED)
