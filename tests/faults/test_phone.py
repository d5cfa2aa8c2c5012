"""What a phone does: it is killed, tapped five times, opened twice, full."""

import threading
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from app.inspections.models import Inspection
from tests.e2e.steps import PASSWORD
from tests.faults.exchange import BrokenOff, Exchange
from tests.faults.stage import FAULT, Case, submit
from tests.faults.truth import (
    arrived_once,
    nothing_arrived,
    on_the_phone,
    owed,
    stored,
    until,
)

VISIT = r"^/api/v1/inspections/"
PHOTO = r"^/api/v1/media"
SYNC = r"^/api/v1/sync"
_LITTLE_ROOM = "navigator.storage.estimate = async () => ({ usage: 4e7, quota: 6e7 })"
SUBMIT = "[...document.querySelectorAll('button')].find(b => b.innerText.includes('提交督导记录'))"


def test_killed_right_after_it_said_saved_it_has_the_last_word(case: Case) -> None:
    page = case.open(f"/visit/{case.prepared.draft}")
    words = page.get_by_label("问题描述")
    words.fill(f"{FAULT}，当场要求改正")
    page.wait_for_function(
        "() => document.querySelector('[role=status].tag')?.innerText.includes('已存本机')"
    )
    case.phone.kill()
    page = case.finish_page()
    submit(page)
    arrived_once(case, page, note=f"{FAULT}，当场要求改正")


def test_killed_at_the_tap_of_submit_nothing_is_lost_or_sent_twice(case: Case) -> None:
    page = case.finish_page()
    page.get_by_role("button", name="提交督导记录").wait_for()
    page.evaluate(f"{SUBMIT}.click()")
    case.phone.kill()
    page = case.open("/sync")
    page.get_by_role("heading", name="上传").first.wait_for()
    page = _hand_in_if_still_a_draft(case, page)
    arrived_once(case, page)


@pytest.mark.parametrize(
    ("method", "path"),
    [pytest.param("PUT", VISIT, id="the visit"), pytest.param("PATCH", PHOTO, id="a photo")],
)
def test_killed_while_sending_it_sends_on_after_its_next_start(
    case: Case, method: str, path: str
) -> None:
    gone = threading.Event()

    def held(exchange: Exchange) -> None:
        exchange.forward()
        gone.wait(60)
        raise BrokenOff

    case.wire.when(method, path, held)
    page = case.finish_page()
    submit(page)
    until(lambda: bool(case.wire.asked(method, path)), page)
    case.phone.kill()
    gone.set()
    page = case.open("/home")
    arrived_once(case, page)


def test_five_taps_make_one_record(case: Case) -> None:
    page = case.finish_page()
    page.get_by_role("button", name="提交督导记录").wait_for()
    page.evaluate(f"{{ const b = {SUBMIT}; for (let n = 0; n < 5; n += 1) b.click() }}")
    arrived_once(case, page)
    assert {one.path for one in case.wire.asked("PUT", VISIT)} == {
        f"/api/v1/inspections/{case.prepared.draft}"
    }


def test_two_tabs_on_one_visit_make_one_record(case: Case) -> None:
    one = case.finish_page()
    one.get_by_role("button", name="提交督导记录").wait_for()
    assert case.phone.context
    other = case.phone.context.new_page()
    other.goto(one.url)
    other.locator("main").wait_for()
    one.bring_to_front()
    submit(one)
    one.wait_for_url("**/saved/**")
    again = other.get_by_role("button", name="提交督导记录")
    if again.is_visible():
        again.click()
    arrived_once(case, one)
    other.close()


def test_two_tabs_show_the_same_count_within_five_seconds(case: Case) -> None:
    case.wire.is_down = True
    home = case.open("/home")
    assert case.phone.context
    page = case.phone.context.new_page()
    page.goto(f"{case.wire.url}/visit/{case.prepared.draft}/finish")
    submit(page)
    page.wait_for_url("**/saved/**")
    expect(home.get_by_text("1 条记录只存在这部手机")).to_be_visible(timeout=5_000)
    case.wire.heal()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until(lambda: not nothing_arrived(case) and not owed(page), page)
    expect(home.get_by_text("条记录只存在这部手机")).to_have_count(0, timeout=5_000)
    arrived_once(case, page)


def test_a_full_phone_says_so_and_loses_nothing(case: Case) -> None:
    page = case.finish_page()
    page.get_by_role("button", name="提交督导记录").wait_for()
    _quota(case, page, 1)
    submit(page)
    page.get_by_role("alert").get_by_text("手机空间").first.wait_for()
    assert nothing_arrived(case)
    _quota(case, page, None)
    submit(page)
    arrived_once(case, page)


def test_a_phone_nearly_full_is_told_of_in_time_and_frees_only_what_the_server_has(
    case: Case,
) -> None:
    page = case.finish_page()
    page.get_by_role("button", name="提交督导记录").wait_for()
    taken = {row["sha"] for row in on_the_phone(page)["photos"]}
    # This browser tells every page of 10 GB, whatever there is; others tell the truth.
    page.add_init_script(_LITTLE_ROOM)
    page.goto(f"{case.wire.url}/home")
    page.get_by_role("link", name="手机空间快满了").click()
    card = page.get_by_role("region", name="手机存储")
    expect(card).to_contain_text("请先上传，再清理")
    expect(
        card.get_by_role("button", name="长期保留").or_(card.get_by_text("已承诺"))
    ).to_be_visible()
    card.get_by_role("button", name="清理").click()
    page.get_by_text("没有可清理的照片").wait_for()
    assert {row["sha"] for row in on_the_phone(page)["photos"]} == taken

    case.phone.close()
    page = case.finish_page()
    submit(page)
    arrived_once(case, page)
    page.goto(f"{case.wire.url}/sync#storage")
    page.get_by_role("region", name="手机存储").get_by_role("button", name="清理").click()
    page.get_by_text(f"已清理 {len(taken)} 张照片").wait_for()
    assert on_the_phone(page)["photos"] == []
    assert stored(case) == taken


@pytest.mark.parametrize("days", [-2, 2])
def test_a_clock_set_wrong_in_the_middle_of_a_visit_dates_it_by_the_servers(
    case: Case, days: int
) -> None:
    page = case.open("/home", clock_off_days=days)
    # Told by the server how wrong it is: what is "today" on the form is so by the server's clock.
    until(lambda: any(one.status == 200 for one in case.wire.asked("GET", SYNC)), page)
    page.wait_for_timeout(1500)
    page.goto(f"{case.wire.url}/visit/{case.prepared.draft}/finish")
    submit(page)
    if days > 0:
        # To this phone two days have passed since anybody touched it.
        page.get_by_role("textbox", name="登录密码").fill(PASSWORD)
        page.get_by_role("button", name="确认").click()
    visit = arrived_once(case, page)
    assert abs((visit.finished_at - datetime.now(UTC)).total_seconds()) < 300
    assert visit.started_at <= visit.finished_at
    assert not visit.late


def _quota(case: Case, page: Page, size: int | None) -> None:
    assert case.phone.context
    told = {"origin": case.wire.url} | ({} if size is None else {"quotaSize": size})
    case.phone.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", told)


def _hand_in_if_still_a_draft(case: Case, page: Page) -> Page:
    page.wait_for_timeout(500)
    with case.reading() as session:
        if session.exec(select(Inspection)).first():
            return page
    if page.get_by_text("没填完，填完提交后才上传。").is_visible():
        page.goto(f"{case.wire.url}/visit/{case.prepared.draft}/finish")
        submit(page)
    return page
