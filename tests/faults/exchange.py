"""One request on the wire: how much of it is passed on, and what comes back."""

import re
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import suppress

from tests.faults.line import Line

PIECE = 4096


class BrokenOff(Exception):
    """The connection ends here, without a word."""


class Exchange:
    """A request of a phone and its answer."""

    def __init__(self, phone: socket.socket, upstream: int, line: Line | None) -> None:
        self.phone = phone
        self.upstream = upstream
        self.line = line
        self.server: socket.socket | None = None
        self.head = b""
        self.method = ""
        self.path = ""
        self.headers: dict[str, str] = {}
        self.length = 0
        self.body = b""
        """What arrived of the body; the phone had sent so much."""
        self.forwarded = 0
        """Bytes of the body passed on."""
        self.answer = b""
        """Head of the answer, empty while there is none."""
        self.status: int | None = None
        self.photo_size = 0
        """Of a piece of a photo: how large the whole is."""
        self.began = time.monotonic()
        self.ended: float | None = None

    def read_head(self) -> bool:
        """The request line and headers; false where the phone opened a connection for nothing."""
        while b"\r\n\r\n" not in self.head:
            piece = self.phone.recv(PIECE)
            if not piece:
                return False
            self.head += piece
        head, _, self.body = self.head.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        self.method, self.path, _ = first.split(" ", 2)
        self.headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines)
        }
        self.length = int(self.headers.get("content-length", 0))
        kept = [line for line in lines if not line.lower().startswith("connection:")]
        self.head = "\r\n".join([first, *kept, "Connection: close", "", ""]).encode("latin-1")
        self.began = time.monotonic()
        if self.line:
            self.line.travel()
            self.line.carry(len(self.head) + len(self.body))
        return True

    def forward(self, upto: int | None = None) -> None:
        """Pass the request on to the server, or only the first `upto` bytes of its body."""
        goal = self.length if upto is None else min(upto, self.length)
        if self.server is None:
            self.server = socket.create_connection(("127.0.0.1", self.upstream), timeout=60)
            self.server.sendall(self.head)
        while self.forwarded < goal:
            if len(self.body) == self.forwarded:
                self._read_more(goal - self.forwarded)
            piece = self.body[self.forwarded : goal]
            self.server.sendall(piece)
            self.forwarded += len(piece)

    def read_all(self) -> None:
        """Take the whole request without passing it on."""
        while len(self.body) < self.length:
            self._read_more(self.length - len(self.body))

    def _read_more(self, most: int) -> None:
        piece = self.phone.recv(min(PIECE, most))
        if not piece:
            raise BrokenOff
        if self.line:
            self.line.carry(len(piece))
        self.body += piece

    def pass_answer(self) -> None:
        """Give the phone what the server says."""
        for piece in self._from_server():
            if self.line:
                self.line.carry_down(len(piece))
            self.phone.sendall(piece)
        self._finish()

    def lose_answer(self) -> None:
        """Wait until the server has done its work, and tell the phone nothing of it."""
        for _ in self._from_server():
            pass
        raise BrokenOff

    def _from_server(self) -> Iterator[bytes]:
        assert self.server
        if self.line:
            self.line.travel()
        while piece := self.server.recv(65536):
            if self.status is None:
                self.answer += piece
                found = re.match(rb"HTTP/1\.\d (\d+)", self.answer)
                self.status = int(found.group(1)) if found else None
            yield piece
        if self.status is None:
            raise BrokenOff

    def reply(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """Answer in the server's place."""
        self.read_all()
        told = {"Content-Length": str(len(body)), "Connection": "close", **headers}
        lines = [f"HTTP/1.1 {status} Told", *(f"{name}: {value}" for name, value in told.items())]
        self.status = status
        self.phone.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        self._finish()

    def _finish(self) -> None:
        # The phone reads to the end before the connection goes.
        with suppress(OSError):
            self.phone.shutdown(socket.SHUT_WR)

    def told(self, header: str) -> str | None:
        """A header of the answer."""
        found = re.search(rf"(?im)^{header}:[ ]*(.*?)\r?$", self.answer.decode("latin-1"))
        return found.group(1) if found else None

    def hang_up(self) -> None:
        """Let go of the server."""
        if self.server:
            self.server.close()


def reset(connection: socket.socket) -> None:
    """End a connection as when a mast goes out of reach: no goodbye, all on its way is lost."""
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
