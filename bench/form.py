"""The form on a slow phone: `python -m bench.form [--slowdown 4] [--rounds 3] [--taps 60]`.

A practice checklist of 60 questions in a real browser whose processor is slowed down: from a tap on
an answer to 已存本机, and the longest task while the form opens, while tapping, and while typing.
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import make_engine, now, open_session
from app.migrate import migrate
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings
from bench.serving import HOST, Server
from tests.builders import make_assignment, make_entity, make_region_tree
from tests.e2e.steps import password_account, sign_in
from tests.e2e.windows import executable
from tests.shelves import add_version, make_long, own_shelf

SECRET = "only-for-measuring-0123456789abcdef0123456789"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
WORDS = "冷藏柜里生熟混放，最下层有没盖的熟肉，上面是生鱼"
KEY_MS = 90
"""Between two characters: a fast typist."""

_WATCH = """() => {
  const seen = { long: [], taps: [], keys: [], phase: 'open', at: null }
  window.seen = seen
  new PerformanceObserver(list => list.getEntries()
    .forEach(one => seen.long.push([seen.phase, one.duration])))
    .observe({ type: 'longtask', buffered: true })
  new PerformanceObserver(list => list.getEntries().filter(one => one.name === 'keypress'
    || one.name === 'input').forEach(one => seen.keys.push(one.duration)))
    .observe({ type: 'event', durationThreshold: 16 })
  addEventListener('pointerup', () => { seen.at = performance.now(); seen.unsaved = false }, true)
  new MutationObserver(() => {
    if (seen.at === null) return
    const said = document.querySelector('.subbar [role=status]')?.textContent ?? ''
    if (!said.includes('已存本机')) seen.unsaved = true
    else if (seen.unsaved) { seen.taps.push(performance.now() - seen.at); seen.at = null }
  }).observe(document, { subtree: true, childList: true, characterData: true })
}"""
_ASKED = """() => [...document.querySelectorAll('section.card.item')]
  .flatMap((card, place) => card.querySelector('[role=radio]') ? [place] : [])"""
_ANSWER = """([place, name]) => {
  const card = document.querySelectorAll('section.card.item')[place]
  const radio = [...card.querySelectorAll('[role=radio]')]
    .find(one => one.textContent.trim() === name)
  radio.scrollIntoView({ block: 'center', behavior: 'instant' })
  const box = radio.getBoundingClientRect()
  return [box.x + box.width / 2, box.y + box.height / 2]
}"""


@contextmanager
def serving() -> Iterator[tuple[str, str]]:
    """A server with one shop and the long checklist: where it is, and the shop."""
    with tempfile.TemporaryDirectory(prefix="dudao-form-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        shelf = own_shelf(Path(folder) / "checklists")
        add_version(shelf, "catering", make_long)
        engine = make_engine(Settings(data=data))
        migrate(engine)
        with open_session(engine) as session:
            set_scope(session, EVERYWHERE)
            make_region_tree(session)
            cadre = password_account(session, "cadre")
            shop = make_entity(session)
            make_assignment(session, shop, cadre, due_in=period_of(shanghai_date(now())))
            entity = str(shop.id)
        engine.dispose()
        settings = {"DUDAO_DATA": str(data), "DUDAO_CHECKLISTS": str(shelf), "DUDAO_DEMO": "1"}
        server = Server(settings | {"DUDAO_SECRET": SECRET}).start()
        try:
            yield f"http://{HOST}:{server.port}", entity
        finally:
            server.stop()


def measure(
    page: Page, cdp: CDPSession, place: tuple[str, str], *, slowdown: int, most: int
) -> dict[str, Any]:
    """Open the form, tap answers, write what is wrong; what was seen meanwhile."""
    url, entity = place
    page.goto(f"{url}/entity/{entity}")
    button = page.get_by_role("button", name="开始督导").or_(
        page.get_by_role("button", name="继续督导")
    )
    button.wait_for()
    # What the phone does once after a start belongs to no form.
    page.wait_for_timeout(3000)
    page.evaluate(_WATCH)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    button.click()
    cards = page.locator("section.card.item")
    cards.first.wait_for()
    count = cards.count()
    page.wait_for_timeout(2000)
    asked: list[int] = page.evaluate(_ASKED)
    for number in asked[:: max(1, len(asked) // most)]:
        _tap(page, number, "符合")
    wrong = asked[len(asked) // 2 + 1]
    _tap(page, wrong, "不符合")
    box = cards.nth(wrong).get_by_label("问题描述")
    box.focus()
    # Out of sight no frame shows the letters, and the browser tells no delay.
    box.evaluate("box => box.scrollIntoView({ block: 'center', behavior: 'instant' })")
    page.wait_for_timeout(800)
    page.evaluate("seen.phase = 'typing'")
    for letter in WORDS * 2:
        cdp.send("Input.insertText", {"text": letter})
        page.wait_for_timeout(KEY_MS)
    page.wait_for_timeout(800)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    found: dict[str, Any] = page.evaluate("seen")
    return found | {"cards": count}


def _tap(page: Page, place: int, name: str) -> None:
    page.evaluate("seen.phase = 'between'")
    x, y = page.evaluate(_ANSWER, [place, name])
    page.wait_for_timeout(250)
    before = page.evaluate("(seen.phase = 'taps', seen.taps.length)")
    page.touchscreen.tap(x, y)
    page.wait_for_function("n => seen.taps.length > n", arg=before, polling=50)


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of them lie; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def main() -> None:
    """Measure in fresh browsers, and print one line for each."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--slowdown", type=int, default=4)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--taps", type=int, default=60)
    given = asked.parse_args()
    print(f"processor {given.slowdown} times slower; milliseconds")
    print(" cards  taps  saved p50  p95  max   longest task: opening  tapping  typing   key p95")
    with serving() as (url, entity), sync_playwright() as playwright:
        for _round in range(given.rounds):
            with tempfile.TemporaryDirectory(prefix="dudao-phone-") as profile:
                context = playwright.chromium.launch_persistent_context(
                    profile,
                    executable_path=executable(),
                    args=FLAGS,
                    viewport={"width": 390, "height": 844},
                    is_mobile=True,
                    has_touch=True,
                    locale="zh-CN",
                    timezone_id="Asia/Shanghai",
                )
                page = context.pages[0]
                sign_in(page, url, "cadre")
                cdp = context.new_cdp_session(page)
                seen = measure(page, cdp, (url, entity), slowdown=given.slowdown, most=given.taps)
                context.close()
            taps = seen["taps"]
            longest = [
                max((ms for phase, ms in seen["long"] if phase == name), default=0)
                for name in ("open", "taps", "typing")
            ]
            tasks = "  ".join(f"{ms:>7.0f}" if ms else "    <50" for ms in longest)
            print(
                f"{seen['cards']:>6} {len(taps):>5} {percentile(taps, 0.5):>10.0f} "
                f"{percentile(taps, 0.95):>4.0f} {max(taps):>4.0f} {'':>16}{tasks} "
                f"{percentile(seen['keys'], 0.95):>9.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
