"""What a row of the ledger shows, and what a page of them costs."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from app.accounts.user import user_of
from app.ids import sha256_hex
from app.ledger.models import Issue
from app.ledger.wire_pages import IssuePage
from app.media.models import Media, MediaOwner
from app.plain import Plain
from tests.builders import COUNTY, TOWN
from tests.ledger.scene import NOW, PHOTO, Scene, act, an_issue, bring, found_now
from tests.people import Browser

ISSUES = "/api/v1/issues"


def ids(*issues: Issue) -> set[str]:
    return {str(issue.id) for issue in issues}


def test_a_row_names_its_town_and_county(client: Browser, session: Session, scene: Scene) -> None:
    an_issue(session, scene, **found_now())
    row = client.as_(scene.city_office).get(ISSUES).json()["items"][0]
    assert row["region"] == {"code": TOWN, "name": "泉城路街道"}
    assert row["county"] == {"code": COUNTY, "name": "历下区"}
    assert row["unit"] == {
        "id": str(scene.tree.station),
        "name": "历下市场监管所",
        "kind": "station",
    }


def test_a_row_tells_how_often_it_was_opened_again(
    client: Browser, session: Session, scene: Scene
) -> None:
    issue = bring(session, scene, an_issue(session, scene, **found_now()), "closed")
    act(session, issue, scene.office, "reopen")
    (row,) = client.as_(scene.office).get(ISSUES).json()["items"]
    assert (row["state"], row["reopened_count"], row["returned_count"]) == ("rectifying", 1, 0)


def various(session: Session, scene: Scene) -> None:
    """Issues that fill every field of a line in some way."""
    photos = [sha256_hex(f"photo {number}") for number in range(4)]
    session.add(Media(sha256=photos[2], size=1, content_type="image/jpeg", stored_at=NOW))
    session.flush()
    session.add(MediaOwner(sha256=photos[2], owner=user_of(scene.cadre).owner))
    an_issue(session, scene, photos_before=photos, severity="critical", **found_now())
    late = an_issue(session, scene, deadline_value=3, deadline_unit="hour", photos_before=[PHOTO])
    act(session, bring(session, scene, late, "rectifying"), scene.bureau, "pause")
    issue = an_issue(session, scene, description='引号 " 反斜线 \\ 换行\n𠮷', **found_now())
    act(session, bring(session, scene, issue, "rectifying"), scene.station, "submit", photos=photos)
    bring(session, scene, an_issue(session, scene, item_code=None, **found_now()), "closed")
    an_issue(session, scene, deadline_value=1)


def test_a_page_has_the_shape_that_is_promised(
    client: Browser, session: Session, scene: Scene
) -> None:
    various(session, scene)
    told = client.as_(scene.office).get(f"{ISSUES}?limit=4").json()
    assert IssuePage.model_validate(told).model_dump(mode="json") == told
    assert told["items"][0]["found_at"].endswith("Z")


def test_a_line_says_what_its_issue_says(client: Browser, session: Session, scene: Scene) -> None:
    various(session, scene)
    office = client.as_(scene.office)
    lines = office.get(ISSUES).json()["items"]
    assert len(lines) == 5
    assert {arrived(photo) for line in lines for photo in line["photos"]["before"]} == {True, False}
    for line in lines:
        whole = office.get(f"{ISSUES}/{line['id']}").json()
        assert line == {name: whole[name] for name in line}


def arrived(photo: dict[str, Any]) -> bool:
    return bool(photo["arrived"])


@pytest.fixture
def statements(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[], Any]], int]:
    """How many statements something sends to the database."""
    seen: list[str] = []
    at = Plain._at

    def noted(self: Plain, session: Session) -> Any:
        seen.append("plain")
        return at(self, session)

    monkeypatch.setattr(Plain, "_at", noted)
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))

    def counted(work: Callable[[], Any]) -> int:
        before = len(seen)
        work()
        return len(seen) - before

    return counted


def test_a_longer_page_takes_no_more_statements(
    client: Browser,
    session: Session,
    scene: Scene,
    statements: Callable[[Callable[[], Any]], int],
) -> None:
    office = client.as_(scene.office)
    an_issue(session, scene, photos_before=[PHOTO], **found_now())
    one = statements(lambda: office.get(ISSUES))
    # Who asks, and the page with all that it shows.
    assert one == 2
    for _ in range(5):
        an_issue(session, scene, photos_before=[PHOTO], **found_now())
    assert statements(lambda: office.get(ISSUES)) == one


def test_photos_are_shown_however_many_issues_a_page_has(
    client: Browser, session: Session, scene: Scene
) -> None:
    with_photo = ids(
        *(an_issue(session, scene, photos_before=[PHOTO], **found_now()) for _ in range(9))
    )
    plain = ids(an_issue(session, scene, **found_now()))
    rows = client.as_(scene.office).get(f"{ISSUES}?limit=200").json()["items"]
    before = {row["id"]: row["photos"]["before"] for row in rows}
    assert all(before[one] == [{"sha256": PHOTO, "arrived": False}] for one in with_photo)
    assert all(before[one] == [] for one in plain)
