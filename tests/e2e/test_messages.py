"""Messages and feedback in hand without a network; and a year's calendar loaded on its screen."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.clock import SHANGHAI
from app.db import now, open_session
from app.ledger.models import Feedback, Issue
from app.regions.scope import EVERYWHERE, set_scope
from app.reminders.models import Message
from app.reminders.worker import work
from tests.builders import COUNTY
from tests.e2e.conftest import Phone, Server
from tests.e2e.steps import password_account, sign_in
from tests.e2e.stored import until
from tests.ledger.scene import Scene, a_scene, act, an_issue, bring
from tests.ledger.test_calendars import SAMPLE

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Place:
    """Who takes part, and the issue of this morning."""

    scene: Scene
    issue: Issue


@pytest.fixture
def place(server: Server) -> Place:
    """The scene of the ledger's tests, in which some people have passwords."""
    at = now()
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        scene = a_scene(session)
        known = password_account(session, "sysadmin", role=Role.SYSADMIN, region=COUNTY)
        for account, name in ((scene.cadre, "cadre"), (scene.station, "station")):
            account.username, account.must_change_password = name, False
            account.password_hash = known.password_hash
            session.add(account)
        session.commit()
        issue = an_issue(session, scene, at=at, found_at=at, received_at=at)
        issue = bring(session, scene, issue, "reviewing")
        # Read whole while there is a session: the tests look at them afterwards.
        for account in (scene.cadre, scene.station, scene.reviewer):
            session.refresh(account)
        return Place(scene, issue)


def worked(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => !!navigator.serviceWorker.controller")


def test_the_cadre_reads_without_a_network_what_became_of_his_issue(
    server: Server, place: Place, phone: Callable[..., Phone]
) -> None:
    cadre = phone("cadre", kept=True)
    page = cadre.open()
    sign_in(page, server.url, "cadre")
    worked(page)
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        act(session, place.issue, place.scene.reviewer, "close", at=now())
    page.goto(f"{server.url}/me")
    page.get_by_role("button", name="现在更新").click()
    page.get_by_role("link", name=re.compile("消息.*条新")).click()
    expect(page.get_by_role("listitem").filter(has_text="准予销号")).to_be_visible()

    cadre.offline(True)
    cadre.kill()
    page = cadre.open(offline=True)
    page.goto(server.url)
    page.get_by_role("link", name=re.compile("条新消息")).first.click()
    told = page.get_by_role("listitem").filter(has_text="准予销号")
    expect(told).to_contain_text("新")
    told.get_by_role("link").click()
    expect(page.get_by_role("region", name="反馈", exact=True)).to_contain_text("准予销号")

    # Read without a network, it is read on the server once there is one.
    cadre.offline(False)
    page.reload()
    until(lambda: _all_read(server, place.scene.cadre), page)


def test_the_station_finds_its_digest_and_reads_it_without_a_network(
    server: Server, place: Place, phone: Callable[..., Phone]
) -> None:
    _digest(server)
    station = phone("station", worker=True)
    page = station.open()
    sign_in(page, server.url, "station")
    worked(page)
    mine = page.get_by_role("link", name=re.compile("我的"))
    expect(mine).to_contain_text("条新消息")
    mine.click()
    expect(page.get_by_role("link", name=re.compile("消息.*1 条新"))).to_be_visible()
    station.offline(True)
    page.get_by_role("link", name=re.compile("消息.*1 条新")).click()
    told = page.get_by_role("listitem").filter(has_text="每日提醒")
    expect(told.get_by_role("link", name="待复核 1 项")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("1 条新")).to_have_count(0)
    station.offline(False)
    page.goto(f"{server.url}/messages")
    until(lambda: _message_read(server, place.scene.station), page)


def test_the_administrator_looks_at_a_calendar_and_then_loads_it(
    server: Server, place: Place, phone: Callable[..., Phone], tmp_path: Path
) -> None:
    page = phone("sysadmin").open()
    sign_in(page, server.url, "sysadmin")
    page.get_by_role("link", name=re.compile("^工作日历")).click()
    year = page.get_by_role("listitem").filter(has_text="2027 年")
    expect(year).to_contain_text("暂算")

    file = tmp_path / "2027.yaml"
    file.write_text(SAMPLE.replace("- 2027-01-09", "- 2027-01-08"), encoding="utf-8")
    page.get_by_label("装入一年的日历文件").set_input_files(file)
    expect(page.get_by_role("alert")).to_contain_text(
        "2027.yaml 第 9 行：2027-01-08 不是周六或周日"
    )
    file.write_text(SAMPLE, encoding="utf-8")
    page.get_by_label("装入一年的日历文件").set_input_files(file)
    look = page.get_by_role("region", name="装入后会改什么")
    expect(look).to_contain_text("元旦")
    expect(look.get_by_role("status")).to_contain_text("期限")
    expect(year).to_contain_text("暂算")
    look.get_by_role("button", name="装入并重算期限").click()
    expect(year).to_contain_text("已装入")


def _digest(server: Server) -> None:
    """The digest of a working morning, whenever this test runs."""
    morning = now().astimezone(SHANGHAI).replace(hour=9)
    while morning.weekday() > 4 or morning > now():
        morning -= timedelta(days=1)
    settings = server.settings.model_copy(update={"webhooks": []})
    work(server.engine, settings, lambda: morning)


def _all_read(server: Server, who: Account) -> bool:
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        query = select(Feedback).where(Feedback.account_id == who.id)
        return all(row.read_at for row in session.exec(query))


def _message_read(server: Server, who: Account) -> bool:
    with open_session(server.engine) as session:
        found = session.exec(select(Message).where(Message.account_id == who.id)).all()
        return bool(found) and all(row.read_at for row in found)
