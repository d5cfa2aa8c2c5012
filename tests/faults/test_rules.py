"""What changes at the office while a visit is being filled in: its checklist, its cadre."""

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page
from sqlmodel import select

from app.accounts.models import Account
from app.clock import shanghai_date
from app.db import now
from app.settings import ROOT
from tests.e2e.caller import Caller
from tests.faults.stage import CADRE, OFFICE, SECADMIN, Case, submit
from tests.faults.truth import arrived_once, nothing_arrived, on_the_phone, whole


def test_a_visit_on_a_checklist_that_was_replaced_meanwhile_is_taken_as_filled_in(
    case: Case,
) -> None:
    page = _with_a_new_version(case, shanghai_date(now()))
    submit(page)
    assert arrived_once(case, page).checklist_version == 1


def test_a_visit_on_a_checklist_long_ended_says_why_and_can_be_given_to_keep(case: Case) -> None:
    page = _with_a_new_version(case, shanghai_date(now()) - timedelta(days=40))
    submit(page)
    page.get_by_role("heading", name="服务器没有收下").wait_for()
    page.goto(f"{case.wire.url}/sync")
    page.get_by_role("alert").get_by_text("停用，超过 30 天不再接收").wait_for()
    assert nothing_arrived(case)
    assert len(on_the_phone(page)["photos"]) == 3

    page.get_by_role("button", name="交服务器保管").click()
    page.locator(".van-dialog").get_by_role("button", name="交服务器保管").click()
    page.get_by_text("已交服务器保管，等食药安办处理").wait_for()
    _taken_by_the_office(case, page, reason="refused")


def test_a_cadre_disabled_while_offline_has_the_record_kept_and_the_office_takes_it(
    case: Case,
) -> None:
    page = case.finish_page()
    page.get_by_role("button", name="提交督导记录").wait_for()
    with case.reading() as session:
        cadre = session.exec(select(Account).where(Account.username == CADRE)).one().id
    Caller(f"http://127.0.0.1:{case.port}", SECADMIN).post(f"/accounts/{cadre}/disable")
    submit(page)
    page.wait_for_url("**/saved/**")
    page.goto(f"{case.wire.url}/sync")
    page.get_by_text("已交服务器保管，等食药安办处理").wait_for()
    assert nothing_arrived(case)

    page.get_by_text("1 条由服务器保管").wait_for()
    _taken_by_the_office(case, page, reason="account_ended")


def _taken_by_the_office(case: Case, page: Page, *, reason: str) -> None:
    office = Caller(f"http://127.0.0.1:{case.port}", OFFICE)
    [kept] = office.get("/quarantine")["items"]
    assert kept["reason"] == reason
    assert kept["photos"] == kept["photos_arrived"] == 3
    office.post(f"/quarantine/{kept['id']}/deliver")
    visit = whole(case, page)
    assert visit.id == case.prepared.draft
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.get_by_text("都已上传").wait_for()


def _with_a_new_version(case: Case, since: date) -> Page:
    """The phone has been told of a second version of its form, in force `since` that day."""
    shelf = case.at / "checklists"
    shutil.copytree(ROOT / "checklists", shelf)
    text = (shelf / "catering" / "v1.yaml").read_text("utf-8")
    text = text.replace("\nversion: 1\n", "\nversion: 2\n", 1)
    text = re.sub(r"\nvalid_from: .*\n", f"\nvalid_from: {since}\n", text, count=1)
    Path(shelf / "catering" / "v2.yaml").write_text(text, "utf-8")
    case.kill_server()
    case.start_server(DUDAO_CHECKLISTS=str(shelf))
    page = case.open("/home")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    _told(case, page)
    page.goto(f"{case.wire.url}/visit/{case.prepared.draft}/finish")
    return page


def _told(case: Case, page: Page) -> None:
    for _ in range(300):
        if any(one.status == 200 for one in case.wire.asked("GET", "checklists/catering/")):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the phone never heard of the new version")
