"""挂牌督办 with its notice in one step, the unit it goes to, and what the cadre is told."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from app.accounts.models import Account
from app.documents.models import Document
from app.ledger.models import Counter, Issue
from app.ledger.service import verify_chain
from app.ledger.steps import issue_or_404
from tests.documents.scene import WHERE, an_issue_now, an_order, issue, offers
from tests.ledger.scene import Scene, a_scene, act, told
from tests.people import Browser


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def shown(client: Browser, who: Account, issue_id: UUID) -> dict[str, Any]:
    seen: dict[str, Any] = client.as_(who).get(f"/api/v1/issues/{issue_id}").json()
    return seen


def listed(session: Session, scene: Scene) -> Issue:
    found = an_issue_now(session, scene)
    return act(session, found, scene.office, "list", unit_id=scene.tree.station)


def test_the_notice_lists_what_is_not_listed_yet_under_its_own_number(
    client: Browser, session: Session, scene: Scene
) -> None:
    issues = [an_issue_now(session, scene), an_issue_now(session, scene), listed(session, scene)]
    ids = [one.id for one in issues]
    along = offers(client.as_(scene.office), *ids)["listing"]["along"]
    assert along == {"name": "挂牌督办", "issues": 2, "why_not": ""}
    order = an_order(client.as_(scene.office), "listing", *ids, with_move=True)
    made = client.as_(scene.office).post(WHERE, json=order)
    assert made.status_code == 201, made.text
    number = made.json()["number"]
    session.commit()
    for issue_id in ids[:2]:
        now = shown(client, scene.office, issue_id)
        listing = now["flags"]["listing"]
        assert (now["listed"], listing["number"]) == (True, number)
        assert listing["unit_name"] == "历下市场监管所"
        assert listing["deadline"] == order["fields"]["deadline"]
        assert [event["move"] for event in now["events"][-2:]] == ["document", "list"]
        assert verify_chain(session, issue_id) is None
    last = shown(client, scene.office, ids[2])
    assert last["events"][-1]["move"] == "document"
    assert last["flags"]["listing"]["number"] != number
    again = client.as_(scene.office).post(WHERE, json=order)
    assert (again.status_code, again.json()["number"]) == (201, number)


def test_without_the_move_the_notice_lists_nothing(
    client: Browser, session: Session, scene: Scene
) -> None:
    found = an_issue_now(session, scene)
    assert issue(client, scene.office, "listing", found.id).status_code == 201
    assert shown(client, scene.office, found.id)["listed"] is False
    for kind in ("rectify", "urge"):
        who = scene.bureau if kind == "rectify" else scene.office
        assert offers(client.as_(who), found.id)[kind]["along"] is None


def test_where_one_cannot_be_listed_there_is_no_document_either(
    client: Browser, session: Session, scene: Scene
) -> None:
    """Nobody is named who has to do it: the move is refused, and takes the document with it."""
    found = [an_issue_now(session, scene), an_issue_now(session, scene)]
    before = [(one.version, one.last_hash) for one in found]
    told_before = told(session, scene.cadre.id)
    order = an_order(client.as_(scene.office), "listing", *(one.id for one in found))
    order |= {"with_move": True, "unit_id": None, "addressee": "泉城路街道办事处"}
    refused = client.as_(scene.office).post(WHERE, json=order)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/unit_id"
    session.commit()
    assert session.exec(select(Document)).all() == []
    assert not [one for one in session.exec(select(Counter)) if one.name.startswith("doc:")]
    now = [issue_or_404(session, one.id) for one in found]
    assert [(one.version, one.last_hash, one.listed) for one in now] == [
        (*seal, False) for seal in before
    ]
    assert told(session, scene.cadre.id) == told_before
    order |= {"unit_id": str(scene.tree.station), "addressee": ""}
    assert client.as_(scene.office).post(WHERE, json=order).status_code == 201


def test_a_unit_that_is_chosen_is_named_and_has_it_on_its_desk(
    client: Browser, session: Session, scene: Scene
) -> None:
    found = an_issue_now(session, scene)
    order = an_order(client.as_(scene.office), "urge", found.id)
    order |= {"unit_id": str(uuid4()), "addressee": ""}
    refused = client.as_(scene.office).post(WHERE, json=order)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/addressee")
    order |= {"unit_id": str(scene.tree.bureau)}
    made = client.as_(scene.office).post(WHERE, json=order).json()
    assert made["addressee"] == "历下区市场监管局"
    assert client.as_(scene.bureau).get(f"{WHERE}/{made['id']}").json()["may"] == ["sign"]


def test_the_cadre_is_told_of_a_document_once_and_of_its_revocation(
    client: Browser, session: Session, scene: Scene
) -> None:
    found = an_issue_now(session, scene)
    made = issue(client, scene.bureau, "rectify", found.id).json()
    session.commit()
    number = made["number"]
    assert f"已出具整改通知书（{number}）。" in told(session, scene.cadre.id)[-1]
    client.as_(scene.bureau).post(f"{WHERE}/{made['id']}/revoke", json={"note": "写错了"})
    session.commit()
    assert f"整改通知书（{number}）已作废。" in told(session, scene.cadre.id)[-1]
    before = len(told(session, scene.cadre.id))
    issue(client, scene.office, "listing", found.id, with_move=True)
    session.commit()
    (news,) = told(session, scene.cadre.id)[before:]
    assert "已挂牌督办，文号" in news
