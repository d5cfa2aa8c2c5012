"""Where bytes lie that have arrived whole: by their sha256, written once, never replaced."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO, Protocol


class Storage(Protocol):
    """A place for immutable bytes."""

    def put(self, sha256: str, source: BinaryIO) -> None:
        """Keep the bytes of `source` for good; does nothing if they are already there."""

    def open(self, sha256: str) -> BinaryIO:
        """The bytes.  Raises FileNotFoundError."""

    def exists(self, sha256: str) -> bool:
        """Whether the bytes are there."""


class LocalStorage:
    """A folder: `aa/bb/<sha256>`."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def _path(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256[2:4] / sha256

    def put(self, sha256: str, source: BinaryIO) -> None:
        """Copy to a file of its own, flush, then rename: a reader sees all of it or nothing."""
        target = self._path(sha256)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                shutil.copyfileobj(source, file)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o440)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        for folder in (target.parent, target.parent.parent, self._root):
            flush_folder(folder)

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, open for reading."""
        return self._path(sha256).open("rb")

    def exists(self, sha256: str) -> bool:
        """Whether the file is there."""
        return self._path(sha256).exists()


def flush_folder(folder: Path) -> None:
    """Make the folder's entries survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
