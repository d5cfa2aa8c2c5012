"""A slow line: so many bits a second each way, so long for a word to arrive."""

import threading
import time


class Line:
    """Shared by all connections of a phone, as its radio is."""

    def __init__(self, bits_per_second: float, round_trip_s: float) -> None:
        self.bytes_per_second = bits_per_second / 8
        self.one_way_s = round_trip_s / 2
        self.up = 0
        self.down = 0
        self.last_moved = time.monotonic()
        self.longest_pause = 0.0
        self._free_up = 0.0
        self._free_down = 0.0
        self._lock = threading.Lock()

    def travel(self) -> None:
        """A word is on its way."""
        time.sleep(self.one_way_s)

    def carry(self, size: int) -> None:
        """Bytes from the phone."""
        with self._lock:
            self.up += size
            self._moved()
            self._free_up = max(self._free_up, time.monotonic()) + size / self.bytes_per_second
            until = self._free_up
        _wait(until)

    def carry_down(self, size: int) -> None:
        """Bytes to the phone."""
        with self._lock:
            self.down += size
            self._moved()
            self._free_down = max(self._free_down, time.monotonic()) + size / self.bytes_per_second
            until = self._free_down
        _wait(until)

    def _moved(self) -> None:
        now = time.monotonic()
        self.longest_pause = max(self.longest_pause, now - self.last_moved)
        self.last_moved = now


def _wait(until: float) -> None:
    time.sleep(max(0.0, until - time.monotonic()))
