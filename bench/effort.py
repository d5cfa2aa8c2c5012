"""What a visit costs its cadre: `python -m bench.effort`.

The happy path of four kinds of enterprise, nothing wrong, the licence in the register: from the
enterprise's page to the saved record, 其余均符合 included.  Counted: taps, screens, pixels
scrolled, characters typed, and characters that stand on the cards.  Assumed: 1.2 s a tap, 8
characters read a second, 2 typed a second, 500 px a second, 10 s for each signature.
"""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from pydantic import SecretStr

from app.assignments.rules import period_of
from app.checklists.library import get_library
from app.clock import shanghai_date
from app.db import make_engine, now, open_session
from app.migrate import migrate
from app.regions.models import Level
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings
from bench.serving import HOST, Server
from tests.builders import make_assignment, make_entity, make_region_tree
from tests.e2e.filling import hand_in, questions
from tests.e2e.steps import password_account, sign_in
from tests.e2e.windows import executable

SECRET = "only-for-measuring-0123456789abcdef0123456789"
TAP_S, SCROLL_PX_A_S, TYPED_A_S, READ_A_S, SIGN_S = 1.2, 500, 2, 8, 10
_COUNT = """() => {
  const seen = { taps: 0, px: 0, chars: 0, y: 0 }
  window.seen = seen
  addEventListener('click', one => one.isTrusted && (seen.taps += 1), true)
  addEventListener('input', one => {
    if (one.target.matches('input, textarea')) seen.chars += one.target.value.length
  }, true)
  addEventListener('scroll', () => { seen.px += Math.abs(scrollY - seen.y); seen.y = scrollY })
}"""
_READ = """() => [...document.querySelectorAll('.card.item')]
  .reduce((sum, card) => sum + card.innerText.replace(/\\s/g, '').length, 0)"""
_UNANSWERED = """() => [...document.querySelectorAll('.card.item')]
  .filter(card => [...card.querySelectorAll('.tag')].some(one => one.textContent === '未答'))
  .map(card => card.id)"""


@dataclass(frozen=True)
class Kind:
    """An enterprise to be visited."""

    name: str
    business_type: str
    kind: str
    level: Level
    flags: tuple[str, ...] = ()
    grade: str = "D"


KINDS = (
    Kind("village food shop", "circulation", "便利店/食杂店", Level.VILLAGE),
    Kind(
        "school canteen",
        "catering",
        "学校食堂",
        Level.TOWN,
        ("is_canteen", "is_school", "requires_director"),
        "C",
    ),
    Kind(
        "supermarket",
        "circulation",
        "商场超市",
        Level.COUNTY,
        ("is_enterprise", "requires_director", "cold_chain", "sells_bulk", "sells_fresh_meat"),
        "B",
    ),
    Kind(
        "infant-formula producer",
        "special",
        "婴幼儿配方食品生产企业",
        Level.CITY,
        ("is_enterprise", "requires_director", "infant_formula"),
        "A",
    ),
)


def _prepared(settings: Settings) -> list[str]:
    """The enterprises' ids, all of one cadre."""
    engine = make_engine(settings)
    migrate(engine)
    with open_session(engine) as session:
        set_scope(session, EVERYWHERE)
        make_region_tree(session)
        cadre = password_account(session, "cadre", name="周明远", post="社区党委委员")
        ids = []
        for one in KINDS:
            made = make_entity(
                session,
                name=one.kind,
                business_type=one.business_type,
                kind=one.kind,
                grade=one.grade,
                flags=dict.fromkeys(one.flags, True),
            )
            made.licence_no, made.licence_valid_to = "JY13701020012345", date(2030, 1, 1)
            session.add(made)
            session.commit()
            due = period_of(shanghai_date(now()))
            make_assignment(session, made, cadre, level=one.level, due_in=due)
            ids.append(str(made.id))
    engine.dispose()
    return ids


def _grave() -> set[str]:
    """The items that must each be answered by themselves."""
    return {
        item.code
        for version in get_library()
        for item in version.body.items()
        if item.severity == "critical" or item.needs_professional
    }


def _answer(page: Page, card_id: str) -> None:
    card = page.locator(f"#{card_id}")
    card.get_by_role("radiogroup").first.get_by_role("radio", name="符合", exact=True).click()
    questions(card)


def _walk(page: Page, grave: set[str]) -> int:
    """From the enterprise's page to the saved record; gives how many characters were read."""
    page.get_by_role("button", name="开始督导").click()
    page.locator(".card.item").first.wait_for()
    for card_id in page.evaluate(_UNANSWERED):
        if card_id.removeprefix("item-") in grave:
            _answer(page, card_id)
    # Not offered where every item has to be answered by itself.
    page.wait_for_timeout(1000)
    if page.get_by_role("button", name="其余均符合").count():
        page.get_by_role("button", name="其余均符合").click()
        page.get_by_role("button", name="都看过，符合").click()
    for card_id in page.evaluate(_UNANSWERED):
        _answer(page, card_id)
    read: int = page.evaluate(_READ)
    hand_in(page)
    page.wait_for_url("**/saved/**")
    return read


SCREENS = 7
"""The enterprise, the form, the sheet of 其余均符合, 核对签字, two pads, the saved record."""


def main() -> None:
    """Walk each kind once and print what it took."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings = Settings(data=Path(folder), secret=SecretStr(SECRET))
        shops = _prepared(settings)
        server = Server({"DUDAO_DATA": folder, "DUDAO_SECRET": SECRET, "DUDAO_DEMO": "1"}).start()
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        try:
            page = browser.new_page(
                viewport={"width": 390, "height": 844},
                has_touch=True,
                is_mobile=True,
                locale="zh-CN",
            )
            url = f"http://{HOST}:{server.port}"
            sign_in(page, url, "cadre")
            for kind, shop in zip(KINDS, shops, strict=True):
                page.goto(f"{url}/entity/{shop}")
                page.evaluate(_COUNT)
                read = _walk(page, _grave())
                _tell(kind, read, page.evaluate("() => window.seen"))
        finally:
            browser.close()
            server.stop()


def _tell(kind: Kind, read: int, seen: dict[str, float]) -> None:
    taps, px, typed = seen["taps"], round(seen["px"]), seen["chars"]
    done = taps * TAP_S + px / SCROLL_PX_A_S + typed / TYPED_A_S + 2 * SIGN_S
    print(
        f"{kind.name}: taps {taps}, screens {SCREENS}, scrolled {px} px, typed {typed}: "
        f"{done:.0f} s; every word on the cards ({read}): {read / READ_A_S:.0f} s"
    )


if __name__ == "__main__":
    main()
