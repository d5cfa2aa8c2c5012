"""A village cadre with a password, an administrator, and a clock that tests may wind on."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from httpx import Response
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.passwords import make_hash
from app.accounts.roles import Role
from app.per_request import present
from tests import builders
from tests.people import Browser

PASSWORD = "Yun-he-2026"


class Clock:
    """The server's clock, in the test's hands."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock(app: FastAPI) -> Clock:
    made = Clock()
    app.dependency_overrides[present] = lambda: made.at
    return made


@pytest.fixture(scope="session")
def password_hash() -> str:
    return make_hash(PASSWORD)


@pytest.fixture
def tree(session: Session) -> builders.Tree:
    return builders.make_region_tree(session)


@pytest.fixture
def cadre(session: Session, tree: builders.Tree, password_hash: str) -> Account:
    return builders.make_account(session, username="zhou", password_hash=password_hash)


@pytest.fixture
def secadmin(session: Session, tree: builders.Tree) -> Account:
    return builders.make_account(
        session, role=Role.SECADMIN, region=builders.COUNTY, username="sec", name="高文静"
    )


def sign_in(client: Browser, password: str = PASSWORD, username: str = "zhou") -> Response:
    answer: Response = client.post(
        "/api/v1/auth/token", data={"username": username, "password": password}
    )
    return answer


def refresh(client: Browser, token: str) -> Response:
    answer: Response = client.post("/api/v1/auth/refresh", json={"refresh_token": token})
    return answer


def me(client: Browser, access_token: str) -> Response:
    answer: Response = client.get("/api/v1/me", headers={"Authorization": f"Bearer {access_token}"})
    return answer
