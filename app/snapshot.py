"""Several statements that see the database as it stood at the first of them."""

from sqlmodel import Session


def one_moment(session: Session) -> None:
    """Begin such a read; what the session has written is committed, and its read so far ends."""
    session.commit()
    # SQLite's transactions are so by themselves.
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
