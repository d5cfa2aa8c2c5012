"""The product's server on a copy of its own demo data."""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx

from app.clock import shanghai_date
from app.settings import ROOT

START_SECONDS = 60
MAKERS = ("migrations", "app/demo", "checklists")


def demo_data(cache: Path) -> Path:
    """Today's demo data, loaded into `cache` once a day and for each state of what makes it."""
    today = cache / f"{shanghai_date(datetime.now(UTC))}-{_makers()}"
    if not (today / "loaded").exists():
        shutil.rmtree(cache, ignore_errors=True)
        today.mkdir(parents=True)
        for command in ("migrate", "demo"):
            _cli(today, command)
        (today / "loaded").touch()
    return today


def _makers() -> str:
    files = [path for part in MAKERS for path in sorted((ROOT / part).rglob("*.*"))]
    sources = [path for path in files if path.is_file() and path.suffix != ".pyc"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


def _environment(data: Path, port: int | None = None) -> dict[str, str]:
    ours = {"DUDAO_DATA": str(data), "DUDAO_DEMO": "1", "DUDAO_DATABASE_URL": ""}
    if port is not None:
        ours["DUDAO_PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    return os.environ | ours


def _cli(data: Path, command: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "app.cli", command], cwd=ROOT, env=_environment(data), check=True
    )


class Server:
    """The server process; can be stopped to see what a phone shows then."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve", "--port", str(port)],
            cwd=ROOT,
            env=_environment(data, port),
        )

    def wait(self) -> None:
        """Return once it answers."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                httpx.get(f"{self.url}/readyz", timeout=1)
            except httpx.HTTPError:
                time.sleep(0.2)
            else:
                return
        raise TimeoutError("服务没有启动")

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.wait(10)


@contextmanager
def serving(data: Path, scratch: Path) -> Iterator[Server]:
    """A server on a copy of `data`, which stays as it is."""
    shutil.copytree(data, scratch)
    server = Server(scratch)
    try:
        server.wait()
        yield server
    finally:
        server.stop()
