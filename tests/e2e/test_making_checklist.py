"""An office's own Excel sheet: refused by cell, mended, published, filled in and handed in."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from app.accounts.roles import Role
from app.assignments.rules import period_of
from app.clock import shanghai_date
from app.db import now, open_session
from app.inspections.models import Inspection
from app.ledger.models import Issue
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import PROVINCE, make_assignment, make_entity, make_region_tree
from tests.e2e.conftest import Phone, Server
from tests.e2e.desks import open_desk
from tests.e2e.filling import answer_everything, hand_in
from tests.e2e.steps import password_account, sign_in
from tests.e2e.stored import until

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)

SHOP = "禾谷里餐饮店"
LAW = "《中华人民共和国食品安全法》第三十三条"
HEADING = ["大类", "检查项", "依据", "不符合时处理", "期限", "需拍照及原因"]
ROWS = [
    ["证照公示", "营业执照和许可证挂在显著位置", LAW, "挂到显著位置", "3个工作日", ""],
    ["", "包保干部公示牌完好", "有关规定", "补贴公示牌", "5天", ""],
    ["后厨", "生熟刀具案板分开并有标识", LAW, "分开使用，贴标识", "尽快", ""],
    ["", "冷藏柜温度在 0—8℃", LAW, "调到规定温度", "立即", "是"],
]
MENDED = {"C3": LAW, "E4": "2个工作日", "F5": None}
WRONG = "生熟刀具案板分开并有标识"


def people(server: Server) -> None:
    """A province's office, and a cadre with one restaurant."""
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        make_region_tree(session)
        password_account(session, "office", role=Role.OFFICE, region=PROVINCE, name="省办丙")
        cadre = password_account(session, "cadre", name="周明远", post="社区党委委员")
        shop = make_entity(session, name=SHOP)
        make_assignment(session, shop, cadre, due_in=period_of(shanghai_date(now())))


def hand_made(path: Path) -> Path:
    """The sheet as somebody typed it, with three cells that say nothing usable."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "2027年餐饮督导表"
    for row in (HEADING, *ROWS):
        page.append(row)
    book.save(path)
    return path


def test_a_sheet_is_mended_published_filled_in_and_handed_in(
    server: Server, desk: Page, phone: Callable[..., Phone], tmp_path: Path
) -> None:
    people(server)
    hers = phone("cadre").open()
    sign_in(hers, server.url, "cadre")
    hers.get_by_text(SHOP).first.click()
    hers.get_by_role("button", name="开始督导").click()
    expect(hers.locator("section.card.item").first).to_be_visible()

    open_desk(desk, server.url, "office")
    desk.get_by_role("link", name="督导表").click()
    desk.get_by_role("link", name="做新版").click()
    desk.get_by_role("radio", name="餐饮服务").click()
    day = desk.get_by_label("从哪天启用")
    expect(day).to_have_value(f"{shanghai_date(now()) + timedelta(days=1)}")
    day.fill(f"{shanghai_date(now())}")
    desk.get_by_label("选 Excel 表").set_input_files(hand_made(tmp_path / "餐饮表.xlsx"))
    told = desk.get_by_role("alert")
    expect(told).to_contain_text("餐饮表.xlsx 有 3 处要改")
    for words in ("C3：看不出“有关规定”是哪部法规", "E4：看不懂“尽快”", "F5：请写明为什么必须拍照"):
        expect(told).to_contain_text(words)

    with desk.expect_download() as fetched:
        desk.get_by_role("button", name="取回标好的表").click()
    book = load_workbook(io.BytesIO(Path(fetched.value.path()).read_bytes()))
    page = book["2027年餐饮督导表"]
    marked = {cell.coordinate for row in page for cell in row if cell.comment is not None}
    assert marked == set(MENDED)
    for cell, value in MENDED.items():
        page[cell].value = value
    book.save(tmp_path / "改好.xlsx")

    desk.get_by_label("选 Excel 表").set_input_files(tmp_path / "改好.xlsx")
    expect(desk.get_by_role("region", name="新增")).to_contain_text(WRONG)
    expect(desk.get_by_role("region", name="删去", exact=True)).to_be_visible()
    desk.get_by_role("link", name="看手机上的样子").or_(
        desk.get_by_role("button", name="看手机上的样子")
    ).click()
    expect(desk.locator("section.card.item")).to_have_count(4)
    card = desk.locator("section.card.item").filter(has_text=WRONG)
    card.get_by_role("radio", name="不符合", exact=True).click()
    expect(card.get_by_label("问题描述")).to_be_visible()
    desk.go_back()
    caution = desk.get_by_role("region", name="待确认：第 1 版有 34 条，这一版删去 34 条")
    expect(caution).to_contain_text("CATR-A01 ★")
    expect(desk.get_by_role("button", name="还有 1 处要处理或确认")).to_be_disabled()
    caution.get_by_role("checkbox", name="核对过，上面这些确实不再查").check()
    desk.get_by_role("button", name="发布这一版").click()
    desk.locator(".van-dialog").get_by_role("button", name="确认").click()
    expect(desk.get_by_text("已发布", exact=True).first).to_be_visible()

    _fill_in(hers, server)
    until(lambda: _handed_in(server) == [101], hers)
    with _reading(server) as session:
        issue = session.exec(select(Issue)).one()
        visit = session.exec(select(Inspection)).one()
    assert (issue.item_text, issue.requirement) == (WRONG, "分开使用，贴标识")
    assert issue.deadline > shanghai_date(visit.finished_at)


def _fill_in(page: Page, server: Server) -> None:
    # Begun on the old version: the new one is offered to the phone as soon as it looks.
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_role("button", name="督导表有新版（第 101 版）").click(timeout=60_000)
    page.get_by_role("button", name="换成新版").click()
    expect(page.get_by_text("营业执照和许可证挂在显著位置")).to_be_visible()
    answered = answer_everything(page, wrong=WRONG)
    assert answered == 4
    page.locator("section.card.item").filter(has_text=WRONG).get_by_label("问题描述").fill(
        "生熟混用一块案板"
    )
    hand_in(page)


def _reading(server: Server) -> Session:
    session = open_session(server.engine)
    set_scope(session, EVERYWHERE)
    return session


def _handed_in(server: Server) -> list[int]:
    with _reading(server) as session:
        return [visit.checklist_version for visit in session.exec(select(Inspection))]
