"""The app on the phone's own shelf: it starts without a network, a new version waits its turn."""

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import make_engine, now, open_session
from app.notices.codes import check_character
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings
from tests.builders import make_assignment, make_entity, make_notice, make_region_tree
from tests.e2e.conftest import Phone
from tests.e2e.steps import password_account, sign_in
from tests.serving import ServerProcess, free_port

SHOP = "禾谷里餐饮店"
CODE = f"2345678{check_character('2345678')}"
OFFER = "有新版本，点此更新"
FIRST_SCREEN = """new MutationObserver((_, watch) => {
  const screen = document.querySelector('#app main')
  if (!screen) return
  watch.disconnect()
  window.firstScreen = screen.innerText
}).observe(document, { childList: true, subtree: true })"""

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Installed:
    """A running installation with a build of its own, which a test may replace."""

    url: str
    entity: str
    build: Path


@pytest.fixture
def installed(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installed]:
    """A cadre who answers for one shop with a notice."""
    build = tmp_path / "build"
    shutil.copytree(Settings().pwa, build)
    monkeypatch.setenv("DUDAO_PWA", str(build))
    engine = make_engine(settings)
    with open_session(engine) as session:
        set_scope(session, EVERYWHERE)
        make_region_tree(session)
        cadre = password_account(session, "cadre")
        shop = make_entity(session, name=SHOP)
        make_assignment(session, shop, cadre, due_in=period_of(shanghai_date(now())))
        make_notice(session, shop, short_code=CODE)
        entity = str(shop.id)
    engine.dispose()
    port = free_port()
    process = ServerProcess(settings, port)
    yield Installed(f"http://127.0.0.1:{port}", entity, build)
    process.stop()


@pytest.fixture
def hers(installed: Installed, phone: Callable[..., Phone]) -> Phone:
    """The cadre's phone: signed in once, the app on its shelf."""
    one = phone("hers", kept=True)
    page = one.open()
    sign_in(page, installed.url, "cadre")
    expect(page.get_by_text(SHOP).first).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => !!navigator.serviceWorker.controller")
    return one


def _page(phone: Phone) -> Page:
    assert phone.context
    return phone.context.pages[0]


def _deploy(build: Path) -> None:
    """A next version: another page, and a worker that knows of it."""
    index = build / "index.html"
    old = index.read_bytes()
    index.write_bytes(old.replace(b"</head>", b'<meta name="build" content="next"></head>'))
    worker = build / "sw.js"
    revision = hashlib.md5(index.read_bytes()).hexdigest()
    known, entries = re.subn(
        r'"revision":"[0-9a-f]+","url":"index\.html"',
        f'"revision":"{revision}","url":"index.html"',
        worker.read_text(encoding="utf-8"),
    )
    assert entries == 1
    worker.write_text(known, encoding="utf-8")
    for packed in [*build.glob("index.html.*"), *build.glob("sw.js.*")]:
        packed.unlink()


def _come_back_to(page: Page) -> None:
    """Look at the app again, which is when it asks for a newer version; wait until it is here."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_function(
        "() => navigator.serviceWorker.getRegistration().then(found => !!found.waiting)"
    )


def _version(page: Page) -> str | None:
    found: str | None = page.evaluate("document.querySelector('meta[name=build]')?.content ?? null")
    return found


def test_after_a_kill_it_starts_offline_at_home_and_at_a_deep_link(
    installed: Installed, hers: Phone
) -> None:
    hers.kill()
    page = hers.open(offline=True)
    page.goto(installed.url)
    expect(page.get_by_text(SHOP).first).to_be_visible()
    page.goto(f"{installed.url}/entity/{installed.entity}")
    expect(page.get_by_role("button", name="开始督导")).to_be_visible()
    page.goto(f"{installed.url}/r/not-known-here?from=a.link")
    expect(page.locator("#app main")).to_be_visible()


def test_after_a_kill_the_very_first_screen_is_the_list_and_knows_what_is_only_here(
    installed: Installed, hers: Phone
) -> None:
    page = _page(hers)
    hers.offline(True)
    page.goto(f"{installed.url}/entity/{installed.entity}")
    page.get_by_text("无法督导").click()
    page.get_by_role("radio", name="停业").click()
    page.get_by_label("情况说明").fill("门上贴着停业告示")
    page.get_by_role("button", name="提交登记").click()
    page.wait_for_url("**/saved/*")
    hers.kill()

    page = hers.open(offline=True)
    page.add_init_script(FIRST_SCREEN)
    page.goto(installed.url)
    page.wait_for_function("() => 'firstScreen' in window")
    first = page.evaluate("window.firstScreen")
    assert "1 条记录只存在这部手机" in first
    assert "1 家都督导完了" in first
    expect(page.get_by_text("1 条记录只存在这部手机")).to_be_visible()


def test_a_notice_opens_the_shop_for_its_cadre_and_the_public_page_when_asked(
    installed: Installed, hers: Phone
) -> None:
    page = _page(hers)
    page.goto(f"{installed.url}/n/{CODE}?public=1")
    expect(page.locator("#app")).to_have_count(0)
    expect(page.get_by_text(SHOP).first).to_be_visible()

    hers.offline(True)
    page.goto(f"{installed.url}/n/{CODE}")
    page.wait_for_url(f"**/entity/{installed.entity}")
    expect(page.get_by_role("button", name="开始督导")).to_be_visible()


def test_a_new_version_is_offered_and_comes_with_one_tap(installed: Installed, hers: Phone) -> None:
    page = _page(hers)
    _deploy(installed.build)
    _come_back_to(page)
    assert _version(page) is None
    page.get_by_role("button", name=OFFER).click()
    page.wait_for_function("() => !!document.querySelector('meta[name=build]')")
    expect(page.get_by_text(SHOP).first).to_be_visible()
    expect(page.get_by_role("button", name=OFFER)).to_have_count(0)


def test_an_open_draft_is_not_reloaded_even_when_another_page_takes_the_new_version(
    installed: Installed, hers: Phone
) -> None:
    page = _page(hers)
    page.goto(f"{installed.url}/entity/{installed.entity}")
    page.get_by_role("button", name="开始督导").click()
    card = page.locator("section.card.item").first
    card.get_by_role("radio", name="符合", exact=True).click()
    page.evaluate("window.neverReloaded = true")

    _deploy(installed.build)
    _come_back_to(page)
    expect(page.get_by_role("button", name=OFFER)).to_have_count(0)

    assert hers.context
    other = hers.context.new_page()
    other.goto(f"{installed.url}/home")
    other.get_by_role("button", name=OFFER).click()
    other.wait_for_function("() => !!document.querySelector('meta[name=build]')")
    other.close()
    page.wait_for_timeout(500)
    assert page.evaluate("window.neverReloaded") is True
    expect(card.get_by_role("radio", name="符合", exact=True)).to_be_checked()

    page.get_by_role("button", name="返回").click()
    page.get_by_role("button", name=OFFER).click()
    page.wait_for_function("() => !!document.querySelector('meta[name=build]')")
    expect(page.get_by_role("button", name="继续督导")).to_be_visible()


def test_a_screen_gone_since_a_deploy_is_asked_for_again_and_not_left_blank(
    installed: Installed, phone: Callable[..., Phone]
) -> None:
    page = phone("private").open()
    # As in a private window: no worker keeps the old files.
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    sign_in(page, installed.url, "cadre")
    expect(page.get_by_text(SHOP).first).to_be_visible()
    _deploy(installed.build)
    for screen in (installed.build / "assets").glob("leaves-*.js*"):
        screen.rename(installed.build / screen.name)
    page.goto(f"{installed.url}/me")
    page.get_by_text("疑似食品安全事故").click()
    again = page.get_by_role("button", name="这一页没打开，点此重新载入")
    expect(again).to_be_visible()

    for screen in installed.build.glob("leaves-*.js*"):
        screen.rename(installed.build / "assets" / screen.name)
    again.click()
    page.wait_for_url("**/accident")
    expect(page.get_by_role("heading", name="先救人")).to_be_visible()
