import base64
import hashlib
import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from app.assignments.models import Assignment
from app.clock import shanghai_date
from app.notices.looking import MISSES_PER_ADDRESS, PER_ADDRESS
from app.regions.models import Unit, UnitKind
from tests.builders import TOWN
from tests.notices.conftest import SHORT_CODE, Street
from tests.people import Browser


def test_anybody_reads_who_covers_the_shop(client: Browser, street: Street) -> None:
    page = client.get(f"/n/{street.notice.token}")
    assert page.status_code == 200
    for shown in (
        "禾谷里餐饮（泉城路店）",
        "测试路 1 号",
        "李淑琴",
        "副主任",
        "孙立华",
        "食品安全员",
    ):
        assert shown in page.text
    assert "村居干部包保" in page.text
    assert 'href="tel:12315"' in page.text


@pytest.mark.parametrize("typed", [SHORT_CODE, "1234-567d", " 1234 567D ", "i234567D"])
def test_the_short_code_opens_the_same_page(client: Browser, street: Street, typed: str) -> None:
    assert "禾谷里餐饮" in client.get(f"/n/{typed}").text


def test_no_persons_number_is_on_the_page(client: Browser, street: Street) -> None:
    street.cadre.phone = "13911112222"
    street.session.add(street.cadre)
    street.session.commit()
    text = client.get(f"/n/{street.notice.token}").text
    assert "13800001234" not in text
    assert "13911112222" not in text


def test_the_page_runs_no_script_and_its_one_style_is_known_by_hash(
    client: Browser, street: Street
) -> None:
    page = client.get(f"/n/{street.notice.token}")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "<script" not in page.text
    assert " style=" not in page.text
    [style] = re.findall(r"<style>(.*?)</style>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy


def test_the_page_leads_a_cadre_on_to_the_app(client: Browser, street: Street) -> None:
    page = client.get(f"/n/{SHORT_CODE}?public=1").text
    assert f'href="/go/{street.notice.token}"' in page
    assert "包保干部入口" in page


def test_the_nearest_offices_telephone_is_offered(client: Browser, street: Street) -> None:
    office = Unit(
        name="泉城路街道食药安办",
        kind=UnitKind.OFFICE,
        region_code=TOWN,
        phone="0531-0000 0000",
    )
    street.session.add(office)
    street.session.commit()
    page = client.get(f"/n/{SHORT_CODE}").text
    assert 'href="tel:053100000000"' in page
    assert "泉城路街道食药安办" in page
    assert "意见建议" in page


def test_a_replaced_notice_says_so_and_nothing_else(client: Browser, street: Street) -> None:
    street.notice.revoked_at = datetime(2026, 6, 1, tzinfo=UTC)
    street.session.add(street.notice)
    street.session.commit()
    page = client.get(f"/n/{street.notice.token}").text
    text = re.sub(r"<head>.*</head>|<[^>]+>", "", page, flags=re.DOTALL)
    assert text.split() == ["公示牌已更换"]
    assert "禾谷里" not in page


@pytest.mark.parametrize("code", ["12345678", "no-such-notice-0123456789abcd", "食品"])
def test_an_unknown_code_gets_a_page_that_tells_what_to_do(
    client: Browser, street: Street, code: str
) -> None:
    page = client.get(f"/n/{code}")
    assert page.status_code == 404
    assert 'href="/scan"' in page.text
    assert page.headers["Content-Type"].startswith("text/html")
    assert "请核对公示编号" in page.text


def test_what_an_entity_is_called_cannot_become_markup(client: Browser, street: Street) -> None:
    street.shop.name = "<b>店</b><script>alert(1)</script>"
    street.session.add(street.shop)
    street.session.commit()
    page = client.get(f"/n/{SHORT_CODE}").text
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_without_a_cadre_the_page_says_who_is_in_charge(client: Browser, street: Street) -> None:
    street.session.execute(update(Assignment).values(valid_to=date(2026, 6, 1)))
    street.session.commit()
    page = client.get(f"/n/{SHORT_CODE}").text
    assert "李淑琴" not in page
    assert "包保干部正在调整" in page


def test_a_past_quarter_has_no_visit_any_more_and_the_others_may(
    client: Browser, street: Street
) -> None:
    page = client.get(f"/n/{SHORT_CODE}").text
    now = (shanghai_date(datetime.now(UTC)).month + 2) // 3
    told = re.findall("没有督导记录|还没有记录", page)
    assert told == ["没有督导记录"] * (now - 1) + ["还没有记录"] * (5 - now)


def test_guessing_codes_is_slowed_down(client: Browser, street: Street) -> None:
    for _ in range(MISSES_PER_ADDRESS):
        assert client.get("/n/12345678").status_code == 404
    refused = client.get("/n/12345678")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "频繁" in refused.text


def test_the_readers_of_a_busy_market_are_all_served(client: Browser, street: Street) -> None:
    street.notice.revoked_at = datetime(2026, 6, 1, tzinfo=UTC)
    street.session.add(street.notice)
    street.session.commit()
    answers = [client.get(f"/n/{SHORT_CODE}").status_code for _ in range(PER_ADDRESS)]
    assert answers == [200] * PER_ADDRESS
