"""代拟: an assistant fills a visit in, his leader signs it or gives it back, nobody else knows."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from httpx import Response
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from app.ids import uuid7
from app.media.models import Media, MediaOwner
from tests.builders import COUNTY, make_account
from tests.inspections.conftest import Counter
from tests.inspections.visits import NOW, Scene, a_scene, answers, body, sha

E01 = {"CATR-E01": [sha("e01")]}
PROFILE = {"level": "village", "kind": "小餐饮（登记）", "grade": "D"}


@dataclass
class Pair:
    """A leader, his assistant, and the shop both answer for."""

    counter: Counter
    scene: Scene
    assistant: Account

    def content(self, **more: Any) -> dict[str, Any]:
        """What the assistant filled in."""
        made = body(self.scene.entity, answers=answers(wrong=E01), profile=PROFILE)
        for name in ("finished_at", "device_now"):
            made.pop(name)
        return made | {"signatures": {"enterprise": sha("enterprise")}} | more

    def hand(self, id: UUID, by: Account | None = None, **more: Any) -> Response:
        """Hand it over."""
        sent = self.content(**({"handing": str(uuid7())} | more))
        return self.counter.send("PUT", f"/api/v1/visit-drafts/{id}", by or self.assistant, sent)

    def give_back(self, id: UUID, handing: str, by: Account | None = None) -> Response:
        """Return it."""
        order = {"handing": handing, "reason": "第 5 题请再看一遍"}
        path = f"/api/v1/visit-drafts/{id}/return"
        return self.counter.send("POST", path, by or self.scene.cadre, order)

    def sign(self, id: UUID, **more: Any) -> Response:
        """The leader submits it as his record."""
        made = body(
            self.scene.entity,
            answers=answers(wrong=E01),
            profile=PROFILE,
            drafted_by=str(self.assistant.id),
        )
        return self.counter.put(self.scene.cadre, made | more, id)

    def seen(self, by: Account) -> list[dict[str, Any]]:
        """What a phone pulls of drafts."""
        found: list[dict[str, Any]] = self.counter.get(by, "/api/v1/sync").json()["drafts"]
        return found


@pytest.fixture
def pair(counter: Counter, session: Session) -> Pair:
    """The two and their shop."""
    scene = a_scene(session)
    assistant = make_account(
        session, role=Role.ASSISTANT, name="江予安", post="联络员", assists=scene.cadre.id
    )
    return Pair(counter, scene, assistant)


def test_what_an_assistant_hands_over_waits_for_his_leader(pair: Pair) -> None:
    id, handing = uuid7(), str(uuid7())
    taken = pair.hand(id, handing=handing)
    assert taken.status_code == 200, taken.json()
    assert sha("e01") in taken.json()["missing_media"]
    for person in (pair.scene.cadre, pair.assistant):
        [draft] = pair.seen(person)
        assert (draft["id"], draft["stage"], draft["handing"]) == (str(id), "waiting", handing)
        assert (draft["drafter"]["name"], draft["leader"]["name"]) == ("江予安", "李淑琴")
        [wrong] = [one for one in draft["content"]["answers"] if one.get("answer") == "no"]
        assert wrong["item"] == "CATR-E01"


def test_sent_again_it_is_the_same_handing(pair: Pair) -> None:
    id, handing = uuid7(), str(uuid7())
    first = pair.hand(id, handing=handing).json()
    pair.give_back(id, handing)
    assert pair.hand(id, handing=handing).json() == first
    assert [one["stage"] for one in pair.seen(pair.assistant)] == ["returned"]


def test_a_returned_draft_says_why_and_can_be_handed_over_anew(pair: Pair) -> None:
    id, handing = uuid7(), str(uuid7())
    pair.hand(id, handing=handing)
    assert pair.give_back(id, handing).status_code == 204
    assert pair.seen(pair.scene.cadre) == []
    [back] = pair.seen(pair.assistant)
    assert (back["stage"], back["reason"]) == ("returned", "第 5 题请再看一遍")
    assert pair.hand(id, statement="补拍了").status_code == 200
    [again] = pair.seen(pair.scene.cadre)
    assert (again["content"]["statement"], again["reason"]) == ("补拍了", "")
    stale = pair.give_back(id, handing)
    assert (stale.status_code, stale.json()["type"]) == (409, "/problems/draft-moved-on")


def test_signed_it_is_a_record_of_both_and_the_draft_is_gone(pair: Pair) -> None:
    id, handing = uuid7(), str(uuid7())
    pair.hand(id, handing=handing)
    changed = [
        one | {"note": "生熟混放，已当面指出"} if one["item"] == "CATR-E01" else one
        for one in answers(wrong=E01)
    ]
    signed = pair.sign(id, answers=changed)
    assert signed.status_code == 201, signed.json()
    assert pair.seen(pair.scene.cadre) == pair.seen(pair.assistant) == []
    record = pair.counter.get(pair.scene.cadre, f"/api/v1/inspections/{id}").json()
    assert record["drafter"] == {"name": "江予安", "post": "联络员"}
    assert record["cadre"]["name"] == "李淑琴"
    assert record["signer_changed"] == ["CATR-E01"]
    # The answer to a first sending may have been lost: it is the same, and nothing comes back.
    assert pair.hand(id, handing=handing).status_code == 200
    late = pair.hand(id)
    assert (late.status_code, late.json()["type"]) == (409, "/problems/draft-signed")
    assert pair.give_back(id, handing).status_code == 409
    assert pair.seen(pair.scene.cadre) == []


def test_the_leaders_phone_owes_no_photo_that_his_assistants_has(
    pair: Pair, session: Session
) -> None:
    id = uuid7()
    pair.hand(id)
    signed = pair.sign(id)
    assert signed.json()["missing_media"] == [sha("cadre")]
    assert pair.sign(id).json()["missing_media"] == [sha("cadre")]
    shown = pair.counter.get(pair.scene.cadre, f"/api/v1/inspections/{id}").json()["media"]
    assert [one["arrived"] for one in shown if one["sha256"] == sha("e01")] == [False]
    _arrives(session, sha("e01"), f"account:{pair.assistant.id}")
    shown = pair.counter.get(pair.scene.cadre, f"/api/v1/inspections/{id}").json()["media"]
    assert [one["arrived"] for one in shown if one["sha256"] == sha("e01")] == [True]


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_strangers_draft_is_not_there(pair: Pair, session: Session) -> None:
    id, handing = uuid7(), str(uuid7())
    pair.hand(id, handing=handing)
    other = make_account(session, name="王建国")
    others = make_account(session, role=Role.ASSISTANT, assists=other.id)
    colleague = make_account(session, role=Role.ASSISTANT, assists=pair.scene.cadre.id)
    office = make_account(session, role=Role.OFFICE, region=COUNTY)
    for stranger in (other, others, colleague, office):
        path = f"/api/v1/visit-drafts/{id}"
        assert pair.counter.get(stranger, path).status_code == 404, stranger.role
    for stranger in (others, colleague):
        assert pair.hand(id, by=stranger).status_code == 404
    assert pair.give_back(id, handing, by=other).status_code == 404
    assert pair.hand(uuid7(), by=others).status_code == 404
    assert pair.seen(other) == pair.seen(others) == pair.seen(colleague) == []


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_an_assistant_never_signs_and_a_leader_never_drafts(pair: Pair) -> None:
    id = uuid7()
    signed = {"cadre": sha("cadre"), "enterprise": sha("enterprise")}
    refused = pair.hand(id, signatures=signed)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/signatures"
    assert pair.counter.put(pair.assistant, body(pair.scene.entity), id).status_code == 403
    assert pair.hand(id, by=pair.scene.cadre).status_code == 403
    assert pair.give_back(id, str(uuid7()), by=pair.assistant).status_code == 403


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_the_papers_name_who_drafted_and_who_signed(pair: Pair) -> None:
    id = uuid7()
    pair.hand(id)
    pair.sign(id)
    link = pair.counter.post(pair.scene.cadre, f"/api/v1/inspections/{id}/print").json()["url"]
    page = pair.counter.get(pair.scene.cadre, link).text
    assert '代拟人</th><td>江予安（联络员）</td><th scope="row">签字人' in page


def _arrives(session: Session, sha256: str, owner: str) -> None:
    session.add(Media(sha256=sha256, size=1, content_type="image/jpeg", stored_at=NOW))
    session.flush()
    session.add(MediaOwner(sha256=sha256, owner=owner))
    session.commit()
