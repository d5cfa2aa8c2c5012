"""Windows of one Chromium that all tests of a run share: each knows nothing of the others.

A Chromium of its own costs a test several seconds of the machine, a window a fraction of one.
"""

import shutil
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Playwright, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}
PATIENCE_MS = 30_000

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
HERE: dict[str, Any] = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
AS_A_PHONE: dict[str, Any] = {"viewport": PHONE, "is_mobile": True, "has_touch": True}


def executable() -> str | None:
    """The system's Chromium: the shell without a window, which starts sooner, or all of it."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    return next(filter(None, map(shutil.which, names)), None)


def chromium(playwright: Playwright) -> Browser:
    """The system's Chromium, that keeps nothing."""
    return playwright.chromium.launch(executable_path=executable(), args=FLAGS)


def window(
    browser: Browser,
    *,
    desk: bool = False,
    size: ViewportSize | None = None,
    worker: bool = False,
) -> BrowserContext:
    """A phone's or a desk's window.

    Without a worker the app's files are not laid on its shelf: two hundred requests less.
    """
    look = {"viewport": DESK} if desk else AS_A_PHONE
    context = browser.new_context(
        **(look | ({"viewport": size} if size else {}) | HERE),
        service_workers="allow" if worker else "block",
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE_MS)
    return context
