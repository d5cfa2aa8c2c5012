"""How the app comes up: as chosen, from nowhere else, small enough, and without a network."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import expect

from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import now, open_session
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import make_assignment, make_entity, make_region_tree
from tests.e2e.conftest import Phone, Server
from tests.e2e.steps import password_account, sign_in

SHOP = "禾谷里餐饮店"
LOGIN_LIMIT = 120 * 1024

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)

# Notes when the page took on its look, and when it was first painted.
_WATCH = """(() => {
  const look = () => {
    const {style, classList} = document.documentElement
    const complete = style.getPropertyValue('--dd-scale') === '1.3'
      && classList.contains('van-theme-dark')
    if (complete) window.lookedRightAt ??= performance.now()
  }
  new MutationObserver(look).observe(document, {attributes: true, subtree: true})
})()"""
_FIRST_PAINT = """() => performance.getEntriesByName('first-paint')[0]?.startTime"""


@pytest.fixture
def cadre(server: Server) -> str:
    """A cadre who answers for one shop; gives the username."""
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        make_region_tree(session)
        account = password_account(session, "cadre")
        due = period_of(shanghai_date(now()))
        make_assignment(session, make_entity(session, name=SHOP), account, due_in=due)
    return "cadre"


def test_text_size_and_dark_are_there_before_the_first_paint(
    server: Server, cadre: str, phone: Callable[..., Phone]
) -> None:
    hers = phone("hers", kept=True)
    page = hers.open()
    sign_in(page, server.url, cadre)
    page.goto(f"{server.url}/me")
    page.get_by_role("radio", name="特大").click()
    page.get_by_role("switch", name="深色显示").click()
    hers.close()

    page = hers.open()
    page.add_init_script(_WATCH)
    page.goto(f"{server.url}/home")
    expect(page.get_by_text(SHOP).first).to_be_visible()
    page.wait_for_function(_FIRST_PAINT)

    assert page.evaluate("window.lookedRightAt") <= page.evaluate(_FIRST_PAINT)
    expect(page.locator("h1")).to_have_css("color", "rgb(232, 238, 244)")
    expect(page.locator("h1")).to_have_css("font-size", "28.6px")


def test_nothing_comes_from_another_host(
    server: Server, cadre: str, phone: Callable[..., Phone]
) -> None:
    hers = phone("hers", kept=True)
    page = hers.open()
    assert hers.context
    asked: list[str] = []
    hers.context.on("request", lambda request: asked.append(request.url))
    sign_in(page, server.url, cadre)
    for path in ("/scan", "/tasks", "/issues", "/me", "/accident", "/privacy"):
        page.goto(f"{server.url}{path}")
        page.wait_for_load_state("networkidle")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    hosts = {urlsplit(url).netloc for url in asked if url.startswith("http")}
    assert hosts == {urlsplit(server.url).netloc}
    assert len(asked) > 40


def test_the_sign_in_screen_is_at_most_120_kib(server: Server, phone: Callable[..., Phone]) -> None:
    page = phone("new").open()
    wanted: list[str] = []
    page.on(
        "response",
        lambda answer: (
            wanted.append(answer.url)
            if answer.request.resource_type in ("script", "stylesheet")
            else None
        ),
    )
    page.goto(f"{server.url}/login")
    page.get_by_role("button", name="登录", exact=True).wait_for()
    page.wait_for_load_state("networkidle")

    with httpx.Client(headers={"Accept-Encoding": "gzip"}) as client:
        weights = {url: _on_the_wire(client, url) for url in wanted}
    print(f"sign-in screen: {sum(weights.values()) / 1024:.1f} KiB of scripts and styles, gzip")
    assert any(url.endswith(".css") for url in weights)
    assert sum(weights.values()) <= LOGIN_LIMIT


def _on_the_wire(client: httpx.Client, url: str) -> int:
    with client.stream("GET", url) as answer:
        return sum(len(part) for part in answer.raise_for_status().iter_raw())


def test_without_a_network_the_list_comes_up(
    server: Server, cadre: str, phone: Callable[..., Phone]
) -> None:
    hers = phone("hers", kept=True)
    page = hers.open()
    sign_in(page, server.url, cadre)
    expect(page.get_by_text(SHOP).first).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => !!navigator.serviceWorker.controller")
    hers.close()

    page = hers.open(offline=True)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    begun = time.monotonic()
    page.goto(server.url)
    expect(page.get_by_text(SHOP).first).to_be_visible()

    # Printed and not asserted: how fast a shared machine is says little about a phone.
    print(f"offline start, slowed four times: {time.monotonic() - begun:.1f} s")
    expect(page.get_by_text("当前无网络，可以照常督导")).to_be_visible()
