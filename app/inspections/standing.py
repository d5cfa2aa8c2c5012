"""Which visits count: those that no later record has taken the place of."""

import sqlalchemy as sa
from sqlmodel import col

from app.db import table_of
from app.inspections.models import Inspection


def stands() -> sa.ColumnElement[bool]:
    """Of a visit in a query: that it was not corrected. What counts or lists visits asks this."""
    later = table_of(Inspection).alias("later")
    return ~sa.exists().where(later.c.corrects == col(Inspection.id))
