"""Less ordinary lives of an issue, each step on the phone of who takes it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import Session, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.db import open_session
from app.ledger.models import Issue
from app.ledger.steps import issue_or_404
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import COUNTY, TOWN, make_entity, make_region_tree
from tests.e2e.conftest import Phone, Server
from tests.e2e.qr_camera import photo
from tests.e2e.steps import password_account, sign_in
from tests.e2e.stored import until
from tests.ledger.scene import Scene, act, an_issue

STEPS = ("accept", "submit", "close")


@dataclass
class County:
    """Who handles the issues of one shop, each with a phone that stays signed in."""

    server: Server
    scene: Scene
    phone: Callable[..., Phone]
    picture: Path
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, who: str) -> Page:
        """The page on somebody's phone, signed in the first time it is asked for."""
        if who not in self.pages:
            self.pages[who] = self.phone(who).open()
            sign_in(self.pages[who], self.server.url, who)
        return self.pages[who]

    def reading(self) -> Session:
        """A session that sees everything."""
        session = open_session(self.server.engine)
        set_scope(session, EVERYWHERE)
        return session

    def issue(self, steps: int, severity: str = "minor") -> UUID:
        """An issue found now, some ordinary steps along its way."""
        at = datetime.now(UTC)
        with self.reading() as session:
            found = an_issue(
                session, self.scene, at=at, found_at=at, received_at=at, severity=severity
            )
            people = (self.scene.station, self.scene.station, self.scene.reviewer)
            for who, name in list(zip(people, STEPS, strict=True))[:steps]:
                more = {"date": at.date().isoformat()} if name == "submit" else {}
                found = act(session, found, who, name, at=at, **more)
            return found.id

    def submitted_again(self, issue_id: UUID) -> None:
        """The station files the rectification once more."""
        with self.reading() as session:
            found = issue_or_404(session, issue_id)
            at = datetime.now(UTC)
            act(
                session,
                found,
                self.scene.station,
                "submit",
                at=at,
                date=at.date().isoformat(),
            )

    def now(self, issue_id: UUID) -> Issue:
        """The issue as it stands."""
        with self.reading() as session:
            return issue_or_404(session, issue_id)

    def moves(
        self, who: str, issue_id: UUID, name: str, fill: Callable[[Locator], None] | None = None
    ) -> None:
        """Somebody opens the issue, picks a move, fills its sheet in and confirms it."""
        page = self.page(who)
        before = self.now(issue_id).version
        page.goto(f"{self.server.url}/issue/{issue_id}")
        bar = page.locator(".bbar")
        expect(bar.get_by_role("button").first).to_be_visible(timeout=30_000)
        main = bar.get_by_role("button", name=name, exact=True)
        if main.count():
            main.click()
        else:
            bar.get_by_role("button").first.click()
            page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()
        sheet = page.get_by_role("dialog").filter(has=page.locator(".mt4"))
        expect(sheet.locator(".van-button").last).to_be_visible()
        if fill:
            fill(sheet)
        sheet.locator(".van-button").last.click()
        sure = page.locator(".van-dialog .van-dialog__confirm")
        page.wait_for_timeout(400)
        if sure.is_visible():
            sure.click()
        until(lambda: self.now(issue_id).version > before, page)

    def cannot(self, who: str, issue_id: UUID, name: str) -> None:
        """The move is not offered to them."""
        page = self.page(who)
        page.goto(f"{self.server.url}/issue/{issue_id}")
        expect(page.get_by_role("heading", name="办理经过")).to_be_visible(timeout=30_000)
        expect(page.locator(".bbar").get_by_role("button", name=name, exact=True)).to_have_count(0)
        more = page.locator(".bbar").get_by_role("button", name="更多", exact=True)
        if more.count():
            more.click()
            offered = page.get_by_role("dialog").get_by_role("button", name=name, exact=True)
            expect(offered).to_have_count(0)


@pytest.fixture
def county(server: Server, phone: Callable[..., Phone], tmp_path: Path) -> County:
    """A station, a bureau, an office of two and an inspector."""
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        tree = make_region_tree(session)
        entity = make_entity(session)

        def person(login: str, role: Role, region: str, unit: UUID | None, name: str) -> Account:
            return password_account(
                session, login, role=role, region=region, unit=unit, name=name, post="干部"
            )

        market, office = tree.bureau, tree.office
        scene = Scene(
            tree=tree,
            entity=entity,
            cadre=password_account(session, "cadre", name="李淑琴", post="书记"),
            station=person("station", Role.STATION, TOWN, tree.station, "高文静"),
            reviewer=person("reviewer", Role.STATION, TOWN, tree.station, "陈立新"),
            bureau=person("bureau", Role.BUREAU, COUNTY, market, "孟庆海"),
            bureau_2=person("bureau2", Role.BUREAU, COUNTY, market, "蒋玉梅"),
            office=person("office", Role.OFFICE, COUNTY, office, "宋建民"),
            office_2=person("office2", Role.OFFICE, COUNTY, office, "吕晓燕"),
            city_office=person("city", Role.OFFICE, COUNTY, None, "于海波"),
            inspector=person("inspector", Role.INSPECTOR, COUNTY, None, "曹卫东"),
        )
    return County(server, scene, phone, photo(tmp_path / "review.jpg", "#8aa7bd"))


def says(label: str, words: str) -> Callable[[Locator], None]:
    def fill(sheet: Locator) -> None:
        sheet.get_by_label(label).fill(words)

    return fill


def test_a_critical_issue_is_closed_by_two(county: County) -> None:
    issue = county.issue(2, "critical")

    def opinion(sheet: Locator) -> None:
        sheet.get_by_label("复核意见").fill("现场看过，已整改到位")
        sheet.get_by_role("checkbox", name="已到现场复核").click()
        sheet.get_by_label("复核照片：拍照").set_input_files(county.picture)
        expect(sheet.get_by_role("img")).to_have_count(1)

    page = county.page("reviewer")
    page.goto(f"{county.server.url}/review/{issue}")
    page.get_by_role("button", name="同意销号").click()
    sheet = page.get_by_role("dialog").last
    opinion(sheet)
    sheet.get_by_role("button", name="同意销号").click()
    page.locator(".van-dialog .van-dialog__confirm").click()
    until(lambda: county.now(issue).awaiting_countersign, page)
    county.cannot("reviewer", issue, "会签销号")

    page = county.page("bureau")
    page.goto(f"{county.server.url}/review/{issue}")
    page.get_by_role("button", name="会签销号").click()
    page.get_by_role("dialog").last.get_by_role("button", name="会签销号").click()
    page.locator(".van-dialog .van-dialog__confirm").click()
    until(lambda: county.now(issue).state == "closed", page)


def test_twice_returned_an_issue_goes_up_to_the_county(county: County) -> None:
    issue = county.issue(2)
    page = county.page("reviewer")
    for turn in (1, 2):
        if turn == 2:
            county.submitted_again(issue)
        page.goto(f"{county.server.url}/review/{issue}")
        page.get_by_role("button", name="退回", exact=True).click()
        sheet = page.get_by_role("dialog").last
        sheet.get_by_role("radio", name="没有全部改完").click()
        sheet.get_by_role("button", name="确认退回").click()
        until(partial(_returned, county, issue, turn), page)
    page = county.page("office")
    page.goto(f"{county.server.url}/issue/{issue}")
    expect(page.locator(".tag").filter(has_text="县").first).to_be_visible(timeout=30_000)


def test_an_issue_is_listed_and_the_listing_lifted_by_the_same_level(county: County) -> None:
    issue = county.issue(1)
    ahead = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()

    def listing(sheet: Locator) -> None:
        sheet.get_by_label("督办文号").fill("督〔2026〕1号")
        sheet.get_by_role("radio", name="历下市场监管所").click()
        sheet.get_by_label("督办期限").fill(ahead)

    county.moves("office", issue, "挂牌督办", listing)
    assert county.now(issue).listed
    county.moves("office2", issue, "解除挂牌", says("理由", "已按要求整改"))
    assert not county.now(issue).listed


def test_one_extension_is_granted_and_another_refused(county: County) -> None:
    granted, refused = county.issue(1), county.issue(1)

    def days(sheet: Locator) -> None:
        sheet.get_by_label("理由").fill("设备要从外地运来")
        sheet.get_by_label("延长天数").fill("2")

    first = county.now(granted).deadline
    for issue in (granted, refused):
        county.moves("station", issue, "申请延期", days)
    county.moves("bureau", granted, "同意延期")
    county.moves("bureau", refused, "不同意延期", says("理由", "本地可以买到"))
    assert county.now(granted).deadline > first
    assert county.now(refused).deadline == first
    county.cannot("station", refused, "申请延期")


def test_an_issue_is_handed_on_to_another_unit(county: County) -> None:
    issue = county.issue(1)

    def elsewhere(sheet: Locator) -> None:
        sheet.get_by_role("radio", name="历下区市场监管局").click()
        sheet.get_by_label("理由").fill("由局里直接办理")

    county.moves("bureau", issue, "转办", elsewhere)
    assert county.now(issue).unit_id == county.scene.tree.bureau
    assert county.now(issue).state == "assigned"


def test_an_issue_is_voided_by_two(county: County) -> None:
    issue = county.issue(0)
    county.moves("office", issue, "提议作废", says("理由", "与另一条重复"))
    county.cannot("office", issue, "确认作废")
    county.moves("office2", issue, "确认作废")
    assert county.now(issue).state == "voided"


def test_a_closed_issue_is_opened_again_by_the_inspector(county: County) -> None:
    issue = county.issue(3)
    assert county.now(issue).state == "closed"
    county.moves("inspector", issue, "重新打开", says("理由", "现场没有改"))
    assert county.now(issue).state == "rectifying"
    assert county.now(issue).first_closed_at is not None


def test_the_station_registers_an_issue_without_network(county: County) -> None:
    page = county.page("station")
    page.goto(f"{county.server.url}/ledger")
    page.get_by_role("link", name="登记问题").click()
    page.get_by_placeholder("企业名称、地址、许可证号").fill("禾谷里")
    page.get_by_role("link", name="禾谷里餐饮店").click()
    page.get_by_label("查的是什么").fill("冷藏柜生熟分开")
    page.context.set_offline(True)
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("问题是什么；整改要求")
    page.get_by_label("问题是什么").fill("生熟混放")
    page.get_by_label("整改要求").fill("分柜存放")
    page.get_by_role("radio", name="较重").click()
    expect(page.get_by_role("status").filter(has_text="5 个工作日")).to_be_visible()
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url("**/ledger*")
    assert _issues(county) == []
    page.context.set_offline(False)
    until(lambda: _issues(county) == [("major", "生熟混放", "station")], page)


def _returned(county: County, issue: UUID, times: int) -> bool:
    return county.now(issue).returned_count == times


def _issues(county: County) -> list[tuple[str, str, str]]:
    with county.reading() as session:
        found = session.exec(select(Issue)).all()
        return [(one.severity, one.description, one.origin) for one in found]
