"""Real server processes that start at once: forked from one that has read the code already."""

import multiprocessing
import os
import socket
import subprocess
import sys
import time
import urllib.request

from app.settings import ROOT, Settings

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.preloaded"])


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def told(settings: Settings, port: int) -> dict[str, str]:
    """The environment of a server on a port: what this process has of `DUDAO_*`, and the rest."""
    return {name: value for name, value in os.environ.items() if name.startswith("DUDAO_")} | {
        "DUDAO_DATA": str(settings.data),
        "DUDAO_DATABASE_URL": settings.database_url,
        "DUDAO_SECRET": settings.secret.get_secret_value(),
        "DUDAO_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "DUDAO_DEMO": "1",
        # Tests send reminders themselves, at the time they choose.
        "DUDAO_REMINDERS": "0",
    }


def until_ready(port: int) -> None:
    """Wait until a server answers on the port; TimeoutError after 90 s."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5)
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the server did not start")


def command_line(settings: Settings, port: int) -> subprocess.Popen[bytes]:
    """`dudao serve` on a port, as an administrator starts it, ready to answer."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", "--port", str(port)],
        cwd=ROOT,
        env=os.environ | told(settings, port),
    )
    try:
        until_ready(port)
    except TimeoutError:
        process.kill()
        raise
    return process


class ServerProcess:
    """The product's server on a port, until it is killed."""

    def __init__(self, settings: Settings, port: int, **more: str) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._said = told(settings, port) | more
        self.start()

    def start(self) -> None:
        """Start it, once more after it was ended."""
        self._process = _FORKS.Process(target=_serve, args=(self.port, self._said), daemon=True)
        self._process.start()
        try:
            until_ready(self.port)
        except TimeoutError:
            self.kill()
            raise

    def kill(self) -> None:
        """SIGKILL: in the middle of whatever it does."""
        self._process.kill()
        self._process.join(10)

    def stop(self) -> None:
        """SIGTERM: it finishes what it has begun."""
        self._process.terminate()
        self._process.join(10)


def _serve(port: int, said: dict[str, str]) -> None:
    import uvicorn

    from app.checklists.library import get_library

    for name in [name for name in os.environ if name.startswith("DUDAO_")]:
        del os.environ[name]
    os.environ.update(said)
    if "DUDAO_CHECKLISTS" in said:
        get_library.cache_clear()
    uvicorn.run(
        "app.main:served",
        factory=True,
        host="127.0.0.1",
        port=port,
        access_log=False,
        log_level="warning",
    )
