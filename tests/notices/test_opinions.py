import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app.notices import opinions
from app.notices.looking import OPINIONS_PER_ADDRESS
from app.notices.models import Opinion
from tests.builders import make_entity, make_notice
from tests.notices.conftest import SHORT_CODE, Street
from tests.people import Browser

LIST = "/api/v1/opinions"


def _form(client: Browser, code: str = SHORT_CODE) -> tuple[str, str]:
    page = client.get(f"/n/{code}").text
    [where] = re.findall(r'<form method="post" action="([^"]+)"', page)
    [seal] = re.findall(r'name="form" value="([^"]+)"', page)
    return where, seal


def _kept(street: Street) -> list[Opinion]:
    street.session.expire_all()
    return list(street.session.exec(select(Opinion)))


def test_anybody_leaves_an_opinion_and_the_office_handles_it(
    client: Browser, street: Street
) -> None:
    where, seal = _form(client)
    said = {"form": seal, "text": " 公示牌挂得太高 ", "contact": "13812345678", "website": ""}
    for _ in "twice":
        answer = client.post(where, data=said)
        assert (answer.status_code, "意见建议已收到" in answer.text) == (200, True)
    assert f'href="/n/{street.notice.token}?public=1">返回公示页' in answer.text
    office = client.as_(street.office)
    page = office.get(LIST, params={"state": "new"}).json()
    [one] = page["items"]
    assert page["waiting"] == 1
    assert (one["text"], one["contact"]) == ("公示牌挂得太高", "13812345678")
    assert one["entity_name"] == "禾谷里餐饮（泉城路店）"
    handle = f"{LIST}/{one['id']}/handle"
    assert office.post(handle, json={"state": "done"}).status_code == 409
    read = office.post(handle, json={"state": "read"}).json()
    assert (read["state"], read["handled_by"]) == ("read", street.office.name)
    done = office.post(handle, json={"state": "done", "note": "已重新安装"}).json()
    assert (done["state"], done["note"]) == ("done", "已重新安装")
    assert office.get(LIST, params={"state": "new"}).json()["items"] == []


def test_nobody_but_the_places_office_reads_it(client: Browser, street: Street) -> None:
    where, seal = _form(client)
    client.post(where, data={"form": seal, "text": "服务很好"})
    [one] = _kept(street)
    assert client.as_(street.other_office).get(LIST).json()["items"] == []
    handle = f"{LIST}/{one.id}/handle"
    assert client.as_(street.other_office).post(handle, json={"state": "read"}).status_code == 404
    assert client.as_(street.cadre).get(LIST).status_code == 403
    assert "服务很好" not in client.get(f"/n/{SHORT_CODE}").text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"text": ""}, "请写一两句"),
        ({"text": "长" * 501}, "最多 500 字"),
        ({"text": "好的", "form": "0.0.x"}, "重新扫码"),
        ({"text": "好的", "form": ""}, "重新扫码"),
    ],
)
def test_what_cannot_be_taken_is_told_on_a_page(
    client: Browser, street: Street, said: dict[str, str], told: str
) -> None:
    where, seal = _form(client)
    answer = client.post(where, data={"form": seal} | said)
    assert answer.status_code == 409
    assert told in answer.text
    assert _kept(street) == []


def test_a_form_is_good_for_its_own_notice_and_for_a_day(
    client: Browser, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_entity(street.session, name="隔壁店")
    make_notice(street.session, other, short_code="00000000")
    _, seal = _form(client)
    there, _ = _form(client, "00000000")
    assert client.post(there, data={"form": seal, "text": "好的"}).status_code == 409
    where, own = _form(client)
    monkeypatch.setattr(opinions, "LASTS", timedelta(seconds=-10))
    assert client.post(where, data={"form": own, "text": "好的"}).status_code == 409
    assert _kept(street) == []


def test_a_program_that_fills_in_everything_and_another_site_leave_nothing(
    client: Browser, street: Street
) -> None:
    where, seal = _form(client)
    trapped = {"form": seal, "text": "广告", "website": "http://spam.example"}
    assert "已收到" in client.post(where, data=trapped).text
    headers = {"Sec-Fetch-Site": "cross-site"}
    sent = client.post(where, data={"form": seal, "text": "好的"}, headers=headers)
    assert sent.status_code == 400
    assert client.post(where, data={"form": seal, "text": "长" * 9000}).status_code == 400
    assert _kept(street) == []


def test_one_address_writes_a_few_a_minute(client: Browser, street: Street) -> None:
    answers = []
    for _ in range(OPINIONS_PER_ADDRESS + 1):
        where, seal = _form(client)
        answers.append(client.post(where, data={"form": seal, "text": "好的"}).status_code)
    assert answers == [200] * OPINIONS_PER_ADDRESS + [429]


def test_a_notice_takes_so_many_a_day(
    client: Browser, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opinions, "A_DAY_PER_NOTICE", 1)
    where, seal = _form(client)
    client.post(where, data={"form": seal, "text": "好的"})
    where, seal = _form(client)
    answer = client.post(where, data={"form": seal, "text": "还有"})
    assert (answer.status_code, len(_kept(street))) == (429, 1)


def test_a_replaced_notice_takes_none(client: Browser, street: Street) -> None:
    where, seal = _form(client)
    client.as_(street.office).post(f"/api/v1/entities/{street.shop.id}/notices")
    answer = client.post(where, data={"form": seal, "text": "好的"})
    assert "公示牌已更换" in answer.text
    assert _kept(street) == []
