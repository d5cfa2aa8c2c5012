"""XLSForms of three kinds: one carries over whole, one is refused by row, one is no XLSForm."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.checklists.answers import Answer
from app.checklists.authoring.importing import read_file
from app.checklists.authoring.origin import Origin, origin
from app.checklists.authoring.workbook_reading import Reading
from app.checklists.authoring.workbook_writing import write_workbook
from app.checklists.engine import evaluate
from app.checklists.format import Checklist, YesNoItem
from app.checklists.freezing import digest
from app.checklists.library import load
from app.checklists.profile import Profile

FOLDER = Path(__file__).resolve().parents[2] / "checklists"
HEADING = ("type", "name", "label", "hint", "required", "constraint", "relevant", "appearance")
SHOP = Profile(kind="便利店/食杂店", grade="D", level="village")
CHOICES = [
    ("list_name", "name", "label"),
    ("yes_no", "yes", "是"),
    ("yes_no", "no", "否"),
    ("yes_no_na", "yes", "是"),
    ("yes_no_na", "no", "否"),
    ("yes_no_na", "na", "不适用"),
    ("goods", "milk", "乳制品"),
    ("goods", "meat", "肉制品"),
]

Row = Sequence[Any]


@pytest.fixture(scope="module")
def beside() -> Origin:
    return origin(load(FOLDER), "circulation", date(2027, 1, 1))


def form(*rows: Row, heading: Row = HEADING, title: str = "村级食杂店巡查表") -> bytes:
    book = Workbook()
    sheets: dict[str, list[Row]] = {
        "survey": [heading, *rows],
        "choices": [*CHOICES],
        "settings": [("form_title", "form_id"), (title, "shop")],
    }
    for name, lines in sheets.items():
        page = book.create_sheet(name)
        for line in lines:
            page.append(list(line))
    del book["Sheet"]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(beside: Origin, *rows: Row, heading: Row = HEADING) -> Reading:
    return read_file(form(*rows, heading=heading), beside)


def body_of(reading: Reading) -> Checklist:
    assert reading.body is not None, [str(fault) for fault in reading.faults]
    return reading.body


WHOLE: list[Row] = [
    ("start", "start"),
    ("begin group", "papers", "主体资质"),
    ("select_one yes_no", "licence", "食品经营许可证在有效期内", "看原件", "yes"),
    ("text", "why", "证照有什么问题", "", "yes", "string-length(.) <= 100", "${licence} = 'no'"),
    ("date", "until", "有效期至", "", "yes", "", "${licence} = 'yes'"),
    ("note", "n1", "下面看货架"),
    ("end group", ""),
    ("begin group", "shelf", "货架"),
    ("select_one yes_no_na", "cold", "冷藏食品放在冷柜里", "", "yes"),
    ("decimal", "degrees", "冷柜温度", "", "yes", ". >= -30 and . <= 30", "${cold} != 'na'"),
    ("integer", "checked", "抽查了几种", "", "yes", ". > 0"),
    ("select_multiple goods", "kinds", "抽查了哪几类", "", "yes"),
    ("select_one goods", "worst", "哪一类问题最多", "", "", "", "selected(${kinds}, 'milk')"),
    ("barcode", "code", "商品条码", "", "", "", "${checked} >= 3 and not(${cold} = 'na')"),
    ("image", "front", "店面照片"),
    ("image", "owner", "店主签名", "", "yes", "", "", "signature"),
    ("begin repeat", "goods", "抽查的商品"),
    ("text", "brand", "品名", "", "yes"),
    ("date", "best", "保质期至", "", "", ". <= today()"),
    ("image", "label", "标签照片", "", "yes"),
    ("end repeat", ""),
    ("end group", ""),
]


def test_what_maps_carries_over_with_types_limits_conditions_and_sections(beside: Origin) -> None:
    reading = read(beside, *WHOLE)
    body = body_of(reading)
    assert (body.name, body.version) == ("村级食杂店巡查表", 2)
    assert [section.name for section in body.sections] == ["主体资质", "货架"]
    licence, cold, degrees, checked, kinds, worst, code, front, owner, goods = body.items()
    types = [item.type for item in body.items()]
    assert types == [
        *("yes_no_na", "yes_no_na", "number", "number", "choice", "choice"),
        *("barcode", "photo", "signature", "group"),
    ]
    assert isinstance(licence, YesNoItem)
    assert (licence.guide, licence.allow_na) == ("看原件", False)
    beneath = [(child.type, child.model_dump()["show"]) for child in licence.children]
    assert beneath == [("text", {"answer": "no"}), ("date", {"answer": "yes"})]
    assert cold.model_dump()["allow_na"] is True
    told = degrees.model_dump()
    assert (told["min"], told["max"], told["whole"]) == (-30, 30, False)
    assert degrees.when == f"answer('{cold.code}') != 'na'"
    assert (checked.model_dump()["min"], checked.model_dump()["whole"]) == (1, True)
    assert kinds.model_dump()["options"] == ["乳制品", "肉制品"]
    assert worst.when == f"value('{kinds.code}') == '乳制品'"
    assert code.when == f"value('{checked.code}') >= 3 and not(answer('{cold.code}') == 'na')"
    assert [item.optional for item in (worst, front, owner)] == [True, True, False]
    columns = [(one["type"], one["optional"]) for one in goods.model_dump()["columns"]]
    assert columns == [("text", False), ("date", True), ("photo", False)]
    assert "第 7 行是说明，没有读" in reading.notes


def test_the_engine_asks_it_as_the_form_would(beside: Origin) -> None:
    body = body_of(read(beside, *WHOLE))
    items = {item.text: item.code for item in body.items()}
    cold = items["冷藏食品放在冷柜里"]
    day = date(2027, 1, 5)
    before = evaluate(body, SHOP, [Answer(item=cold, answer="na", note="没有冷柜")], day)
    assert items["冷柜温度"] not in before.shown
    after = evaluate(body, SHOP, [Answer(item=cold, answer="yes")], day)
    assert items["冷柜温度"] in after.shown


REFUSED: list[tuple[Row, str, str]] = [
    (("geopoint", "where", "位置"), "A2", "检查表不采集位置，请删去这一行"),
    (("audio", "talk", "录音"), "A2", "只收照片，请改成 image"),
    (("dateTime", "at", "时间"), "A2", "只收日期，请改成 date"),
    (("rank goods", "order", "排序"), "A2", "没有排序题，请改成 select_multiple"),
    (("telepathy", "x", "读心"), "A2", "没有“telepathy”这种题，请改成别的题型或删去这一行"),
    (("text", "x", ""), "C2", "没写题目（label）"),
    (("text", "x", "品名", "", "", "regex(., '[a-z]+')"), "F2", "文字题只收 string-length"),
    (("decimal", "x", "温度", "", "", ". > 3"), "F2", "看不懂约束“. > 3”，数字题只收 >= 和 <="),
    (("date", "x", "日期", "", "", ". > today()"), "F2", "日期题只收 . <= today() 这种约束"),
    (("text", "x", "品名", "", "${y} = 1"), "E2", "required 只收 yes 或 no"),
]


@pytest.mark.parametrize(("row", "cell", "why"), REFUSED, ids=[why for *_, why in REFUSED])
def test_what_does_not_map_is_refused_by_its_cell(
    beside: Origin, row: Row, cell: str, why: str
) -> None:
    rows = [row, ("integer", "y", "几种", "", "yes")]
    reading = read(beside, *rows)
    assert reading.body is None
    assert [(fault.cell, fault.text[: len(why)]) for fault in reading.faults] == [(cell, why)]


def test_every_bad_row_of_a_form_is_named_at_once(beside: Origin) -> None:
    rows = [
        ("begin group", "a", "资质"),
        ("select_one yes_no", "ok", "证照有效", "", "yes"),
        ("geopoint", "where", "位置"),
        ("begin group", "b", "里层"),
        ("text", "inner", "品名"),
        ("end group", ""),
        ("calculate", "sum", "合计"),
        ("text", "late", "说明", "", "", "", "count-selected(${ok}) > 1"),
        ("end group", ""),
    ]
    reading = read(beside, *rows)
    assert [fault.cell for fault in reading.faults] == ["A4", "A5", "A8", "G9"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("text", "x", "品名", "", "", "", "${nowhere} = '1'"), "Could not find the name"),
        (("select_one nothing", "x", "哪类"), "List name not in choices sheet"),
    ],
)
def test_what_is_no_xlsform_is_told_in_the_words_of_pyxform(
    beside: Origin, row: Row, why: str
) -> None:
    reading = read(beside, ("integer", "y", "几种", "", "yes"), row)
    assert [fault.cell for fault in reading.faults] == ["A3"]
    assert reading.faults[0].text.startswith("XLSForm 的写法有误：")
    assert why in reading.faults[0].text


def test_columns_of_our_own_say_what_an_xlsform_cannot(beside: Origin) -> None:
    heading = (*HEADING, "依据", "不符合时处理", "期限", "严重程度")
    said = ("《食品安全法》第三十四条", "下架", "3个工作日", "较重")
    row = ("select_one yes_no", "old", "货架上没有过期食品", "", "yes", "", "", "")
    item = body_of(read(beside, (*row, *said), heading=heading)).items()[0]
    assert (item.basis[0].law, item.rectify) == ("FSL", "下架")
    assert (item.severity, item.deadline.value) == ("major", 3)
    bad = read(beside, (*row, said[0], "下架", "尽快", "较重"), heading=heading)
    assert [(fault.cell, fault.text[:5]) for fault in bad.faults] == [("K2", "看不懂“尽")]


def test_of_several_languages_the_chinese_one_is_taken(beside: Origin) -> None:
    heading = ("type", "name", "label::English (en)", "label::中文 (zh)", "required")
    row = ("select_one yes_no", "a", "Licence valid", "证照有效", "yes")
    file = form(row, heading=heading)
    assert body_of(read_file(file, beside)).items()[0].text == "证照有效"


def test_every_type_of_item_goes_through_an_office_workbook_unchanged(beside: Origin) -> None:
    body = body_of(read(beside, *WHOLE))
    file = write_workbook(body, beside.flags, beside.statutes)
    again = read_file(file, replace(beside, valid_from=None))
    assert digest(body_of(again)) == digest(body)
