"""What a visit costs its cadre: `python -m bench.effort`.

The happy path of a village's food shop, nothing wrong, the licence in the register: from the shop's
page to the saved record, 其余均符合 included.  Counted: taps, screens, pixels scrolled, characters
typed.  Assumed: 1.5 s a tap, 1 s for 500 px, 1 s for 2 characters, 10 s for each signature.
"""

import shutil
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from pydantic import SecretStr

from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import make_engine, now, open_session
from app.migrate import migrate
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings
from bench.serving import HOST, Server
from tests.builders import make_assignment, make_entity, make_region_tree
from tests.e2e.filling import questions, sign
from tests.e2e.steps import password_account, sign_in

SECRET = "only-for-measuring-0123456789abcdef0123456789"
TAP_S, SCROLL_PX_A_S, CHARS_A_S, SIGN_S = 1.5, 500, 2, 10
GRAVE = ("CIRC-A01", "CIRC-E01")
_COUNT = """() => {
  const seen = { taps: 0, px: 0, chars: 0, y: 0 }
  window.seen = seen
  addEventListener('click', one => one.isTrusted && (seen.taps += 1), true)
  addEventListener('input', one => {
    if (one.target.matches('input, textarea')) seen.chars += one.target.value.length
  }, true)
  addEventListener('scroll', () => { seen.px += Math.abs(scrollY - seen.y); seen.y = scrollY })
}"""
_UNANSWERED = """() => [...document.querySelectorAll('.card.item')]
  .filter(card => [...card.querySelectorAll('.tag')].some(one => one.textContent === '未答'))
  .map(card => card.id)"""


def _prepared(settings: Settings) -> str:
    engine = make_engine(settings)
    migrate(engine)
    with open_session(engine) as session:
        set_scope(session, EVERYWHERE)
        make_region_tree(session)
        cadre = password_account(session, "cadre", name="周明远", post="社区党委委员")
        shop = make_entity(session, business_type="circulation", kind="便利店/食杂店")
        shop.licence_no, shop.licence_valid_to = "JY13701020012345", date(2030, 1, 1)
        session.add(shop)
        session.commit()
        make_assignment(session, shop, cadre, due_in=period_of(shanghai_date(now())))
        id = str(shop.id)
    engine.dispose()
    return id


def _answer(page: Page, card_id: str) -> None:
    card = page.locator(f"#{card_id}")
    card.get_by_role("radiogroup").first.get_by_role("radio", name="符合", exact=True).click()
    questions(card)


def _walk(page: Page) -> int:
    """From the shop's page to the saved record; gives the screens and sheets that were seen."""
    page.get_by_role("button", name="开始督导").click()
    page.locator(".card.item").first.wait_for()
    for code in GRAVE:
        _answer(page, f"item-{code}")
    page.get_by_role("button", name="其余均符合").click()
    page.get_by_role("button", name="都看过，符合").click()
    for card_id in page.evaluate(_UNANSWERED):
        _answer(page, card_id)
    page.get_by_role("button", name="去签字").click()
    page.get_by_role("radio", name="孙立华").click()
    for who in ("周明远", "孙立华"):
        page.get_by_role("button", name="点这里横屏签字").first.click()
        sign(page, who)
    page.get_by_role("button", name="提交督导记录").click()
    page.wait_for_url("**/saved/**")
    # The shop, the form, the sheet of 其余均符合, 核对签字, two pads, the saved record.
    return 7


def main() -> None:
    """Walk once and print what it took."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings = Settings(data=Path(folder), secret=SecretStr(SECRET))
        shop = _prepared(settings)
        server = Server({"DUDAO_DATA": folder, "DUDAO_SECRET": SECRET, "DUDAO_DEMO": "1"}).start()
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        try:
            page = browser.new_page(
                viewport={"width": 390, "height": 844},
                has_touch=True,
                is_mobile=True,
                locale="zh-CN",
            )
            url = f"http://{HOST}:{server.port}"
            sign_in(page, url, "cadre")
            page.goto(f"{url}/entity/{shop}")
            page.evaluate(_COUNT)
            screens = _walk(page)
            seen = page.evaluate("() => window.seen")
        finally:
            browser.close()
            server.stop()
    taps, px, chars = seen["taps"], round(seen["px"]), seen["chars"]
    seconds = taps * TAP_S + px / SCROLL_PX_A_S + chars / CHARS_A_S + 2 * SIGN_S
    print(f"taps {taps}, screens {screens}, scrolled {px} px, typed {chars}: {seconds:.0f} s")


if __name__ == "__main__":
    main()
