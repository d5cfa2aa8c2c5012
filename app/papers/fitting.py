"""Whether a signed 承诺书 fits a cadre's list of today: another list asks for another signature."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from app.ids import digest
from app.papers.duties import Duty
from app.papers.models import Commitment

State = Literal["none", "unsigned", "changed", "signed"]


class Listed(BaseModel):
    """One enterprise of the list that is signed."""

    entity_id: UUID
    name: str
    grade: str
    address: str


def listed_of(rows: list[Duty]) -> list[Listed]:
    """The list that is signed."""
    return [
        Listed(entity_id=row.entity_id, name=row.entity_name, grade=row.grade, address=row.address)
        for row in rows
    ]


def digest_of(listed: list[Listed]) -> str:
    """Of the enterprises by id and grade: another address asks for no other signature."""
    return digest(sorted([str(one.entity_id), one.grade] for one in listed))


def state_of(listed: list[Listed], last: Commitment | None) -> State:
    """How the last signed version stands to the list of today."""
    if not listed:
        return "none"
    if last is None:
        return "unsigned"
    return "signed" if last.digest == digest_of(listed) else "changed"
