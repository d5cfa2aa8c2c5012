"""An issue's ordinary life: offices at their desks, the enterprise on a phone under its link."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Phone, Server
from tests.e2e.county import people_of
from tests.e2e.desks import new_desk
from tests.e2e.handling import Handler, month_day, says, shows
from tests.e2e.qr_camera import photo
from tests.e2e.stored import until

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)

Seat = Callable[[str], Handler]


@pytest.fixture
def seat(chromium_: Browser, server: Server) -> Iterator[Seat]:
    """Sit somebody down at a desk, by login."""
    with ExitStack() as seated:

        def sit(login: str) -> Handler:
            page = seated.enter_context(new_desk(chromium_))
            return Handler(page, server.url, login, desk=True)

        yield sit


def test_the_enterprise_asks_for_more_time_rectifies_and_reads_that_it_is_closed(
    server: Server, phone: Callable[..., Phone], seat: Seat, tmp_path: Path
) -> None:
    county = people_of(server)
    issue = county.issue("冷藏柜生熟混放")
    first = county.now(issue).deadline
    station = seat("station")
    station.makes(issue, "签收")
    page = phone("enterprise").open()
    _open_link(station.page, page)

    _ask_for_more_time(page)
    bureau = seat("bureau")
    line = "申请延期 / 孙立华 / 申请延长 2 个工作日 / 冷藏柜要从外地运来"
    bureau.sees(issue, "延期待批", "等你审批延期", line)
    bureau.makes(issue, "同意延期")
    until(lambda: county.now(issue).deadline > first, bureau.page)
    page.reload()
    told = page.get_by_role("status").filter(has_text="延期")
    expect(told).to_contain_text("延期已同意，请按新的期限改")
    expect(page.get_by_text(month_day(county.now(issue).deadline)).first).to_be_visible()
    expect(page.get_by_role("region", name="申请延期")).to_have_count(0)

    shows("整改后照片", photo(tmp_path / "after.jpg", "#6f8f54"))(page.get_by_role("main"))
    page.get_by_label("怎么改的").fill("已换大冷藏柜，生熟分开")
    page.get_by_label("反馈人姓名").fill("孙立华")
    page.get_by_role("button", name="提交整改").click()
    expect(page.get_by_text("已提交，等待复核")).to_be_visible()

    reviewer = seat("reviewer")
    line = "企业反馈已整改 / 孙立华 / 已换大冷藏柜，生熟分开"
    reviewer.sees(issue, "待复核", "等你复核", line)
    reviewer.makes(issue, "同意销号", says("复核意见", "看过照片，已整改到位"))
    reviewer.sees(issue, "已销号", None, "同意销号 / 陈立新 / 看过照片，已整改到位")
    page.reload()
    expect(page.get_by_text("整改已通过复核")).to_be_visible()
    expect(page.get_by_role("button", name="提交整改")).to_have_count(0)


def _open_link(station: Page, page: Page) -> None:
    """The link goes by message, its code by telephone."""
    sheet = station.get_by_role("dialog", name="整改链接")
    text = sheet.get_by_label("可以复制的文字").input_value()
    found = re.search(r"http://[^ ]+/r/[^ ]+", text)
    assert found
    code = sheet.get_by_role("region", name="验证码").get_by_role("status").inner_text()
    page.goto(found.group())
    page.get_by_label("验证码", exact=True).fill(code)
    page.get_by_role("button", name="确定").click()


def _ask_for_more_time(page: Page) -> None:
    """Asked with gaps first, then whole."""
    page.get_by_role("button", name="到期改不完？可以申请延期").click()
    form = page.get_by_role("region", name="申请延期")
    form.get_by_role("button", name="提交延期申请").click()
    gaps = "为什么要延期；延长几天，1 到 5 个工作日；申请人姓名"
    expect(form.get_by_role("alert")).to_contain_text(gaps)
    form.get_by_label("为什么要延期").fill("冷藏柜要从外地运来")
    form.get_by_label("延长几天").fill("2")
    form.get_by_label("申请人姓名").fill("孙立华")
    form.get_by_role("button", name="提交延期申请").click()
    told = page.get_by_role("status").filter(has_text="延期")
    expect(told).to_contain_text("已申请延期，等县局审批")
