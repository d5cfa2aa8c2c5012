"""A notice whose words no longer hold: issued anew, printed, and the old one scanned."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.accounts.roles import Role
from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import now, open_session
from app.notices.codes import check_character
from app.notices.facts import facts_of
from app.notices.printed import as_printed
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import (
    COUNTY,
    make_account,
    make_assignment,
    make_entity,
    make_notice,
    make_region_tree,
)
from tests.e2e.conftest import Phone, Server
from tests.e2e.desks import open_desk
from tests.e2e.filling import sign
from tests.e2e.looking import cut, faults
from tests.e2e.steps import password_account, sign_in
from tests.notices import paper

OLD = f"2345678{check_character('2345678')}"

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Wall:
    """Where the old notice still hangs."""

    shop: str
    old: str


@pytest.fixture
def wall(server: Server) -> Wall:
    """A shop whose paper names whoever covered it before."""
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        make_region_tree(session)
        cadre = password_account(session, "cadre", name="周明远", post="社区党委委员")
        password_account(session, "office", role=Role.OFFICE, region=COUNTY)
        shop = make_entity(session)
        make_assignment(session, shop, cadre, due_in=period_of(shanghai_date(now())))
        other = make_account(session, name="高建民", post="社区居委会委员")
        make_assignment(session, make_entity(session, name="豆腐坊"), other)
        notice = make_notice(session, shop, short_code=OLD)
        facts = facts_of(session, [shop.id])[shop.id]
        notice.printed = as_printed(facts) | {"cadre_name": "高建民"}
        notice.printed_at = notice.issued_at
        session.add(notice)
        session.commit()
        return Wall(shop.name, notice.token)


def test_a_changed_notice_is_issued_anew_and_the_old_code_leads_on(
    server: Server,
    wall: Wall,
    desk: Page,
    chromium_: Browser,
    phone: Callable[..., Phone],
) -> None:
    open_desk(desk, server.url, "office")
    desk.get_by_role("link", name="公示牌").click()
    line = desk.get_by_role("row").filter(has_text=wall.shop)
    expect(line).to_contain_text("内容已变")
    expect(line).to_contain_text("包保干部")
    assert faults(desk) == []
    desk.get_by_role("checkbox", name=f"选中{wall.shop}").check()
    desk.get_by_role("button", name="打印选中的 1 块").click()
    with desk.expect_download(timeout=60_000) as got:
        desk.get_by_role("button", name="换发并打印").click()
    [page] = paper.pages(Path(got.value.path()).read_bytes())
    [address] = paper.read(page)
    assert address.startswith(f"{server.url}/n/") or "/n/" in address
    token = address.rpartition("/")[2]
    assert token != wall.old
    expect(desk.get_by_text("没有内容已变的公示牌")).to_be_visible()

    # Anybody, without a script: the old code tells nothing, the new one takes an opinion.
    visitor = chromium_.new_context(
        java_script_enabled=False, viewport={"width": 320, "height": 640}
    ).new_page()
    visitor.goto(f"{server.url}/n/{wall.old}")
    assert visitor.locator("body").inner_text().split() == ["公示牌已更换"]
    visitor.goto(f"{server.url}/n/{token}")
    visitor.get_by_label(re.compile("^意见建议")).fill("公示牌挂得太高")
    visitor.get_by_role("button", name="提交意见建议").click()
    expect(visitor.get_by_role("heading", name="意见建议已收到")).to_be_visible()
    visitor.context.close()

    hers = phone("cadre", worker=True)
    cadre = hers.open()
    sign_in(cadre, server.url, "cadre")
    cadre.goto(f"{server.url}/go/{wall.old}")
    expect(cadre.get_by_text("扫的是旧公示牌，已更换")).to_be_visible(timeout=30_000)
    expect(cadre.get_by_role("heading", name=wall.shop)).to_be_visible()
    cadre.goto(f"{server.url}/commitment")
    expect(cadre.get_by_text("郑重承诺")).to_be_visible()
    assert faults(cadre) == []
    assert cut(cadre) == []
    cadre.wait_for_function("() => !!navigator.serviceWorker.controller")
    hers.offline(True)
    cadre.get_by_role("button", name="点这里横屏签字").click()
    sign(cadre, "周明远")
    cadre.get_by_role("button", name="签承诺书").click()
    expect(cadre.get_by_text("联网后自动上传。")).to_be_visible()
    hers.offline(False)
    expect(cadre.get_by_text("第 1 版")).to_be_visible(timeout=30_000)

    desk.goto(f"{server.url}/opinions")
    opinion = desk.get_by_role("region", name=f"对{wall.shop}的意见建议")
    expect(opinion).to_contain_text("公示牌挂得太高")
    assert faults(desk) == []
    opinion.get_by_label("办理情况").fill("已请店里放低")
    opinion.get_by_role("button", name="已办").click()
    expect(desk.get_by_text("没有未阅的意见建议")).to_be_visible()
    desk.goto(f"{server.url}/papers")
    unsigned = desk.get_by_role("region", name="高建民")
    expect(unsigned).to_contain_text("未签")
    assert faults(desk) == []
    unsigned.get_by_label("上传高建民签好的纸质件").set_input_files(got.value.path())
    expect(desk.get_by_text("没有这样的干部")).to_be_visible()
    desk.get_by_role("radio", name=re.compile("^已签")).click()
    expect(desk.get_by_role("region", name="周明远")).to_contain_text("在手机上签")
    expect(desk.get_by_role("region", name="高建民")).to_contain_text("交了签好的纸质件")
