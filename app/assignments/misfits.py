"""待调整: relations whose level is not the one that covers the entity's grade."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, or_, select

from app.assignments.models import Assignment
from app.assignments.rules import LEVEL_OF_GRADE
from app.entities.models import Entity, EntityState
from app.regions.models import Level


@dataclass(frozen=True)
class Misfit:
    """An entity whose responsible cadre is of another level than its grade asks for."""

    entity_id: UUID
    grade: str
    cadre_id: UUID
    level_now: Level
    level_needed: Level


def misfits(session: Session, region_code: str | None = None, *, limit: int = 200) -> list[Misfit]:
    """Those within the session's scope, and one division if it is named; by entity."""
    fits = or_(
        *(
            sa.and_(col(Entity.baobao_grade) == grade, col(Assignment.level) == Level(level))
            for grade, level in LEVEL_OF_GRADE.items()
        )
    )
    query = (
        select(Entity.id, Entity.baobao_grade, Assignment.cadre_id, Assignment.level)
        .join(Assignment, col(Assignment.entity_id) == col(Entity.id))
        .where(
            col(Assignment.valid_to).is_(None),
            Entity.state == EntityState.OPEN,
            sa.not_(fits),
        )
        .order_by(col(Entity.id))
        .limit(limit)
    )
    if region_code is not None:
        places = (Entity.region_code, Entity.town_code, Entity.county_code, Entity.city_code)
        query = query.where(or_(*(col(place) == region_code for place in places)))
    return [
        Misfit(id, grade, cadre_id, Level(level), Level(LEVEL_OF_GRADE[grade]))
        for id, grade, cadre_id, level in session.exec(query)
    ]
