"""Making accounts: a person in a place, with a role that fits both."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.accounts.bootstrap import create_first_admin
from app.accounts.models import Account
from app.accounts.service import UsernameTaken, create_account
from app.accounts.shown import NewAccount
from app.audit.models import Audit
from app.errors import Malformed
from tests import builders
from tests.accounts.conftest import sign_in
from tests.people import Browser

AT = datetime(2026, 11, 2, 1, tzinfo=UTC)


def new(**changed: Any) -> NewAccount:
    given = {
        "username": "li",
        "name": "李淑琴",
        "role": "cadre",
        "region_code": builders.VILLAGE,
        "password": "Yun-he-2026",
    }
    return NewAccount.model_validate(given | changed)


def test_an_account_takes_its_place_from_its_division(
    client: Browser, session: Session, tree: builders.Tree
) -> None:
    made = create_account(session, new(), AT)
    session.commit()
    assert (made.level, made.town_code, made.county_code, made.city_code) == (
        "village",
        builders.TOWN,
        builders.COUNTY,
        builders.CITY,
    )
    assert sign_in(client, username="li").json()["me"]["must_change_password"] is True
    line = session.exec(select(Audit)).first()
    assert line is not None
    assert (line.action, line.county_code) == ("account.created", builders.COUNTY)


def test_without_a_password_nobody_signs_in_until_one_is_handed_out(
    client: Browser, session: Session, tree: builders.Tree
) -> None:
    create_account(session, new(password=None), AT)
    session.commit()
    assert sign_in(client, "!", username="li").status_code == 401


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"region_code": "999999000000"}, "/region_code"),
        ({"region_code": builders.PROVINCE}, "/region_code"),
        ({"role": "secadmin"}, "/region_code"),
        ({"role": "station", "region_code": builders.TOWN}, "/unit_id"),
        ({"unit_id": "00000000-0000-4000-8000-000000000000"}, "/unit_id"),
        ({"role": "assistant"}, "/assists_id"),
        ({"password": "abcdefgh"}, "/password"),
        ({"password": "Li-2026-shu"}, "/password"),
    ],
)
def test_what_does_not_fit_is_pointed_at(
    session: Session, tree: builders.Tree, changed: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(Malformed) as refused:
        create_account(session, new(**changed), AT)
    assert refused.value.errors is not None
    assert refused.value.errors[0]["pointer"] == pointer
    assert session.exec(select(Account)).all() == []


def test_a_station_officer_needs_a_station(session: Session, tree: builders.Tree) -> None:
    station = {"role": "station", "region_code": builders.TOWN}
    with pytest.raises(Malformed):
        create_account(session, new(**station, unit_id=tree.bureau), AT)
    assert create_account(session, new(**station, unit_id=tree.station), AT).unit_id


def test_an_assistant_assists_a_cadre(session: Session, tree: builders.Tree) -> None:
    leader = create_account(session, new(), AT)
    made = create_account(session, new(username="aide", role="assistant", assists_id=leader.id), AT)
    with pytest.raises(Malformed):
        create_account(session, new(username="aide2", role="assistant", assists_id=made.id), AT)


def test_account_names_are_unique(session: Session, tree: builders.Tree) -> None:
    create_account(session, new(), AT)
    with pytest.raises(UsernameTaken):
        create_account(session, new(name="李淑芹"), AT)


@pytest.mark.parametrize("username", ["", "a", "Li", "李淑琴", "li li", "-li", "l" * 61])
def test_account_names_are_plain(username: str) -> None:
    with pytest.raises(ValueError, match="username"):
        new(username=username)


def test_the_first_administrator_gets_a_password_to_be_changed(
    client: Browser, engine: Engine, tree: builders.Tree
) -> None:
    password = create_first_admin(
        engine, username="sec", name="高文静", region_code=builders.CITY, role="secadmin", at=AT
    )
    shown = sign_in(client, password, username="sec").json()["me"]
    assert (shown["role"], shown["must_change_password"]) == ("secadmin", True)
