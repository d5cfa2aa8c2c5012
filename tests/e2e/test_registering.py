"""An issue found outside a visit, written down on the phone of the station."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Phone, Server
from tests.e2e.county import people_of
from tests.e2e.steps import sign_in
from tests.e2e.stored import until

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


def test_the_station_registers_an_issue_without_network(
    server: Server, phone: Callable[..., Phone]
) -> None:
    county = people_of(server)
    page = phone("station").open()
    sign_in(page, server.url, "station")
    page.goto(f"{server.url}/ledger")
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
    assert county.registered() == []
    page.context.set_offline(False)
    until(lambda: county.registered() == [("major", "生熟混放", "station")], page)
