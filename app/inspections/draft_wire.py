"""A draft on the wire: as the assistant hands it over, and as both see it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, field_validator

from app.inspections.shapes import Named
from app.inspections.wire import Photos, Signatures, VisitContent, Wire


class Unchecked(Wire):
    """An earlier issue that could not be looked at, and why."""

    issue: str = Field(max_length=1000)
    why: str = Field(max_length=300)


class Aside(Wire):
    """An answer that a newer version of the checklist has no question for."""

    item: str = Field(max_length=20)
    question: str = Field(max_length=500)
    said: str = Field(max_length=2000)
    photos: Photos = Field(default_factory=list)
    failed: bool = False


class VisitDraftContent(VisitContent):
    """What the assistant filled in; a phone goes on from it."""

    unchecked: dict[str, Unchecked] = Field(default={}, max_length=100)
    aside: list[Aside] = Field(default=[], max_length=300)

    @field_validator("signatures")
    @classmethod
    def _unsigned(cls, given: Signatures) -> Signatures:
        if given.cadre is not None:
            raise ValueError("代拟的督导表由包保干部自己签字")
        return given


class HandingOver(VisitDraftContent):
    """What `PUT /api/v1/visit-drafts/{uuid}` takes."""

    handing: UUID
    """New whenever the assistant hands it over again."""


class DraftTaken(BaseModel):
    """Proof that it waits for the leader: the same at every repeat, but for the media missing."""

    id: UUID
    handing: UUID
    handed_at: datetime
    missing_media: list[str]


class GivingBack(Wire):
    """What `POST /api/v1/visit-drafts/{uuid}/return` takes."""

    handing: UUID
    """The one the leader has seen."""
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class PersonNamed(BaseModel):
    """A person by name and post, with the account."""

    id: UUID
    name: str
    post: str


class VisitDraftShown(BaseModel):
    """A draft as its assistant and its leader see it."""

    id: UUID
    entity: Named
    stage: Literal["waiting", "returned"]
    handing: UUID
    handed_at: datetime
    drafter: PersonNamed
    leader: PersonNamed
    reason: str
    content: VisitDraftContent
