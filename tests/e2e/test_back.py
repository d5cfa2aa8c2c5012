"""The phone's 返回: what lies over a page closes first, and the page stays."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import now, open_session
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import make_assignment, make_entity, make_region_tree
from tests.e2e.conftest import Phone, Server
from tests.e2e.steps import password_account, sign_in

SHOP = "禾谷里餐饮店"

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


def test_going_back_closes_the_sheet_and_only_then_leaves_the_page(
    server: Server, phone: Callable[..., Phone]
) -> None:
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        make_region_tree(session)
        account = password_account(session, "cadre")
        due = period_of(shanghai_date(now()))
        make_assignment(session, make_entity(session, name=SHOP), account, due_in=due)
    page = phone("hers").open()
    sign_in(page, server.url, "cadre")
    page.get_by_text(SHOP).first.click()
    expect(page).to_have_url(re.compile("/entity/"))
    sheet = page.get_by_role("dialog", name="无法督导")
    page.get_by_role("button", name="无法督导").click()
    expect(sheet).to_be_visible()

    page.go_back()
    expect(sheet).to_be_hidden()
    expect(page).to_have_url(re.compile("/entity/"))

    page.go_back()
    expect(page).to_have_url(re.compile("/home$"))
