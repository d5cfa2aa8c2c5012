from datetime import UTC, datetime

import pytest
from sqlmodel import select

from app.accounts.roles import Role
from app.entities.models import EntityContact
from app.notices.models import Notice
from app.notices.posters import MOST
from app.regions.models import Unit, UnitKind
from tests.builders import COUNTY, TOWN, make_account, make_entity, make_notice
from tests.notices import paper
from tests.notices.conftest import Street
from tests.people import Browser

PRINT = "/api/v1/notices/print"


def _printed(client: Browser, street: Street, *notices: Notice, on: str = "a4") -> bytes:
    order = {"notices": [str(one.id) for one in notices or [street.notice]], "paper": on}
    answer = client.as_(street.office).post(PRINT, json=order)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/pdf"
    made: bytes = answer.content
    return made


@pytest.mark.parametrize(("on", "size"), [("a4", (595, 842)), ("a3", (842, 1191))])
def test_a_printed_notice_says_all_that_the_rules_ask(
    client: Browser, street: Street, on: str, size: tuple[int, int]
) -> None:
    office = Unit(
        name="泉城路街道食药安办", kind=UnitKind.OFFICE, region_code=TOWN, phone="0531-00001234"
    )
    street.session.add(office)
    street.session.commit()
    made = _printed(client, street, on=on)
    [said] = paper.words(made)
    for shown in (
        "食品安全包保公示牌",
        "禾谷里餐饮（泉城路店）",
        "测试路1号·餐饮服务",
        "D级村居干部包保",
        "李淑琴泉城路街道办事处副主任",
        "食品安全员孙立华",
        "一季度二季度三季度四季度",
        "12315",
        "泉城路街道食药安办0531-00001234",
        "公示编号1234-567D",
        "泉城路街道食药安办监制2026年1月1日第1版",
    ):
        assert shown in said
    assert "13800001234" not in said
    [page] = paper.pages(made)
    points = [round(side * 72 / paper.DPI) for side in page.size]
    assert points == list(size)


def test_its_code_is_read_plain_dirty_and_from_the_side(client: Browser, street: Street) -> None:
    address = f"http://127.0.0.1:8000/n/{street.notice.token}"
    for on in ("a4", "a3"):
        [page] = paper.pages(_printed(client, street, on=on))
        assert paper.read(page) == [address]
        assert paper.read(paper.tilted(page, 45)) == [address]
        code, side = paper.cut_out(page)
        assert paper.read(paper.tilted(code, -45)) == [address]
        for place in ((0.75, 0.75), (0.9, 0.6), (0.6, 0.9)):
            assert paper.read(paper.stained(code, side, place, 0.2)) == [address], place
        for seed in range(5):
            assert paper.read(paper.splashed(code, side, 0.2, seed)) == [address], seed


def test_many_are_one_file_in_the_order_of_place_and_name(client: Browser, street: Street) -> None:
    names = ["豆腐坊", "安心便利店", "老街面馆"]
    more = [
        make_notice(
            street.session, make_entity(street.session, name=name), short_code=f"0000000{n}"
        )
        for n, name in enumerate(names)
    ]
    said = paper.words(_printed(client, street, *more, street.notice))
    assert [next(n for n in [*names, "禾谷里"] if n in page) for page in said] == sorted(
        [*names, "禾谷里"]
    )


def test_a_long_name_and_many_people_stay_on_one_page(client: Browser, street: Street) -> None:
    street.shop.name = "济南市历下区泉城路街道测试一社区" * 3 + "餐饮管理有限公司"
    street.shop.address = "历下区泉城路街道" * 6
    street.cadre.post = "历下区泉城路街道办事处党工委委员、" * 2
    street.session.add_all([street.shop, street.cadre])
    place = {k: getattr(street.shop, k) for k in ("region_code", "city_code")}
    place |= {k: getattr(street.shop, k) for k in ("county_code", "town_code")}
    for n in range(6):
        role = "director" if n % 2 else "officer"
        person = EntityContact(entity_id=street.shop.id, role=role, name=f"人员名{n}", **place)
        street.session.add(person)
    street.session.commit()
    made = _printed(client, street)
    [said] = paper.words(made)
    assert "公示编号1234-567D" in said
    assert "第1版" in said
    [page] = paper.pages(made)
    assert paper.read(page) == [f"http://127.0.0.1:8000/n/{street.notice.token}"]


def test_what_a_paper_says_is_kept_and_another_paper_of_it_says_the_same(
    client: Browser, street: Street
) -> None:
    _printed(client, street)
    _printed(client, street)
    street.session.expire_all()
    kept = street.session.exec(select(Notice)).one()
    assert kept.printed is not None
    assert kept.printed["cadre_name"] == "李淑琴"
    assert kept.printed_at is not None


def test_a_paper_is_not_printed_again_once_its_words_no_longer_hold(
    client: Browser, street: Street
) -> None:
    _printed(client, street)
    street.cadre.name = "李淑芹"
    street.session.add(street.cadre)
    street.session.commit()
    order = {"notices": [str(street.notice.id)], "paper": "a4"}
    refused = client.as_(street.office).post(PRINT, json=order)
    assert refused.status_code == 409
    assert refused.json()["detail"].startswith("禾谷里餐饮（泉城路店）的公示牌内容已变。请先换发")


def test_a_notice_that_is_replaced_or_elsewhere_is_not_printed(
    client: Browser, street: Street
) -> None:
    order = {"notices": [str(street.notice.id)], "paper": "a4"}
    assert client.as_(street.other_office).post(PRINT, json=order).status_code == 404
    street.notice.revoked_at = datetime(2026, 6, 1, tzinfo=UTC)
    street.session.add(street.notice)
    street.session.commit()
    assert client.as_(street.office).post(PRINT, json=order).status_code == 404


def test_only_the_office_prints_and_never_more_than_a_file_holds(
    client: Browser, street: Street
) -> None:
    order = {"notices": [str(street.notice.id)], "paper": "a4"}
    station = make_account(street.session, role=Role.STATION, region=COUNTY)
    assert client.as_(station).post(PRINT, json=order).status_code == 403
    many = {"notices": [str(street.notice.id)] * (MOST + 1)}
    assert client.as_(street.office).post(PRINT, json=many).status_code == 422
