"""Divisions and units to choose from, within the own region."""

import pytest
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from app.regions.models import Unit, UnitKind
from app.regions.units import bureau_of, office_of, station_of
from tests import builders
from tests.people import Browser


@pytest.fixture
def tree(session: Session) -> builders.Tree:
    return builders.make_region_tree(session)


def person(
    session: Session, role: Role = Role.OFFICE, region: str = builders.COUNTY, **more: object
) -> Account:
    return builders.make_account(session, role=role, region=region, **more)  # type: ignore[arg-type]


def codes(client: Browser, who: Account, parent: str | None = None) -> list[str]:
    query = {"parent": parent} if parent else {}
    found = client.as_(who).get("/api/v1/regions", params=query).json()
    return [row["code"] for row in found]


def unit_names(client: Browser, who: Account, **query: str) -> list[str]:
    return [row["name"] for row in client.as_(who).get("/api/v1/units", params=query).json()]


def test_one_starts_at_the_own_division_and_opens_it(
    client: Browser, session: Session, tree: builders.Tree
) -> None:
    officer = person(session)
    top = client.as_(officer).get("/api/v1/regions").json()
    assert top == [
        {
            "code": builders.COUNTY,
            "level": "county",
            "name": "历下区",
            "path_name": "济南市历下区",
            "has_children": True,
        }
    ]
    assert codes(client, officer, builders.COUNTY) == [builders.TOWN]
    assert codes(client, officer, builders.TOWN) == [builders.VILLAGE]
    assert codes(client, officer, builders.VILLAGE) == []


def test_a_city_opens_its_counties(client: Browser, session: Session, tree: builders.Tree) -> None:
    officer = person(session, region=builders.CITY)
    counties = [builders.COUNTY, builders.OTHER_COUNTY]
    assert codes(client, officer, builders.CITY) == counties
    province = person(session, region=builders.PROVINCE)
    assert codes(client, province, builders.PROVINCE) == [builders.CITY]


@pytest.mark.parametrize("parent", [builders.OTHER_COUNTY, builders.CITY, "999999999999"])
def test_what_is_not_below_the_own_division_is_not_there(
    client: Browser, session: Session, tree: builders.Tree, parent: str
) -> None:
    answer = client.as_(person(session)).get("/api/v1/regions", params={"parent": parent})
    assert answer.status_code == 404


def test_an_office_chooses_among_the_units_of_its_county(
    client: Browser, session: Session, tree: builders.Tree
) -> None:
    officer = person(session)
    assert unit_names(client, officer) == sorted(
        ["历下区市场监管局", "历下区食药安办", "历下市场监管所"]
    )
    assert unit_names(client, officer, kind="station") == ["历下市场监管所"]
    assert unit_names(client, officer, region=builders.TOWN) == ["历下市场监管所"]
    assert unit_names(client, officer, region=builders.OTHER_TOWN) == []


def test_a_station_hands_on_only_within_itself(
    client: Browser, session: Session, tree: builders.Tree
) -> None:
    officer = person(session, Role.STATION, builders.TOWN, unit=tree.station)
    assert unit_names(client, officer) == ["历下市场监管所"]
    part = Unit(name="历下市场监管所一组", kind=UnitKind.STATION, region_code=builders.TOWN)
    part.parent_id = tree.station
    session.add(part)
    session.commit()
    assert unit_names(client, officer) == ["历下市场监管所", "历下市场监管所一组"]


def test_a_cadre_hands_nothing_on(client: Browser, session: Session, tree: builders.Tree) -> None:
    cadre = person(session, Role.CADRE, builders.VILLAGE)
    assert client.as_(cadre).get("/api/v1/units").status_code == 403


def test_each_place_knows_who_is_in_charge(session: Session, tree: builders.Tree) -> None:
    found = (
        station_of(session, builders.TOWN),
        bureau_of(session, builders.COUNTY),
        office_of(session, builders.COUNTY),
    )
    assert [unit and unit.id for unit in found] == [tree.station, tree.bureau, tree.office]
    assert station_of(session, "") is None
    assert office_of(session, builders.TOWN) is None


def test_of_two_stations_in_one_town_always_the_same_is_in_charge(
    session: Session, tree: builders.Tree
) -> None:
    twin = Unit(name="一号市场监管所", kind=UnitKind.STATION, region_code=builders.TOWN)
    session.add(twin)
    session.commit()
    found = [station_of(session, builders.TOWN) for _ in range(3)]
    assert len({unit.id for unit in found if unit}) == 1
