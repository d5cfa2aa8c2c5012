from uuid import uuid4

import pytest
import segno
from sqlmodel import select

from app.accounts.roles import Role
from app.notices import qr
from app.notices.models import Notice
from tests.builders import CITY, COUNTY, OTHER_VILLAGE, make_account, make_entity, make_notice
from tests.notices.conftest import SHORT_CODE, Street
from tests.people import Browser

WHY = {"reason": "牌子破损"}


def test_the_responsible_cadre_may_begin_a_visit(client: Browser, street: Street) -> None:
    known = client.as_(street.cadre).get(f"/api/v1/notices/{street.notice.token}").json()
    assert known["status"] == "current"
    assert known["entity_id"] == str(street.shop.id)
    assert known["can_inspect"] is True
    assert known["refusal"] is None


def test_a_neighbours_cadre_is_told_whose_it_is(client: Browser, street: Street) -> None:
    known = client.as_(street.neighbour).get(f"/api/v1/notices/{SHORT_CODE}").json()
    assert known["can_inspect"] is False
    assert known["entity_id"] is None
    assert known["refusal"] == "这家由李淑琴包保。如需代为督导，请街道食药安办调整匹配。"


def test_an_assistant_may_draft_for_whom_he_assists_and_for_nobody_else(
    client: Browser, street: Street
) -> None:
    for leader, drafts, told in (
        (street.cadre, True, None),
        (street.neighbour, False, "这家由李淑琴包保。如需代为督导，请街道食药安办调整匹配。"),
    ):
        assistant = make_account(street.session, role=Role.ASSISTANT, assists=leader.id)
        known = client.as_(assistant).get(f"/api/v1/notices/{SHORT_CODE}").json()
        assert (known["can_inspect"], known["can_draft"], known["refusal"]) == (False, drafts, told)


def test_officials_of_the_place_see_the_notice_and_may_not_inspect(
    client: Browser, street: Street
) -> None:
    for region in (COUNTY, CITY):
        official = make_account(street.session, role=Role.BUREAU, region=region)
        known = client.as_(official).get(f"/api/v1/notices/{SHORT_CODE}").json()
        assert known["entity_id"] == str(street.shop.id)
        assert (known["can_inspect"], known["refusal"]) == (False, None)


def test_another_county_does_not_know_the_notice(client: Browser, street: Street) -> None:
    for other in (street.stranger, street.other_office):
        for code in (street.notice.token, SHORT_CODE):
            assert client.as_(other).get(f"/api/v1/notices/{code}").status_code == 404


def test_without_an_account_only_the_page_is_open(client: Browser, street: Street) -> None:
    assert client.get(f"/api/v1/notices/{SHORT_CODE}").status_code == 401


def test_a_replaced_notice_tells_nothing_else(client: Browser, street: Street) -> None:
    client.as_(street.office).post(f"/api/v1/notices/{SHORT_CODE}/revoke", json=WHY)
    known = client.as_(street.neighbour).get(f"/api/v1/notices/{SHORT_CODE}").json()
    assert known == {
        "status": "revoked",
        "detail": "公示牌已更换",
        "entity_id": None,
        "can_inspect": False,
        "can_draft": False,
    }


def test_the_office_issues_a_notice_that_replaces_the_one_before(
    client: Browser, street: Street
) -> None:
    office = client.as_(street.office)
    answer = office.post(f"/api/v1/entities/{street.shop.id}/notices")
    assert answer.status_code == 201
    issued = answer.json()
    assert issued["version"] == 2
    assert issued["url"].endswith(f"/n/{issued['token']}")
    assert "禾谷里" in client.get(f"/n/{issued['short_code']}").text
    assert "公示牌已更换" in client.get(f"/n/{SHORT_CODE}").text


def test_a_first_notice_has_version_one(client: Browser, street: Street) -> None:
    shop = make_entity(street.session, name="新开小店")
    issued = client.as_(street.office).post(f"/api/v1/entities/{shop.id}/notices").json()
    assert issued["version"] == 1


def test_a_notice_is_revoked_once(client: Browser, street: Street) -> None:
    office = client.as_(street.office)
    assert office.post(f"/api/v1/notices/{SHORT_CODE}/revoke", json=WHY).status_code == 204
    assert office.post(f"/api/v1/notices/{SHORT_CODE}/revoke", json=WHY).status_code == 409


@pytest.mark.parametrize("role", [Role.CADRE, Role.STATION, Role.BUREAU, Role.INSPECTOR])
def test_only_the_office_manages_notices(client: Browser, street: Street, role: Role) -> None:
    person = client.as_(make_account(street.session, role=role, region=COUNTY))
    assert person.post(f"/api/v1/entities/{street.shop.id}/notices").status_code == 403
    assert person.post(f"/api/v1/notices/{SHORT_CODE}/revoke", json=WHY).status_code == 403
    assert person.get(f"/api/v1/entities/{street.shop.id}/notice.svg").status_code == 403


def test_another_countys_office_reaches_none_of_it(client: Browser, street: Street) -> None:
    other = client.as_(street.other_office)
    assert other.post(f"/api/v1/entities/{street.shop.id}/notices").status_code == 404
    assert other.post(f"/api/v1/notices/{SHORT_CODE}/revoke", json=WHY).status_code == 404
    assert other.get(f"/api/v1/entities/{street.shop.id}/notice.svg").status_code == 404
    street.session.expire_all()
    assert street.session.exec(select(Notice)).one().revoked_at is None


def test_an_unknown_entity_gets_no_notice(client: Browser, street: Street) -> None:
    answer = client.as_(street.office).post(f"/api/v1/entities/{uuid4()}/notices")
    assert answer.status_code == 404


def test_the_qr_is_an_svg_of_the_current_notice(client: Browser, street: Street) -> None:
    elsewhere = make_entity(street.session, region=OTHER_VILLAGE)
    make_notice(street.session, elsewhere, short_code="00000000")
    answer = client.as_(street.office).get(f"/api/v1/entities/{street.shop.id}/notice.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.text == qr.svg(f"http://127.0.0.1:8000/n/{street.notice.token}")


def test_the_qr_is_made_at_level_q() -> None:
    code = segno.make("https://dudao.example/n/x", error="q", micro=False, boost_error=False)
    drawn = qr.svg("https://dudao.example/n/x")
    side = code.symbol_size(border=qr.QUIET_ZONE)[0]
    assert code.error == "Q"
    assert f'viewBox="0 0 {side} {side}"' in drawn
