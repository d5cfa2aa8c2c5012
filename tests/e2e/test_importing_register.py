"""The wizard at an office's desk: a dirty sheet is mended in place, taken in, and taken back."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from app.accounts.roles import Role
from app.db import open_session
from app.entities.models import Entity
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import COUNTY, VILLAGE, make_account, make_region_tree
from tests.e2e.conftest import Server
from tests.e2e.desks import open_desk
from tests.e2e.steps import password_account
from tests.registry.books import PHONE, register, shop, uscc

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


def people(server: Server) -> None:
    """The county's office, and a cadre to be named."""
    with _reading(server) as session:
        tree = make_region_tree(session)
        password_account(
            session, "office", role=Role.OFFICE, region=COUNTY, unit=tree.office, name="县办甲"
        )
        cadre = make_account(session, region=VILLAGE, name="周明远")
        cadre.phone = PHONE
        session.add(cadre)
        session.commit()


def _reading(server: Server) -> Session:
    session = open_session(server.engine)
    set_scope(session, EVERYWHERE)
    return session


def _firms(server: Server) -> int:
    with _reading(server) as session:
        return len(session.exec(select(Entity.id)).all())


def test_a_dirty_sheet_is_mended_in_place_taken_in_and_taken_back(
    server: Server, desk: Page, tmp_path: Path
) -> None:
    people(server)
    last = uscc(5)[17]
    file = tmp_path / "历下区包保台账.xlsx"
    file.write_bytes(
        register(
            shop(1),
            shop(2, c6="E"),
            shop(3, c5="便利店"),
            shop(4, c11="8612345"),
            shop(5, c2=uscc(5)[:17] + ("A" if last != "A" else "B")),
            titles=[["历下区包保台账"]],
        )
    )
    open_desk(desk, server.url, "office")
    desk.get_by_role("link", name="批量导入").click()
    desk.get_by_label("选表格").set_input_files(file)
    expect(desk.get_by_text("需要修改 3 行")).to_be_visible()
    assert _firms(server) == 0

    desk.get_by_role("button", name="上一步").click()
    expect(desk.get_by_label("B 列“企业名称”对应")).to_have_value("name")
    desk.get_by_role("button", name="下一步，看检查结果").click()

    line = desk.get_by_role("row").filter(has_text="包保层级")
    line.get_by_role("combobox").select_option("D")
    expect(desk.get_by_text("需要修改 2 行")).to_be_visible()
    desk.get_by_role("button", name="改为 便利店/食杂店").click()
    expect(desk.get_by_text("需要修改 1 行")).to_be_visible()

    with desk.expect_download() as fetched:
        desk.get_by_role("button", name="下载要改的行").click()
    page = load_workbook(io.BytesIO(Path(fetched.value.path()).read_bytes()))["包保台账"]
    assert [row[1] for row in page.iter_rows(values_only=True)][1:] == [
        "示范便利店00004号",
        "示范便利店00005号",
    ]

    desk.get_by_role("button", name="先导入 3 行").click()
    assert _firms(server) == 0
    desk.get_by_role("button", name="确认导入 3 行").click()
    expect(desk.get_by_role("heading", name="已导入 3 行")).to_be_visible()
    assert _firms(server) == 3

    desk.get_by_role("button", name="上一步").click()
    desk.get_by_role("textbox", name="第 6 行负责人电话改为").fill("13811112222")
    desk.get_by_role("button", name="改好", exact=True).click()
    desk.get_by_role("button", name="信用代码校验不符").click()
    desk.get_by_role("textbox", name="写明原因").fill("对照执照核对过")
    desk.get_by_role("button", name="照样导入", exact=True).click()
    desk.get_by_role("button", name="导入 2 行").click()
    expect(desk.get_by_text("信用代码校验不符 1 处：对照执照核对过")).to_be_visible()
    desk.get_by_role("button", name="确认导入 2 行").click()
    expect(desk.get_by_role("heading", name="已导入 5 行")).to_be_visible()
    assert _firms(server) == 5

    desk.get_by_role("button", name="返回").last.click()
    desk.get_by_role("link", name="历下区包保台账.xlsx").click()
    desk.get_by_role("button", name="撤销这一批").click()
    desk.get_by_role("dialog").get_by_role("button", name="撤销").click()
    expect(desk.get_by_role("heading", name="这一批已经撤销")).to_be_visible()
    assert _firms(server) == 0
