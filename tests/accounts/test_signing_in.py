"""Signing in with a password."""

from fastapi import FastAPI
from sqlmodel import Session, col, select

from app.accounts.models import Account, RefreshToken
from app.accounts.passwords import DEMO_PASSWORD, make_hash
from app.audit.models import Audit
from app.ids import sha256_hex
from tests import builders
from tests.accounts.conftest import PASSWORD, me, sign_in
from tests.people import Browser


def test_the_right_password_opens_a_session(client: Browser, cadre: Account) -> None:
    answer = sign_in(client)
    assert answer.status_code == 200
    tokens = answer.json()
    assert tokens["token_type"] == "bearer"
    assert 0 < tokens["expires_in"] <= 15 * 60
    assert tokens["me"]["username"] == "zhou"
    assert tokens["me"]["region"] == {
        "code": builders.VILLAGE,
        "name": "测试一社区",
        "path_name": "济南市历下区泉城路街道测试一社区",
    }
    assert tokens["me"] == me(client, tokens["access_token"]).json()


def test_the_account_name_is_taken_in_any_case_and_with_blanks(
    client: Browser, cadre: Account
) -> None:
    assert sign_in(client, username=" Zhou ").status_code == 200


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(
    client: Browser, cadre: Account
) -> None:
    wrong, unknown = sign_in(client, "Wrong-2026"), sign_in(client, username="nobody")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.json()["type"] == "/problems/wrong-credentials"
    assert "再错 4 次" in wrong.json()["detail"]


def test_a_disabled_account_is_told_so_only_with_the_right_password(
    client: Browser, session: Session, cadre: Account
) -> None:
    cadre.disabled_at = cadre.created_at
    session.add(cadre)
    session.commit()
    assert sign_in(client).json()["type"] == "/problems/account-disabled"
    assert sign_in(client, "Wrong-2026").json()["type"] == "/problems/wrong-credentials"


def test_an_account_without_a_password_admits_nobody(
    client: Browser, session: Session, tree: builders.Tree
) -> None:
    builders.make_account(session, username="new", password_hash="!")
    assert sign_in(client, "!", username="new").status_code == 401


def test_the_public_demo_password_is_refused_outside_demo_mode(
    app: FastAPI, client: Browser, session: Session, tree: builders.Tree
) -> None:
    builders.make_account(session, username="demo", password_hash=make_hash(DEMO_PASSWORD))
    assert sign_in(client, DEMO_PASSWORD, username="demo").status_code == 401
    app.state.settings = app.state.settings.model_copy(update={"demo": True})
    assert sign_in(client, DEMO_PASSWORD, username="demo").status_code == 200


def test_neither_password_nor_token_is_kept_in_clear(
    client: Browser, session: Session, cadre: Account
) -> None:
    tokens = sign_in(client).json()
    sign_in(client, "Wrong-2026", username="Yun-he-typed-into-the-wrong-box")
    kept = session.exec(select(RefreshToken)).one()
    assert kept.token_hash == sha256_hex(tokens["refresh_token"])
    written = str([line.model_dump() for line in session.exec(select(Audit)).all()])
    for secret in (PASSWORD, "wrong-box", tokens["refresh_token"], tokens["access_token"]):
        assert secret not in written


def test_signing_in_and_being_refused_are_both_on_the_trail(
    client: Browser, session: Session, cadre: Account
) -> None:
    sign_in(client, "Wrong-2026")
    sign_in(client)
    lines = session.exec(select(Audit).order_by(col(Audit.at))).all()
    assert [(line.action, line.subject_id) for line in lines] == [
        ("auth.refused", str(cadre.id)),
        ("auth.signed_in", str(cadre.id)),
    ]
    assert {line.address for line in lines} == {"testclient"}
