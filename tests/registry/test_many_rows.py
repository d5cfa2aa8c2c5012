"""What is sent to the database by the thousand arrives as it was."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlmodel import Session

from app.registry.bulk import insert_many

_texts = sa.Table(
    "texts_of_a_test",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("text", sa.String),
    sa.Column("told", sa.JSON),
)
# PostgreSQL keeps no zero byte, whichever way it is sent.
_letters = some.characters(codec="utf-8", exclude_characters="\0")
_word = some.text("\n店", max_size=3) | some.text("\\N\t\r", max_size=3) | some.text(_letters)
_row = some.tuples(some.none() | _word, some.none() | some.dictionaries(_word, _word, max_size=2))


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=some.lists(_row, min_size=1, max_size=8))
def test_any_text_and_none_beside_it_arrive_as_they_were(
    session: Session, rows: list[tuple[str | None, dict[str, str] | None]]
) -> None:
    session.rollback()
    _texts.create(session.connection())
    sent = [{"number": n, "text": text, "told": told} for n, (text, told) in enumerate(rows)]
    insert_many(session, _texts, sent)
    query = sa.select(_texts.c.text, _texts.c.told).order_by(_texts.c.number)
    assert [tuple(row) for row in session.execute(query)] == rows
    session.rollback()
