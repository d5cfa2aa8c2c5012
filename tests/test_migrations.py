"""One schema on both databases, and the tables that only ever grow."""

import pytest
from alembic import command
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from app.migrate import alembic_config


def test_the_models_and_the_migrations_agree(engine: Engine) -> None:
    command.check(alembic_config(engine))


def test_the_schema_goes_down_and_up_again(engine: Engine) -> None:
    config = alembic_config(engine)
    command.downgrade(config, "base")
    command.upgrade(config, "head")
    command.check(config)


@pytest.mark.parametrize("change", ["UPDATE audit SET id = id", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_rewrite_history(engine: Engine, change: str) -> None:
    row = (
        "INSERT INTO audit (id, at, actor_name, action, subject_type, subject_id, detail, address)"
        " VALUES ('018f0000000070008000000000000001', '2026-01-01 00:00:00+00',"
        " '', 'x', '', '', '{}', '')"
    )
    with engine.begin() as connection:
        connection.execute(text(row))
    with pytest.raises(DatabaseError, match="append-only"), engine.begin() as connection:
        connection.execute(text(change))
