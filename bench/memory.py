"""How much memory a process takes while something is done."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psutil


class Memory:
    """What was seen, in MB."""

    def __init__(self) -> None:
        self.seen: list[float] = []

    @property
    def before(self) -> float:
        """When the watching began."""
        return self.seen[0]

    @property
    def most(self) -> float:
        """The greatest."""
        return max(self.seen)

    def at(self, share: float) -> float:
        """When so much of the time had passed."""
        return self.seen[min(len(self.seen) - 1, int(len(self.seen) * share))]


@contextmanager
def memory_of(pid: int) -> Iterator[Memory]:
    """Watch a process twenty times a second until the block ends, or the process."""
    process, memory, done = psutil.Process(pid), Memory(), threading.Event()
    memory.seen.append(process.memory_info().rss / 1e6)

    def watch() -> None:
        while not done.wait(0.05):
            try:
                resident = process.memory_info().rss
            except psutil.NoSuchProcess:
                return
            if resident:
                memory.seen.append(resident / 1e6)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield memory
    finally:
        done.set()
        watcher.join()
