"""A visit made another way than in the shop, and the rest of a form answered together."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import now, open_session
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import make_assignment, make_entity, make_region_tree
from tests.e2e.conftest import Phone, Server
from tests.e2e.filling import answer_everything, questions, sign_both
from tests.e2e.steps import password_account, sign_in

GRAVE = ("CATR-A01", "CATR-D02", "CATR-D03")
pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Shops:
    """A small shop, and one of the most important."""

    small: UUID
    grand: UUID


@pytest.fixture
def shops(server: Server) -> Shops:
    """A cadre who answers for both."""
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        make_region_tree(session)
        cadre = password_account(session, "cadre", name="周明远", post="社区党委委员")
        period = period_of(shanghai_date(now()))
        small = make_entity(session)
        grand = make_entity(session, name="泉城大酒店", grade="A")
        for one in (small, grand):
            make_assignment(session, one, cadre, due_in=period)
        return Shops(small.id, grand.id)


def _begin(page: Page, server: Server, shop: UUID) -> None:
    page.goto(f"{server.url}/entity/{shop}")
    page.get_by_role("button", name="开始督导").click()
    expect(page.locator(".card.item").first).to_be_visible()


def _yes(page: Page, code: str) -> None:
    card = page.locator(f"#item-{code}")
    card.get_by_role("radiogroup").first.get_by_role("radio", name="符合", exact=True).click()
    questions(card)


def _unanswered(page: Page) -> list[str]:
    cards = page.locator(".card.item").filter(has=page.get_by_text("未答", exact=True))
    ids = cards.evaluate_all("all => all.map(one => one.id)")
    return [str(id).removeprefix("item-") for id in ids]


def test_a_visit_by_meeting_with_the_rest_answered_together(
    server: Server, shops: Shops, phone: Callable[..., Phone]
) -> None:
    cadre = phone("cadre", kept=True)
    page = cadre.open()
    sign_in(page, server.url, "cadre")

    _begin(page, server, shops.grand)
    page.get_by_role("button", name="督导方式：现场督导").click()
    ways = page.get_by_role("dialog", name="督导方式")
    expect(ways).to_contain_text("包保 A 级主体必须现场督导")
    expect(ways.get_by_role("radio", name="视频督导")).to_be_disabled()

    _begin(page, server, shops.small)
    page.wait_for_function("() => !!navigator.serviceWorker.controller")
    cadre.offline(True)
    page.get_by_role("button", name="督导方式：现场督导").click()
    page.get_by_role("dialog", name="督导方式").get_by_role("radio", name="集中督导").click()
    expect(page.get_by_text("已存本机")).to_be_visible()
    rest = page.get_by_role("region", name="其余均符合")
    rest.get_by_role("button", name="去答重大题").click()
    for code in GRAVE:
        _yes(page, code)
    before = _unanswered(page)
    rest.get_by_role("button", name="其余均符合").click()
    sheet = page.get_by_role("dialog", name="其余均符合")
    together = sheet.get_by_role("listitem").count()
    assert 2 <= together < len(before)
    expect(sheet).to_contain_text(f"批量符合 {together} 项")
    expect(sheet).to_contain_text("算作你已逐题看过")
    sheet.get_by_role("button", name="都看过，符合").click()
    expect(page.locator(".card.item").filter(has_text="批量符合")).to_have_count(together)

    # Looked at by itself after all: one less that was answered together.
    _yes(page, "CATR-F03")
    expect(page.locator(".card.item").filter(has_text="批量符合")).to_have_count(together - 1)
    left = _unanswered(page)
    assert len(left) == len(before) - together
    for code in left:
        _yes(page, code)
    expect(page.get_by_text("已存本机")).to_be_visible()
    cadre.kill()

    page = cadre.open(offline=True)
    page.goto(f"{server.url}/entity/{shops.small}")
    page.get_by_role("button", name="继续督导").click()
    expect(page.get_by_role("button", name="督导方式：集中督导")).to_be_visible()
    sign_both(page)
    expect(page.get_by_role("region", name="督导方式")).to_contain_text("集中督导")
    page.get_by_role("button", name="提交督导记录").click()
    page.wait_for_url("**/saved/**")
    record = page.url.replace("/saved/", "/record/")

    cadre.offline(False)
    page.goto(record)
    expect(page.get_by_text("上传后由服务器给出")).to_have_count(0, timeout=30_000)
    page.reload()
    expect(page.get_by_text("集中督导")).to_be_visible()
    expect(page.get_by_role("list", name="需要留意")).to_have_text(f"批量符合 {together - 1} 项")


def test_a_record_is_corrected_by_another_that_names_it(
    server: Server, shops: Shops, phone: Callable[..., Phone]
) -> None:
    page = phone("cadre").open()
    sign_in(page, server.url, "cadre")
    _begin(page, server, shops.small)
    answer_everything(page)
    sign_both(page)
    page.get_by_role("button", name="提交督导记录").click()
    page.wait_for_url("**/saved/**")
    first = page.url.replace("/saved/", "/record/")
    expect(page.get_by_role("heading", name="已提交")).to_be_visible(timeout=30_000)

    page.goto(first)
    page.get_by_role("button", name="更正这份记录").click()
    sheet = page.get_by_role("dialog", name="更正这份记录")
    sheet.get_by_role("button", name="开始更正").click()
    expect(sheet.get_by_role("alert")).to_have_text("请先写明为什么更正")
    sheet.get_by_label("更正原因").fill("漏写了陪同人员")
    sheet.get_by_role("button", name="开始更正").click()
    page.wait_for_url("**/visit/**")
    expect(page.get_by_role("note")).to_contain_text("漏写了陪同人员")
    assert not _unanswered(page)
    sign_both(page, present=True)
    page.get_by_role("button", name="提交督导记录").click()
    page.wait_for_url("**/saved/**")
    second = page.url.replace("/saved/", "/record/")
    expect(page.get_by_role("heading", name="已提交")).to_be_visible(timeout=30_000)

    page.goto(first)
    expect(page.get_by_text("已更正，以")).to_be_visible()
    expect(page.get_by_role("button", name="更正这份记录")).to_have_count(0)
    page.get_by_text("已更正，以").get_by_role("link").click()
    page.wait_for_url(second)
    expect(page.get_by_text("原因：漏写了陪同人员")).to_be_visible()
