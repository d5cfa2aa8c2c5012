"""A region chosen in the list narrows what a person may see, and never widens it."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import Account
from app.ledger.models import Issue
from tests.builders import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    OTHER_TOWN,
    OTHER_VILLAGE,
    PROVINCE,
    TOWN,
    VILLAGE,
    make_entity,
)
from tests.ledger.scene import Scene, a_scene, an_issue
from tests.people import Browser

ISSUES = "/api/v1/issues"
REGIONS = (PROVINCE, CITY, COUNTY, TOWN, VILLAGE, OTHER_COUNTY, OTHER_TOWN, OTHER_VILLAGE)
HERE, ELSEWHERE = (CITY, COUNTY, TOWN, VILLAGE), (CITY, OTHER_COUNTY, OTHER_TOWN, OTHER_VILLAGE)
"""Where an issue of either county is."""


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


@pytest.fixture
def known(session: Session, scene: Scene) -> dict[str, set[str]]:
    """Three issues, and the regions each lies in; the last was handed to the scene's station."""
    other = replace(scene, entity=make_entity(session, region=OTHER_VILLAGE))
    here, there, handed = (an_issue(session, one) for one in (scene, other, other))
    to_station = sa.update(Issue).where(sa.column("id") == handed.id)
    session.execute(to_station.values(unit_id=scene.tree.station))
    session.commit()
    return {
        str(here.id): {PROVINCE, *HERE},
        str(there.id): {PROVINCE, *ELSEWHERE},
        str(handed.id): {PROVINCE, *ELSEWHERE},
    }


@pytest.mark.parametrize("who", ["cadre", "station", "bureau", "office", "city_office"])
@pytest.mark.parametrize("query", ["", "&state=open&sort=deadline"])
def test_a_region_finds_what_lies_in_it_of_what_the_person_sees(
    client: Browser, scene: Scene, known: dict[str, set[str]], who: str, query: str
) -> None:
    account: Account = getattr(scene, who)
    here, there, handed = known
    sees = {
        "cadre": {here},
        "station": {here, handed},
        "bureau": {here},
        "office": {here},
        "city_office": {here, there, handed},
    }[who]
    browser = client.as_(account)
    for region in REGIONS:
        told = browser.get(f"{ISSUES}?region={region}{query}").json()
        expected = {issue for issue in sees if region in known[issue]}
        assert {row["id"] for row in told["items"]} == expected, region
        assert told["total"] == len(expected), region
        counted = browser.get(f"{ISSUES}/counts?region={region}").json()
        assert counted["all"] == len(expected), region
    assert browser.get(f"{ISSUES}?region=999999999999").json()["items"] == []


@pytest.mark.parametrize(
    ("query", "named"),
    [("overdue=perhaps", "overdue"), ("due_from=soon", "due_from"), ("q=" + "长" * 61, "q")],
)
def test_a_filter_that_cannot_be_is_refused_by_its_name(
    client: Browser, scene: Scene, query: str, named: str
) -> None:
    refused = client.as_(scene.office).get(f"{ISSUES}?{query}&nobody_knows=1")
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [f"/{named}"]
