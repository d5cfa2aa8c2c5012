"""Whoever works in county X learns nothing of county Y: not a row, not a byte, not a number."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from tests.builders import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    OTHER_TOWN,
    OTHER_VILLAGE,
    TOWN,
    Tree,
    make_account,
    make_assignment,
    make_entity,
    make_notice,
    make_region_tree,
)
from tests.inspections.visits import address, answers, body
from tests.media.conftest import Phone, a_photo, sha_of
from tests.people import Browser

SHORT = "2345678"


@dataclass(frozen=True)
class Story:
    """What happened in county X."""

    tree: Tree
    cadre: Account
    entity: UUID
    inspection: UUID
    issue: UUID
    photo: str
    notice: str


@pytest.fixture
def story(session: Session, client: Browser) -> Story:
    """A visit in county X that opened an issue with a photo."""
    tree = make_region_tree(session)
    cadre = make_account(session)
    entity = make_entity(session)
    make_assignment(session, entity, cadre, due_in="2026Q4")
    notice = make_notice(session, entity, short_code=SHORT + "X")
    phone = client.as_(cadre)
    photo = a_photo()
    uploader = Phone(phone)
    place = uploader.begin(photo)
    phone.patch(
        place,
        content=photo,
        headers={
            "Tus-Resumable": "1.0.0",
            "Upload-Offset": "0",
            "Content-Type": "application/offset+octet-stream",
        },
    )
    now = datetime.now(UTC)
    where = address()
    wrong = {"CATR-E01": [sha_of(photo)]}
    sent = body(entity, at=now, answers=answers(wrong=wrong, at=now))
    receipt = phone.put(where, json=sent)
    assert receipt.status_code == 201, receipt.text
    return Story(
        tree=tree,
        cadre=cadre,
        entity=entity.id,
        inspection=UUID(where.rsplit("/", 1)[1]),
        issue=UUID(receipt.json()["issues"][0]["id"]),
        photo=sha_of(photo),
        notice=notice.token,
    )


def _people(session: Session, tree: Tree, *, here: bool) -> list[Account]:
    county, town = (COUNTY, TOWN) if here else (OTHER_COUNTY, OTHER_TOWN)
    station, bureau, office = (
        (tree.station, tree.bureau, tree.office)
        if here
        else (tree.other_station, tree.other_bureau, tree.other_office)
    )
    return [
        make_account(session, role=Role.STATION, region=town, unit=station),
        make_account(session, role=Role.BUREAU, region=county, unit=bureau),
        make_account(session, role=Role.OFFICE, region=county, unit=office),
        make_account(session, role=Role.INSPECTOR, region=county),
    ]


def _addresses(story: Story) -> list[str]:
    return [
        f"/api/v1/entities/{story.entity}",
        f"/api/v1/inspections/{story.inspection}",
        f"/api/v1/issues/{story.issue}",
        f"/api/v1/media/sha256/{story.photo}",
        f"/api/v1/inspections/{story.inspection}/photos/{story.photo}",
        f"/api/v1/issues/{story.issue}/photos/{story.photo}",
    ]


def test_in_their_own_county_everybody_sees_them(
    session: Session, client: Browser, story: Story
) -> None:
    for person in [story.cadre, *_people(session, story.tree, here=True)]:
        for where in _addresses(story):
            assert client.as_(person).get(where).status_code == 200, (person.role, where)


def test_from_another_county_each_is_not_there(
    session: Session, client: Browser, story: Story
) -> None:
    cadre = make_account(session, region=OTHER_VILLAGE)
    for person in [cadre, *_people(session, story.tree, here=False)]:
        for where in _addresses(story):
            assert client.as_(person).get(where).status_code == 404, (person.role, where)
        photo = client.as_(person).head(f"/api/v1/media/sha256/{story.photo}")
        assert photo.status_code == 404


def test_another_cadre_of_the_same_village_is_told_nothing_either(
    session: Session, client: Browser, story: Story
) -> None:
    neighbour = make_account(session)
    for where in _addresses(story):
        assert client.as_(neighbour).get(where).status_code == 404, where


def test_lists_counts_and_pulls_hold_nothing_of_another_county(
    session: Session, client: Browser, story: Story
) -> None:
    cadre = make_account(session, region=OTHER_VILLAGE)
    for person in [cadre, *_people(session, story.tree, here=False)]:
        browser = client.as_(person)
        for where in ("/api/v1/entities", "/api/v1/inspections", "/api/v1/issues"):
            assert browser.get(where).json()["items"] == [], (person.role, where)
        counts = browser.get("/api/v1/issues/counts").json()
        assert set(counts.values()) == {0}, (person.role, counts)
        pulled = browser.get("/api/v1/sync").json()
        assert (pulled["entities"], pulled["issues"]) == ([], [])


def test_asking_for_another_region_by_name_widens_nothing(
    session: Session, client: Browser, story: Story
) -> None:
    for person in _people(session, story.tree, here=False):
        for where in ("/api/v1/entities", "/api/v1/issues"):
            found = client.as_(person).get(where, params={"region": COUNTY})
            assert found.status_code == 404 or found.json()["items"] == []


def test_a_move_on_another_countys_issue_finds_no_issue(
    session: Session, client: Browser, story: Story
) -> None:
    order = {"id": str(story.inspection), "move": "accept", "seen_version": 1}
    for person in _people(session, story.tree, here=False):
        if person.role is Role.INSPECTOR:
            continue
        answer = client.as_(person).post(f"/api/v1/issues/{story.issue}/moves", json=order)
        assert answer.status_code == 404, (person.role, answer.text)


def test_what_stands_behind_a_notice_is_not_there_either(
    session: Session, client: Browser, story: Story
) -> None:
    for person in _people(session, story.tree, here=False):
        browser = client.as_(person)
        assert browser.get(f"/api/v1/notices/{story.notice}").status_code == 404, person.role
        again = browser.post(f"/api/v1/entities/{story.entity}/notices")
        assert again.status_code in (403, 404), person.role


def test_the_city_sees_both_counties(session: Session, client: Browser, story: Story) -> None:
    city = make_account(session, role=Role.OFFICE, region=CITY)
    assert client.as_(city).get(f"/api/v1/issues/{story.issue}").status_code == 200
