from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from app.assignments.models import Assignment, Due
from app.clock import shanghai_date
from app.entities.history import EntityStateChange
from app.ledger.models import Issue
from tests.builders import make_entity
from tests.changes.scene import (
    WHERE,
    Scene,
    a_proposal,
    become,
    decide,
    proposals,
    propose,
    this_quarter,
    visit,
)
from tests.inspections.visits import answers, sha
from tests.people import Browser

PROOF = {"proof": "登记通知书〔2026〕12 号"}


def test_the_station_tells_and_the_office_confirms(
    client: Browser, session: Session, scene: Scene
) -> None:
    told = propose(client, scene.station, scene.shop, "deregistered", **PROOF).json()
    assert (told["told_by"], told["may"]) == (scene.station.name, [])
    [seen] = proposals(client, scene.office)
    assert seen["may"] == ["confirm", "refuse"]
    confirmed = decide(client, scene.office, seen["id"], "confirm", note="已核实")
    assert confirmed.status_code == 200, confirmed.text
    [change] = session.exec(select(EntityStateChange))
    assert (change.from_state, change.to_state, change.by_name) == (
        "open",
        "deregistered",
        "宋建民",
    )
    [ended] = session.exec(select(Assignment))
    assert ended.valid_to == shanghai_date(datetime.now(UTC))
    [due] = session.exec(select(Due))
    assert due.dropped_at is not None


@pytest.mark.parametrize("to", ["deregistered", "revoked"])
def test_a_deregistration_is_not_confirmed_without_proof(
    client: Browser, scene: Scene, to: str
) -> None:
    told = propose(client, scene.station, scene.shop, to).json()
    assert told["needs_proof"]
    refused = decide(client, scene.office, told["id"], "confirm")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/state-proof-missing")
    assert decide(client, scene.office, told["id"], "confirm", photos=[sha("p")]).status_code == 200


def test_a_firm_that_has_only_stopped_for_a_while_keeps_its_cadre(
    client: Browser, session: Session, scene: Scene
) -> None:
    become(client, scene, "suspended")
    [kept] = session.exec(select(Assignment))
    assert kept.valid_to is None


def test_what_a_person_of_the_office_put_down_another_confirms(
    client: Browser, scene: Scene
) -> None:
    told = propose(client, scene.office, scene.shop, "suspended").json()
    assert told["may"] == ["refuse"]
    own = decide(client, scene.office, told["id"], "confirm")
    assert (own.status_code, own.json()["type"]) == (409, "/problems/same-hand")
    assert decide(client, scene.office_2, told["id"], "confirm").status_code == 200


def test_the_office_refuses_with_a_reason_and_nothing_changes(
    client: Browser, session: Session, scene: Scene
) -> None:
    told = propose(client, scene.station, scene.shop, "moved").json()
    assert decide(client, scene.office, told["id"], "refuse").status_code == 422
    assert decide(client, scene.office, told["id"], "refuse", note="还在原址").status_code == 200
    [seen] = proposals(client, scene.station, "decided")
    assert (seen["decision"], seen["decision_note"]) == ("refused", "还在原址")
    assert session.exec(select(EntityStateChange)).all() == []


def test_decided_once_it_is_decided_for_good(client: Browser, scene: Scene) -> None:
    told = propose(client, scene.station, scene.shop, "suspended").json()
    for _ in range(2):
        assert decide(client, scene.office, told["id"], "confirm").status_code == 200
    late = decide(client, scene.office_2, told["id"], "refuse", note="再想想")
    assert (late.status_code, late.json()["type"]) == (409, "/problems/proposal-decided")


def test_other_proposals_lapse_with_the_one_that_is_confirmed(
    client: Browser, scene: Scene
) -> None:
    first = propose(client, scene.station, scene.shop, "suspended").json()
    propose(client, scene.bureau, scene.shop, "not_found")
    decide(client, scene.office, first["id"], "confirm")
    assert proposals(client, scene.office) == []


def test_sent_again_it_is_the_same_proposal_and_another_under_its_id_is_refused(
    client: Browser, scene: Scene
) -> None:
    order = a_proposal(scene.shop, "suspended")
    browser = client.as_(scene.station)
    for _ in range(2):
        assert browser.post(f"{WHERE}/states", json=order).status_code == 201
    assert browser.post(f"{WHERE}/states", json=order | {"to": "moved"}).status_code == 409
    assert len(proposals(client, scene.office)) == 1


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"to": "open"}, "/to"),
        ({"found_on": "2999-01-01"}, "/found_on"),
        ({"to": "duplicate"}, "/duplicate_of"),
    ],
)
def test_what_does_not_fit_is_named(
    client: Browser, scene: Scene, changed: dict[str, str], pointer: str
) -> None:
    answer = propose(client, scene.station, scene.shop, **({"to": "moved"} | changed))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_another_county_neither_sees_nor_decides(client: Browser, scene: Scene) -> None:
    told = propose(client, scene.station, scene.shop, "suspended").json()
    assert proposals(client, scene.far_office) == []
    assert decide(client, scene.far_office, told["id"], "confirm").status_code == 404
    assert propose(client, scene.far_office, scene.shop, "suspended").status_code == 404
    assert decide(client, scene.station, told["id"], "confirm").status_code == 403
    assert propose(client, scene.cadre, scene.shop, "suspended").status_code == 403


def test_back_in_business_a_visit_is_owed_again_by_the_thirty_day_rule(
    client: Browser, session: Session, scene: Scene
) -> None:
    become(client, scene, "dormant")
    become(client, scene, "open")
    today, (_, last) = shanghai_date(datetime.now(UTC)), this_quarter()
    session.expire_all()
    [due] = session.exec(select(Due))
    assert (due.dropped_at is None) == ((last - today).days + 1 >= 30)
    answer = client.as_(scene.office).get(f"{WHERE}/entities/{scene.shop.id}").json()
    states = [(one["from_state"], one["to_state"]) for one in answer["states"]]
    assert states == [("dormant", "open"), ("open", "dormant")]
    assert [one["name"] for one in answer["tenures"]] == ["李淑琴"]


def test_issues_stay_open_and_the_office_is_told_how_many(
    client: Browser, session: Session, scene: Scene
) -> None:
    wrong = answers(wrong={"CATR-E01": [sha("before")]}, at=datetime.now(UTC))
    assert visit(client, scene.cadre, scene.shop, answers=wrong).status_code == 201
    told = propose(client, scene.station, scene.shop, "deregistered", **PROOF).json()
    assert told["open_issues"] == 1
    decide(client, scene.office, told["id"], "confirm")
    assert [issue.state for issue in session.exec(select(Issue))] == ["assigned"]


def test_a_duplicate_names_the_one_that_is_kept(
    client: Browser, session: Session, scene: Scene
) -> None:
    kept = make_entity(session, name="禾谷里餐饮店（总店）")
    answer = propose(client, scene.station, scene.shop, "duplicate", duplicate_of=str(kept.id))
    assert answer.json()["duplicate_of"] == str(kept.id)
    assert answer.json()["kept"]["name"] == kept.name
    unknown = propose(client, scene.station, scene.shop, "duplicate", duplicate_of=str(uuid4()))
    assert unknown.status_code == 404


def test_the_clocks_run_red_after_fifteen_and_seven_working_days(
    client: Browser, session: Session, scene: Scene
) -> None:
    today = shanghai_date(datetime.now(UTC))
    long_ago = str(today - timedelta(days=60))
    late = propose(client, scene.station, scene.shop, "suspended", found_on=long_ago).json()
    assert (late["tell_clock"]["late"], late["tell_clock"]["running"]) == (True, False)
    assert (late["adjust_clock"]["late"], late["adjust_clock"]["days"]) == (False, 0)
    fresh = propose(client, scene.station, scene.shop, "moved", found_on=str(today)).json()
    assert fresh["tell_clock"]["late"] is False
    assert date.fromisoformat(fresh["adjust_clock"]["by"]) >= today + timedelta(days=7)
