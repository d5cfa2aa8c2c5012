from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import select

from app.entities.models import Entity, EntityState
from app.notices.models import Notice
from tests.builders import OTHER_VILLAGE, VILLAGE, ancestors, make_entity, make_notice
from tests.notices.conftest import SHORT_CODE, Street
from tests.people import Browser

ISSUE = "/api/v1/notices/issue"


def test_many_are_issued_in_one_step_and_the_old_ones_say_replaced(
    client: Browser, street: Street
) -> None:
    new = make_entity(street.session, name="还没有牌的店")
    order = {
        "entities": [
            {"entity_id": str(street.shop.id), "seen_version": 1},
            {"entity_id": str(new.id), "seen_version": 0},
        ],
        "reason": "包保干部调整",
    }
    office = client.as_(street.office)
    issued = {row["entity_id"]: row for row in office.post(ISSUE, json=order).json()}
    assert issued[str(street.shop.id)]["version"] == 2
    assert issued[str(new.id)]["version"] == 1
    assert "公示牌已更换" in client.get(f"/n/{SHORT_CODE}").text
    again = {row["entity_id"]: row for row in office.post(ISSUE, json=order).json()}
    assert again == issued
    [old] = office.get("/api/v1/notices", params={"state": "revoked"}).json()["items"]
    assert old["revoked_for"] == "包保干部调整"


def test_where_one_of_them_is_elsewhere_none_is_issued(client: Browser, street: Street) -> None:
    elsewhere = make_entity(street.session, region=OTHER_VILLAGE)
    order = {
        "entities": [
            {"entity_id": str(street.shop.id), "seen_version": 1},
            {"entity_id": str(elsewhere.id), "seen_version": 0},
        ]
    }
    assert client.as_(street.office).post(ISSUE, json=order).status_code == 404
    street.session.expire_all()
    assert street.session.exec(select(Notice)).one().revoked_at is None


def test_a_cadre_with_an_old_code_is_led_to_the_right_shop(client: Browser, street: Street) -> None:
    client.as_(street.office).post(f"/api/v1/entities/{street.shop.id}/notices")
    mine = client.as_(street.cadre).get(f"/api/v1/notices/{SHORT_CODE}").json()
    assert mine == {
        "status": "revoked",
        "detail": "公示牌已更换",
        "entity_id": str(street.shop.id),
        "can_inspect": True,
        "can_draft": False,
    }
    other = client.as_(street.neighbour).get(f"/api/v1/notices/{SHORT_CODE}").json()
    assert (other["entity_id"], other["can_inspect"]) == (None, False)
    assert client.as_(street.stranger).get(f"/api/v1/notices/{SHORT_CODE}").status_code == 404


def test_every_code_ever_printed_leads_somewhere(
    app: FastAPI, client: Browser, street: Street
) -> None:
    """Over versions, moves from county to county, and every state an entity can be in."""
    office, other = client.as_(street.office), client.as_(street.other_office)
    codes = [street.notice.token, SHORT_CODE]
    moves = st.sampled_from(["issue", "revoke", "move", *(state.value for state in EntityState)])

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(moves, max_size=6))
    def walk(steps: list[str]) -> None:
        for step in steps:
            street.session.expire_all()
            shop = street.session.get_one(Entity, street.shop.id)
            here = office if shop.region_code == VILLAGE else other
            if step == "issue":
                made = here.post(f"/api/v1/entities/{shop.id}/notices").json()
                codes.extend([made["token"], made["short_code"]])
            elif step == "revoke":
                here.post(f"/api/v1/notices/{codes[-1]}/revoke", json={"reason": "停用"})
            elif step == "move":
                to = OTHER_VILLAGE if shop.region_code == VILLAGE else VILLAGE
                place = {"region_code": to, **ancestors(to)}
                for table in (Entity, Notice):
                    street.session.execute(update(table).values(**place))
            else:
                street.session.execute(update(Entity).values(state=EntityState(step)))
            street.session.commit()
            if hasattr(app.state, "notice_throttles"):
                del app.state.notice_throttles
            hang = 0
            for code in codes:
                page = client.get(f"/n/{code}")
                assert page.status_code == 200, code
                hang += "禾谷里" in page.text
                assert "公示" in page.text
            assert hang <= 2

    walk()


def test_a_shop_that_is_gone_is_not_named_any_more(client: Browser, street: Street) -> None:
    street.session.execute(update(Entity).values(state=EntityState.DEREGISTERED))
    street.session.commit()
    page = client.get(f"/n/{SHORT_CODE}").text
    assert "公示牌已停用" in page
    assert "禾谷里" not in page
    assert "12315" in page


def test_a_shop_that_is_closed_for_a_while_says_so(client: Browser, street: Street) -> None:
    street.session.execute(update(Entity).values(state=EntityState.SUSPENDED))
    street.session.commit()
    page = client.get(f"/n/{SHORT_CODE}").text
    assert "停业" in page
    assert "禾谷里" in page


def test_after_a_move_the_new_county_reaches_its_notice(client: Browser, street: Street) -> None:
    place = {"region_code": OTHER_VILLAGE, **ancestors(OTHER_VILLAGE)}
    street.session.execute(update(Entity).values(**place))
    street.session.commit()
    known = client.as_(street.other_office).get(f"/api/v1/notices/{SHORT_CODE}").json()
    assert known["entity_id"] == str(street.shop.id)
    assert client.as_(street.office).get(f"/api/v1/notices/{SHORT_CODE}").status_code == 404


def test_a_second_shop_keeps_its_notice(client: Browser, street: Street) -> None:
    neighbour = make_entity(street.session, name="隔壁店")
    make_notice(street.session, neighbour, short_code="00000000")
    client.as_(street.office).post(f"/api/v1/entities/{street.shop.id}/notices")
    assert "隔壁店" in client.get("/n/00000000").text
