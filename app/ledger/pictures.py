"""Photos of issues: the links that show them, and which of their bytes have arrived."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from app.media.models import MediaLink, MediaOwner
from app.media.service import NewLink


class Picture(BaseModel):
    """A photo by its sha256; not arrived means 照片上传中."""

    sha256: str
    arrived: bool


@dataclass
class Pictures:
    """The photos of one issue."""

    by_role: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    arrived: dict[str, bool] = field(default_factory=dict)

    def of(self, role: str) -> list[Picture]:
        """Those linked in a role, in the order they were linked."""
        return self.named(self.by_role.get(role, []))

    def named(self, shas: Collection[str]) -> list[Picture]:
        """These photos, in order, each with whether its bytes are here."""
        return [Picture(sha256=sha, arrived=self.arrived.get(sha, False)) for sha in shas]

    @property
    def pending(self) -> int:
        """How many are still on their way."""
        return sum(not there for there in self.arrived.values())


def pictures_of(session: Session, issue_ids: Collection[UUID]) -> dict[UUID, Pictures]:
    """The photos of many issues, in one statement."""
    found: dict[UUID, Pictures] = defaultdict(Pictures)
    query = (
        select(
            col(MediaLink.issue_id),
            col(MediaLink.role),
            col(MediaLink.sha256),
            col(MediaOwner.owner).is_not(None),
        )
        .outerjoin(
            MediaOwner,
            (col(MediaOwner.sha256) == col(MediaLink.sha256))
            & (col(MediaOwner.owner) == col(MediaLink.owner)),
        )
        .where(col(MediaLink.issue_id).in_(issue_ids))
        .order_by(col(MediaLink.id))
    )
    for issue_id, role, sha256, arrived in session.execute(query):
        assert issue_id is not None
        pictures = found[issue_id]
        if sha256 not in pictures.by_role[role]:
            pictures.by_role[role].append(sha256)
        pictures.arrived[sha256] = pictures.arrived.get(sha256, False) or arrived
    return found


def issue_photo(issue_id: UUID, of: Any, sha256: str, role: str, owner: str) -> NewLink:
    """A link from an issue to a photo; `of` has the entity's id or `entity_id`, and the place."""
    return NewLink(
        sha256=sha256,
        role=role,
        owner=owner,
        entity_id=getattr(of, "entity_id", None) or of.id,
        issue_id=issue_id,
        region_code=of.region_code,
        city_code=of.city_code,
        county_code=of.county_code,
        town_code=of.town_code,
    )
