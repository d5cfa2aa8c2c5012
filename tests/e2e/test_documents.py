"""A bureau issues a 整改通知书 from an issue, downloads it, and writes down what followed."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document as Word
from playwright.sync_api import Page, expect

from app.accounts.roles import Role
from app.clock import shanghai_date
from app.db import now, open_session
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import COUNTY
from tests.documents.scene import an_issue_now
from tests.e2e.conftest import Phone, Server
from tests.e2e.desks import open_desk, panel, rows
from tests.e2e.looking import faults
from tests.e2e.steps import password_account, sign_in
from tests.ledger.scene import a_scene

# Which database is behind them makes no difference to these screens.
pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@pytest.fixture
def issue_id(server: Server) -> str:
    """An issue found just now, and a bureau that may write about it."""
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        scene = a_scene(session)
        password_account(
            session,
            "bureau",
            role=Role.BUREAU,
            region=COUNTY,
            unit=scene.tree.bureau,
            name="孟祥宁",
        )
        password_account(
            session,
            "office",
            role=Role.OFFICE,
            region=COUNTY,
            unit=scene.tree.office,
            name="宋建民",
        )
        return str(an_issue_now(session, scene).id)


def test_a_notice_is_issued_downloaded_signed_for_and_answered(
    server: Server, issue_id: str, phone: Callable[..., Phone], tmp_path: Path
) -> None:
    page = phone("bureau").open()
    sign_in(page, server.url, "bureau")
    page.goto(f"{server.url}/issue/{issue_id}")
    page.get_by_role("button", name="出具文书").click()
    sheet = page.get_by_role("dialog", name="出具文书")
    sheet.get_by_role("radio", name=re.compile("^整改通知书")).click()
    expect(sheet.get_by_label("整改要求")).to_have_value("立即分柜存放。")
    sheet.get_by_label("联系电话").fill("0531-00000002")
    sheet.get_by_label("整改要求").fill("")
    sheet.get_by_role("button", name="出具整改通知书").click()
    expect(sheet.get_by_role("alert")).to_have_text("请填写整改要求")
    sheet.get_by_label("整改要求").fill("立即分柜存放并加盖 <A&B>。")
    sheet.get_by_role("button", name="出具整改通知书").click()

    done = page.get_by_role("dialog", name="文书已出具")
    number = done.get_by_text(re.compile(r"^历下市监整〔\d{4}〕1号$"))
    expect(number).to_be_visible()
    text = _downloaded(page, tmp_path)
    assert number.inner_text() in text
    assert "立即分柜存放并加盖 <A&B>。" in text
    done.get_by_role("button", name="完成").click()
    expect(
        page.get_by_text(re.compile(r"^已出具整改通知书 历下市监整〔\d{4}〕1号$"))
    ).to_be_visible()

    page.goto(f"{server.url}/documents")
    expect(page.get_by_role("radio", name="待签收 1")).to_be_checked()
    page.get_by_role("button", name=re.compile("整改通知书")).click()
    paper = page.get_by_role("dialog", name="整改通知书")
    paper.get_by_role("button", name="记录签收").click()
    paper.get_by_label("签收人").fill("孙立华")
    paper.get_by_role("button", name="记录签收").click()
    expect(paper.get_by_text("签收已记录")).to_be_visible()
    paper.get_by_role("button", name="记录反馈").click()
    paper.get_by_label("反馈内容").fill("已分柜存放，照片已报。")
    paper.get_by_role("button", name="记录反馈").click()
    expect(paper.get_by_text("反馈已记录")).to_be_visible()
    paper.get_by_role("button", name="关闭").click()
    page.get_by_role("radio", name="已反馈 1").click()
    expect(page.get_by_role("button", name=re.compile("整改通知书"))).to_be_visible()
    _another_person(page)


def _another_person(page: Page) -> None:
    """The phone is handed on: not by one careless tap, and the question has a name."""
    page.get_by_role("button", name="返回").click()
    page.wait_for_url("**/me")
    question = page.get_by_role("dialog", name=re.compile("^换人登录？孟祥宁会退出"))
    for answer in ("先不", "换人登录"):
        page.get_by_role("button", name=re.compile("^换人登录")).click()
        expect(question).to_be_visible()
        question.get_by_role("button", name=answer).click()
        expect(question).to_have_count(0)
    page.wait_for_url("**/login*")


def test_an_office_registers_lists_and_writes_about_two_issues_in_one_document(
    server: Server, issue_id: str, desk: Page
) -> None:
    open_desk(desk, server.url, "office")
    _registered(desk)
    expect(rows(desk)).to_have_count(2)
    for one in rows(desk).all():
        one.get_by_role("checkbox").check()
    desk.get_by_role("toolbar", name="批量办理").get_by_role("button", name="发文书").click()
    sheet = desk.get_by_role("dialog", name="出具文书")
    expect(sheet).to_contain_text("写明所选的 2 条问题")
    sheet.get_by_role("radio", name=re.compile("^挂牌督办通知书")).click()
    unit = sheet.get_by_role("radio", name="历下市场监管所")
    expect(unit).to_be_checked()
    along = sheet.get_by_role("checkbox", name="同时挂牌督办（其中 2 条还没有）")
    expect(along).to_be_checked()
    sheet.get_by_role("button", name="没有要找的单位，手写名称").click()
    sheet.get_by_label("主送").fill("泉城路街道办事处")
    sheet.get_by_label("联系电话").fill("0531-00000003")
    sheet.get_by_role("button", name="出具挂牌督办通知书").click()
    expect(sheet.get_by_role("alert")).to_have_text("挂牌督办要有责任单位，请从单位里选")
    sheet.get_by_role("button", name="从单位里选").click()
    unit.click()
    assert faults(desk) == []
    sheet.get_by_role("button", name="出具挂牌督办通知书").click()
    done = desk.get_by_role("dialog", name="文书已出具")
    expect(done.get_by_text(re.compile(r"^历下食药安办督〔\d{4}〕1号$"))).to_be_visible()
    done.get_by_role("button", name="完成").click()
    for one in rows(desk).all():
        expect(one).to_contain_text("挂牌")

    rows(desk).first.click()
    written = panel(desk).get_by_role("region", name="文书")
    expect(written.get_by_role("button", name=re.compile("挂牌督办通知书"))).to_be_visible()
    written.get_by_role("button", name="出具文书").click()
    another = desk.get_by_role("dialog", name="出具文书")
    expect(another.get_by_role("radio", name=re.compile("^提醒敦促函"))).to_be_visible()
    assert faults(desk) == []
    another.get_by_role("button", name="关闭").click()

    desk.get_by_role("link", name="文书", exact=True).click()
    expect(desk.get_by_role("button", name=re.compile("挂牌督办通知书"))).to_be_visible()
    assert faults(desk) == []
    desk.get_by_role("button", name=re.compile("挂牌督办通知书")).click()
    expect(desk.get_by_role("dialog", name="挂牌督办通知书")).to_contain_text("生熟刀具混用")
    assert faults(desk) == []
    desk.get_by_role("dialog").get_by_role("button", name="关闭").click()
    desk.get_by_role("link", name="干部季度情况").click()
    desk.get_by_placeholder("姓名或乡镇、社区").fill("李淑琴")
    page = desk.get_by_role("row").filter(has_text="李淑琴")
    assert faults(desk) == []
    with desk.expect_download() as waited:
        page.get_by_role("button", name=re.compile("季度情况（Word）")).click()
    assert waited.value.suggested_filename.startswith("季度情况 李淑琴")


def _registered(desk: Page) -> None:
    """An issue found outside a visit, due on an earlier day than its severity gives."""
    desk.get_by_role("link", name="登记问题").click()
    desk.get_by_placeholder("企业名称、地址、许可证号").fill("禾谷里")
    desk.get_by_role("link", name="禾谷里餐饮店").click()
    desk.get_by_label("查的是什么").fill("生熟刀具分开")
    desk.get_by_label("问题是什么").fill("生熟刀具混用")
    desk.get_by_label("整改要求").fill("分开存放")
    day = desk.get_by_label(re.compile("^整改期限"))
    day.fill(str(shanghai_date(now()) + timedelta(days=60)))
    desk.get_by_role("button", name="登记", exact=True).click()
    tomorrow = shanghai_date(now()) + timedelta(days=1)
    expect(desk.get_by_role("alert")).to_contain_text("可以提前，不能推后")
    day.fill(str(tomorrow))
    desk.get_by_role("button", name="登记", exact=True).click()
    desk.wait_for_url("**/ledger*")
    row = rows(desk).filter(has_text="生熟刀具混用")
    expect(row).to_contain_text(f"{tomorrow.month}月{tomorrow.day}日")


def _downloaded(page: Page, folder: Path) -> str:
    # The test's browser, like a desk's, has nobody to share a file with: it is saved.
    with page.expect_download() as waited:
        page.get_by_role("button", name="下载或转发 Word 文件").click()
    saved = folder / "notice.docx"
    waited.value.save_as(saved)
    assert re.match(r"整改通知书 历下市监整〔\d{4}〕1号\.docx", waited.value.suggested_filename)
    return "\n".join(paragraph.text for paragraph in Word(str(saved)).paragraphs)
