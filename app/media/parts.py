"""Part files: the bytes of an upload that have arrived so far.

Every piece is written under a lock at exactly the offset its sender counted to. Two senders at
once, in one process or several, can therefore never mix their bytes: who falls behind is told so.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from app.errors import Conflict


class OffsetMoved(Conflict, slug="upload-offset", title="上传位置不一致"):
    """The part file is not as long as the sender believes: ask with HEAD, go on from there."""

    def __init__(self, offset: int) -> None:
        super().__init__(
            "照片的上传位置已变化，手机会从新位置自动继续。",
            headers={"Upload-Offset": str(offset), "Tus-Resumable": "1.0.0"},
            offset=offset,
        )


class Part:
    """One upload's part file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def create(self) -> None:
        """An empty part file."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o640)

    def size(self) -> int:
        """How many bytes have arrived; none if the file was lost, and then all are sent again."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    @contextmanager
    def _locked(self, offset: int) -> Iterator[int]:
        # A lost file is begun anew by who sends from the start, and by nobody else.
        try:
            handle = os.open(self.path, os.O_RDWR | (0 if offset else os.O_CREAT), 0o640)
        except FileNotFoundError:
            raise OffsetMoved(0) from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield handle
        finally:
            os.close(handle)

    def append(self, offset: int, data: bytes) -> int:
        """Write `data` at `offset`, which must be the end; gives the new end.

        Raises OffsetMoved.
        """
        with self._locked(offset) as handle:
            end = os.fstat(handle).st_size
            if end != offset:
                raise OffsetMoved(end)
            written = 0
            while written < len(data):
                written += os.pwrite(handle, data[written:], offset + written)
        return offset + written

    def take_back(self, offset: int, end: int) -> None:
        """Forget the bytes from `offset` to `end`, unless somebody has written beyond them."""
        with self._locked(end) as handle:
            if os.fstat(handle).st_size == end:
                os.ftruncate(handle, offset)

    def flush(self) -> None:
        """Bring what arrived onto the disk, so that the offset we tell survives a power cut."""
        with self._locked(0) as handle:
            os.fsync(handle)

    def open(self) -> BufferedReader:
        """What arrived, for reading.  Raises FileNotFoundError."""
        return self.path.open("rb")

    def drop(self) -> None:
        """Remove the file."""
        self.path.unlink(missing_ok=True)
