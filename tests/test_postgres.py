"""PostgreSQL goes away and comes back: whoever asks next is answered."""

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session

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
