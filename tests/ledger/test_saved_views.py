"""Saved views over HTTP: one's own, shared with colleagues, and nobody else's."""

from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session

from app.accounts.roles import Role
from tests.builders import CITY, OTHER_COUNTY, make_account
from tests.ledger.scene import Scene
from tests.people import Browser

VIEWS = "/api/v1/ledger/views"


def a_view(**changed: Any) -> dict[str, Any]:
    told = {
        "id": str(uuid4()),
        "name": "餐饮逾期",
        "query": {"business": "catering", "overdue": "true"},
        "shared": False,
    }
    return {**told, **changed}


def names(browser: Browser) -> list[str]:
    return [view["name"] for view in browser.get(VIEWS).json()["items"]]


def test_a_view_comes_back_as_it_was_saved(client: Browser, scene: Scene) -> None:
    office = client.as_(scene.office)
    view = a_view()
    saved = office.post(VIEWS, json=view)
    shown = {**view, "mine": True, "by": "宋建民"}
    assert (saved.status_code, saved.json()) == (200, shown)
    assert office.get(VIEWS).json() == {"items": [shown]}


def test_the_same_id_again_replaces_it(client: Browser, scene: Scene) -> None:
    office = client.as_(scene.office)
    view = a_view()
    office.post(VIEWS, json=view)
    office.post(VIEWS, json={**view, "name": "本周到期", "query": {}})
    shown = office.get(VIEWS).json()["items"]
    assert [(one["name"], one["query"]) for one in shown] == [("本周到期", {})]


def test_a_shared_view_is_seen_by_the_same_post_in_the_same_place(
    client: Browser, session: Session, scene: Scene
) -> None:
    client.as_(scene.office).post(VIEWS, json=a_view(shared=True))
    client.as_(scene.office).post(VIEWS, json=a_view(name="只给自己"))
    colleague = client.as_(scene.office_2)
    assert [(v["name"], v["mine"], v["by"]) for v in colleague.get(VIEWS).json()["items"]] == [
        ("餐饮逾期", False, "宋建民")
    ]
    elsewhere = [
        make_account(session, role=Role.OFFICE, region=OTHER_COUNTY),
        make_account(session, role=Role.OFFICE, region=CITY),
        scene.bureau,
        scene.cadre,
    ]
    assert [names(client.as_(person)) for person in elsewhere] == [[], [], [], []]


def test_ones_own_views_stand_first(client: Browser, scene: Scene) -> None:
    client.as_(scene.office).post(VIEWS, json=a_view(name="A", shared=True))
    colleague = client.as_(scene.office_2)
    colleague.post(VIEWS, json=a_view(name="B"))
    assert names(colleague) == ["B", "A"]


def test_only_its_owner_takes_a_view_away(client: Browser, scene: Scene) -> None:
    view = a_view(shared=True)
    client.as_(scene.office).post(VIEWS, json=view)
    where = f"{VIEWS}/{view['id']}"
    assert client.as_(scene.office_2).delete(where).status_code == 404
    assert client.as_(scene.office).delete(where).status_code == 204
    assert client.as_(scene.office).delete(where).status_code == 404
    assert names(client.as_(scene.office_2)) == []


def test_an_id_of_somebody_elses_view_is_refused(client: Browser, scene: Scene) -> None:
    view = a_view(shared=True)
    client.as_(scene.office).post(VIEWS, json=view)
    answer = client.as_(scene.office_2).post(VIEWS, json={**view, "name": "改掉"})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/view-taken")
    assert names(client.as_(scene.office)) == ["餐饮逾期"]


@pytest.mark.parametrize(
    "changed",
    [
        {"name": " "},
        {"name": "名" * 31},
        {"query": {"colour": "red"}},
        {"query": {"q": "长" * 121}},
        {"query": {"unit": "泉城路所"}},
        {"query": {"state": "nearly"}},
        {"query": {"due_to": "下周"}},
    ],
)
def test_a_view_that_cannot_be_is_refused(
    client: Browser, scene: Scene, changed: dict[str, Any]
) -> None:
    answer = client.as_(scene.office).post(VIEWS, json=a_view(**changed))
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/malformed")


def test_the_thirty_first_view_is_refused_and_replacing_one_is_not(
    client: Browser, scene: Scene
) -> None:
    office = client.as_(scene.office)
    views = [a_view(name=f"视图{number}") for number in range(30)]
    assert {office.post(VIEWS, json=view).status_code for view in views} == {200}
    more = office.post(VIEWS, json=a_view())
    assert (more.status_code, more.json()["detail"]) == (
        409,
        "每人最多保存 30 个视图，请先删除不用的。",
    )
    assert office.post(VIEWS, json={**views[0], "name": "改名"}).status_code == 200
    assert len(names(office)) == 30
