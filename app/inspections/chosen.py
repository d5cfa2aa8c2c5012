"""How often an option of a checklist was chosen: what may not vanish from its question."""

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Session

from app.db import table_of
from app.inspections.models import Inspection

ENOUGH = 1000
"""Counting stops here: it matters only whether there are any, and about how many."""


def times_chosen(session: Session, code: str, option: str) -> int:
    """How many submitted visits chose `option` in the question `code`, wherever they were made."""
    # A plain statement over every place: a number, and nothing of a place.
    inspection = table_of(Inspection)
    found = sa.select(sa.literal(1)).select_from(inspection).limit(ENOUGH)
    if session.get_bind().dialect.name == "postgresql":
        chosen = _holds(inspection.c.answers, code, option)
    else:
        chosen = _holds_on_sqlite(inspection.c.answers, code, option)
    counted = sa.select(sa.func.count()).select_from(found.where(chosen).subquery())
    return int(session.execute(counted).scalar_one())


def _holds(answers: ColumnElement[object], code: str, option: str) -> ColumnElement[bool]:
    return sa.or_(
        *(
            answers.op("@>", return_type=sa.Boolean())(
                sa.cast([{"children": {code: value}}], JSONB)
            )
            for value in (option, [option])
        )
    )


def _holds_on_sqlite(answers: ColumnElement[object], code: str, option: str) -> ColumnElement[bool]:
    path = f'$.children."{code}"'
    answer = sa.func.json_each(answers).table_valued("value", name="answer")
    value = sa.func.json_extract(answer.c.value, path)
    several = sa.func.json_each(answer.c.value, path).table_valued("value", name="several")
    return (
        sa.exists()
        .where(
            sa.or_(
                value == option,
                sa.exists().select_from(several).where(several.c.value == option),
            )
        )
        .select_from(answer)
    )
