"""E6: an office changes who answers for a shop, and decides on what its cadre found there."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from app.accounts.roles import Role
from app.assignments.rules import period_of
from app.changes.freezing import freeze
from app.clock import shanghai_date
from app.db import begin_write, now
from app.db import open_session as opened
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import COUNTY, TOWN, make_assignment, make_entity, make_region_tree
from tests.e2e.caller import Caller
from tests.e2e.conftest import Server
from tests.e2e.desks import give_password, new_desk
from tests.e2e.looking import cut, faults, small_targets
from tests.e2e.steps import password_account
from tests.e2e.windows import DESK

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


def a_county(server: Server) -> str:
    """A shop with its cadre, his successor, a station and an office of one; the shop's id."""
    with opened(server.engine) as session:
        set_scope(session, EVERYWHERE)
        tree = make_region_tree(session)
        cadre = password_account(session, "cadre", name="李淑琴", post="书记")
        password_account(session, "successor", name="王建国", post="书记")
        password_account(session, "office", role=Role.OFFICE, region=COUNTY, name="宋建民")
        password_account(
            session, "station", role=Role.STATION, region=TOWN, unit=tree.station, name="高文静"
        )
        shop = make_entity(session)
        make_assignment(session, shop, cadre, due_in=period_of(shanghai_date(now())))
        begin_write(session)
        freeze(session, PAST, now())
        session.commit()
        return str(shop.id)


PAST = "2026Q2"


def part(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()


def pick(page: Page, label: str, name: str) -> None:
    page.get_by_role("radiogroup", name=label, exact=True).get_by_role(
        "radio", name=re.compile(name)
    ).click()


def test_a_cadre_leaves_and_his_shop_passes_on_with_what_he_found(
    chromium_: Browser, server: Server
) -> None:
    shop = a_county(server)
    seen = {"id": shop, "business_type": "catering"}
    Caller(server.url, "cadre").suspended(seen, str(uuid4()), "停业装修")
    with new_desk(chromium_) as page:
        page.goto(f"{server.url}/changes")
        give_password(page, "office")
        page.get_by_role("button", name=re.compile("禾谷里餐饮店")).click()
        sheet = page.get_by_role("dialog", name="状态变动")
        expect(sheet).to_contain_text("在营 → 停业")
        sheet.get_by_role("button", name="确认变更").click()
        expect(page.get_by_text("没有状态变动")).to_be_visible()

        part(page, "离任")
        page.get_by_role("button", name="登记离任").click()
        sheet = page.get_by_role("dialog", name="登记离任")
        pick(page, "离任干部", "李淑琴")
        sheet.get_by_role("radio", name="暂无接任").click()
        sheet.get_by_role("button", name="办理离任").click()
        expect(page.get_by_text("交接 1 家")).to_be_visible()

        part(page, "无人包保")
        page.get_by_role("button", name=re.compile("禾谷里餐饮店")).click()
        sheet = page.get_by_role("dialog", name="指定包保干部")
        pick(page, "包保干部", "王建国")
        sheet.get_by_role("button", name="确定").click()
        expect(page.get_by_text("每一家都有人包保")).to_be_visible()

        page.goto(f"{server.url}/tasks")
        page.get_by_role("radio", name="停业", exact=True).click()
        page.get_by_role("link", name=re.compile("禾谷里餐饮店")).click()
        panel = page.get_by_role("complementary", name="企业详情")
        past = panel.get_by_role("region", name="包保关系")
        expect(past).to_contain_text("王建国")
        expect(past).to_contain_text("李淑琴")
        expect(past).to_contain_text("在营 → 停业")
        expect(panel.get_by_text("登记的状态是停业")).to_be_visible()
        panel.get_by_role("button", name="关闭详情").click()
        expect(panel).to_have_count(0)

        how_often(page, server.url)


def how_often(page: Page, url: str) -> None:
    """The office looks at what a rule would change, adds it, withdraws it, and reads a quarter."""
    page.goto(f"{url}/periods")
    expect(page.get_by_text("还没有频次规则")).to_be_visible()
    page.get_by_role("button", name="加一条频次规则").click()
    sheet = page.get_by_role("dialog", name="加一条频次规则")
    grades = sheet.get_by_role("radiogroup", name="包保级别")
    grades.get_by_role("radio", name="D 级", exact=True).click()
    sheet.get_by_role("button", name="次数：加一").click()
    # The shop does not trade any more: a rule changes nothing for it, and says so.
    expect(sheet.get_by_label("对应督导次数的影响")).to_contain_text("没有变化")
    looked_at(page)
    sheet.get_by_role("button", name="加上这条规则").click()
    page.get_by_role("button", name=re.compile("每季度 2 次")).click()
    sheet = page.get_by_role("dialog", name="频次规则")
    sheet.get_by_role("radio", name=re.compile("撤销")).click()
    sheet.get_by_role("button", name="撤销这条规则").click()
    expect(page.get_by_text("已撤销", exact=True)).to_be_visible()
    part(page, "季度快照")
    table = page.get_by_role("table", name="季度快照")
    expect(table.get_by_role("row").last).to_contain_text("合计")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Excel").click()
    assert PAST in taken.value.suggested_filename
    looked_at(page)


def looked_at(page: Page) -> None:
    page.wait_for_timeout(350)
    assert faults(page) + small_targets(page) + cut(page) == []
    page.set_viewport_size(DESK)
