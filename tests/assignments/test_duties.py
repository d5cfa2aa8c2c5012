from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.audit.models import Audit
from app.entities.models import Entity
from tests.builders import (
    COUNTY,
    OTHER_COUNTY,
    OTHER_VILLAGE,
    TOWN,
    VILLAGE,
    make_account,
    make_entity,
    make_region_tree,
)
from tests.people import Browser


@dataclass
class Place:
    office: Account
    leader: Account
    firm: Entity
    elsewhere: Entity
    session: Session


@pytest.fixture
def place(session: Session) -> Place:
    make_region_tree(session)
    return Place(
        make_account(session, role=Role.OFFICE, region=COUNTY),
        make_account(session, region=COUNTY, name="韩立群", post="副区长"),
        make_entity(session),
        make_entity(session, region=OTHER_VILLAGE),
        session,
    )


def put(client: Browser, by: Account, cadre: UUID, **order: Any) -> Any:
    return client.as_(by).put(f"/api/v1/cadres/{cadre}/duty", json=order)


def test_the_office_writes_down_what_a_leader_is_in_charge_of(
    client: Browser, place: Place
) -> None:
    before = client.as_(place.office).get(f"/api/v1/cadres/{place.leader.id}/duty").json()
    assert (before["lines"], before["cap"], before["limit"], before["hard"]) == ([], None, 10, True)
    order = {"lines": ["教体"], "area_codes": [TOWN], "cap": 8, "liaisons": [str(place.firm.id)]}
    answer = put(client, place.office, place.leader.id, **order)
    assert answer.status_code == 200, answer.text
    shown = client.as_(place.office).get(f"/api/v1/cadres/{place.leader.id}/duty").json()
    assert shown == answer.json()
    assert shown["lines"] == ["教育"]
    assert {"教育", "商贸"} <= set(shown["known_lines"])
    assert shown["areas"] == [{"id": TOWN, "name": "泉城路街道"}]
    assert [firm["name"] for firm in shown["liaisons"]] == [place.firm.name]
    assert (shown["cap"], shown["limit"], shown["hard"]) == (8, 8, True)
    lines = place.session.exec(select(Audit).where(Audit.action == "cadre.duty")).all()
    assert [line.subject_id for line in lines] == [str(place.leader.id)]


def test_what_is_written_anew_takes_the_place_of_what_was_there(
    client: Browser, place: Place
) -> None:
    put(client, place.office, place.leader.id, lines=["教育"], liaisons=[str(place.firm.id)])
    kept = put(client, place.office, place.leader.id, lines=["商贸"]).json()
    assert (kept["lines"], len(kept["liaisons"])) == (["商贸"], 1)
    assert put(client, place.office, place.leader.id, liaisons=[]).json()["liaisons"] == []


@pytest.mark.parametrize(
    ("order", "pointer"),
    [
        ({"lines": ["宣传"]}, "/lines"),
        ({"area_codes": [OTHER_COUNTY]}, "/area_codes"),
        ({"area_codes": [COUNTY]}, "/area_codes"),
        ({"cap": 0}, "/cap"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(
    client: Browser, place: Place, order: dict[str, Any], pointer: str
) -> None:
    answer = put(client, place.office, place.leader.id, **order)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_a_firm_of_another_county_is_nobody_to_keep_in_touch_with(
    client: Browser, place: Place
) -> None:
    answer = put(client, place.office, place.leader.id, liaisons=[str(place.elsewhere.id)])
    assert answer.status_code == 422


def test_only_an_office_above_the_cadre_may(client: Browser, place: Place) -> None:
    other = make_account(place.session, role=Role.OFFICE, region=OTHER_COUNTY)
    assert put(client, other, place.leader.id).status_code == 404
    for role, region in ((Role.CADRE, VILLAGE), (Role.BUREAU, COUNTY), (Role.SECADMIN, COUNTY)):
        stranger = make_account(place.session, role=role, region=region)
        assert put(client, stranger, place.leader.id).status_code == 403
    assert put(client, place.office, place.office.id).status_code == 404
