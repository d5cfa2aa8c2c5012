"""The enterprise's own page under its link, on its phone; what it asks for is seen at the desk."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Phone, Server
from tests.e2e.county import people_of
from tests.e2e.handling import Handler, month_day
from tests.e2e.stored import until

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


def test_the_enterprise_asks_for_more_time_under_its_link(
    server: Server, phone: Callable[..., Phone], desk: Page
) -> None:
    county = people_of(server)
    station = Handler(phone("station").open(), server.url, "station", desk=False)
    issue = county.issue("冷藏柜生熟混放")
    station.makes(issue, "签收")
    sheet = station.page.get_by_role("dialog", name="整改链接")
    text = sheet.get_by_label("可以复制的文字").input_value()
    found = re.search(r"http://[^ ]+/r/[^ ]+", text)
    assert found
    code = sheet.get_by_role("region", name="验证码").get_by_role("status").inner_text()

    page = phone("enterprise").open()
    page.goto(found.group())
    page.get_by_label("验证码", exact=True).fill(code)
    page.get_by_role("button", name="确定").click()
    page.get_by_role("button", name="到期改不完？可以申请延期").click()
    form = page.get_by_role("region", name="申请延期")
    form.get_by_role("button", name="提交延期申请").click()
    expect(form.get_by_role("alert")).to_contain_text(
        "为什么要延期；延长几天，1 到 5 天；申请人姓名"
    )
    form.get_by_label("为什么要延期").fill("冷藏柜要从外地运来")
    form.get_by_label("延长几天").fill("2")
    form.get_by_label("申请人姓名").fill("孙立华")
    form.get_by_role("button", name="提交延期申请").click()
    told = page.get_by_role("status").filter(has_text="延期")
    expect(told).to_contain_text("已申请延期，等县局审批")

    bureau = Handler(desk, server.url, "bureau", desk=True)
    bureau.sees(
        issue, "延期待批", "等你审批延期", "申请延期 / 孙立华 / 申请延长 2 天 / 冷藏柜要从外地运来"
    )
    first = county.now(issue).deadline
    bureau.makes(issue, "同意延期")
    until(lambda: county.now(issue).deadline > first, bureau.page)
    page.reload()
    expect(told).to_contain_text("延期已同意，请按新的期限改")
    expect(page.get_by_text(month_day(county.now(issue).deadline)).first).to_be_visible()
    expect(form).to_have_count(0)
