"""One's own account: who I am, my password, the privacy notice."""

from typing import Any

import pytest
from httpx import Response
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from tests import builders
from tests.accounts.conftest import PASSWORD, Clock, me, refresh, sign_in
from tests.people import Browser

NEW = "Shan-quan-77"


@pytest.fixture
def newcomer(session: Session, tree: builders.Tree, password_hash: str) -> Account:
    return builders.make_account(
        session, username="new", password_hash=password_hash, must_change=True
    )


def change(person: Browser, old: str = PASSWORD, new: str = NEW) -> Response:
    order = {"old_password": old, "new_password": new}
    answer: Response = person.post("/api/v1/me/password", json=order)
    return answer


def test_a_station_officer_is_told_unit_and_permissions(
    client: Browser, session: Session, tree: builders.Tree
) -> None:
    officer = builders.make_account(
        session, role=Role.STATION, region=builders.TOWN, unit=tree.station
    )
    shown = client.as_(officer).get("/api/v1/me").json()
    assert shown["unit"] == {
        "id": str(tree.station),
        "name": "历下市场监管所",
        "kind": "station",
        "phone": "0531-00000000",
    }
    assert "move_issue" in shown["permissions"]
    assert "submit_inspection" not in shown["permissions"]
    assert shown["assists"] is None


def test_an_assistant_is_told_whom_they_assist(
    client: Browser, session: Session, cadre: Account
) -> None:
    helper = builders.make_account(session, role=Role.ASSISTANT, assists=cadre.id)
    shown = client.as_(helper).get("/api/v1/me").json()
    assert shown["assists"] == {"id": str(cadre.id), "name": cadre.name}


def test_neither_hash_nor_phone_number_is_shown(client: Browser, cadre: Account) -> None:
    assert not {"password_hash", "phone"} & client.as_(cadre).get("/api/v1/me").json().keys()


def test_a_first_password_opens_nothing_but_its_change(client: Browser, newcomer: Account) -> None:
    person = client.as_(newcomer)
    assert person.get("/api/v1/me").json()["must_change_password"] is True
    for refused in (
        person.get("/api/v1/regions"),
        person.post("/api/v1/me/privacy"),
        person.get("/api/v1/accounts"),
    ):
        assert refused.status_code == 403
        assert refused.json()["type"] == "/problems/password-change-required"
    tokens: dict[str, Any] = change(person).json()
    assert tokens["me"]["must_change_password"] is False
    opened = client.get(
        "/api/v1/regions", headers={"Authorization": f"Bearer {tokens['access_token']}"}
    )
    assert opened.status_code == 200


def test_a_changed_password_ends_every_other_session_at_once(
    client: Browser, cadre: Account, clock: Clock
) -> None:
    elsewhere = sign_in(client).json()
    tokens = change(client.as_(cadre)).json()
    assert me(client, elsewhere["access_token"]).status_code == 401
    assert refresh(client, elsewhere["refresh_token"]).status_code == 401
    assert me(client, tokens["access_token"]).status_code == 200
    assert refresh(client, tokens["refresh_token"]).status_code == 200


def test_after_a_change_only_the_new_password_opens(client: Browser, cadre: Account) -> None:
    change(client.as_(cadre))
    assert sign_in(client).status_code == 401
    assert sign_in(client, NEW).status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "pointer"),
    [
        ("Wrong-2026", NEW, "/old_password"),
        (PASSWORD, PASSWORD, "/new_password"),
        (PASSWORD, "abcdefgh", "/new_password"),
        (PASSWORD, "Zhou-2026", "/new_password"),
    ],
)
def test_a_refused_change_points_to_the_field_and_changes_nothing(
    client: Browser, cadre: Account, old: str, new: str, pointer: str
) -> None:
    refused = change(client.as_(cadre), old, new)
    assert refused.status_code == 422
    assert refused.json()["errors"] == [{"pointer": pointer, "detail": refused.json()["detail"]}]
    assert sign_in(client).status_code == 200


def test_guessing_the_old_password_with_a_stolen_token_locks_too(
    client: Browser, cadre: Account
) -> None:
    thief = client.as_(cadre)
    for _ in range(5):
        assert change(thief, "Wrong-2026").status_code == 422
    assert change(thief).status_code == 423


def test_the_privacy_notice_is_shown_once(client: Browser, cadre: Account) -> None:
    person = client.as_(cadre)
    assert person.get("/api/v1/me").json()["privacy_seen"] is False
    assert person.post("/api/v1/me/privacy").status_code == 204
    assert person.post("/api/v1/me/privacy").status_code == 204
    assert person.get("/api/v1/me").json()["privacy_seen"] is True
