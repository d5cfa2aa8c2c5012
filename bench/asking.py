"""One client that asks and waits: a plain socket kept open, for it shares the server's cores.

What it measures ends with the last byte of the answer; nothing is parsed but the answer's length.
"""

import socket
import time
from types import TracebackType
from typing import Self

from bench.serving import HOST

_MOST = 1 << 22
_LENGTH = b"\r\ncontent-length:"


class Refused(RuntimeError):
    """An answer that is no success."""


class Asking:
    """A connection that is used again and again."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection((HOST, port), timeout=120)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._kept = bytearray(_MOST)
        self._view = memoryview(self._kept)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def seconds(self, request: bytes) -> float:
        """How long a request takes.  Raises Refused."""
        sent = time.perf_counter()
        self._socket.sendall(request)
        had = size = 0
        while not size or had < size:
            more = self._socket.recv_into(self._view[had:])
            if not more:
                raise Refused("the server hung up")
            had += more
            size = size or self._size(had)
        taken = time.perf_counter() - sent
        if self._kept[9:10] != b"2":
            raise Refused(bytes(self._kept[:had]).decode(errors="replace"))
        return taken

    def _size(self, had: int) -> int:
        """Bytes of the whole answer, as soon as its head is here."""
        end = self._kept.find(b"\r\n\r\n", 0, had)
        if end < 0:
            return 0
        _, _, length = bytes(self._kept[:end]).lower().partition(_LENGTH)
        return end + 4 + int(length.partition(b"\r\n")[0])
