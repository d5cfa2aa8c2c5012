"""Where an installation keeps bytes: part files while they arrive, storage when they are whole."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from app.media.parts import Part
from app.media.storage import LocalStorage, Storage
from app.settings import Settings


@dataclass(frozen=True)
class Shelf:
    """The folder of part files, the storage behind it, and how large one file may be."""

    parts: Path
    storage: Storage
    max_bytes: int

    def part(self, upload_id: UUID) -> Part:
        """The part file of an upload."""
        return Part(self.parts / f"{upload_id}.part")


def shelf_of(settings: Settings) -> Shelf:
    """The shelf of an installation."""
    return Shelf(
        parts=settings.data / "uploads",
        storage=LocalStorage(settings.media_folder),
        max_bytes=settings.media_max_bytes,
    )
