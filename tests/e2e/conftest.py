"""A real server process on each database, and phones: Chromium at 390×844, profile on disk."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from pydantic import SecretStr
from sqlalchemy import Engine

from app.db import make_engine
from app.settings import Settings
from tests.conftest import SECRET
from tests.e2e.desks import new_desk
from tests.e2e.offices import Office, found_at, people_and_shops
from tests.e2e.windows import (
    AS_A_PHONE,
    FLAGS,
    HERE,
    PATIENCE_MS,
    chromium,
    executable,
    window,
)
from tests.serving import ServerProcess, free_port

# Whatever a test waits for comes at once on a machine that has time; several tests share this one.
expect.set_options(timeout=PATIENCE_MS)


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
    """A phone: a window of the Chromium that all share, or one profile that survives being killed.

    Only with a `profile` can it be opened again, and only then does it lay the app on its shelf
    (unless it is given a `worker`).
    """

    def __init__(
        self,
        playwright: Playwright,
        profile: Path | None,
        camera: Path | None = None,
        shared: Browser | None = None,
        worker: bool = False,
    ) -> None:
        self.playwright = playwright
        self.profile = profile
        self.camera = camera
        self.shared = shared
        self.worker = worker
        self.context: BrowserContext | None = None

    def open(self, *, offline: bool = False) -> Page:
        """Switch this phone on and give its page."""
        if self.shared:
            assert self.context is None, "nothing of it is kept: ask for a phone that is `kept`"
            self.context = window(self.shared, worker=self.worker)
        else:
            self.context = self._own()
        self.context.set_offline(offline)
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    def _own(self) -> BrowserContext:
        assert self.profile
        film = [f"--use-file-for-fake-video-capture={self.camera}"] if self.camera else []
        context = self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=executable(),
            args=FLAGS + film,
            service_workers="allow",
            **AS_A_PHONE,
            **HERE,
        )
        context.set_default_timeout(PATIENCE_MS)
        return context

    def offline(self, is_offline: bool) -> None:
        """Cut or restore this phone's network."""
        assert self.context
        self.context.set_offline(is_offline)

    def kill(self) -> None:
        """End the browser the hard way, as a phone does that runs out of memory."""
        import psutil

        assert self.context
        assert self.profile
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


@pytest.fixture(scope="session")
def chromium_(playwright_: Playwright) -> Iterator[Browser]:
    """The Chromium in which every test has windows of its own."""
    started = chromium(playwright_)
    yield started
    started.close()


@pytest.fixture
def phone(
    playwright_: Playwright, chromium_: Browser, tmp_path: Path
) -> Iterator[Callable[..., Phone]]:
    """Make phones by name; all are closed at the end.

    `kept`: it is switched off and on again, or killed, and has what was on it.
    `worker`: it lays the app on its shelf, as a kept one does anyway.
    """
    made: list[Phone] = []

    def make(
        name: str, camera: Path | None = None, *, kept: bool = False, worker: bool = False
    ) -> Phone:
        own = kept or camera is not None
        one = Phone(
            playwright_,
            tmp_path / f"phone-{name}" if own else None,
            camera,
            None if own else chromium_,
            worker,
        )
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
def desk(chromium_: Browser) -> Iterator[Page]:
    """A window of 1280 × 800."""
    with new_desk(chromium_) as page:
        yield page
