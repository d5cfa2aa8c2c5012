"""How many firms cadres cover, now and with a draft in force."""

from collections.abc import Collection, Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.assignments.models import Assignment
from app.db import table_of
from app.matching.models import MatchLine
from app.matching.reading import chunks

_assignment = table_of(Assignment)
_line = table_of(MatchLine)


def loads_now(session: Session, cadre_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Relations of cadres that stand now."""
    found: dict[UUID, int] = {}
    for some in chunks(cadre_ids):
        query = (
            sa.select(_assignment.c.cadre_id, sa.func.count())
            .where(_assignment.c.cadre_id.in_(some), _assignment.c.valid_to.is_(None))
            .group_by(_assignment.c.cadre_id)
        )
        found.update((id, count) for id, count in session.execute(query))
    return found


def flows(
    session: Session, proposal_id: UUID, *, without: Collection[UUID] = ()
) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """Firms that a proposal brings to cadres, and takes from them; some firms left out."""
    moves = [
        _line.c.proposal_id == proposal_id,
        _line.c.cadre_id.is_not(None),
        _line.c.before_cadre_id.is_(None) | (_line.c.cadre_id != _line.c.before_cadre_id),
    ]
    if without:
        moves.append(_line.c.entity_id.not_in(without))

    def counted(column: sa.ColumnElement[UUID]) -> dict[UUID, int]:
        query = sa.select(column, sa.func.count()).where(*moves, column.is_not(None))
        return {row[0]: row[1] for row in session.execute(query.group_by(column))}

    return counted(_line.c.cadre_id), counted(_line.c.before_cadre_id)
