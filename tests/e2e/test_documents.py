"""A bureau issues a 整改通知书 from an issue, downloads it, and writes down what followed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as Word
from playwright.sync_api import Page, expect

from app.accounts.roles import Role
from app.db import open_session
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import COUNTY
from tests.documents.scene import an_issue_now
from tests.e2e.conftest import Phone, Server
from tests.e2e.steps import password_account, sign_in
from tests.ledger.scene import a_scene


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


def _downloaded(page: Page, folder: Path) -> str:
    # The test's browser, like a desk's, has nobody to share a file with: it is saved.
    with page.expect_download() as waited:
        page.get_by_role("button", name="下载或转发 Word 文件").click()
    saved = folder / "notice.docx"
    waited.value.save_as(saved)
    assert re.match(r"整改通知书 历下市监整〔\d{4}〕1号\.docx", waited.value.suggested_filename)
    return "\n".join(paragraph.text for paragraph in Word(str(saved)).paragraphs)
