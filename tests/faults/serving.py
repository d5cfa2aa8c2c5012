"""Real server processes that start at once: forked from one that has read the code already."""

import multiprocessing
import os
import time
import urllib.request

from app.settings import Settings

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.faults.preloaded"])


class ServerProcess:
    """The product's server on a port, until it is killed."""

    def __init__(self, settings: Settings, port: int, **more: str) -> None:
        told = {
            "DUDAO_DATA": str(settings.data),
            "DUDAO_SECRET": settings.secret.get_secret_value(),
            "DUDAO_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "DUDAO_DEMO": "1",
        }
        self._process = _FORKS.Process(target=_serve, args=(port, told | more), daemon=True)
        self._process.start()
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5)
            except OSError:
                time.sleep(0.05)
            else:
                return
        self.kill()
        raise TimeoutError("the server did not start")

    def kill(self) -> None:
        """SIGKILL: in the middle of whatever it does."""
        self._process.kill()
        self._process.join(10)

    def stop(self) -> None:
        """SIGTERM: it finishes what it has begun."""
        self._process.terminate()
        self._process.join(10)


def _serve(port: int, told: dict[str, str]) -> None:
    import uvicorn

    from app.checklists.library import get_library

    os.environ.update(told)
    if "DUDAO_CHECKLISTS" in told:
        get_library.cache_clear()
    uvicorn.run(
        "app.main:create_app",
        factory=True,
        host="127.0.0.1",
        port=port,
        access_log=False,
        log_level="warning",
    )
