"""Entities over HTTP: search, page, and one in full."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from app.accounts.guards import Db, Now, User, may
from app.accounts.roles import May
from app.entities.models import EntityState
from app.entities.service import BusinessType, EntityFilter
from app.sync import entities
from app.sync.entity_shapes import EntityPage, EntityShown

router = APIRouter(prefix="/api/v1/entities", tags=["entities"])

Reader = Annotated[User, may(May.SEE_ENTITIES)]


@router.get("")
def list_entities(
    session: Db,
    actor: Reader,
    at: Now,
    q: Annotated[str, Query(max_length=60)] = "",
    business_type: BusinessType | None = None,
    grade: Literal["A", "B", "C", "D"] | None = None,
    region: Annotated[str | None, Query(pattern=r"^\d{12}$")] = None,
    due: entities.DueFilter | None = None,
    state: EntityState | None = None,
    vacant: bool = False,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> EntityPage:
    """Entities within this person's scope; `q` is part of a name, address, licence or code.

    `vacant` narrows to those that nobody answers for.
    """
    wanted = EntityFilter(q.strip(), business_type, grade, region, state)
    return entities.page(session, wanted, due, unanswered=vacant, cursor=cursor, limit=limit, at=at)


@router.get("/{entity_id}")
def read_entity(session: Db, actor: Reader, at: Now, entity_id: UUID) -> EntityShown:
    """One entity with contacts, latest visits and what its checklist is evaluated against."""
    return entities.one(session, entity_id, by=actor, at=at)
