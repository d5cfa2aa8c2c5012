"""Who answers for entities now, by name: for lists, notices and phones alike."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel
from sqlmodel import Session, col

from app.accounts.models import Account
from app.assignments.models import Assignment
from app.regions.models import Level


class Responsible(BaseModel):
    """The cadre who answers for an entity, and at which level."""

    id: UUID
    name: str
    post: str
    level: Level


def answers(valid_to: Any, disabled_at: Any) -> sa.ColumnElement[bool]:
    """The one rule of who answers now: an assignment in force whose cadre can sign in."""
    return sa.and_(valid_to.is_(None), disabled_at.is_(None))


def responsible_of(session: Session, entity_ids: Sequence[UUID]) -> dict[UUID, Responsible]:
    """By entity, in one read; one that is vacant is not in it."""
    query = (
        sa.select(
            col(Assignment.entity_id),
            col(Assignment.level),
            col(Account.id),
            col(Account.name),
            col(Account.post),
        )
        .join(Account, col(Account.id) == col(Assignment.cadre_id))
        .where(
            col(Assignment.entity_id).in_(entity_ids),
            answers(col(Assignment.valid_to), col(Account.disabled_at)),
        )
    )
    return {
        row[0]: Responsible(level=row[1], id=row[2], name=row[3], post=row[4])
        for row in session.execute(query)
    }
