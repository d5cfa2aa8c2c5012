"""Every main screen: no serious fault, targets for a thumb, nothing off the edge.

One walk over one installation looks at all of them; the tests read what it found.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Browser, Page, expect
from pydantic import SecretStr

from app.accounts.roles import Role
from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import make_engine, now, open_session
from app.notices.codes import check_character
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings
from tests.builders import (
    COUNTY,
    TOWN,
    make_assignment,
    make_entity,
    make_notice,
    make_region_tree,
)
from tests.conftest import SECRET
from tests.e2e.behalf import given_back
from tests.e2e.caller import Caller
from tests.e2e.looking import Seen
from tests.e2e.office_screens import offices, open_page, sign_out
from tests.e2e.steps import password_account, sign_in
from tests.e2e.windows import window
from tests.serving import ServerProcess, free_port

SCREENS = 39

PAPER = {"requirement": "立即分柜存放。", "contact": "高文静", "phone": "0531-00000008"}

# One walk for all of them.
pytestmark = pytest.mark.xdist_group("screens")


@dataclass(frozen=True)
class Installed:
    """A running installation and what is in it."""

    url: str
    shop: UUID
    short_code: str
    drafted: UUID
    """Another shop, that the assistant fills the form in for."""


@pytest.fixture(scope="module")
def installed(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installed]:
    """One shop, its cadre, its station, and who keeps the accounts."""
    data = tmp_path_factory.mktemp("screens")
    shutil.copy(sqlite_template, data / "dudao.db")
    settings = Settings(data=data, secret=SecretStr(SECRET))
    engine = make_engine(settings)
    with open_session(engine) as session:
        set_scope(session, EVERYWHERE)
        tree = make_region_tree(session)
        cadre = password_account(session, "cadre", name="周明远", post="社区党委委员")
        for username, name in (("station", "高文静"), ("reviewer", "郑海涛")):
            password_account(
                session, username, role=Role.STATION, region=TOWN, unit=tree.station, name=name
            )
        password_account(session, "assistant", role=Role.ASSISTANT, assists=cadre.id)
        password_account(session, "office", role=Role.OFFICE, region=COUNTY, name="苏晓岚")
        password_account(session, "secadmin", role=Role.SECADMIN, region=COUNTY, name="梁安")
        shop = make_entity(session)
        make_assignment(session, shop, cadre, due_in=period_of(shanghai_date(now())))
        short_code = make_notice(
            session, shop, short_code=f"2345678{check_character('2345678')}"
        ).short_code
        entity_id = shop.id
        other = make_entity(session, name="柳荫面馆")
        make_assignment(session, other, cadre, due_in=period_of(shanghai_date(now())))
        drafted = other.id
    engine.dispose()
    port = free_port()
    process = ServerProcess(settings, port)
    yield Installed(f"http://127.0.0.1:{port}", entity_id, short_code, drafted)
    process.stop()


@pytest.fixture(scope="module")
def seen(installed: Installed, chromium_: Browser) -> Iterator[Seen]:
    """The walk through all screens."""
    phones = [window(chromium_) for _ in ("field", "office")]
    found = Seen()
    try:
        _walk(found, installed, *(phone.new_page() for phone in phones))
        yield found
    finally:
        for phone in phones:
            phone.close()


def _walk(found: Seen, installed: Installed, field_: Page, office: Page) -> None:
    station = Caller(installed.url, "station")
    issue = station.register(str(installed.shop), "冷藏柜里生肉放在熟食上方")
    issue = station.move(issue, "accept")
    link = station.post(f"/issues/{issue['id']}/link")
    _outside(found, office, installed, link)
    _cadre(found, field_, installed, issue["id"])
    given_back(found.look, installed.url, installed.drafted, field_, office)
    sign_out(office, installed.url)
    done = {"note": "已分开存放。", "date": f"{shanghai_date(now())}"}
    station.move(issue, "submit", photos=[station.photo("after", tidy=True)], **done)
    fields = {**PAPER, "deadline": issue["deadline"]}
    paper = {"kind": "rectify", "issues": [issue["id"]], "fields": fields}
    for _ in range(2):
        station.post("/documents", {"id": str(uuid4()), **paper})
    offices(found, office, installed.url, issue["id"], installed.shop)


def _outside(found: Seen, page: Page, installed: Installed, link: dict[str, Any]) -> None:
    """Who has no account: the public and the enterprise."""
    page.goto(f"{installed.url}/n/{installed.short_code}?public=1")
    found.look(page, "public page")
    page.goto(f"{installed.url}/r/{link['token']}")
    page.get_by_label("验证码", exact=True).fill(link["code"])
    found.look(page, "code of the link")
    page.get_by_role("button", name="确定", exact=True).click()
    page.get_by_role("button", name="提交整改").wait_for()
    found.look(page, "rectification")


def _cadre(found: Seen, page: Page, installed: Installed, issue: str) -> None:
    """A visit, and what lies beside it."""
    url = installed.url
    page.goto(f"{url}/login")
    page.get_by_role("button", name="登录", exact=True).wait_for()
    found.look(page, "login")
    sign_in(page, url, "cadre")
    found.look(page, "home")
    page.goto(f"{url}/scan")
    page.get_by_role("button", name="输入公示编号").click()
    page.get_by_role("button", name="查找").wait_for()
    found.look(page, "code sheet")
    page.goto(f"{url}/entity/{installed.shop}")
    page.get_by_role("button", name="开始督导").wait_for()
    found.look(page, "entity")
    page.get_by_role("button", name="开始督导").click()
    page.locator(".recheck").get_by_role("radio", name="未改到位").click()
    card = page.locator("section.card.item").nth(1)
    card.get_by_role("radio", name="不符合", exact=True).click()
    card.get_by_role("button", name="怎么查").click()
    expect(card.get_by_label("问题描述")).to_be_visible()
    found.look(page, "checklist")
    page.goto(f"{page.url}/finish")
    page.get_by_role("button", name="提交督导记录").wait_for()
    found.look(page, "signatures")
    page.get_by_role("button", name="提交督导记录").click()
    page.get_by_role("dialog").wait_for()
    found.look(page, "gaps")
    for path, name in (
        (f"/issue/{issue}", "issue"),
        ("/tasks", "tasks"),
        ("/issues", "issues"),
        ("/sync", "uploads"),
        ("/me", "me"),
        ("/messages", "messages"),
        ("/password", "password"),
        ("/privacy", "privacy"),
        ("/accident", "accident"),
    ):
        open_page(page, f"{url}{path}")
        found.look(page, name)


def _lines(found: dict[str, list[str]]) -> list[str]:
    assert len(found) == SCREENS
    return [f"{screen}: {what}" for screen, findings in found.items() for what in findings]


def test_no_screen_has_a_serious_fault_in_light_or_dark(seen: Seen) -> None:
    assert _lines(seen.faults) == []


def test_a_thumb_hits_every_button_and_answer(seen: Seen) -> None:
    assert _lines(seen.small) == []


def test_nothing_leaves_a_narrow_screen_or_one_with_the_largest_letters(seen: Seen) -> None:
    assert _lines(seen.cut) == []
