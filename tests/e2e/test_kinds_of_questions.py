"""A form of every kind of question, made for the purpose: filled in on the phone, on the record."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from app.assignments.rules import period_of
from app.checklists.published import frozen
from app.clock import shanghai_date
from app.db import now, open_session
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import make_assignment, make_entity, make_region_tree
from tests.checklists.forms import whole
from tests.e2e.conftest import Phone, Server
from tests.e2e.filling import hand_in
from tests.e2e.qr_camera import film_of, photo
from tests.e2e.steps import password_account, sign_in

SHOP = "禾谷里餐饮店"
CODE = "6901028075763"
TODAY = shanghai_date(now())
CORE = {"tier": "core", "severity": "minor", "deadline": {"value": 3, "unit": "workday"}}
SHOWN = {"reason": "拍温度显示，供整改后对照"}
TOO_WARM = [{"when": "above", "number": 8, "then": "answer_no", "text": "高于 8 ℃，本条判为“否”"}]
EQUIPMENT = ["冷藏冰箱", "蒸箱", "消毒柜"]
COLUMNS = [
    {"code": "name", "text": "品名", "type": "text", "max_length": 20},
    {"code": "code", "text": "条码", "type": "barcode", "max_length": 20},
    {"code": "count", "text": "数量", "type": "number", "whole": True, "min": 1, "unit": "件"},
    {"code": "label", "text": "标签照片", "type": "photo", "max_count": 1},
]
ITEMS: list[dict[str, object]] = [
    {
        "text": "冷藏温度",
        "type": "number",
        "unit": "℃",
        "min": -30,
        "max": 60,
        "rules": TOO_WARM,
        "photo_on_fail": SHOWN,
    },
    {"text": "最近一次清洗", "type": "date", "max": "today"},
    {"text": "现场的设备", "type": "choice", "multiple": True, "options": EQUIPMENT},
    {"text": "抽查商品的条码", "type": "barcode", "max_length": 20},
    {"text": "抽查的商品", "type": "group", "row": "商品", "max_rows": 3, "columns": COLUMNS},
    {"text": "门头照片", "type": "photo", "max_count": 2},
]
FORM = {
    "id": "catering",
    "version": 101,
    "name": "各种题型督导检查表",
    "business_type": "catering",
    "valid_from": TODAY - timedelta(days=1),
    "note": "只用于练习",
    "kinds": ["小餐饮（登记）"],
    "sections": [
        {
            "code": "CATR-T",
            "name": "各种题型",
            "items": [CORE | item | {"code": f"CATR-T0{n}"} for n, item in enumerate(ITEMS, 1)],
        }
    ],
}
pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@pytest.fixture
def shop(server: Server) -> str:
    """A cadre's shop that is visited with this form; its page."""
    form = whole(FORM)
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        make_region_tree(session)
        session.add(frozen(form, now()))
        session.commit()
        cadre = password_account(session, "cadre", name="周明远", post="社区党委委员")
        made = make_entity(session, name=SHOP)
        make_assignment(session, made, cadre, due_in=period_of(TODAY))
        return f"{server.url}/entity/{made.id}"


def _card(page: Page, number: int) -> Locator:
    return page.locator(f"#item-CATR-T0{number}")


def _done(page: Page, number: int) -> None:
    """The question asks for nothing more."""
    expect(_card(page, number).get_by_text("未答", exact=True)).to_have_count(0)


def _fill_in(page: Page, picture: Path, labels: list[Path]) -> None:
    reading = _card(page, 1).get_by_label("数值")
    expect(_card(page, 1).get_by_text("未答", exact=True)).to_be_visible()
    reading.fill("12")
    expect(_card(page, 1).get_by_text("高于 8 ℃")).to_be_visible()
    expect(_card(page, 1).get_by_label("现场照片：拍照")).to_have_count(1)
    reading.fill("4.5")
    expect(_card(page, 1).get_by_text("高于 8 ℃")).to_have_count(0)
    _card(page, 2).get_by_label("日期").fill(f"{TODAY}")
    for one in ("冷藏冰箱", "消毒柜"):
        _card(page, 3).get_by_role("checkbox", name=one).click()

    _card(page, 4).get_by_role("button", name="扫码").click()
    expect(_card(page, 4).get_by_label("条码")).to_have_value(CODE)
    expect(page.get_by_role("dialog")).to_have_count(0)

    things = _card(page, 5)
    for n, (name, code, count) in enumerate((("酱油", "6900000000015", "2"), ("醋", CODE, "1"))):
        if n:
            things.get_by_role("button", name="再加一个商品").click()
        line = things.get_by_role("group", name=f"商品 {n + 1}", exact=True)
        line.get_by_label("品名").fill(name)
        line.get_by_label("条码").fill(code)
        line.get_by_label("数量").fill(count)
        line.locator("input[type=file]").first.set_input_files(labels[n])
        expect(line.get_by_role("img")).to_have_count(1)
    things.get_by_role("button", name="再加一个商品").click()
    things.get_by_role("button", name="删除商品 3").click()
    _card(page, 6).locator("input[type=file]").first.set_input_files(picture)
    expect(_card(page, 6).get_by_role("img")).to_have_count(1)


def test_every_kind_of_question_is_filled_in_and_stands_on_the_record(
    server: Server, shop: str, phone: Callable[..., Phone], tmp_path: Path
) -> None:
    page = phone("cadre", camera=film_of(CODE, tmp_path / "code.mjpeg")).open()
    sign_in(page, server.url, "cadre")
    page.goto(shop)
    page.get_by_role("button", name="开始督导").click()
    _card(page, 1).wait_for()
    _card(page, 1).get_by_label("数值").fill("80")
    page.goto(f"{page.url}/finish")
    expect(page.get_by_role("button", name="提交督导记录")).to_be_visible()
    page.get_by_role("button", name="提交督导记录").click()
    expect(page.get_by_role("dialog")).to_contain_text("第 1 题")
    page.go_back()
    labels = [photo(tmp_path / f"label-{n}.jpg", ink) for n, ink in enumerate(("#b08", "#0b8"))]
    _fill_in(page, photo(tmp_path / "door.jpg", "#8aa7bd"), labels)
    for number in range(1, 7):
        _done(page, number)

    hand_in(page)
    page.wait_for_url("**/saved/**")
    expect(page.get_by_role("heading", name="已提交")).to_be_visible()
    page.goto(page.url.replace("/saved/", "/record/"))
    for said in ("4.5", "冷藏冰箱、消毒柜", "酱油", "6900000000015", "醋"):
        expect(page.get_by_text(said).first).to_be_visible()
    things = page.locator("li", has_text="抽查的商品")
    for line in ("商品 1", "商品 2"):
        expect(things.get_by_text(line, exact=True)).to_be_visible()
