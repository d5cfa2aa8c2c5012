"""Visits in a list: page by page, narrowed to what an office asks for."""

from sqlmodel import Session, col

from app.inspections.asked import Asked, behind, conditions, cursor_after, sorted_by
from app.inspections.models import Inspection
from app.inspections.shapes import InspectionPage, InspectionRow
from app.inspections.standing import stands
from app.inspections.views import row_of, visits


def page(session: Session, asked: Asked, *, cursor: str | None, limit: int) -> InspectionPage:
    """A page of visits in scope, newest first; of a corrected one the record that stands."""
    query = (
        visits()
        .where(stands(), *conditions(session, asked))
        .order_by(sorted_by(asked).desc(), col(Inspection.id).desc())
        .limit(limit + 1)
    )
    if cursor:
        query = query.where(behind(cursor, asked))
    found = session.execute(query).all()
    rows = [InspectionRow(**row_of(row)) for row in found[:limit]]
    more = found[limit - 1][0] if len(found) > limit else None
    return InspectionPage(items=rows, next=cursor_after(more, asked) if more else None)
