"""反弹: the same item at the same shop within a year, shown with what was found before."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlmodel import Session

from app.ids import sha256_hex
from tests.ledger.scene import NOW, PHOTO, Scene, a_scene, act, an_issue, bring
from tests.people import Browser

AGAIN = sha256_hex("again")


def registered(client: Browser, scene: Scene, **changed: Any) -> dict[str, Any]:
    told = {
        "id": str(uuid4()),
        "entity_id": str(scene.entity.id),
        "item_code": "CATR-E01",
        "text": "冷藏柜生熟分开",
        "description": "又混放了",
        "severity": "minor",
        "requirement": "分柜",
        "photos": [AGAIN],
    }
    made = client.as_(scene.station).post("/api/v1/issues", json={**told, **changed})
    assert made.status_code == 201
    shown: dict[str, Any] = made.json()
    return shown


def test_a_repeat_is_shown_with_the_photos_of_what_was_closed(
    client: Browser, session: Session
) -> None:
    scene = a_scene(session)
    first = an_issue(session, scene, photos_before=[PHOTO], photos_after=[sha256_hex("after")])
    bring(session, scene, first, "rectifying")
    again = registered(client, scene)
    assert again["repeat"] is True
    assert again["severity"] == "minor"
    earlier = again["earlier"]
    assert (earlier["id"], earlier["number"]) == (str(first.id), first.number)
    assert [photo["sha256"] for photo in earlier["before"]] == [PHOTO]
    assert earlier["times"] == 2
    assert registered(client, scene)["earlier"]["times"] == 3


def test_what_was_closed_more_than_a_year_ago_is_no_repeat(
    client: Browser, session: Session
) -> None:
    scene = a_scene(session)
    long_ago = NOW - timedelta(days=800)
    old = an_issue(session, scene, at=long_ago, found_at=long_ago, received_at=long_ago)
    steps = ((scene.station, "accept"), (scene.station, "submit"), (scene.reviewer, "close"))
    for who, name in steps:
        more = {"date": long_ago.date().isoformat()} if name == "submit" else {}
        old = act(session, old, who, name, at=long_ago, **more)
    assert registered(client, scene)["earlier"] is None


def test_another_item_is_no_repeat(client: Browser, session: Session) -> None:
    scene = a_scene(session)
    an_issue(session, scene)
    assert registered(client, scene, item_code="CATR-E02")["earlier"] is None
