"""A browser in the hands of a person: the test client with somebody's token."""

from datetime import UTC, datetime
from typing import Self

from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.accounts.models import Account
from app.accounts.tokens import access_token


class Browser(TestClient):
    """The test client; `as_` gives the same application with another person signed in."""

    def __init__(self, app: FastAPI, account: Account | None = None) -> None:
        super().__init__(app, raise_server_exceptions=True)
        if account is not None:
            token = access_token(account, app.state.settings, datetime.now(UTC))
            self.headers["Authorization"] = f"Bearer {token}"

    def as_(self, account: Account) -> Self:
        """The same application, signed in as `account`."""
        assert isinstance(self.app, FastAPI)
        return type(self)(self.app, account)
