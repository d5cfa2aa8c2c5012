"""代拟: an assistant fills the visit in on his phone, his leader gives it back, then signs it."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from app.accounts.roles import Role
from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import now, open_session
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import make_assignment, make_entity, make_region_tree
from tests.e2e.conftest import Phone, Server
from tests.e2e.filling import answer_everything, sign
from tests.e2e.qr_camera import photo
from tests.e2e.steps import password_account, sign_in, stocked

SHOP = "禾谷里小吃店"
WRONG = "生熟食品的刀板"
pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A photo of what is wrong."""
    return photo(tmp_path / "wrong.jpg", "#b8553a")


@pytest.fixture
def shop(server: Server) -> UUID:
    """A leader, his assistant, and a shop of two business types they answer for."""
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        make_region_tree(session)
        leader = password_account(session, "leader", name="周明远", post="社区党委委员")
        password_account(
            session,
            "assistant",
            role=Role.ASSISTANT,
            name="江予安",
            post="联络员",
            assists=leader.id,
        )
        made = make_entity(session, name=SHOP, more_types=("special",))
        make_assignment(session, made, leader, due_in=period_of(shanghai_date(now())))
        return made.id


def _fill_in(page: Page, server: Server, shop: UUID, picture: Path) -> None:
    page.goto(f"{server.url}/entity/{shop}")
    page.get_by_role("button", name="开始督导").click()
    answer_everything(page, wrong=WRONG, note="生肉放在熟食上面", picture=picture)
    page.get_by_role("button", name="去签字").click()
    page.get_by_role("radio", name="孙立华").click()
    expect(page.get_by_text("包保干部 周明远 收到后在自己的手机上签字")).to_be_visible()
    page.get_by_role("button", name="点这里横屏签字").click()
    sign(page, "孙立华")
    page.get_by_role("button", name="交领导签字").click()
    page.wait_for_url("**/home")


def test_an_assistant_drafts_and_his_leader_signs(
    server: Server, shop: UUID, phone: Callable[..., Phone], picture: Path
) -> None:
    helper, leader = phone("assistant", kept=True), phone("leader", worker=True)
    there = helper.open()
    sign_in(there, server.url, "assistant")
    stocked(there)
    helper.offline(True)
    _fill_in(there, server, shop, picture)
    expect(there.get_by_text("1 条记录只存在这部手机")).to_be_visible()
    helper.kill()
    there = helper.open()
    there.goto(f"{server.url}/home")
    handed = there.get_by_role("region", name="已交领导签字的督导表")
    expect(handed).to_contain_text("等签字", timeout=30_000)

    here = leader.open()
    sign_in(here, server.url, "leader")
    waiting = here.get_by_role("region", name="待您签字的督导表")
    expect(waiting).to_contain_text("江予安代拟", timeout=30_000)
    stocked(here)
    leader.offline(True)
    waiting.get_by_role("button", name=SHOP).click()
    expect(here.get_by_role("note")).to_contain_text("江予安代拟")
    here.get_by_role("button", name="退回江予安").click()
    sheet = here.get_by_role("dialog", name="退回江予安")
    sheet.get_by_role("button", name="退回", exact=True).click()
    expect(sheet.get_by_role("alert")).to_have_text("请先写明为什么退回")
    sheet.get_by_label("退回原因").fill("请写清是哪个柜子")
    sheet.get_by_role("button", name="退回", exact=True).click()
    here.wait_for_url("**/home")
    expect(waiting).to_have_count(0)
    leader.offline(False)
    expect(here.get_by_text("条记录只存在这部手机")).to_have_count(0, timeout=30_000)

    there.goto(f"{server.url}/home")
    back = there.get_by_role("region", name="领导退回的督导表")
    expect(back).to_contain_text("周明远：请写清是哪个柜子", timeout=30_000)
    back.get_by_role("button", name=SHOP).click()
    expect(there.get_by_role("note")).to_contain_text("请写清是哪个柜子")
    card = there.locator(".card.item").filter(has_text=WRONG)
    expect(card.get_by_role("img")).to_have_count(1, timeout=15_000)
    card.get_by_label("问题描述").fill("左边冷柜里生肉放在熟食上面")
    expect(there.get_by_text("已存本机")).to_be_visible()
    there.get_by_role("button", name="去签字").click()
    there.get_by_role("button", name="交领导签字").click()
    there.wait_for_url("**/home")
    expect(handed).to_contain_text("等签字", timeout=30_000)
    expect(there.get_by_text("条记录只存在这部手机")).to_have_count(0, timeout=30_000)

    here.goto(f"{server.url}/tasks")
    expect(waiting).to_contain_text("江予安代拟", timeout=30_000)
    waiting.get_by_role("button", name=SHOP).click()
    card = here.locator(".card.item").filter(has_text=WRONG)
    expect(card.get_by_label("问题描述")).to_have_value("左边冷柜里生肉放在熟食上面")
    expect(card.get_by_role("img")).to_have_count(1, timeout=15_000)
    card.get_by_label("问题描述").fill("左边冷柜里生肉放在熟食上面，已当面指出")
    expect(card.get_by_text("您改过")).to_be_visible()
    expect(here.get_by_role("note")).to_contain_text("您改过 1 题")
    here.get_by_role("button", name="去签字").click()
    expect(here.get_by_alt_text("孙立华的签名")).to_be_visible()
    here.get_by_role("button", name="点这里横屏签字").click()
    sign(here, "周明远")
    here.get_by_role("button", name="提交督导记录").click()
    here.wait_for_url("**/saved/**")
    record = here.url.replace("/saved/", "/record/")
    expect(here.get_by_role("heading", name="已提交")).to_be_visible(timeout=30_000)

    here.goto(record)
    expect(here.get_by_text("餐饮服务督导检查表、特殊食品督导检查表")).to_be_visible()
    expect(here.get_by_text("江予安（联络员）")).to_be_visible()
    expect(here.get_by_text("周明远（社区党委委员）")).to_be_visible()
    expect(here.get_by_text("签字人改过")).to_have_count(1)
    for page in (here, there):
        page.goto(f"{server.url}/home")
        expect(page.get_by_role("region", name="没填完的督导表")).to_have_count(0)
        expect(page.get_by_role("region", name="待您签字的督导表")).to_have_count(0)
        expect(page.get_by_role("region", name="已交领导签字的督导表")).to_have_count(
            0, timeout=30_000
        )
