"""The other side of a webhook: a real HTTP server on the loopback, in the mood a test gives it."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Heard:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


@dataclass
class Listener:
    """What it heard, and what it says to it: answers in turn, the last of them for ever."""

    url: str = ""
    heard: list[Heard] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=lambda: [(200, b'{"errcode":0}')])
    slow_s: float = 0.0
    drip: bool = False

    def answer(self) -> tuple[int, bytes]:
        return self.answers[min(len(self.heard), len(self.answers)) - 1]


@contextmanager
def listening() -> Iterator[Listener]:
    """A listener until the test ends."""
    ear = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            ear.heard.append(Heard(self.path, dict(self.headers), content))
            time.sleep(ear.slow_s)
            status, body = ear.answer()
            self.send_response(status)
            if status in (301, 302, 307):
                self.send_header("Location", ear.url + "/elsewhere")
            if not ear.drip:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if not ear.drip:
                self.wfile.write(body)
                return
            try:
                for _ in range(100):
                    self.wfile.write(b" ")
                    time.sleep(0.05)
            except OSError:
                pass

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet: what was heard is kept above."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    ear.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield ear
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
