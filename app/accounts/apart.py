"""A short transaction of its own, for what must stay written although the request is refused."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlmodel import Session

from app.db import begin_write, open_session


@contextmanager
def apart(session: Session) -> Iterator[Session]:
    """A second session, committed at the end; what the request itself wrote is given up.

    For a request that is about to be refused: a counted failure, a revoked family of tokens.
    """
    # Also hands back the SQLite writer's turn, which the second session needs.
    session.rollback()
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    with open_session(engine) as own:
        own.info["address"] = session.info.get("address", "")
        begin_write(own)
        yield own
        own.commit()
