"""A reviewer opens a photo full size: stamped and with its digest, and without a stamp offline."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from app.accounts.roles import Role
from app.db import now, open_session
from app.ids import uuid7
from app.main import create_app
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import TOWN, make_account, make_assignment, make_entity, make_region_tree
from tests.e2e.conftest import Phone, Server
from tests.e2e.qr_camera import photo
from tests.e2e.steps import password_account, sign_in
from tests.inspections.visits import address, answers, body
from tests.media.conftest import Phone as Uploader
from tests.media.conftest import sha_of
from tests.people import Browser

NO_STAMP = "带水印的没取到"


def an_issue(server: Server, picture: bytes) -> str:
    """A visit has found it, with this photo; its id."""
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        tree = make_region_tree(session)
        cadre = make_account(session, name="周明远")
        entity = make_entity(session)
        make_assignment(session, entity, cadre)
        password_account(session, "station", role=Role.STATION, region=TOWN, unit=tree.station)
        at = now()
        wrong = answers(wrong={"CATR-E01": [sha_of(picture)]}, at=at)
        with Browser(create_app(server.settings)) as client:
            Uploader(client.as_(cadre)).upload(picture)
            sent = body(entity, at=at, answers=wrong)
            taken = client.as_(cadre).put(address(uuid7()), json=sent)
        assert taken.status_code == 201, taken.text
        return str(taken.json()["issues"][0]["id"])


def opened(page: Page) -> Locator:
    """The photo over the whole screen."""
    page.get_by_alt_text("放大看整改前照片").click()
    shown = page.locator(".van-image-preview img")
    expect(shown).to_be_visible()
    return shown


def is_stamped(shown: Locator) -> bool:
    """The words make the sheet higher than the photo of 4:3."""
    high: bool = shown.evaluate("img => img.naturalHeight > 0.8 * img.naturalWidth")
    return high


def one_line(text: Locator) -> bool:
    """Two lines are higher than what a thumb needs."""
    box = text.bounding_box()
    assert box is not None
    return box["height"] < 46


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_full_size_it_is_stamped_and_offline_it_is_shown_without(
    server: Server, phone: Callable[..., Phone], tmp_path: Path
) -> None:
    picture = photo(tmp_path / "before.jpg", "#b9543f").read_bytes()
    issue = an_issue(server, picture)
    station = phone("station", worker=True)
    page = station.open()
    sign_in(page, server.url, "station")
    page.goto(f"{server.url}/issue/{issue}")

    shown = opened(page)
    said = page.get_by_role("status").filter(has_text="SHA-256")
    expect(said).to_contain_text(sha_of(picture))
    expect(said).to_contain_text("整改前")
    expect(said).to_contain_text("周明远")
    expect(said).to_contain_text(
        re.compile(r"手机时间 \d{4}年\d+月\d+日 \d\d:\d\d收到时间 \d{4}年")
    )
    digest = page.get_by_role("button", name=f"原图 SHA-256 {sha_of(picture)}")
    assert one_line(digest)
    digest.click()
    assert not one_line(digest)
    digest.click()
    expect(said).not_to_contain_text("正在取")
    expect(said).not_to_contain_text(NO_STAMP)
    page.wait_for_function(
        "() => { const img = document.querySelector('.van-image-preview img');"
        " return img.naturalHeight > 0.8 * img.naturalWidth }"
    )
    page.locator(".van-image-preview__close-icon").click()
    expect(shown).to_have_count(0)

    station.offline(True)
    shown = opened(page)
    expect(said).to_contain_text(NO_STAMP)
    assert not is_stamped(shown)
