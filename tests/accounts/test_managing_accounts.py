"""The security administrator's list, within the own region."""

import pytest
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.audit.models import Audit
from tests import builders
from tests.accounts.conftest import PASSWORD, me, refresh, sign_in
from tests.people import Browser

ACTIONS = ["reset-password", "disable", "enable", "unlock"]


def names(client: Browser, **query: str | int) -> list[str]:
    page = client.get("/api/v1/accounts", params=query).json()
    return [row["username"] for row in page["items"]]


@pytest.fixture
def stranger(session: Session, tree: builders.Tree) -> Account:
    return builders.make_account(session, region=builders.OTHER_VILLAGE, username="stranger")


def test_the_list_shows_the_own_region_only(
    client: Browser, session: Session, cadre: Account, secadmin: Account, stranger: Account
) -> None:
    assert names(client.as_(secadmin)) == ["sec", "zhou"]
    of_the_city = builders.make_account(
        session, role=Role.SECADMIN, region=builders.CITY, username="city"
    )
    assert names(client.as_(of_the_city)) == ["city", "sec", "stranger", "zhou"]


def test_a_row_shows_who_where_and_how_things_stand(
    client: Browser, session: Session, tree: builders.Tree, secadmin: Account
) -> None:
    officer = builders.make_account(
        session,
        role=Role.STATION,
        region=builders.TOWN,
        unit=tree.station,
        username="station",
        name="陈立",
        post="监管员",
    )
    rows = client.as_(secadmin).get("/api/v1/accounts?q=陈立").json()["items"]
    assert rows == [
        {
            "id": str(officer.id),
            "username": "station",
            "name": "陈立",
            "post": "监管员",
            "role": "station",
            "level": "town",
            "region_name": "济南市历下区泉城路街道",
            "unit_name": "历下市场监管所",
            "disabled": False,
            "locked": False,
            "must_change_password": False,
        }
    ]


def test_search_looks_in_account_name_name_and_post(
    client: Browser, cadre: Account, session: Session, secadmin: Account
) -> None:
    builders.make_account(session, username="else", name="王一", post="监管员")
    for q in ("ZHO", "明远", "干部", " zhou "):
        found = names(client.as_(secadmin), q=q)
        assert "zhou" in found, q
        assert "else" not in found, q


def test_signs_of_the_query_language_are_only_signs(
    client: Browser, cadre: Account, secadmin: Account
) -> None:
    for q in ("%", "_", "没有这个人"):
        assert names(client.as_(secadmin), q=q) == []


def test_pages_follow_each_other_without_gap_or_repeat(
    client: Browser, session: Session, secadmin: Account
) -> None:
    for n in range(6):
        builders.make_account(session, username=f"cadre-{n}")
    found: list[str] = []
    query: dict[str, str | int] = {"limit": 3}
    while query.get("cursor", "") is not None:
        page = client.as_(secadmin).get("/api/v1/accounts", params=query).json()
        assert len(page["items"]) <= 3
        found += [row["username"] for row in page["items"]]
        query["cursor"] = page["next"]
    assert found == [*(f"cadre-{n}" for n in range(6)), "sec"]


def test_a_reset_gives_a_temporary_password_that_must_be_changed(
    client: Browser, cadre: Account, secadmin: Account
) -> None:
    before = sign_in(client).json()
    answer = client.as_(secadmin).post(f"/api/v1/accounts/{cadre.id}/reset-password")
    temporary = answer.json()["temporary_password"]
    assert me(client, before["access_token"]).status_code == 401
    assert refresh(client, before["refresh_token"]).status_code == 401
    assert sign_in(client, PASSWORD).status_code == 401
    assert sign_in(client, temporary).json()["me"]["must_change_password"] is True


def test_a_disabled_account_loses_access_at_once_and_gets_it_back(
    client: Browser, cadre: Account, secadmin: Account
) -> None:
    admin, before = client.as_(secadmin), sign_in(client).json()
    row = admin.post(f"/api/v1/accounts/{cadre.id}/disable").json()
    assert row["disabled"] is True
    for refused in (
        me(client, before["access_token"]),
        refresh(client, before["refresh_token"]),
    ):
        assert refused.status_code == 401
        # Not “expired”: a phone told that would ask for a password that no longer helps.
        assert refused.json()["type"] == "/problems/account-disabled"
    assert sign_in(client).json()["type"] == "/problems/account-disabled"
    row = admin.post(f"/api/v1/accounts/{cadre.id}/enable").json()
    assert row["disabled"] is False
    assert me(client, before["access_token"]).status_code == 401
    assert sign_in(client).status_code == 200


def test_a_locked_account_is_shown_and_unlocked(
    client: Browser, cadre: Account, secadmin: Account
) -> None:
    for _ in range(5):
        sign_in(client, "Wrong-2026")
    admin = client.as_(secadmin)
    assert admin.get("/api/v1/accounts?q=zhou").json()["items"][0]["locked"] is True
    assert admin.post(f"/api/v1/accounts/{cadre.id}/unlock").json()["locked"] is False
    assert sign_in(client).status_code == 200


def test_an_account_of_another_county_does_not_exist_for_this_one(
    client: Browser, session: Session, secadmin: Account, stranger: Account
) -> None:
    for action in ACTIONS:
        answer = client.as_(secadmin).post(f"/api/v1/accounts/{stranger.id}/{action}")
        assert answer.status_code == 404, action
    session.refresh(stranger)
    assert stranger.password_hash == "x"
    assert stranger.disabled_at is None
    assert session.exec(select(Audit)).all() == []


def test_nobody_does_it_to_the_own_account(client: Browser, secadmin: Account) -> None:
    for action in ACTIONS:
        answer = client.as_(secadmin).post(f"/api/v1/accounts/{secadmin.id}/{action}")
        assert answer.status_code == 409, action


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECADMIN])
def test_only_the_security_administrator_may(
    client: Browser, session: Session, cadre: Account, role: Role
) -> None:
    other = client.as_(builders.make_account(session, role=role, region=builders.COUNTY))
    assert other.get("/api/v1/accounts").status_code == 403
    for action in ACTIONS:
        assert other.post(f"/api/v1/accounts/{cadre.id}/{action}").status_code == 403


def test_each_action_is_on_the_trail_once_and_without_the_password(
    client: Browser, session: Session, cadre: Account, secadmin: Account
) -> None:
    admin = client.as_(secadmin)
    given = [admin.post(f"/api/v1/accounts/{cadre.id}/{action}").json() for action in ACTIONS]
    admin.post(f"/api/v1/accounts/{cadre.id}/enable")
    lines = session.exec(select(Audit).order_by(col(Audit.at))).all()
    assert [line.action for line in lines] == [
        "account.password_reset",
        "account.disabled",
        "account.enabled",
        "account.unlocked",
    ]
    assert {(line.actor_name, line.subject_id) for line in lines} == {("高文静", str(cadre.id))}
    assert given[0]["temporary_password"] not in str([line.model_dump() for line in lines])
