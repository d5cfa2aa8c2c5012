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
    values = (option, [option])
    under = [{"children": {code: value}} for value in values]
    itself = [{"item": code, "value": value} for value in values]
    return sa.or_(
        *(
            answers.op("@>", return_type=sa.Boolean())(sa.cast([held], JSONB))
            for held in (*under, *itself)
        )
    )


def _holds_on_sqlite(answers: ColumnElement[object], code: str, option: str) -> ColumnElement[bool]:
    answer = sa.func.json_each(answers).table_valued("value", name="answer")
    own = sa.func.json_extract(answer.c.value, "$.item") == code
    under = _is_or_has(answer.c.value, f'$.children."{code}"', option)
    itself = sa.and_(own, _is_or_has(answer.c.value, "$.value", option))
    return sa.exists().where(sa.or_(under, itself)).select_from(answer)


def _is_or_has(answer: ColumnElement[object], path: str, option: str) -> ColumnElement[bool]:
    several = sa.func.json_each(answer, path).table_valued("value", name="several")
    among = sa.exists().select_from(several).where(several.c.value == option)
    return sa.or_(sa.func.json_extract(answer, path) == option, among)
