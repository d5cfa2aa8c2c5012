"""An account is switched off while its phone is offline: nothing on it is lost."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from app.accounts import manage
from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import user_of
from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import now, open_session
from app.inspections.models import Inspection
from app.ledger.models import Issue
from app.media.models import MediaLink, MediaOwner
from app.quarantine.models import Quarantined
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import COUNTY, make_assignment, make_entity, make_region_tree
from tests.e2e.conftest import Phone, Server
from tests.e2e.filling import answer_everything, hand_in
from tests.e2e.qr_camera import photo
from tests.e2e.steps import password_account, sign_in, stocked
from tests.e2e.stored import photo_hashes, stored_hashes, until

SHOP = "禾谷里餐饮店"
FAULT = "冷藏柜里生肉放在熟食上方，没有加盖"


@dataclass(frozen=True)
class County:
    """Who takes part."""

    cadre: Account
    secadmin: Account


@pytest.fixture
def county(server: Server) -> County:
    """A cadre with one shop, the county's office, and who may switch accounts off."""
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        tree = make_region_tree(session)
        cadre = password_account(session, "cadre", name="周明远", post="社区党委委员")
        entity = make_entity(session, name=SHOP)
        make_assignment(session, entity, cadre, due_in=period_of(shanghai_date(now())))
        password_account(
            session, "office", role=Role.OFFICE, region=COUNTY, unit=tree.office, name="苏晓岚"
        )
        secadmin = password_account(session, "sec", role=Role.SECADMIN, region=COUNTY)
        return County(cadre, secadmin)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_what_a_switched_off_account_still_held_is_kept_and_taken_by_the_office(
    server: Server, county: County, phone: Callable[..., Phone], tmp_path: Path
) -> None:
    cadre = phone("cadre", kept=True)
    page = cadre.open()
    sign_in(page, server.url, "cadre")
    stocked(page)
    cadre.offline(True)
    _visit(page, photo(tmp_path / "before.jpg", "#b9543f"))
    taken = photo_hashes(page)
    assert len(taken) == 3
    cadre.kill()

    _switch_off(server, county)
    page = cadre.open()
    page.goto(f"{server.url}/sync")
    line = page.locator(".li").filter(has_text=SHOP)
    expect(line.get_by_text("服务器保管", exact=True)).to_be_visible(timeout=60_000)
    expect(line.get_by_text("收件编号 GL370102-")).to_be_visible()
    expect(page.get_by_text("账号已停用")).to_be_visible()
    until(lambda: _photos_arrived(server), page)
    assert _count(server) == (1, 0, 0)

    _take(phone("office"), server)
    assert _count(server) == (1, 1, 1)
    assert _all_linked_photos_are_here(server)
    assert stored_hashes(server) == taken

    page.reload()
    expect(line.get_by_text("已收下")).to_be_visible(timeout=60_000)
    expect(line.get_by_text("收件编号 SD370102-")).to_be_visible()


def _visit(page: Page, before: Path) -> None:
    page.get_by_text(SHOP).first.click()
    page.get_by_role("button", name="开始督导").click()
    answer_everything(page, wrong="生熟食品的刀板", note=FAULT, picture=before)
    hand_in(page)
    expect(page.get_by_role("heading", name="已存在这部手机")).to_be_visible()


def _switch_off(server: Server, county: County) -> None:
    with _reading(server) as session:
        manage.disable(session, county.cadre.id, by=user_of(county.secadmin), at=now())
        session.commit()


def _take(office: Phone, server: Server) -> None:
    page = office.open()
    sign_in(page, server.url, "office")
    page.goto(f"{server.url}/me")
    page.get_by_role("link", name="未送达").click()
    page.get_by_role("button", name=re.compile(SHOP)).click()
    sheet = page.get_by_role("dialog", name=SHOP)
    expect(sheet.get_by_text("账号已停用")).to_be_visible()
    expect(sheet.get_by_text(FAULT)).to_be_visible()
    expect(sheet.get_by_role("img")).to_have_count(3)
    sheet.get_by_role("button", name="收下").click()
    # Its words are white: on the white of a popup, whose styles may come later, nobody reads them.
    told = page.locator(".van-toast")
    expect(told).not_to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.get_by_text("没有未送达的记录")).to_be_visible()


def _reading(server: Server) -> Session:
    session = open_session(server.engine)
    set_scope(session, EVERYWHERE)
    return session


def _count(server: Server) -> tuple[int, int, int]:
    """Records kept, visits, issues."""
    with _reading(server) as session:
        kept, visits, issues = (
            len(session.exec(select(table)).all()) for table in (Quarantined, Inspection, Issue)
        )
        return kept, visits, issues


def _photos_arrived(server: Server) -> bool:
    with _reading(server) as session:
        wanted = set(session.exec(select(Quarantined.photos)).one())
        return wanted <= set(session.exec(select(MediaOwner.sha256)))


def _all_linked_photos_are_here(server: Server) -> bool:
    with _reading(server) as session:
        wanted = set(session.exec(select(MediaLink.sha256, MediaLink.owner)))
        return wanted <= set(session.exec(select(MediaOwner.sha256, MediaOwner.owner)))
