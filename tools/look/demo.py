"""The product's server on a copy of its own demo data, and calls in the name of demo people."""

import base64
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
from typing import Any
from uuid import uuid4

import httpx

from app.clock import shanghai_date
from app.demo import pictures
from app.demo.people import PASSWORD
from app.settings import ROOT

START_SECONDS = 60


def demo_data(cache: Path) -> Path:
    """Today's demo data, loaded once a day into `cache`; older ones are thrown away."""
    today = cache / f"{shanghai_date(datetime.now(UTC))}"
    if not (today / "loaded").exists():
        shutil.rmtree(cache, ignore_errors=True)
        today.mkdir(parents=True)
        for command in ("migrate", "demo"):
            _cli(today, command)
        (today / "loaded").touch()
    return today


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


class Caller:
    """Somebody of the demo, calling the API directly."""

    def __init__(self, url: str, username: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=30)
        form = {"username": username, "password": PASSWORD}
        told = self.http.post("/api/v1/auth/token", data=form).raise_for_status().json()
        self.http.headers["Authorization"] = f"Bearer {told['access_token']}"

    def get(self, path: str) -> Any:
        """What the API answers."""
        return self.http.get(f"/api/v1{path}").raise_for_status().json()

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """What the API answers to `body`."""
        return self.http.post(f"/api/v1{path}", json=body or {}).raise_for_status().json()

    def photo(self, seed: str, *, tidy: bool) -> str:
        """Upload an invented picture; gives its sha256."""
        data = pictures.photo(seed, datetime.now(UTC), tidy=tidy)
        sha256 = hashlib.sha256(data).hexdigest()
        told = {"sha256": sha256, "filetype": "image/jpeg"}
        words = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in told.items())
        tus = {"Tus-Resumable": "1.0.0"}
        begun = self.http.post(
            "/api/v1/media",
            headers=tus | {"Upload-Length": str(len(data)), "Upload-Metadata": words},
        ).raise_for_status()
        part = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        self.http.patch(
            begun.headers["Location"], content=data, headers=tus | part
        ).raise_for_status()
        return sha256

    def register(self, entity_id: str, words: str, **more: Any) -> Any:
        """Register an issue found outside a visit, with a picture; gives the issue."""
        new = {
            "id": str(uuid4()),
            "entity_id": entity_id,
            "text": "食品是否生熟分开存放",
            "description": words,
            "severity": "major",
            "requirement": "生熟分开存放，分别加盖、贴标签。",
            "photos": [self.photo(words, tidy=False)],
        }
        return self.post("/issues", new | more)

    def move(self, issue: Any, name: str, **given: Any) -> Any:
        """Move an issue; gives it as it then stands."""
        order = {"id": str(uuid4()), "move": name, "seen_version": issue["version"], **given}
        return self.post(f"/issues/{issue['id']}/moves", order)
