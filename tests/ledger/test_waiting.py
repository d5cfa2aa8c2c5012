"""待我办理 and 待审批 over HTTP: what the table of moves lets this person bring on."""

from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from app.ledger.models import Issue
from tests.builders import CITY, COUNTY, make_account
from tests.ledger.scene import Scene, a_scene, act, an_issue, bring, found_now
from tests.people import Browser

ISSUES = "/api/v1/issues"
ON = {"assign", "accept", "close", "countersign", "grant_extension", "confirm_void"}
"""Moves that bring an issue on when it waits for them."""
ANSWERS = {"countersign", "grant_extension", "confirm_void"}


def of_every_kind(session: Session, scene: Scene) -> list[Issue]:
    """Issues that wait for somebody, in each way there is, and some that do not."""

    def new(**changed: Any) -> Issue:
        return an_issue(session, scene, **found_now(), **changed)

    extended = act(
        session, bring(session, scene, new(), "rectifying"), scene.station, "request_extension"
    )
    granted = act(
        session, bring(session, scene, new(), "rectifying"), scene.station, "request_extension"
    )
    listed = act(
        session,
        bring(session, scene, new(), "reviewing"),
        scene.office,
        "list",
        unit_id=scene.tree.bureau,
    )
    critical = bring(session, scene, new(severity="critical"), "reviewing")
    return [
        new(),
        new(severity="critical"),
        act(session, new(), scene.office, "propose_void"),
        bring(session, scene, new(), "rectifying"),
        extended,
        act(session, granted, scene.bureau, "refuse_extension"),
        bring(session, scene, new(), "reviewing"),
        act(session, bring(session, scene, new(), "reviewing"), scene.reviewer, "return"),
        listed,
        critical,
        act(
            session,
            bring(session, scene, new(severity="critical"), "reviewing"),
            scene.bureau_2,
            "close",
        ),
        bring(session, scene, new(), "closed"),
    ]


def waits_for(person: Account, shown: dict[str, Any], moves: set[str]) -> bool:
    """Whether one of these moves is theirs; 签收 only where the issue was given to their unit."""
    given = shown["unit"] is not None and shown["unit"]["id"] == str(person.unit_id)
    may = {one["move"] for one in shown["moves"]} - (set() if given else {"accept"})
    return bool(may & moves)


def everybody(session: Session, scene: Scene) -> list[Account]:
    return [
        scene.station,
        scene.reviewer,
        scene.bureau,
        scene.bureau_2,
        scene.office,
        scene.office_2,
        scene.city_office,
        scene.inspector,
        scene.cadre,
        make_account(session, role=Role.BUREAU, region=CITY),
    ]


def test_what_waits_for_a_person_is_what_the_table_lets_them_bring_on(
    client: Browser, session: Session
) -> None:
    scene = a_scene(session)
    made = of_every_kind(session, scene)
    for person in everybody(session, scene):
        browser = client.as_(person)
        shown = [browser.get(f"{ISSUES}/{issue.id}").json() for issue in made]
        counts = browser.get(f"{ISSUES}/counts").json()
        for name, moves in (("mine", ON), ("approve", ANSWERS)):
            wanted = {one["id"] for one in shown if waits_for(person, one, moves)}
            rows = browser.get(f"{ISSUES}?{name}=true&limit=200").json()["items"]
            assert {row["id"] for row in rows} == wanted, (person.name, name)
            assert counts[name] == len(wanted), (person.name, name)


def test_a_row_tells_what_was_asked_and_not_yet_answered(client: Browser, session: Session) -> None:
    scene = a_scene(session)
    of_every_kind(session, scene)
    office = client.as_(scene.office)
    rows = office.get(f"{ISSUES}?limit=200").json()["items"]
    asked = sorted((row["waits"], row["state"]) for row in rows if row["waits"])
    assert asked == [
        ("countersign", "reviewing"),
        ("extension", "rectifying"),
        ("void", "assigned"),
    ]


def test_after_the_transfer_it_waits_for_the_new_unit_and_not_for_the_old(
    client: Browser, session: Session
) -> None:
    scene = a_scene(session)
    issue = an_issue(session, scene, **found_now())
    act(session, issue, scene.bureau, "transfer", unit_id=scene.tree.bureau, note="案情复杂")
    for person, mine in ((scene.station, 0), (scene.bureau, 1)):
        assert client.as_(person).get(f"{ISSUES}/counts").json()["mine"] == mine


@pytest.mark.parametrize("post", ["office", "bureau"])
def test_an_issue_without_a_station_waits_for_the_county_office(
    client: Browser, session: Session, post: str
) -> None:
    scene = a_scene(session)
    issue = an_issue(session, scene, **found_now())
    session.execute(update(Issue).values(state="registered", unit_id=None))
    session.commit()
    browser = client.as_(getattr(scene, post))
    rows = browser.get(f"{ISSUES}?mine=true&region={COUNTY}").json()["items"]
    assert [row["id"] for row in rows] == ([str(issue.id)] if post == "office" else [])
