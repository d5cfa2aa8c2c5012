"""The camera inside the page: several shots in a row, and the phone's own where there is none."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import now, open_session
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import make_assignment, make_entity, make_region_tree
from tests.e2e.conftest import Phone, Server
from tests.e2e.qr_camera import photo
from tests.e2e.steps import password_account, sign_in
from tests.e2e.stored import photo_hashes, until

SHOP = "禾谷里餐饮店"
DENIED = """navigator.mediaDevices.getUserMedia =
  () => Promise.reject(new DOMException('', 'NotAllowedError'))"""
NONE = "delete Navigator.prototype.mediaDevices"

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@pytest.fixture
def shop(server: Server) -> str:
    """A cadre and the only shop; the address of the product."""
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        make_region_tree(session)
        cadre = password_account(session, "cadre")
        entity = make_entity(session, name=SHOP)
        make_assignment(session, entity, cadre, due_in=period_of(shanghai_date(now())))
    return server.url


def a_fault(page: Page, url: str) -> Locator:
    """A visit begun and a first question answered 不符合; its card."""
    sign_in(page, url, "cadre")
    page.get_by_text(SHOP).first.click()
    page.get_by_role("button", name="开始督导").click()
    card = page.locator("section.card.item").first
    card.get_by_role("radio", name="不符合", exact=True).click()
    return card


def camera(page: Page, form: Locator, label: str = "现场照片") -> Locator:
    """拍照 tapped: the camera over the whole screen."""
    form.locator(".addph:not(.album)").first.click()
    sheet = page.get_by_role("dialog", name=f"{label}：拍照")
    expect(sheet).to_be_visible()
    return sheet


def shoot(page: Page, sheet: Locator, times: int) -> None:
    """Tap the shutter, each time at another frame of the film."""
    for _ in range(times):
        before = sheet.locator("video").evaluate("video => video.currentTime")
        page.wait_for_function(
            "before => document.querySelector('.camera-sheet video').currentTime > before + 0.3",
            arg=before,
        )
        sheet.get_by_role("button", name="拍一张").click()


def test_shots_in_a_row_are_all_kept_and_outlive_a_killed_browser(
    shop: str, phone: Callable[..., Phone]
) -> None:
    cadre = phone("cadre", kept=True)
    page = cadre.open()
    card = a_fault(page, shop)
    sheet = camera(page, card)
    shoot(page, sheet, 3)
    expect(sheet.get_by_role("status")).to_have_text("已拍 3 张")
    sheet.get_by_role("button", name="拍好了").click()
    expect(sheet).to_have_count(0)
    expect(card.get_by_role("img")).to_have_count(3, timeout=30_000)
    until(lambda: len(photo_hashes(page)) == 3, page)
    sizes = card.get_by_role("img").evaluate_all("all => all.map(img => img.naturalWidth)")
    assert min(sizes) >= 640
    visit = page.url
    expect(page.get_by_text("已存本机").first).to_be_visible()
    cadre.kill()

    page = cadre.open()
    page.goto(visit)
    again = page.locator("section.card.item").first
    expect(again.get_by_role("img")).to_have_count(3, timeout=30_000)


def test_after_the_last_photo_that_is_wanted_the_camera_closes_and_the_sheet_stays(
    shop: str, phone: Callable[..., Phone]
) -> None:
    page = phone("cadre").open()
    sign_in(page, shop, "cadre")
    page.get_by_text(SHOP).first.click()
    page.get_by_role("button", name="无法督导").click()
    report = page.get_by_role("dialog", name="无法督导")
    sheet = camera(page, report, "照片")
    shoot(page, sheet, 3)
    expect(sheet).to_have_count(0)
    expect(report.get_by_role("img")).to_have_count(3, timeout=30_000)
    expect(report.locator(".addph")).to_have_count(0)


def test_going_back_closes_the_camera_and_leaves_the_form(
    shop: str, phone: Callable[..., Phone]
) -> None:
    page = phone("cadre").open()
    card = a_fault(page, shop)
    visit = page.url
    sheet = camera(page, card)
    shoot(page, sheet, 1)
    page.go_back()
    expect(sheet).to_have_count(0)
    page.wait_for_url(visit)
    expect(card.get_by_role("img")).to_have_count(1, timeout=30_000)
    page.go_back()
    expect(card).to_have_count(0)


def test_the_camera_is_let_go_when_it_is_closed(shop: str, phone: Callable[..., Phone]) -> None:
    page = phone("cadre").open()
    page.add_init_script(
        "window.opened = []; const ask = navigator.mediaDevices.getUserMedia;"
        "navigator.mediaDevices.getUserMedia = async wish => {"
        " const stream = await ask.call(navigator.mediaDevices, wish);"
        " window.opened.push(stream); return stream }"
    )
    card = a_fault(page, shop)
    sheet = camera(page, card)
    expect(sheet.get_by_role("button", name="拍一张")).to_be_enabled()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    states = page.evaluate("window.opened.map(stream => stream.getTracks()[0].readyState)")
    assert states == ["ended"]


def test_without_permission_the_phones_own_camera_takes_over(
    shop: str, phone: Callable[..., Phone], tmp_path: Path
) -> None:
    page = phone("cadre").open()
    page.add_init_script(DENIED)
    card = a_fault(page, shop)
    sheet = camera(page, card)
    expect(sheet.get_by_role("alert")).to_contain_text("没有相机权限")
    with page.expect_file_chooser() as chooser:
        sheet.get_by_text("手机相机", exact=True).click()
    chooser.value.set_files(photo(tmp_path / "one.jpg", "#b9543f"))
    expect(sheet).to_have_count(0)
    expect(card.get_by_role("img")).to_have_count(1, timeout=30_000)

    # Asked once and refused, the next tap goes straight there.
    with page.expect_file_chooser() as chooser:
        card.locator(".addph:not(.album)").first.click()
    chooser.value.set_files(photo(tmp_path / "two.jpg", "#6f8f54"))
    expect(card.get_by_role("img")).to_have_count(2, timeout=30_000)


def test_where_a_page_may_have_no_camera_the_phones_own_opens_at_once(
    shop: str, phone: Callable[..., Phone], tmp_path: Path
) -> None:
    page = phone("cadre").open()
    page.add_init_script(NONE)
    card = a_fault(page, shop)
    with page.expect_file_chooser() as chooser:
        card.locator(".addph:not(.album)").first.click()
    assert not chooser.value.is_multiple()
    chooser.value.set_files(photo(tmp_path / "one.jpg", "#b9543f"))
    expect(card.get_by_role("img")).to_have_count(1, timeout=30_000)
