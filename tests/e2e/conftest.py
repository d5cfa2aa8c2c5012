"""A real server process on each database, and phones: Chromium at 390×844, profile on disk."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, ViewportSize
from pydantic import SecretStr
from sqlalchemy import Engine

from app.db import make_engine
from app.settings import Settings
from tests.conftest import SECRET
from tests.e2e.desks import new_desk
from tests.e2e.offices import Office, found_at, people_and_shops
from tests.serving import ServerProcess, free_port

VIEWPORT: ViewportSize = {"width": 390, "height": 844}


@dataclass
class Server:
    """A running server: where it listens, and its database."""

    url: str
    settings: Settings
    engine: Engine


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    """The product's server on a fresh database."""
    port = free_port()
    process = ServerProcess(settings, port)
    engine = make_engine(settings)
    yield Server(f"http://127.0.0.1:{port}", settings, engine)
    process.stop()
    engine.dispose()


class Phone:
    """A phone: one Chromium profile that survives being killed."""

    def __init__(self, playwright: Playwright, profile: Path, camera: Path | None = None) -> None:
        self.playwright = playwright
        self.profile = profile
        self.camera = camera
        self.context: BrowserContext | None = None

    def open(self, *, offline: bool = False) -> Page:
        """Start the browser on this phone's profile and give its page."""
        flags = [
            "--no-sandbox",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
        ]
        if self.camera:
            flags.append(f"--use-file-for-fake-video-capture={self.camera}")
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=flags,
            viewport=VIEWPORT,
            is_mobile=True,
            has_touch=True,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            service_workers="allow",
        )
        self.context.set_default_timeout(15_000)
        self.context.set_offline(offline)
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    def offline(self, is_offline: bool) -> None:
        """Cut or restore this phone's network."""
        assert self.context
        self.context.set_offline(is_offline)

    def kill(self) -> None:
        """End the browser the hard way, as a phone does that runs out of memory."""
        import psutil

        assert self.context
        marker = f"--user-data-dir={self.profile}"
        for process in psutil.process_iter(["pid", "cmdline"]):
            if marker in (process.info["cmdline"] or []):
                process.kill()
        self.close()

    def close(self) -> None:
        """Close the browser."""
        if self.context:
            # A killed browser has nothing left to close.
            with contextlib.suppress(Exception):
                self.context.close()
            self.context = None


@pytest.fixture
def phone(playwright_: Playwright, tmp_path: Path) -> Iterator[Callable[..., Phone]]:
    """Make phones by name; all are closed at the end."""
    made: list[Phone] = []

    def make(name: str, camera: Path | None = None) -> Phone:
        one = Phone(playwright_, tmp_path / f"phone-{name}", camera)
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()


@pytest.fixture
def office(sqlite_template: Path, tmp_path: Path) -> Iterator[Office]:
    """An installation with the issues of an office's desk."""
    shutil.copy(sqlite_template, tmp_path / "dudao.db")
    settings = Settings(data=tmp_path, secret=SecretStr(SECRET))
    engine = make_engine(settings)
    shops = people_and_shops(engine)
    engine.dispose()
    port = free_port()
    process = ServerProcess(settings, port)
    try:
        yield found_at(f"http://127.0.0.1:{port}", shops)
    finally:
        process.stop()


@pytest.fixture
def desk(playwright_: Playwright) -> Iterator[Page]:
    """A window of 1280 × 800."""
    with new_desk(playwright_) as page:
        yield page
