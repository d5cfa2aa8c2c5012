"""What can be measured of a screen: axe's verdict, targets for a thumb, what leaves the edge."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, ViewportSize

from app.settings import ROOT

AXE = ROOT / "pwa" / "node_modules" / "axe-core" / "axe.min.js"
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 693}

_RUN = """options => axe.run(document, {resultTypes: ['violations'], ...options})
  .then(told => told.violations
    .filter(one => ['serious', 'critical'].includes(one.impact))
    .flatMap(one => one.nodes.slice(0, 3).map(node => [one.id, node])))
  .then(nodes => nodes.map(([id, node]) =>
    `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`))"""
_IS_DARK = """wanted => !document.querySelector('#app')
  || document.documentElement.classList.contains('van-theme-dark') === wanted"""
_CONTRAST: dict[str, Any] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}

# Everything a thumb must hit: bars, answers, choices, and every button. Links in running text are
# as high as their line; the rules for targets leave them out too.
_SMALL = """() => [...document.querySelectorAll(
    'button, [role=button], [role=radio], [role=checkbox], .bbar a, nav a, select')]
  .filter(one => one.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 43.5 || box.height < 43.5))
  .map(([one, box]) => `${(one.innerText || one.ariaLabel || one.className).trim()} `
    + `${Math.round(box.width)}x${Math.round(box.height)}`)"""

_CUT = """width => [...document.querySelectorAll('body *')]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > width + 1)
  .filter(one => {
    for (let up = one.parentElement; up && up !== document.body; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== 'visible') return false
    return true
  })
  .map(one => `${one.tagName}.${one.className} ${(one.innerText ?? '').slice(0, 30)}`)
  .slice(0, 3)"""
_WIDTH = "() => document.documentElement.scrollWidth"
_LARGEST = """on => {
  document.documentElement.style.setProperty('--dd-scale', on ? '1.3' : '1')
  document.documentElement.dataset.fs = on ? 'xl' : ''
}"""


def faults(page: Page) -> list[str]:
    """What axe calls serious or critical; in the dark only contrast can differ."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    _switch(page, dark=False)
    found: list[str] = page.evaluate(_RUN, {})
    _switch(page, dark=True)
    found += [f"dark {one}" for one in page.evaluate(_RUN, _CONTRAST)]
    _switch(page, dark=False)
    return found


def _switch(page: Page, *, dark: bool) -> None:
    # The app hears of it with the next frame; axe must not look at half a change.
    page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    page.wait_for_function(_IS_DARK, arg=dark)


def small_targets(page: Page) -> list[str]:
    """Buttons and choices a thumb can miss."""
    found: list[str] = page.evaluate(_SMALL)
    return found


def cut(page: Page) -> list[str]:
    """What does not fit the width: on a narrow phone, with the largest letters, and with both."""
    found = []
    for size, largest in ((NARROW, False), (PHONE, True), (NARROW, True)):
        page.set_viewport_size(size)
        page.evaluate(_LARGEST, largest)
        page.wait_for_timeout(100)
        width = size["width"]
        where = f"{width}px{' 130%' if largest else ''}"
        found += [f"{where}: {one}" for one in page.evaluate(_CUT, width)]
        if page.evaluate(_WIDTH) > width:
            found.append(f"{where}: scrolls sideways")
    page.set_viewport_size(PHONE)
    page.evaluate(_LARGEST, False)
    return found


@dataclass
class Seen:
    """What was found, by screen; a screen without findings is here with none."""

    faults: dict[str, list[str]] = field(default_factory=dict)
    small: dict[str, list[str]] = field(default_factory=dict)
    cut: dict[str, list[str]] = field(default_factory=dict)

    def look(self, page: Page, name: str) -> None:
        """Look at the screen that is open."""
        # What slides or fades in has to stand still first.
        page.wait_for_timeout(350)
        self.faults[name] = faults(page)
        self.small[name] = small_targets(page)
        self.cut[name] = cut(page)
