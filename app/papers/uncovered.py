"""Enterprises that nobody covered on a day, as 责任清单 names them before all others."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, or_

from app.assignments.models import Assignment
from app.db import table_of
from app.entities.models import Entity
from app.notices.resolving import GONE
from app.papers.firm import FIRM, Firm, within

NEVER = "尚未落实包保干部"
VACANT = "空缺"

_assignment = table_of(Assignment)
"""As it is kept: one of another place covers an enterprise too."""


class Uncovered(Firm):
    """An enterprise without a cadre."""

    before: bool
    """Somebody covered it once."""

    @property
    def said(self) -> str:
        """What stands in the place of a cadre's name."""
        return VACANT if self.before else NEVER


def uncovered(session: Session, on: date, *, region: str | None, most: int) -> list[Uncovered]:
    """In business by that day and covered by nobody, within the session's scope."""
    begun = sa.and_(_assignment.c.entity_id == col(Entity.id), _assignment.c.valid_from <= on)
    lasting = or_(_assignment.c.valid_to.is_(None), _assignment.c.valid_to > on)
    query = (
        sa.select(*FIRM, _any(begun))
        .where(
            sa.not_(_any(sa.and_(begun, lasting))),
            or_(col(Entity.active_from).is_(None), col(Entity.active_from) <= on),
            col(Entity.state).not_in(sorted(GONE)),
        )
        .order_by(col(Entity.region_code), col(Entity.name), col(Entity.id))
    )
    if region is not None:
        query = query.where(within(region))
    names = list(Uncovered.model_fields)
    found = session.execute(query.limit(most)).all()
    return [Uncovered(**dict(zip(names, row, strict=True))) for row in found]


def _any(relation: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(relation).correlate_except(_assignment)
