"""The whole story on real phones: scan, fill offline, submit, accept, rectify, review, close."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import make_engine, now, open_session
from app.inspections.models import Inspection
from app.ledger.models import Issue, IssueEvent
from app.media.models import MediaLink, MediaOwner
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings
from tests.builders import TOWN, make_assignment, make_entity, make_notice, make_region_tree
from tests.e2e.conftest import Phone, Server
from tests.e2e.filling import answer_everything, hand_in
from tests.e2e.qr_camera import film_of, photo
from tests.e2e.steps import password_account, sign_in, stocked
from tests.e2e.stored import photo_hashes, stored_hashes, until
from tests.serving import command_line, free_port

SHOP = "禾谷里餐饮店"
FAULT = "冷藏柜里生肉放在熟食上方，没有加盖"


@dataclass(frozen=True)
class Town:
    """Who takes part, and the notice on the wall."""

    cadre: Account
    station: Account
    reviewer: Account
    token: str


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    """The server as an administrator starts it."""
    port = free_port()
    process = command_line(settings, port)
    engine = make_engine(settings)
    yield Server(f"http://127.0.0.1:{port}", settings, engine)
    process.terminate()
    process.wait(10)
    engine.dispose()


@pytest.fixture
def town(server: Server) -> Town:
    """A small restaurant, its cadre, and the station of its town."""
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        tree = make_region_tree(session)
        cadre = password_account(session, "cadre", name="周明远", post="社区党委委员")
        entity = make_entity(session, name=SHOP)
        make_assignment(session, entity, cadre, due_in=period_of(shanghai_date(now())))
        notice = make_notice(session, entity, short_code="23456783")
        staff = [
            password_account(
                session, name_, role=Role.STATION, region=TOWN, unit=tree.station, name=shown
            )
            for name_, shown in (("station", "高文静"), ("reviewer", "郑海涛"))
        ]
        return Town(cadre, staff[0], staff[1], notice.token)


def test_from_the_scan_of_a_notice_to_the_closing_of_its_issue(
    server: Server, town: Town, phone: Callable[..., Phone], tmp_path: Path
) -> None:
    before = photo(tmp_path / "before.jpg", "#b9543f")
    after = photo(tmp_path / "after.jpg", "#6f8f54")
    film = film_of(f"{server.url}/n/{town.token}", tmp_path / "notice.mjpeg")
    cadre = phone("cadre", camera=film)

    _sign_in_once_online(cadre, server)
    page = cadre.open(offline=True)
    _fill_offline(page, server, before)
    kept = photo_hashes(page)
    cadre.kill()
    assert _count(server) == (0, 0)

    page = cadre.open()
    page.goto(server.url)
    until(lambda: _count(server) == (1, 1), page)
    until(lambda: _photos_arrived(server), page)
    issue = _the_issue(server)
    assert issue.description == FAULT
    assert len(kept) == 3
    assert stored_hashes(server) == kept

    link, code = _accept(phone("station"), server, issue)
    _rectify(phone("enterprise"), link, code, after)
    _review(phone("reviewer"), server, issue, photo(tmp_path / "review.jpg", "#8aa7bd"))
    until(lambda: _the_issue(server).state == "closed", page)
    _see_feedback(page, server, issue)

    assert _count(server) == (1, 1)
    assert _moves(server) == ["register", "assign", "accept", "submit", "close"]


def _sign_in_once_online(cadre: Phone, server: Server) -> None:
    page = cadre.open()
    sign_in(page, server.url, "cadre")
    expect(page.get_by_text(SHOP).first).to_be_visible()
    stocked(page)
    cadre.offline(True)
    cadre.kill()


def _fill_offline(page: Page, server: Server, before: Path) -> None:
    page.goto(server.url)
    page.get_by_text("扫码督导").click()
    # Two taps from the scan to the first question: the notice opens the firm, 开始督导 the form.
    page.wait_for_url("**/entity/**")
    page.get_by_role("button", name="开始督导").click()
    answered = answer_everything(page, wrong="生熟食品的刀板", note=FAULT, picture=before)
    assert answered >= 13
    hand_in(page)
    expect(page.get_by_role("heading", name="已存在这部手机")).to_be_visible()


def _accept(station: Phone, server: Server, issue: Issue) -> tuple[str, str]:
    page = station.open()
    sign_in(page, server.url, "station")
    page.goto(f"{server.url}/issue/{issue.id}")
    page.get_by_role("button", name="签收").click()
    page.get_by_role("dialog").get_by_role("button", name="签收").click()
    # The link opens by itself: sending it on is the next thing to do.
    expect(page.get_by_alt_text("整改链接二维码")).to_be_visible()
    text = page.get_by_label("可以复制的文字").input_value()
    found = re.search(r"http://[^ ]+/r/[^ ]+", text)
    assert found
    # The code goes by telephone: it stands beside the message, not in it.
    code = page.get_by_role("region", name="验证码").locator("output").inner_text()
    assert code not in text
    assert code.replace(" ", "") not in text
    return found.group(), code


def _rectify(enterprise: Phone, link: str, code: str, after: Path) -> None:
    page = enterprise.open()
    page.goto(link)
    page.get_by_label("验证码", exact=True).fill(code)
    page.get_by_role("button", name="确定").click()
    page.get_by_label("整改后照片：拍照").set_input_files(after)
    # The picture is made smaller and written down first; a busy phone takes a moment.
    expect(page.get_by_label("删除第 1 张照片")).to_be_visible(timeout=15_000)
    page.get_by_label("怎么改的").fill("生熟已分开存放，加盖加标签")
    page.get_by_label("反馈人姓名").fill("孙立华")
    page.get_by_role("button", name="提交整改").click()
    expect(page.get_by_label("已提交的整改")).to_be_visible()


def _review(reviewer: Phone, server: Server, issue: Issue, picture: Path) -> None:
    page = reviewer.open()
    sign_in(page, server.url, "reviewer")
    page.goto(f"{server.url}/review/{issue.id}")
    page.get_by_role("button", name="同意销号").click()
    sheet = page.get_by_role("dialog").last
    sheet.get_by_label("复核意见").fill("现场复核，已整改到位")
    sheet.get_by_role("checkbox", name="已到现场复核").click()
    sheet.get_by_label("复核照片：拍照").set_input_files(picture)
    expect(sheet.get_by_role("img")).to_have_count(1)
    sheet.get_by_role("button", name="同意销号").click()
    # Asked once more, in words that say who will hear of it.
    page.locator(".van-dialog").get_by_role("button", name="同意销号").click()


def _see_feedback(page: Page, server: Server, issue: Issue) -> None:
    page.reload()
    page.goto(f"{server.url}/issue/{issue.id}")
    expect(page.get_by_role("region", name="反馈", exact=True)).to_contain_text("销号")


def _reading(server: Server) -> Session:
    session = open_session(server.engine)
    set_scope(session, EVERYWHERE)
    return session


def _count(server: Server) -> tuple[int, int]:
    with _reading(server) as session:
        return len(session.exec(select(Inspection)).all()), len(session.exec(select(Issue)).all())


def _the_issue(server: Server) -> Issue:
    with _reading(server) as session:
        return session.exec(select(Issue)).one()


def _moves(server: Server) -> list[str]:
    with _reading(server) as session:
        events = session.exec(select(IssueEvent).order_by("seq")).all()
        return [event.move for event in events]


def _photos_arrived(server: Server) -> bool:
    with _reading(server) as session:
        wanted = set(session.exec(select(MediaLink.sha256)))
        return wanted <= set(session.exec(select(MediaOwner.sha256)))
