"""Who brought a photo and when: the phone's clock beside the server's, wherever it is looked at."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session

from app.ids import sha256_hex
from app.settings import Settings
from tests.ledger.link_scene import Ring, an_issue_in_hand
from tests.ledger.scene import NOW, PHOTO, a_scene, act, an_issue, bring
from tests.people import Browser

AFTER = sha256_hex("after")


@pytest.fixture
def ring(client: Browser, session: Session, settings: Settings) -> Ring:
    """An issue in rectification with a photo, and the enterprise let in by its link."""
    scene = a_scene(session)
    issue = an_issue_in_hand(session, scene, photos_before=[PHOTO])
    held = Ring(client, session, scene, settings, issue)
    held.hand_out()
    return held


def test_the_photos_of_an_earlier_issue_say_who_and_when_by_both_clocks(
    client: Browser, session: Session
) -> None:
    scene = a_scene(session)
    by_phone = NOW - timedelta(minutes=40)
    first = an_issue(session, scene, photos_before=[PHOTO], device_at=by_phone)
    first = bring(session, scene, first, "rectifying")
    act(session, first, scene.station, "submit", photos=[AFTER], device_at=by_phone)
    order = {
        "id": str(uuid4()),
        "entity_id": str(scene.entity.id),
        "item_code": "CATR-E01",
        "text": "冷藏柜生熟分开",
        "description": "又混放了",
        "severity": "minor",
        "requirement": "分柜",
    }
    again = client.as_(scene.station).post("/api/v1/issues", json=order).json()
    taken = again["earlier"]["taken"]
    assert set(taken) == {PHOTO, AFTER}
    assert (taken[PHOTO]["by"], taken[PHOTO]["post"]) == ("李淑琴", "社区党委书记")
    assert taken[AFTER]["by"] == "高文静"
    for one in taken.values():
        assert datetime.fromisoformat(one["device_at"]) == by_phone
        assert datetime.fromisoformat(one["at"]) == NOW


def test_what_is_registered_keeps_the_time_of_the_phone_that_wrote_it(
    client: Browser, session: Session
) -> None:
    scene = a_scene(session)
    by_phone = datetime.now(UTC) - timedelta(hours=3)
    order = {
        "id": str(uuid4()),
        "entity_id": str(scene.entity.id),
        "text": "冷藏柜生熟分开",
        "description": "混放",
        "severity": "minor",
        "requirement": "分柜",
        "device_at": by_phone.isoformat(),
    }
    browser = client.as_(scene.station)
    event = browser.post("/api/v1/issues", json=order).json()["events"][0]
    assert datetime.fromisoformat(event["device_at"]) == by_phone
    assert datetime.fromisoformat(event["at"]) > by_phone
    naive = {**order, "id": str(uuid4()), "device_at": "2026-11-23T10:00:00"}
    assert browser.post("/api/v1/issues", json=naive).status_code == 422


def test_the_link_tells_the_enterprise_when_and_names_no_official(
    client: Browser, ring: Ring
) -> None:
    by_phone = datetime.now(UTC) - timedelta(minutes=5)
    answer = ring.answer(photos=[AFTER], device_at=by_phone.isoformat())
    shown = client.post(ring.base, json=answer).json()
    found, answered = shown["taken"][PHOTO], shown["taken"][AFTER]
    assert (found["by"], found["post"]) == ("", "")
    assert answered["by"] == "赵文博"
    assert datetime.fromisoformat(answered["device_at"]) == by_phone
    event = client.as_(ring.scene.station).get(f"/api/v1/issues/{ring.issue.id}").json()
    assert event["events"][-1]["device_at"] == answered["device_at"]


def test_the_link_sent_again_with_a_later_clock_is_the_same_answer(
    client: Browser, ring: Ring
) -> None:
    at = datetime.now(UTC)
    answer = ring.answer(photos=[AFTER], device_at=at.isoformat())
    first = client.post(ring.base, json=answer).json()
    later = {**answer, "device_at": (at + timedelta(minutes=1)).isoformat()}
    again = client.post(ring.base, json=later)
    assert again.status_code == 200, again.text
    assert again.json()["version"] == first["version"]
