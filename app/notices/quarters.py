"""每季度监督检查情况: which quarters of a year were visited, on which day and by whom."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts.models import Account
from app.clock import shanghai_date, start_of_day
from app.inspections.models import Inspection
from app.inspections.standing import stands

NAMES = ("一季度", "二季度", "三季度", "四季度")


@dataclass(frozen=True)
class Visited:
    """The last visit of a quarter that took place; neither its answers nor what it found."""

    quarter: int
    on: date
    by: str


def visits_in(session: Session, ids: Sequence[UUID], year: int) -> dict[UUID, list[Visited]]:
    """The visits of a year, at most one for each quarter, by entity."""
    query = (
        sa.select(col(Inspection.entity_id), col(Inspection.finished_at), col(Account.name))
        .join(Account, col(Account.id) == col(Inspection.cadre_id))
        .where(
            col(Inspection.entity_id).in_(ids),
            col(Inspection.outcome) == "done",
            stands(),
            col(Inspection.finished_at) >= start_of_day(date(year, 1, 1)),
            col(Inspection.finished_at) < start_of_day(date(year + 1, 1, 1)),
        )
        .order_by(col(Inspection.finished_at))
    )
    last: dict[UUID, dict[int, Visited]] = defaultdict(dict)
    for entity_id, finished_at, by in session.execute(query):
        on = shanghai_date(finished_at)
        quarter = (on.month + 2) // 3
        last[entity_id][quarter] = Visited(quarter, on, by)
    return {entity_id: [of[quarter] for quarter in sorted(of)] for entity_id, of in last.items()}
