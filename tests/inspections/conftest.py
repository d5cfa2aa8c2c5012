"""A counter where visits are handed in, at whatever time the test says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import Response

from app.accounts.models import Account
from app.accounts.tokens import access_token
from app.per_request import present
from tests.inspections.visits import NOW, address
from tests.people import Browser


@dataclass
class Counter:
    """The server as somebody reaches it at an instant."""

    app: FastAPI
    browser: Browser

    def put(
        self, by: Account, visit: dict[str, Any], id: UUID | None = None, at: datetime = NOW
    ) -> Response:
        """Hand in a visit."""
        return self._send("PUT", address(id), by, at, json=visit)

    def get(self, by: Account, path: str, at: datetime = NOW, **headers: str) -> Response:
        """Read something."""
        return self._send("GET", path, by, at, headers=headers)

    def post(self, by: Account, path: str, at: datetime = NOW) -> Response:
        """Ask for something to be made."""
        return self._send("POST", path, by, at)

    def send(
        self, method: str, path: str, by: Account, sent: dict[str, Any], at: datetime = NOW
    ) -> Response:
        """Hand in anything else."""
        return self._send(method, path, by, at, json=sent)

    def _send(self, method: str, path: str, by: Account, at: datetime, **more: Any) -> Response:
        self.app.dependency_overrides[present] = lambda: at
        token = access_token(by, self.app.state.settings, at)
        headers = more.pop("headers", {}) | {"Authorization": f"Bearer {token}"}
        answer: Response = self.browser.request(method, path, headers=headers, **more)
        return answer


@pytest.fixture
def counter(app: FastAPI, client: Browser) -> Counter:
    """The counter of a fresh installation."""
    return Counter(app, client)
