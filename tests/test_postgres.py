"""Connections to PostgreSQL: replaced when they ended, and never in the wrong mode."""

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import open_session
from tests.ledger.scene import a_scene, an_issue
from tests.people import Browser


def end_every_other_connection(engine: Engine) -> int:
    """As a restart of the database does."""
    with engine.connect() as connection:
        ended = connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
        return len(ended.all())


# A file does not go away.
@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
@pytest.mark.parametrize("path", ["/api/v1/issues", "/api/v1/issues/{}"])
def test_a_connection_that_ended_in_the_pool_is_replaced_unnoticed(
    client: Browser, session: Session, app: FastAPI, engine: Engine, path: str
) -> None:
    scene = a_scene(session)
    path = path.format(an_issue(session, scene).id)
    session.close()
    office = client.as_(scene.office)
    assert office.get(path).status_code == 200
    apart = sa.create_engine(engine.url)
    assert end_every_other_connection(apart) > 0
    apart.dispose()
    assert office.get(path).status_code == 200


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_statements_stand_alone_for_who_only_reads_and_together_for_who_writes(
    app: FastAPI, engine: Engine
) -> None:
    begun = sa.text("SELECT transaction_timestamp(), pg_backend_pid()")
    connections = set()
    for kind, alone in ((app.state.reading, True), (engine, False), (app.state.reading, True)):
        with open_session(kind) as session:
            (first, pid), (second, _) = (session.execute(begun).one() for _ in range(2))
        connections.add(pid)
        assert (first != second) is alone
    assert len(connections) == 1
