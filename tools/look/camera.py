"""Takes each screen four ways: light, dark, 320 px wide, and with the largest letters."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 693}
DESK: ViewportSize = {"width": 1440, "height": 900}
"""As in the design; the menu has words here, and is a rail on the smaller one."""
SMALL_DESK: ViewportSize = {"width": 1024, "height": 768}
LARGE_DESK: ViewportSize = {"width": 1920, "height": 1080}
A4: ViewportSize = {"width": 794, "height": 1123}
TALLEST = 3200
_LARGEST = """on => {
  const root = document.documentElement
  root.style.setProperty('--dd-scale', on ? '1.3' : '1')
  root.dataset.fs = on ? 'xl' : ''
  // The public page has no setting of its own: there the browser's text size counts.
  if (!document.querySelector('#app')) root.style.fontSize = on ? '130%' : ''
}"""
_SETTLED = "() => [...document.images].every(image => image.complete)"
_HEIGHT = "() => Math.ceil(document.documentElement.scrollHeight)"


@dataclass
class Shot:
    """A screen and the pictures taken of it, by variant."""

    name: str
    title: str
    files: dict[str, str] = field(default_factory=dict)


@dataclass
class Camera:
    """Saves pictures into a folder and remembers them."""

    folder: Path
    shots: list[Shot] = field(default_factory=list)

    def take(
        self, page: Page, name: str, title: str, *, tall: bool = True, alone: bool = False
    ) -> None:
        """Take the screen as it stands.

        `tall`: everything but the first picture shows the whole page, as far down as it goes;
        sheets and the viewfinder are not tall. `alone`: only in light.
        """
        shot = Shot(name, title)
        self.shots.append(shot)
        print(f"  {len(self.shots):2}  {name}  {title}", flush=True)
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self._save(page, shot, "light", PHONE, tall=False)
        if tall and page.evaluate(_HEIGHT) > PHONE["height"]:
            self._save(page, shot, "light-full", PHONE, tall=True)
        if not alone:
            page.emulate_media(color_scheme="dark")
            self._save(page, shot, "dark", PHONE, tall=tall)
            page.emulate_media(color_scheme="light")
            self._save(page, shot, "320", NARROW, tall=tall)
            page.evaluate(_LARGEST, True)
            self._save(page, shot, "130", PHONE, tall=tall)
            page.evaluate(_LARGEST, False)
        page.set_viewport_size(PHONE)

    def take_desk(self, page: Page, name: str, title: str, *, alone: bool = False) -> None:
        """Take a screen of a desk as it stands; not `alone`, in the dark, narrower and larger."""
        shot = Shot(name, title)
        self.shots.append(shot)
        print(f"  {len(self.shots):2}  {name}  {title}", flush=True)
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self._save(page, shot, "light", DESK, tall=False)
        if not alone:
            page.emulate_media(color_scheme="dark")
            self._save(page, shot, "dark", DESK, tall=False)
            page.emulate_media(color_scheme="light")
            self._save(page, shot, "1024", SMALL_DESK, tall=False)
            self._save(page, shot, "1920", LARGE_DESK, tall=False)
            page.evaluate(_LARGEST, True)
            self._save(page, shot, "130", SMALL_DESK, tall=False)
            page.evaluate(_LARGEST, False)
        page.set_viewport_size(DESK)

    def _save(
        self, page: Page, shot: Shot, variant: str, size: ViewportSize, *, tall: bool
    ) -> None:
        page.set_viewport_size(size)
        page.wait_for_timeout(120)
        if tall:
            # The window grows to the page, so that bars at the bottom are at its bottom.
            height = min(max(page.evaluate(_HEIGHT), size["height"]), TALLEST)
            page.set_viewport_size({"width": size["width"], "height": height})
            page.wait_for_timeout(80)
        page.wait_for_function(_SETTLED)
        file = f"{shot.name}-{variant}.png"
        page.screenshot(path=self.folder / file, animations="disabled")
        shot.files[variant] = file

    def take_paper(self, page: Page, name: str, title: str) -> None:
        """Take a page that is open already as it will be printed, however long."""
        shot = Shot(name, title)
        self.shots.append(shot)
        print(f"  {len(self.shots):2}  {name}  {title}", flush=True)
        page.emulate_media(media="print", color_scheme="light")
        self._save(page, shot, "light", A4, tall=True)


def new_phone(browser: Browser, *, worker: bool = True) -> BrowserContext:
    """Another phone with nothing on it."""
    context = browser.new_context(
        viewport=PHONE,
        device_scale_factor=1,
        is_mobile=True,
        has_touch=True,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        service_workers="allow" if worker else "block",
        permissions=["camera"],
    )
    context.set_default_timeout(20_000)
    return context


def on_top(part: Locator, above: int) -> None:
    """Scroll until `part` stands `above` pixels under the top."""
    part.evaluate(
        "(e, above) => window.scrollTo(0, e.getBoundingClientRect().top + scrollY - above)", above
    )
