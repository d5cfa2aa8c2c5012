"""One version on the shelf: its body, the file it was read from, its digest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.checklists.format import Checklist
from app.checklists.reading import Document


@dataclass(frozen=True)
class Version:
    """One version on the shelf."""

    body: Checklist
    document: Document
    digest: str
    pictures: Mapping[str, str] = field(default_factory=dict)
    """The pictures its items show, by sha256, as data URLs."""

    @property
    def id(self) -> str:
        """Checklist id, such as `catering`."""
        return self.body.id

    @property
    def version(self) -> int:
        """Number of the version."""
        return self.body.version

    def as_json(self) -> dict[str, Any]:
        """What phones fetch: the whole body, its digest and its pictures."""
        told = self.body.model_dump(mode="json") | {"digest": self.digest}
        return told | {"pictures": dict(self.pictures)} if self.pictures else told
