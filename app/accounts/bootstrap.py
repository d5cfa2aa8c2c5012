"""The first administrator, made at the machine itself."""

from datetime import datetime

from sqlalchemy import Engine

from app.accounts.passwords import temporary_password
from app.accounts.roles import Role
from app.accounts.service import create_account
from app.accounts.shown import NewAccount
from app.db import open_session


def create_first_admin(
    engine: Engine, *, username: str, name: str, region_code: str, role: str, at: datetime
) -> str:
    """Make an account and give its first password, which must be changed at the first sign-in.

    Raises Malformed, UsernameTaken.
    """
    password = temporary_password()
    new = NewAccount(
        username=username, name=name, region_code=region_code, role=Role(role), password=password
    )
    with open_session(engine) as session:
        create_account(session, new, at)
        session.commit()
    return password
