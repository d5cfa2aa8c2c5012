"""What a cadre reads afterwards, and what he is told at a door that is not his."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, expect

from app.accounts.roles import Role
from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import now, open_session
from app.ledger.models import Issue
from app.notices.codes import check_character
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import (
    OTHER_VILLAGE,
    TOWN,
    make_assignment,
    make_entity,
    make_notice,
    make_region_tree,
)
from tests.e2e.caller import Caller
from tests.e2e.conftest import Phone, Server
from tests.e2e.filling import answer_everything, sign
from tests.e2e.steps import password_account, sign_in

FAULT = "冷藏柜里生肉放在熟食上方"
MENDED = "垃圾桶没有盖"
ELSEWHERE = f"2345678{check_character('2345678')}"
NOWHERE = f"ZZZZZZZ{check_character('ZZZZZZZ')}"

# Once the page has come to rest: cards that were never drawn get their height only then.
APART = """async (card) => {
    for (let n = 0; n < 30; n += 1) await new Promise(requestAnimationFrame)
    const bars = document.querySelector(".stick").getBoundingClientRect().bottom
    return Math.round(card.getBoundingClientRect().top - bars)
}"""

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Town:
    """The cadre's shop with an open issue from before, and one that was closed."""

    shop: UUID
    number: str


@pytest.fixture
def town(server: Server) -> Town:
    """A cadre, his shop with its issues, and a shop with a notice in another county."""
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        tree = make_region_tree(session)
        cadre = password_account(session, "cadre", name="周明远", post="社区党委委员")
        password_account(session, "station", role=Role.STATION, region=TOWN, unit=tree.station)
        shop = make_entity(session)
        make_assignment(session, shop, cadre, due_in=period_of(shanghai_date(now())))
        far = make_entity(session, region=OTHER_VILLAGE, name="大观园面馆")
        make_notice(session, far, short_code=ELSEWHERE)
        entity = shop.id
    station = Caller(server.url, "station")
    issue = station.register(str(entity), FAULT)
    mended = station.register(str(entity), MENDED)
    with server.engine.begin() as db:
        closed = sa.update(Issue).where(sa.column("number") == mended["number"])
        db.execute(closed.values(state="closed", closed_at=now()))
    return Town(entity, issue["number"])


def test_the_record_names_each_issue_that_was_looked_at_again(
    server: Server, town: Town, phone: Callable[..., Phone]
) -> None:
    cadre = phone("cadre", worker=True)
    page = cadre.open()
    sign_in(page, server.url, "cadre")
    page.goto(f"{server.url}/entity/{town.shop}")
    page.get_by_role("button", name="开始督导").click()
    cards = page.locator(".card.item")
    expect(cards.first).to_be_visible()
    page.get_by_role("button", name="目录").click()
    page.get_by_role("dialog").get_by_role("button", name="上次督导、监督检查指出").click()
    _stands_under_the_bars(cards.filter(has_text="上次督导、监督检查指出"))
    answer_everything(page)

    # Nobody is led to sign what lacks something: first to the open issue, then on.
    expect(page.get_by_role("button", name="去签字")).to_have_count(0)
    page.get_by_role("button", name="去补第一处").click()
    still_open = page.locator(".recheck").filter(has_text=FAULT)
    _stands_under_the_bars(still_open)
    still_open.get_by_role("radio", name="已改到位").click()
    page.get_by_role("button", name="去核对以前的问题").click()
    mended = page.locator(".recheck").filter(has_text=MENDED)
    _stands_under_the_bars(mended)
    mended.get_by_role("radio", name="没有反弹").click()
    page.get_by_role("button", name="去签字").click()
    pads = page.get_by_role("button", name="点这里横屏签字")
    expect(page.get_by_role("button", name="先填企业在场人员，再签字")).to_be_visible()
    expect(pads).to_have_count(0)
    page.get_by_role("radio", name="孙立华").click()
    expect(pads).to_have_count(2)
    for who in ("周明远", "孙立华"):
        page.get_by_role("button", name="点这里横屏签字").first.click()
        sign(page, who)
    cadre.offline(True)
    page.get_by_role("button", name="提交督导记录").click()
    page.wait_for_url("**/saved/**")
    record = page.url.replace("/saved/", "/record/")
    looked_at = page.get_by_role("region", name="复查上次问题")

    page.goto(record)
    for words in (FAULT, town.number, "已改到位"):
        expect(looked_at).to_contain_text(words)

    cadre.offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("上传后由服务器给出")).to_have_count(0, timeout=30_000)
    page.reload()
    for words in (FAULT, "食品是否生熟分开存放", town.number, "已改到位"):
        expect(looked_at).to_contain_text(words)

    papers = page.get_by_role("region", name="打印和存档")
    with page.expect_popup() as opened:
        papers.get_by_role("button", name="打印").click()
    sheet = opened.value
    expect(sheet.get_by_role("heading", name="食品安全包保督导检查表")).to_be_visible()
    expect(sheet.get_by_role("button", name="打印")).to_be_visible()
    expect(sheet.get_by_role("row").filter(has_text=town.number)).to_contain_text("已改到位")
    sheet.close()
    for kind, name in (("PDF", "pdf"), ("Word", "docx")):
        with page.expect_download() as kept:
            papers.get_by_role("button", name=f"存 {kind}").click()
        assert kept.value.suggested_filename.endswith(f".{name}")
        expect(papers.get_by_role("status")).to_have_text("已存到下载文件夹。")


def _stands_under_the_bars(card: Locator) -> None:
    """The card has the focus and is the first thing below what stays on top."""
    expect(card).to_be_focused()
    assert 0 <= card.evaluate(APART) <= 24


@pytest.mark.parametrize(("code", "told"), [(ELSEWHERE, "大观园面馆"), (NOWHERE, "没有这块公示牌")])
def test_a_notice_outside_the_list_is_called_neither_unknown_nor_known(
    server: Server, town: Town, phone: Callable[..., Phone], code: str, told: str
) -> None:
    page = phone("cadre").open()
    sign_in(page, server.url, "cadre")
    page.goto(f"{server.url}/go/{code}")
    expect(page.get_by_role("heading", name="不在你的包保名单里，或编码不存在")).to_be_visible()

    page.get_by_role("button", name="输入公示编号").click()
    expect(page.get_by_role("textbox", name="公示编号")).to_be_visible()

    page.goto(f"{server.url}/go/{code}")
    page.get_by_role("button", name="看公示页").click()
    expect(page.get_by_role("heading", name=told)).to_be_visible()
