"""Offices that make checklists, and the cadre whose phone fills them in."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import Response
from openpyxl import Workbook, load_workbook
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.tokens import access_token
from app.checklists.authoring.workbook_writing import write_workbook
from app.checklists.library import get_library
from app.per_request import present
from tests.builders import CITY, COUNTY, OTHER_COUNTY, PROVINCE, make_account
from tests.inspections.visits import NOW, Scene, a_scene
from tests.people import Browser

DRAFTS = "/api/v1/checklists/drafts"
FROM = "2026-11-23"
"""The day of `NOW`: what is published is in force at once."""

Edit = Callable[[Workbook], object]


@dataclass
class Desk:
    """The desk of whoever makes checklists."""

    app: FastAPI
    browser: Browser
    at: datetime = NOW

    def ask(self, by: Account, method: str, path: str, **more: Any) -> Response:
        self.app.dependency_overrides[present] = lambda: self.at
        token = access_token(by, self.app.state.settings, self.at)
        headers = {"Authorization": f"Bearer {token}"}
        answer: Response = self.browser.request(method, path, headers=headers, **more)
        return answer

    def hand_in(self, by: Account, file: bytes, form: str = "catering", **asked: str) -> Response:
        told = {"form": form, "valid_from": FROM, "name": "餐饮表.xlsx"} | asked
        return self.ask(by, "POST", DRAFTS, content=file, params=told)

    def publish(
        self, by: Account, draft: str, *reworded: str, confirmed: tuple[str, ...] = ()
    ) -> Response:
        order = {"reworded": list(reworded), "confirmed": list(confirmed)}
        return self.ask(by, "POST", f"{DRAFTS}/{draft}/publish", json=order)

    def published(self, by: Account, file: bytes, **asked: str) -> dict[str, Any]:
        draft = self.hand_in(by, file, **asked)
        assert draft.status_code == 201, draft.text
        done = self.publish(by, draft.json()["id"])
        assert done.status_code == 200, done.text
        shown: dict[str, Any] = done.json()
        return shown


@dataclass
class Offices:
    """Everybody who may have a hand in a checklist."""

    county: Account
    neighbour: Account
    city: Account
    province: Account
    sysadmin: Account


@pytest.fixture
def scene(session: Session) -> Scene:
    """A cadre with the restaurant he answers for."""
    return a_scene(session)


@pytest.fixture
def offices(session: Session, scene: Scene) -> Offices:
    def office(region: str, name: str, role: Role = Role.OFFICE) -> Account:
        return make_account(session, role=role, region=region, name=name)

    return Offices(
        county=office(COUNTY, "县办甲"),
        neighbour=office(OTHER_COUNTY, "邻县办"),
        city=office(CITY, "市办乙"),
        province=office(PROVINCE, "省办丙"),
        sysadmin=office(CITY, "管理员丁", Role.SYSADMIN),
    )


@pytest.fixture
def desk(app: FastAPI, client: Browser, offices: Offices) -> Desk:
    return Desk(app, client)


def exported(*edits: Edit, id: str = "catering") -> bytes:
    """The first version of a checklist as a workbook, changed."""
    library = get_library()
    version = library.get(id, 1)
    assert version is not None
    file = write_workbook(version.body, library.flags, library.statutes)
    book = load_workbook(io.BytesIO(file))
    for edit in edits:
        edit(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def put(cell: str, value: object, sheet: str = "督导检查表") -> Edit:
    """Writes into a cell."""

    def edit(book: Workbook) -> None:
        book[sheet][cell].value = value

    return edit
