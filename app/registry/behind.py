"""Writes that go on while the next rows are got ready."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from sqlmodel import Session


class Behind:
    """One write at a time, on the session's own connection; whoever uses that waits for it first.

    PostgreSQL works in a process of its own, and need not stand still while we compute. SQLite
    works in ours: there everything is done at once.
    """

    def __init__(self, session: Session) -> None:
        apart = session.get_bind().dialect.name == "postgresql"
        self._thread = ThreadPoolExecutor(1, "import") if apart else None
        self._going: Future[None] | None = None

    def start(self, work: Callable[[], None]) -> None:
        """Begin a write; the one before is done by then."""
        self.wait()
        if self._thread is None:
            work()
        else:
            self._going = self._thread.submit(work)

    def wait(self) -> None:
        """Let what was begun come to its end; raises what it raised."""
        going, self._going = self._going, None
        if going is not None:
            going.result()

    def __enter__(self) -> Self:
        """Ready to begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Nothing goes on any more, whatever happened."""
        try:
            if kind is None:
                self.wait()
        finally:
            if self._thread is not None:
                self._thread.shutdown()
