from datetime import date

from sqlalchemy import update

from app.accounts.models import Account
from app.assignments.models import Assignment
from app.entities.models import Entity, EntityContact, EntityState
from tests.builders import COUNTY, VILLAGE, make_account, make_assignment, make_entity, make_notice
from tests.notices.conftest import SHORT_CODE, Street
from tests.people import Browser

LIST = "/api/v1/notices"


def _print(client: Browser, street: Street) -> None:
    order = {"notices": [str(street.notice.id)]}
    assert client.as_(street.office).post(f"{LIST}/print", json=order).status_code == 200


def _names(client: Browser, street: Street, **asked: str | int) -> list[str]:
    items = client.as_(street.office).get(LIST, params=asked).json()["items"]
    return [row["entity_name"] for row in items]


def _row(client: Browser, street: Street) -> dict[str, object]:
    asked = {"entity": str(street.shop.id)}
    [row] = client.as_(street.office).get(LIST, params=asked).json()["items"]
    assert isinstance(row, dict)
    return row


def test_a_notice_is_not_printed_then_holds_then_its_words_have_changed(
    client: Browser, street: Street
) -> None:
    assert _row(client, street)["state"] == "unprinted"
    _print(client, street)
    assert (_row(client, street)["state"], _row(client, street)["changed"]) == ("valid", [])
    successor = make_account(street.session, name="王建国", post="社区书记")
    street.session.execute(update(Assignment).values(valid_to=date(2026, 6, 1)))
    make_assignment(street.session, street.shop, successor)
    street.session.execute(update(EntityContact).values(name="孙丽华"))
    street.session.execute(update(Entity).values(name="禾谷里快餐"))
    street.session.commit()
    row = _row(client, street)
    assert row["state"] == "changed"
    assert row["changed"] == ["单位名称", "包保干部", "总监和安全员"]
    counts = client.as_(street.office).get(f"{LIST}/counts").json()
    assert (counts["printed"], counts["changed"], counts["complete"]) == (1, 1, True)


def test_a_visit_or_another_telephone_of_a_person_changes_nothing_on_the_wall(
    client: Browser, street: Street
) -> None:
    _print(client, street)
    street.session.execute(update(EntityContact).values(phone="13900000000"))
    street.session.execute(update(Account).values(phone="13900000001"))
    street.session.commit()
    assert _row(client, street)["state"] == "valid"


def test_states_and_words_narrow_the_list(client: Browser, street: Street) -> None:
    make_entity(street.session, name="还没有牌的店")
    closed = make_entity(street.session, name="已注销的店")
    closed.state = EntityState.DEREGISTERED
    street.session.add(closed)
    street.session.commit()
    assert _names(client, street, state="none") == ["还没有牌的店"]
    assert _names(client, street, state="unprinted") == ["禾谷里餐饮（泉城路店）"]
    assert _names(client, street, state="valid") == []
    assert _names(client, street, q="1234-567d") == ["禾谷里餐饮（泉城路店）"]
    assert _names(client, street, region=VILLAGE, q="没有牌") == ["还没有牌的店"]
    assert _names(client, street, region="370103000000") == []
    counts = client.as_(street.office).get(f"{LIST}/counts", params={"region": COUNTY}).json()
    assert (counts["none"], counts["unprinted"], counts["printed"]) == (1, 1, 0)


def test_the_pages_of_the_list_have_everything_once(client: Browser, street: Street) -> None:
    for n in range(7):
        shop = make_entity(street.session, name=f"小店{n % 3}")
        make_notice(street.session, shop, short_code=f"0000000{n}")
    office, seen, cursor = client.as_(street.office), [], None
    while True:
        asked = {"limit": 3, "state": "unprinted"} | ({"cursor": cursor} if cursor else {})
        page = office.get(LIST, params=asked).json()
        seen += [row["entity_id"] for row in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 8


def test_another_office_sees_its_own_notices_only(client: Browser, street: Street) -> None:
    other = client.as_(street.other_office)
    assert other.get(LIST).json()["items"] == []
    assert other.get(f"{LIST}/counts").json()["unprinted"] == 0
    assert client.as_(street.cadre).get(LIST).status_code == 403


def test_a_withdrawn_notice_is_listed_with_its_reason(client: Browser, street: Street) -> None:
    office = client.as_(street.office)
    told = {"reason": "牌子破损，店面搬迁"}
    assert office.post(f"{LIST}/{SHORT_CODE}/revoke", json=told).status_code == 204
    [row] = office.get(LIST, params={"state": "revoked"}).json()["items"]
    assert (row["number"], row["revoked_for"]) == ("1234-567D", "牌子破损，店面搬迁")
    assert _row(client, street)["state"] == "none"
    assert office.post(f"{LIST}/{SHORT_CODE}/revoke").status_code == 422
