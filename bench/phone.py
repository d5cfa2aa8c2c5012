"""A phone to measure on: Chromium at 390×844 on a profile of its own, slowed down on request."""

from pathlib import Path
from typing import Self

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright

from tests.e2e.windows import executable

PROBE = Path(__file__).with_name("probe.js")
FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
SPIN = "() => { const begun = performance.now(); let n = 0; "
SPIN += "for (let i = 0; i < 3e7; i += 1) n += i % 7; return performance.now() - begun + n * 0 }"


class Phone:
    """One profile, and a browser that can be closed and started again on it."""

    def __init__(self, playwright: Playwright, profile: Path) -> None:
        self._playwright = playwright
        self._profile = profile
        self._context: BrowserContext | None = None

    @property
    def context(self) -> BrowserContext:
        """The running browser."""
        assert self._context is not None, "the phone is switched off"
        return self._context

    def start(self, *, offline: bool = False) -> Self:
        """Start the browser; the app is not opened yet."""
        self._context = self._playwright.chromium.launch_persistent_context(
            str(self._profile),
            executable_path=executable(),
            args=FLAGS,
            viewport={"width": 390, "height": 844},
            is_mobile=True,
            has_touch=True,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            offline=offline,
        )
        self._context.set_default_timeout(60_000)
        return self

    def stop(self) -> None:
        """Close the whole browser; the profile stays."""
        if self._context is not None:
            self._context.close()
            self._context = None

    def page(self, *, slowdown: float = 1, probed: bool = False) -> tuple[Page, CDPSession]:
        """A new page whose CPU is slowed down, with its line to the browser's tools."""
        page = self.context.new_page()
        if probed:
            page.add_init_script(path=PROBE)
        tools = self.context.new_cdp_session(page)
        if slowdown != 1:
            tools.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
        return page, tools


def spin_ms(page: Page) -> float:
    """How long a fixed piece of arithmetic takes on this page now."""
    return min(float(page.evaluate(SPIN)) for _ in range(3))
