"""Phones at the edge: no worker, no camera, a wrong clock; and what everybody is told."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import segno
from PIL import Image
from playwright.sync_api import Page, expect

from app.accounts.roles import Role
from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import now, open_session
from app.notices.codes import check_character
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import COUNTY, make_assignment, make_entity, make_notice, make_region_tree
from tests.e2e.conftest import Phone, Server
from tests.e2e.steps import PASSWORD, password_account, sign_in

SHOP = "禾谷里餐饮店"
CODE = f"0123010{check_character('0123010')}"
NOTICE = "个人信息保护说明"
FIRST_SCREENS = {
    Role.CADRE: "/home",
    Role.OFFICE: "/ledger",
    Role.SECADMIN: "/accounts",
    Role.AUDITOR: "/audit",
    Role.SYSADMIN: "/me",
}

# WeChat on iOS: no worker; and the person has refused the camera.
_NO_WORKER = "delete Navigator.prototype.serviceWorker"
_NO_CAMERA = """navigator.mediaDevices.getUserMedia =
  () => Promise.reject(new DOMException('', 'NotAllowedError'))"""
_TWO_DAYS_FAST = """(() => {
  const Real = Date, ahead = 2 * 86400000
  window.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead) }
    static now() { return Real.now() + ahead }
  }
})()"""

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Shop:
    """A shop with a notice on its wall."""

    url: str
    entity: str
    token: str


@pytest.fixture
def shop(server: Server) -> Shop:
    """A cadre's only shop, and one account of each other role."""
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        tree = make_region_tree(session)
        cadre = password_account(session, "cadre")
        for role in (Role.OFFICE, Role.SECADMIN, Role.AUDITOR, Role.SYSADMIN):
            unit = tree.office if role == Role.OFFICE else None
            password_account(session, role.value, role=role, region=COUNTY, unit=unit)
        entity = make_entity(session, name=SHOP)
        make_assignment(session, entity, cadre, due_in=period_of(shanghai_date(now())))
        notice = make_notice(session, entity, short_code=CODE)
        return Shop(server.url, str(entity.id), notice.token)


@pytest.fixture
def plain(shop: Shop, phone: Callable[..., Phone]) -> Page:
    """A phone without a worker and without a camera, its cadre signed in."""
    page = phone("plain").open()
    page.add_init_script(_NO_WORKER)
    page.add_init_script(_NO_CAMERA)
    sign_in(page, shop.url, "cadre")
    expect(page.get_by_text(SHOP).first).to_be_visible()
    return page


def test_without_a_camera_the_typed_code_opens_the_shop_o_and_i_read_as_0_and_1(
    shop: Shop, plain: Page
) -> None:
    plain.goto(f"{shop.url}/scan")
    sheet = plain.get_by_role("dialog", name=re.compile("没有相机权限"))
    box = sheet.get_by_label("公示编号")
    wrong = "1" if CODE[-1] != "1" else "2"
    box.fill(CODE[:-1] + wrong)
    sheet.get_by_role("button", name="查找").click()
    expect(sheet.get_by_text("有一位可能输错了")).to_be_visible()
    box.fill(CODE.replace("0", "o").replace("1", "I"))
    sheet.get_by_role("button", name="查找").click()
    plain.wait_for_url(f"**/entity/{shop.entity}")
    expect(plain.get_by_role("button", name="开始督导")).to_be_visible()


def test_without_a_camera_a_photo_of_the_notice_is_read(
    shop: Shop, plain: Page, tmp_path: Path
) -> None:
    code = io.BytesIO()
    segno.make(f"{shop.url}/n/{shop.token}", error="q").save(code, kind="png", scale=8, border=4)
    wall = Image.new("RGB", (3000, 2200), "#b9b2a6")
    wall.paste(
        Image.open(code).convert("RGB").resize((700, 700)).rotate(4, fillcolor="#b9b2a6"),
        (900, 600),
    )
    wall.save(tmp_path / "wall.jpg", "JPEG", quality=80)
    wall.crop((0, 0, 700, 500)).save(tmp_path / "nothing.jpg", "JPEG")

    plain.goto(f"{shop.url}/scan")
    plain.get_by_role("dialog").get_by_role("button", name="关闭").click()
    box = plain.get_by_label("选照片识别")
    box.set_input_files(tmp_path / "nothing.jpg")
    expect(plain.get_by_text("照片里没认出二维码")).to_be_visible()
    box.set_input_files(tmp_path / "wall.jpg")
    plain.wait_for_url(f"**/entity/{shop.entity}")


def test_without_a_worker_a_draft_outlives_the_page_and_is_filled_in_without_a_network(
    shop: Shop, plain: Page
) -> None:
    plain.goto(f"{shop.url}/entity/{shop.entity}")
    plain.get_by_role("button", name="开始督导").click()
    card = plain.locator("section.card.item").first
    expect(card).to_be_visible()
    plain.context.set_offline(True)
    card.get_by_role("radio", name="符合", exact=True).click()
    expect(plain.get_by_text(re.compile("已存本机"))).to_be_visible()
    plain.context.set_offline(False)
    plain.reload()
    expect(card.get_by_role("radio", name="符合", exact=True)).to_be_checked()


def test_a_clock_two_days_fast_is_told_where_deadlines_are_shown(
    shop: Shop, phone: Callable[..., Phone]
) -> None:
    page = phone("fast").open()
    page.add_init_script(_TWO_DAYS_FAST)
    sign_in(page, shop.url, "cadre")
    told = page.get_by_text("手机时间快了 2 天，期限按服务器时间算")
    expect(told).to_be_visible()
    page.goto(f"{shop.url}/entity/{shop.entity}")
    page.get_by_role("button", name="开始督导").click()
    expect(told).to_be_visible()


@pytest.mark.parametrize("role", FIRST_SCREENS)
def test_everybody_is_told_once_what_is_kept_about_them(
    shop: Shop, phone: Callable[..., Phone], role: Role
) -> None:
    page = phone("theirs").open()
    page.goto(f"{shop.url}/login")
    page.get_by_label("账号", exact=True).fill(role.value)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(f"**{FIRST_SCREENS[role]}")
    told = page.get_by_role("complementary", name=NOTICE)
    expect(told).to_be_in_viewport()
    with page.expect_response("**/privacy*"):
        told.get_by_role("button", name="知道了", exact=True).click()
    expect(told).to_have_count(0)
    page.reload()
    expect(page.locator("nav").last).to_be_visible()
    expect(told).to_have_count(0)


def test_nobody_signed_in_and_no_network_the_login_page_leads_to_complaints_and_privacy(
    shop: Shop, phone: Callable[..., Phone]
) -> None:
    hers = phone("hers", kept=True)
    page = hers.open()
    page.goto(f"{shop.url}/login")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => !!navigator.serviceWorker.controller")
    hers.kill()
    page = hers.open(offline=True)
    page.goto(f"{shop.url}/login")
    page.get_by_role("link", name="投诉建议").click()
    expect(page.get_by_role("link", name=re.compile("12315"))).to_be_visible()
    page.get_by_role("button", name="返回").click()
    page.get_by_role("link", name=NOTICE).click()
    expect(page.get_by_text("不定位，不记录行踪，不打卡。")).to_be_visible()
