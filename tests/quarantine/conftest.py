"""A phone whose account has ended, the office that decides, and a clock in the test's hands."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import Response
from sqlmodel import Session

from app.accounts.device import device_token
from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.tokens import access_token
from app.entities.models import Entity
from app.ids import uuid7
from app.per_request import present
from app.regions.models import Level
from tests.builders import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    make_account,
    make_assignment,
    make_entity,
    make_region_tree,
)
from tests.inspections.visits import NOW, body
from tests.media.conftest import TUS, b64, sha_of
from tests.people import Browser

WHERE = "/api/v1/quarantine"


@dataclass
class Counter:
    """The server as somebody reaches it at an instant."""

    app: FastAPI
    browser: Browser
    at: datetime = NOW

    def by_device(self, of: Account, method: str, path: str, **more: Any) -> Response:
        """As a phone that holds this account's device token from the day of NOW."""
        token = device_token(of.id, self.app.state.settings, NOW)
        return self._send(method, path, f"Device {token}", **more)

    def by(self, of: Account, method: str, path: str, **more: Any) -> Response:
        """As the signed-in person."""
        token = access_token(of, self.app.state.settings, self.at)
        return self._send(method, path, f"Bearer {token}", **more)

    def _send(self, method: str, path: str, authority: str, **more: Any) -> Response:
        self.app.dependency_overrides[present] = lambda: self.at
        headers = more.pop("headers", {}) | {"Authorization": authority}
        answer: Response = self.browser.request(method, path, headers=headers, **more)
        return answer

    def keep(self, of: Account, order: dict[str, Any], id: UUID | None = None) -> Response:
        """Hand a record over."""
        return self.by_device(of, "PUT", f"{WHERE}/{id or uuid7()}", json=order)

    def photo(self, of: Account, data: bytes) -> int:
        """Send a photo under the device token; the status of its end."""
        begun = self.by_device(
            of,
            "POST",
            f"{WHERE}/media",
            headers={
                **TUS,
                "Upload-Length": str(len(data)),
                "Upload-Metadata": f"sha256 {b64(sha_of(data))},filetype {b64('image/jpeg')}",
            },
        )
        if begun.status_code != 201:
            return int(begun.status_code)
        sent = self.by_device(
            of,
            "PATCH",
            begun.headers["Location"],
            content=data,
            headers={
                **TUS,
                "Upload-Offset": "0",
                "Content-Type": "application/offset+octet-stream",
            },
        )
        return int(sent.status_code)


@dataclass
class Scene:
    """A cadre whose account has ended, his shop, and those who may see what he left."""

    cadre: Account
    entity: Entity
    office: Account
    other_office: Account
    secadmin: Account
    other_secadmin: Account
    sysadmin: Account
    everybody_else: list[Account] = field(default_factory=list)


@pytest.fixture
def counter(app: FastAPI, client: Browser) -> Counter:
    return Counter(app, client)


@pytest.fixture
def scene(session: Session) -> Scene:
    tree = make_region_tree(session)
    cadre = make_account(session, name="周桂兰", post="社区党委委员", username="zhou")
    entity = make_entity(session)
    make_assignment(session, entity, cadre, level=Level.VILLAGE, due_in="2026Q4")
    cadre.disabled_at = NOW
    cadre.session_generation += 1
    session.add(cadre)
    session.commit()
    return Scene(
        cadre,
        entity,
        make_account(session, role=Role.OFFICE, region=COUNTY, name="苏晓岚"),
        make_account(session, role=Role.OFFICE, region=OTHER_COUNTY),
        make_account(session, role=Role.SECADMIN, region=CITY),
        make_account(session, role=Role.SECADMIN, region=OTHER_COUNTY),
        make_account(session, role=Role.SYSADMIN, region=CITY),
        [
            make_account(session),
            make_account(session, role=Role.BUREAU, region=COUNTY, unit=tree.bureau),
            make_account(session, role=Role.INSPECTOR, region=CITY),
            make_account(session, role=Role.AUDITOR, region=CITY),
        ],
    )


def order(entity: Entity, **changes: Any) -> dict[str, Any]:
    """A visit as its phone hands it over; `visit` changes what the visit says."""
    visit = body(entity, **changes.pop("visit", {}))
    device_now = visit.pop("device_now")
    made: dict[str, Any] = {
        "kind": "inspection",
        "subject": f"entity:{entity.id}",
        "title": entity.name,
        "body": visit,
        "photos": [],
        "made_at": visit["finished_at"],
        "device_now": device_now,
        "app": "test",
    }
    return made | changes
