"""Refresh tokens: exchanged at each use; a copied one gives itself away."""

from typing import Any

import pytest
from sqlmodel import Session, select

from app.accounts.models import Account, RefreshToken
from app.audit.models import Audit
from tests.accounts.conftest import Clock, me, refresh, sign_in
from tests.people import Browser

Tokens = dict[str, Any]


@pytest.fixture
def first(client: Browser, cadre: Account, clock: Clock) -> Tokens:
    tokens: Tokens = sign_in(client).json()
    return tokens


def test_each_exchange_gives_a_new_pair_that_works(
    client: Browser, first: Tokens, clock: Clock
) -> None:
    clock.forward(minutes=14)
    second = refresh(client, first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["refresh_expires_at"] > first["refresh_expires_at"]
    assert me(client, second["access_token"]).json()["username"] == "zhou"
    clock.forward(days=29)
    assert refresh(client, second["refresh_token"]).status_code == 200


@pytest.mark.parametrize("later", [{"seconds": 59}, {"hours": 1}, {"days": 6, "hours": 23}])
def test_a_phone_that_lost_the_answer_may_ask_again_within_a_week(
    client: Browser, first: Tokens, clock: Clock, later: dict[str, float]
) -> None:
    refresh(client, first["refresh_token"])
    clock.forward(**later)
    again = refresh(client, first["refresh_token"])
    assert again.status_code == 200
    clock.forward(minutes=14)
    assert refresh(client, again.json()["refresh_token"]).status_code == 200


@pytest.mark.parametrize("later", [{"seconds": 1}, {"days": 3}])
def test_a_second_use_after_the_answer_was_used_ends_the_whole_family(
    client: Browser, session: Session, first: Tokens, clock: Clock, later: dict[str, float]
) -> None:
    second = refresh(client, first["refresh_token"]).json()
    third = refresh(client, second["refresh_token"]).json()
    clock.forward(**later)
    reused = refresh(client, first["refresh_token"])
    assert reused.status_code == 401
    assert reused.json()["type"] == "/problems/session-expired"
    assert refresh(client, third["refresh_token"]).status_code == 401
    assert all(row.revoked_at for row in session.exec(select(RefreshToken)).all())
    assert "auth.refresh_reused" in [line.action for line in session.exec(select(Audit)).all()]


def test_a_second_use_after_the_week_ends_the_whole_family(
    client: Browser, first: Tokens, clock: Clock
) -> None:
    second = refresh(client, first["refresh_token"]).json()
    clock.forward(days=7, seconds=1)
    assert refresh(client, first["refresh_token"]).status_code == 401
    assert refresh(client, second["refresh_token"]).status_code == 401


def test_of_the_pairs_given_for_one_token_only_the_last_lives(
    client: Browser, first: Tokens
) -> None:
    lost = refresh(client, first["refresh_token"]).json()
    kept = refresh(client, first["refresh_token"]).json()
    assert refresh(client, lost["refresh_token"]).status_code == 401
    assert refresh(client, kept["refresh_token"]).status_code == 401


def test_a_second_sign_in_is_another_family(client: Browser, first: Tokens, clock: Clock) -> None:
    other_phone = sign_in(client).json()
    refresh(client, first["refresh_token"])
    clock.forward(days=8)
    refresh(client, first["refresh_token"])
    assert refresh(client, other_phone["refresh_token"]).status_code == 200


def test_a_refresh_token_ends_after_its_days(client: Browser, first: Tokens, clock: Clock) -> None:
    clock.forward(days=30, seconds=1)
    assert refresh(client, first["refresh_token"]).status_code == 401


def test_the_next_sign_in_clears_expired_tokens_away(
    client: Browser, session: Session, first: Tokens, clock: Clock
) -> None:
    clock.forward(days=31)
    sign_in(client)
    assert len(session.exec(select(RefreshToken)).all()) == 1


def test_an_invented_token_is_refused(client: Browser, cadre: Account) -> None:
    answer = refresh(client, "x" * 32)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


def test_signing_out_ends_this_sign_in_and_may_be_repeated(client: Browser, first: Tokens) -> None:
    second = refresh(client, first["refresh_token"]).json()
    order = {"refresh_token": first["refresh_token"]}
    assert client.post("/api/v1/auth/logout", json=order).status_code == 204
    assert client.post("/api/v1/auth/logout", json=order).status_code == 204
    assert refresh(client, second["refresh_token"]).status_code == 401


def test_signing_out_with_an_unknown_token_is_no_error(client: Browser, cadre: Account) -> None:
    order = {"refresh_token": "unknown"}
    assert client.post("/api/v1/auth/logout", json=order).status_code == 204


def test_a_disabled_account_gets_no_further_tokens(
    client: Browser, session: Session, cadre: Account, first: Tokens, clock: Clock
) -> None:
    cadre.disabled_at = clock.at
    session.add(cadre)
    session.commit()
    answer = refresh(client, first["refresh_token"])
    assert answer.status_code == 401
    assert answer.json()["type"] == "/problems/account-disabled"
