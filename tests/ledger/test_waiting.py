"""待我办理 over HTTP: exactly what the table of moves lets this person bring on."""

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
        wanted = {one["id"] for one in shown if ON & {move["move"] for move in one["moves"]}}
        rows = browser.get(f"{ISSUES}?mine=true&limit=200").json()["items"]
        assert {row["id"] for row in rows} == wanted, person.name
        assert browser.get(f"{ISSUES}/counts").json()["mine"] == len(wanted), person.name


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
