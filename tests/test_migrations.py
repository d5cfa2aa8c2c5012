"""One schema on both databases, and the tables that only ever grow."""

from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from app.ledger.steps import issue_or_404
from app.migrate import alembic_config
from tests.ledger.scene import NOW, a_scene, act, an_issue, bring


def test_the_models_and_the_migrations_agree(engine: Engine) -> None:
    command.check(alembic_config(engine))


def test_the_schema_goes_down_and_up_again(engine: Engine) -> None:
    config = alembic_config(engine)
    command.downgrade(config, "base")
    command.upgrade(config, "head")
    command.check(config)


def test_what_was_done_before_it_was_judged_is_judged_by_its_deadline(
    engine: Engine, session: Session
) -> None:
    scene = a_scene(session)
    late = NOW + timedelta(days=9)
    waiting = an_issue(session, scene)
    closed = bring(session, scene, an_issue(session, scene), "reviewing")
    closed = act(session, closed, scene.reviewer, "close", at=late)
    kept = ("submitted_on_time", "closed_on_time", "handed_at")
    before = [[getattr(one, name) for name in kept] for one in (waiting, closed)]
    numbers = [waiting.id, closed.id]
    session.rollback()
    config = alembic_config(engine)
    command.downgrade(config, "0007_pairs")
    command.upgrade(config, "head")
    session.expire_all()
    after = [[getattr(issue_or_404(session, id), name) for name in kept] for id in numbers]
    session.rollback()
    assert before == [[None, None, NOW], [True, False, NOW]]
    # Since when a unit has had it matters only while nobody has taken it on.
    assert after == [[None, None, NOW], [True, False, None]]


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
