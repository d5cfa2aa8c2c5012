"""Who answers for entities now."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.assignments.models import Assignment
from app.db import table_of
from app.registry.bulk import among

assignment = table_of(Assignment)


def responsible(session: Session, ids: Iterable[UUID]) -> dict[str, tuple[str, str]]:
    """Per entity the cadre and the level of the responsibility."""
    wanted = list(ids)
    if not wanted:
        return {}
    query = sa.select(assignment.c.entity_id, assignment.c.cadre_id, assignment.c.level).where(
        among(session, assignment.c.entity_id, wanted), assignment.c.valid_to.is_(None)
    )
    return {str(id): (str(cadre), level) for id, cadre, level in session.execute(query).all()}
