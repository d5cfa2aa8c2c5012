"""The board: firms given to cadres in a draft, a proposal adjusted, confirmed and taken back."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pydantic import SecretStr

from app.accounts.roles import Role
from app.assignments.duties import Duty, write_duties
from app.db import make_engine, open_session
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings
from tests.builders import COUNTY, TOWN, VILLAGE, make_account, make_entity, make_region_tree
from tests.conftest import SECRET
from tests.e2e.looking import cut, faults, small_targets
from tests.e2e.steps import password_account, sign_in
from tests.e2e.windows import window
from tests.serving import ServerProcess, free_port


@pytest.fixture
def url(sqlite_template: Path, tmp_path: Path) -> Iterator[str]:
    """A county with three firms nobody covers, two cadres of the town and one of the village."""
    shutil.copy(sqlite_template, tmp_path / "dudao.db")
    settings = Settings(data=tmp_path, secret=SecretStr(SECRET))
    engine = make_engine(settings)
    with open_session(engine) as session:
        set_scope(session, EVERYWHERE)
        make_region_tree(session)
        password_account(session, "office", role=Role.OFFICE, region=COUNTY, name="苏晓岚")
        make_account(session, name="陈立新", region=TOWN, post="党工委副书记")
        busy = make_account(session, name="李淑琴", region=TOWN, post="办事处副主任")
        make_account(session, name="周明远", region=VILLAGE, post="党委委员")
        write_duties(session, {busy.id: Duty(lines=("教育",), area_codes=("370102001002",))})
        make_entity(session, name="明湖小学食堂", kind="学校食堂", grade="C")
        make_entity(session, name="曲水茶馆", grade="C")
        make_entity(session, name="巷口小店", grade="D")
    engine.dispose()
    port = free_port()
    process = ServerProcess(settings, port)
    yield f"http://127.0.0.1:{port}"
    process.stop()


def cadre(page: Page, name: str) -> Locator:
    """A cadre's row."""
    return page.get_by_role("table", name="包保干部").get_by_role("row").filter(has_text=name)


def tab(page: Page, words: str) -> Locator:
    """A tab, with how many firms are under it."""
    return page.get_by_role("radiogroup", name="企业").get_by_role("radio", name=re.compile(words))


def test_firms_are_matched_by_hand_and_by_a_proposal(
    url: str, desk: Page, chromium_: Browser
) -> None:
    on_a_phone(url, chromium_)
    sign_in(desk, url, "office")
    desk.goto(f"{url}/matching")
    expect(tab(desk, r"待匹配\s*3")).to_be_visible()
    by_hand(desk)
    by_proposal(desk)


def by_hand(desk: Page) -> None:
    """One firm, chosen by the keyboard, given in a draft, taken back, given and confirmed."""
    desk.get_by_role("checkbox", name=re.compile("曲水茶馆")).focus()
    desk.keyboard.press("Space")
    expect(cadre(desk, "陈立新").get_by_text("属地、未超上限")).to_be_visible()
    expect(cadre(desk, "李淑琴").get_by_text("不在同一片区")).to_be_visible()
    assert faults(desk) == []
    cadre(desk, "陈立新").get_by_role("button").press("Enter")
    draft = desk.get_by_role("region", name="草稿")
    expect(draft).to_contain_text("1 家要变动")
    expect(cadre(desk, "陈立新")).to_contain_text(re.compile(r"0\s*→\s*变为\s*1"))
    draft.get_by_role("button", name="撤销").click()
    expect(draft).to_have_count(0)

    desk.get_by_role("checkbox", name=re.compile("曲水茶馆")).check()
    cadre(desk, "李淑琴").get_by_role("button").click()
    sheet = desk.get_by_role("dialog", name="写明理由")
    sheet.get_by_role("button", name="匹配 1 家").click()
    expect(sheet.get_by_text("请写明理由")).to_be_visible()
    sheet.get_by_role("textbox").fill("由她牵头整治茶馆")
    sheet.get_by_role("button", name="匹配 1 家").click()
    draft.get_by_role("button", name="确认匹配 1 家").click()
    desk.get_by_role("dialog").get_by_role("button", name="确认匹配").click()
    expect(tab(desk, r"已匹配\s*1")).to_be_visible()
    expect(tab(desk, r"待匹配\s*2")).to_be_visible()


def by_proposal(desk: Page) -> None:
    """The rest is proposed with reasons; one firm gets another cadre; the batch is taken back."""
    desk.get_by_role("button", name="自动建议").click()
    desk.get_by_role("button", name="开始建议").click()
    school = desk.get_by_role("article", name="明湖小学食堂")
    expect(school).to_contain_text("分管教育，对应学校食堂")
    expect(desk.get_by_role("article", name="巷口小店")).to_contain_text("周明远")
    expect(desk.get_by_role("table", name="合计得分（建议时）")).to_be_visible()
    assert faults(desk) == []
    school.get_by_role("button", name="给 明湖小学食堂 换人").click()
    cadre(desk, "陈立新").get_by_role("button").click()
    expect(school).not_to_contain_text("分管教育")
    desk.get_by_role("button", name="确认匹配 2 家").click()
    desk.get_by_role("dialog").get_by_role("button", name="确认匹配").click()
    expect(desk.get_by_role("heading", name="已生效 · 补齐")).to_be_visible()
    desk.get_by_role("button", name="整批撤回").click()
    desk.get_by_role("dialog").get_by_role("button", name="撤回").click()
    expect(desk.get_by_role("heading", name="已撤回 · 补齐")).to_be_visible()


def on_a_phone(url: str, browser: Browser) -> None:
    """The same by thumb: nothing small, cut or unreadable; a draft is begun and taken back."""
    context = window(browser)
    phone = context.new_page()
    sign_in(phone, url, "office")
    phone.goto(f"{url}/matching")
    phone.get_by_role("checkbox", name=re.compile("曲水茶馆")).check()
    expect(cadre(phone, "陈立新").get_by_text("属地、未超上限")).to_be_visible()
    assert (faults(phone), small_targets(phone), cut(phone)) == ([], [], [])
    cadre(phone, "陈立新").get_by_role("button").click()
    draft = phone.get_by_role("region", name="草稿")
    expect(draft).to_contain_text("1 家要变动")
    draft.get_by_role("button", name="撤销").click()
    expect(draft).to_have_count(0)
    what_he_is_in_charge_of(phone)
    context.close()


def what_he_is_in_charge_of(phone: Page) -> None:
    """From the board to a cadre's duties: what is entered there stands on the board."""
    phone.get_by_role("link", name="分管和片区").click()
    expect(phone.get_by_role("heading", name="分管和片区")).to_be_visible()
    phone.get_by_role("radio", name="镇街级").click()
    row = phone.get_by_role("button", name=re.compile("陈立新"))
    expect(row).to_contain_text("未填写")
    row.click()
    sheet = phone.get_by_role("dialog", name="陈立新的分管和片区")
    sheet.get_by_role("group", name="分管行业").get_by_text("商贸", exact=True).click()
    expect(sheet.get_by_role("group", name="片区").get_by_text("测试一社区")).to_be_visible()
    sheet.get_by_role("textbox", name=re.compile("包保上限")).fill("7")
    sheet.get_by_role("searchbox").fill("曲水")
    sheet.get_by_role("radio", name=re.compile("曲水茶馆")).click()
    expect(sheet.get_by_role("button", name="去掉 曲水茶馆")).to_be_visible()
    phone.wait_for_timeout(350)
    assert (faults(phone), small_targets(phone), cut(phone)) == ([], [], [])
    sheet.get_by_role("button", name="保存").click()
    expect(row).to_contain_text("分管商贸")
    expect(row).to_contain_text("上限 7 家")
    assert (faults(phone), small_targets(phone), cut(phone)) == ([], [], [])
    phone.get_by_role("button", name="返回").click()
    expect(cadre(phone, "陈立新")).to_contain_text("分管商贸")
