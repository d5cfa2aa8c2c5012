"""The network between a phone and the server: the page's own origin, which can fail on demand.

Every connection carries one request, is passed on byte by byte, and is written down. What is to go
wrong is said beforehand: `wire.when("PUT", "/api/v1/inspections/", answer_lost)`.
"""

import re
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from tests.faults.exchange import BrokenOff, Exchange, reset
from tests.faults.line import Line

Does = Callable[[Exchange], None]
Applies = Callable[[Exchange], bool]


@dataclass
class Fault:
    """Something that goes wrong with requests of a kind, so many times."""

    method: str
    path: re.Pattern[str]
    does: Does
    left: int
    applies: Applies
    happened: list[float] = field(default_factory=list)

    def fits(self, exchange: Exchange) -> bool:
        """Whether it is this request's turn."""
        return (
            self.left > 0
            and self.method in ("", exchange.method)
            and self.path.search(exchange.path) is not None
            and self.applies(exchange)
        )


class Wire:
    """Listens where the page lives and passes on to the server of the moment."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.upstream = 0
        self.is_down = False
        self.line: Line | None = None
        self.seen: list[Exchange] = []
        self.photos: dict[str, int] = {}
        """Size of each photo whose upload was begun, by its address."""
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Small, so that what waits in it is small beside a photo: it counts as not yet sent.
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._listener.bind(("127.0.0.1", port))
        self._listener.listen(64)
        threading.Thread(target=self._listen, daemon=True).start()

    def when(
        self, method: str, path: str, does: Does, *, times: int = 1, only: Applies | None = None
    ) -> Fault:
        """The next `times` requests of this kind go wrong as `does` has it."""
        fault = Fault(method, re.compile(path), does, times, only or (lambda _: True))
        with self._lock:
            self._faults.append(fault)
        return fault

    def heal(self) -> None:
        """From now on nothing goes wrong."""
        with self._lock:
            self._faults.clear()
        self.is_down = False

    def renew(self, upstream: int) -> None:
        """A server of its own for the next case, and nothing remembered."""
        self.heal()
        self.line = None
        self.upstream = upstream
        self.seen = []
        self.photos = {}

    def cut_all(self) -> None:
        """Break every connection that is open now."""
        with self._lock:
            doomed = list(self._open)
        for one in doomed:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Stop listening."""
        self._listener.close()

    def asked(self, method: str, path: str) -> list[Exchange]:
        """The requests of a kind so far, the first first."""
        return [one for one in self.seen if one.method == method and re.search(path, one.path)]

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                phone, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(phone,), daemon=True).start()

    def _serve(self, phone: socket.socket) -> None:
        with self._lock:
            self._open.add(phone)
        try:
            exchange = Exchange(phone, self.upstream, self.line)
            if not exchange.read_head():
                return
            if self.is_down:
                raise BrokenOff
            self.seen.append(exchange)
            self._pass(exchange)
        except (OSError, BrokenOff):
            reset(phone)
        finally:
            with self._lock:
                self._open.discard(phone)
            phone.close()

    def _pass(self, exchange: Exchange) -> None:
        exchange.photo_size = self.photos.get(exchange.path, 0)
        with self._lock:
            fault = next((one for one in self._faults if one.fits(exchange)), None)
            if fault:
                fault.left -= 1
        try:
            if fault is None:
                exchange.forward()
                exchange.pass_answer()
                return
            fault.does(exchange)
        finally:
            if place := exchange.told("location"):
                self.photos[place] = int(exchange.headers.get("upload-length", 0))
            exchange.ended = time.monotonic()
            exchange.hang_up()
            if fault:
                fault.happened.append(exchange.ended)
