"""Access tokens: HS256 with our key and nothing else."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

from fastapi import FastAPI
from jose import jwt

from app.accounts.models import Account
from app.accounts.tokens import access_token
from tests.accounts.conftest import Clock, me
from tests.conftest import SECRET
from tests.people import Browser


def claims_of(account: Account, **changed: Any) -> dict[str, Any]:
    at = int(datetime.now(UTC).timestamp())
    claims = {
        "iss": "dudao",
        "aud": "dudao-api",
        "sub": str(account.id),
        "gen": 0,
        "iat": at,
        "exp": at + 600,
    }
    return {name: value for name, value in (claims | changed).items() if value is not None}


def part(content: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def test_the_claims_that_later_tests_spoil_are_good_unspoilt(
    client: Browser, cadre: Account
) -> None:
    good = jwt.encode(claims_of(cadre), SECRET, algorithm="HS256")
    assert me(client, good).status_code == 200


def test_an_unsigned_token_is_refused(client: Browser, cadre: Account) -> None:
    for algorithm in ("none", "None", "NONE", ""):
        unsigned = f"{part({'alg': algorithm, 'typ': 'JWT'})}.{part(claims_of(cadre))}."
        assert me(client, unsigned).status_code == 401, algorithm


def test_another_algorithm_with_the_right_key_is_refused(client: Browser, cadre: Account) -> None:
    for algorithm in ("HS384", "HS512"):
        other = jwt.encode(claims_of(cadre), SECRET, algorithm=algorithm)
        assert me(client, other).status_code == 401, algorithm


def test_another_key_is_refused(client: Browser, cadre: Account) -> None:
    forged = jwt.encode(claims_of(cadre), "another-key" * 5, algorithm="HS256")
    assert me(client, forged).status_code == 401


def test_a_token_without_one_of_its_claims_is_refused(client: Browser, cadre: Account) -> None:
    for missing in ("iss", "aud", "sub", "gen", "iat", "exp"):
        short = jwt.encode(claims_of(cadre, **{missing: None}), SECRET, algorithm="HS256")
        assert me(client, short).status_code == 401, missing


SPOILT: tuple[dict[str, Any], ...] = (
    {"iss": "another"},
    {"aud": "another"},
    {"sub": "zhou"},
    {"sub": "00000000-0000-4000-8000-000000000000"},
    {"gen": 1},
    {"gen": "now"},
    {"exp": "never"},
)


def test_a_token_with_a_spoilt_claim_is_refused(client: Browser, cadre: Account) -> None:
    for spoilt in SPOILT:
        other = jwt.encode(claims_of(cadre, **spoilt), SECRET, algorithm="HS256")
        assert me(client, other).status_code == 401, spoilt


def test_a_token_whose_claims_were_exchanged_is_refused(
    client: Browser, cadre: Account, secadmin: Account
) -> None:
    head, _, signature = jwt.encode(claims_of(cadre), SECRET, algorithm="HS256").split(".")
    tampered = f"{head}.{part(claims_of(secadmin))}.{signature}"
    assert me(client, tampered).status_code == 401


def test_nonsense_is_refused(client: Browser, cadre: Account) -> None:
    for nonsense in ("", "x", "a.b.c", "é.é.é", "x" * 100_000):
        answer = client.get("/api/v1/me", headers={"Authorization": b"Bearer " + nonsense.encode()})
        assert answer.status_code == 401, nonsense[:10]
        assert answer.headers["www-authenticate"] == "Bearer"


def test_nobody_without_a_token_is_let_in(client: Browser) -> None:
    answer = client.get("/api/v1/me")
    assert answer.status_code == 401
    assert answer.json()["type"] == "/problems/not-signed-in"


def test_a_token_ends_after_a_quarter_of_an_hour(
    app: FastAPI, client: Browser, cadre: Account, clock: Clock
) -> None:
    longer = app.state.settings.model_copy(update={"access_token_minutes": 60})
    token = access_token(cadre, longer, clock.at)
    clock.forward(minutes=14, seconds=58)
    assert me(client, token).status_code == 200
    clock.forward(seconds=3)
    assert me(client, token).json()["type"] == "/problems/session-expired"
