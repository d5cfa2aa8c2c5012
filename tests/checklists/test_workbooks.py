"""The sheet an office already has becomes a checklist, or is told what to mend cell by cell."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from app.checklists.authoring.marking import marked
from app.checklists.authoring.origin import Origin, origin
from app.checklists.authoring.sheet import NoWorkbook
from app.checklists.authoring.workbook_reading import Reading, read_workbook
from app.checklists.authoring.workbook_writing import blank_workbook, write_workbook
from app.checklists.authoring.yaml_text import file_text
from app.checklists.format import Checklist, YesNoItem
from app.checklists.freezing import digest
from app.checklists.library import Library, load
from app.checklists.reading import read_checklist, read_document
from app.cli import app

FOLDER = Path(__file__).resolve().parents[2] / "checklists"
FIVE = ("大类", "检查项", "依据", "不符合时处理", "期限")
FSL = "《中华人民共和国食品安全法》第三十五条"
GOOD = ("证照", "营业执照挂在显著位置", FSL, "挂到显著位置", "3个工作日")

Rows = Sequence[Sequence[Any]]


@pytest.fixture(scope="module")
def library() -> Library:
    return load(FOLDER)


@pytest.fixture(scope="module")
def beside(library: Library) -> Origin:
    return origin(library, "circulation", date(2027, 1, 1))


def sheet(*rows: Sequence[Any], heading: Sequence[Any] = FIVE, title: str = "检查表") -> bytes:
    book = Workbook()
    book.worksheets[0].title = title
    for row in (heading, *rows):
        book.worksheets[0].append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def body_of(reading: Reading) -> Checklist:
    assert reading.body is not None, [str(fault) for fault in reading.faults]
    return reading.body


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(fault.cell, fault.text) for fault in reading.faults]


def test_five_columns_are_enough(beside: Origin) -> None:
    rows = [GOOD, ("", "货架上没有过期食品", "食品安全法第三十四条第十项", "下架封存", "立即")]
    body = body_of(read_workbook(sheet(*rows), beside))
    assert (body.id, body.version, body.valid_from) == ("circulation", 2, date(2027, 1, 1))
    first, second = body.items()
    assert (first.code, second.code) == ("CIRC-G01", "CIRC-G02")
    assert (first.tier, first.severity, first.deadline.value) == ("core", "minor", 3)
    assert first.basis[0].law == second.basis[0].law == "FSL"
    assert second.basis[0].article == "第三十四条第十项"
    assert second.deadline.unit == "immediate"


def test_titles_notes_merged_cells_and_other_headings_are_as_offices_write_them(
    beside: Origin,
) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.append(["某县食品销售督导检查表"])
    page.append(
        ["序号", "检查项目", "检查内容", "法律依据", "整改要求", "整改期限（工作日）", "备注"]
    )
    page.append([1, "证照", *GOOD[1:4], 3, ""])
    page.append([2, None, "从业人员有健康证明", f"{FSL}；《食品安全法》第四十五条", "补办", 5.0])
    page.append(["二、贮存"])
    page.append([3, None, "冷柜温度合格", FSL, "调到规定温度", "2"])
    page.append(["注：本表一式两份"])
    for merged in ("A1:G1", "B3:B4", "A5:G5", "A7:G7"):
        page.merge_cells(merged)
    reading = read_workbook(saved(book), beside)
    body = body_of(reading)
    assert [(s.name, len(s.items)) for s in body.sections] == [("证照", 2), ("二、贮存", 1)]
    assert [item.deadline.value for item in body.items()] == [3, 5, 2]
    assert [basis.law for basis in body.items()[1].basis] == ["FSL", "FSL"]
    assert "第 7 行是附注，没有读" in reading.notes


FAULTY = [
    ("期限", "尽快", "E2", "看不懂“尽快”，请写“立即”“3个工作日”“7天”或“24小时”"),
    ("期限", 3, "E2", "“3”没写单位，请写“3个工作日”或“3天”"),
    ("期限", None, "E2", "没写期限，请写“立即”“3个工作日”“7天”或“24小时”"),
    ("期限", "三年", "E2", "看不懂“三年”里的单位，请写“个工作日”“天”或“小时”"),
    ("检查项", None, "B2", "没写检查项，请写一句答得了“是”或“否”的话"),
    ("检查项", "证" * 301, "B2", "“检查项”太长，最多 300 个字"),
    ("大类", None, "A2", "没写大类，请写这一条属于哪一部分"),
    ("不符合时处理", None, "D2", "没写不符合时怎么处理，请写要求主体怎么改"),
    ("依据", None, "C2", "没写依据，请写法规和条款，如《中华人民共和国食品安全法》第三十五条"),
    ("依据", "有关规定", "C2", "看不出“有关规定”是哪部法规，请写成《中华人民"),
    ("严重程度", "不严重", "F2", "严重程度没有“不严重”，请写“一般”“较重”或“重大”"),
    ("严重程度", "重大", "E2", "重大问题的期限只能是“立即”"),
    ("级别", "村里", "F2", "级别没有“村里”，请写“必查”或“全项”"),
    ("需拍照及原因", "是", "F2", "请写明为什么必须拍照，如“拍过期食品的标签"),
    ("编号", "1", "F2", "“编号”的编号样式不对，如 CATR-A01；新条目请空着"),
    ("可不适用", "看情况", "F2", "看不懂“看情况”，请写“是”或“否”"),
    ("处置动作", "罚款", "F2", "没有处置动作“罚款”，可用："),
    ("条件", "小卖部", "F2", "条件里没有“小卖部”这种主体，可用："),
]


@pytest.mark.parametrize(("column", "value", "cell", "why"), FAULTY)
def test_a_cell_that_says_nothing_usable_is_named(
    beside: Origin, column: str, value: Any, cell: str, why: str
) -> None:
    heading = FIVE if column in FIVE else (*FIVE, column)
    row = dict(zip(FIVE, GOOD, strict=True)) | {column: value}
    reading = read_workbook(sheet([row[name] for name in heading], heading=heading), beside)
    assert [(at, text[: len(why)]) for at, text in told(reading)] == [(cell, why)]
    assert reading.body is None


def test_what_is_only_wrong_between_rows_is_named_too(beside: Origin) -> None:
    heading = (*FIVE, "编号", "严重程度")
    rows = [
        (*GOOD, "CIRC-A01", ""),
        (*GOOD, "CIRC-A01", ""),
        (*GOOD[:1], "别的", *GOOD[2:], "CATR-A01", ""),
    ]
    reading = read_workbook(sheet(*rows, heading=heading), beside)
    assert ("B3", "和第 2 行的检查项一样，请删去一行") in told(reading)
    assert ("F3", "编号“CIRC-A01”重复了，请换一个没有用过的编号") in told(reading)
    assert ("F4", "编号“CATR-A01”应以所在部分的“CIRC-A”开头") in told(reading)


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (b"no workbook", "打不开这个文件。请用 Excel 或 WPS 打开，另存为“.xlsx”再试"),
        (sheet(heading=("大类", "检查项", "期限")), "检查表第 1 行的表头缺少：依据、不符合时处理"),
        (sheet(heading=("甲", "乙")), "没找到表头。请在第一张工作表里写一行标题：大类、检查项"),
        (b"x" * (2 * 1024 * 1024 + 1), "文件超过 2 MB"),
    ],
)
def test_a_file_that_is_no_such_sheet_is_told_what_it_lacks(
    beside: Origin, file: bytes, why: str
) -> None:
    with pytest.raises(NoWorkbook) as refused:
        read_workbook(file, beside)
    assert str(refused.value).startswith(why)


def test_faulty_cells_come_back_coloured_with_the_reason_and_lose_it_once_mended(
    beside: Origin,
) -> None:
    file = sheet((*GOOD[:4], "尽快"), (*GOOD[:1], "货架上没有过期食品", "有关规定", *GOOD[3:]))
    reading = read_workbook(file, beside)
    answer = load_workbook(io.BytesIO(marked(file, reading.faults)))
    page = answer["检查表"]
    assert {page[cell].fill.fgColor.rgb for cell in ("E2", "C3")} == {"00FFC7CE"}
    assert page["E2"].comment is not None
    assert page["E2"].comment.text.startswith("看不懂“尽快”")
    assert page["B2"].comment is None
    assert [cell.value for cell in answer["要改的地方"][2]][:2] == ["检查表", "C3"]

    page["E2"].value, page["C3"].value = "3个工作日", FSL
    mended = saved(answer)
    assert body_of(read_workbook(mended, beside)).items()[0].deadline.value == 3
    clean = load_workbook(io.BytesIO(marked(mended, [])))["检查表"]
    assert clean["E2"].comment is None
    assert clean["E2"].fill.fgColor.rgb != "00FFC7CE"


@pytest.mark.parametrize("id", ["catering", "circulation", "production", "special"])
def test_a_version_written_and_read_again_is_the_same(library: Library, id: str) -> None:
    version = library.get(id, 1)
    assert version is not None
    file = write_workbook(version.body, library.flags, library.statutes)
    # LibreOffice takes the height that is written: each basis has a line of its own.
    sheet = load_workbook(io.BytesIO(file))["督导检查表"]
    for cell in sheet["C"][1:]:
        lines = str(cell.value or "").count("\n") + 1
        assert (sheet.row_dimensions[cell.row].height or 0) >= 15 * lines
    again = body_of(read_workbook(file, origin(library, id, version=1)))
    assert digest(again) == version.digest
    text = file_text(again)
    as_file = read_checklist(read_document(text, "again"), library.flags, library.statutes)
    assert digest(as_file) == version.digest


def test_an_old_item_keeps_its_code_and_what_the_sheet_has_no_column_for(
    library: Library, beside: Origin
) -> None:
    assert beside.current is not None
    old = beside.current.items()[0]
    assert isinstance(old, YesNoItem)
    assert old.children
    rows = [
        ("证照", old.text, FSL, "停止经营", "立即"),
        ("证照", "招牌和证照上的名称一致", FSL, "改正", "5天"),
    ]
    reading = read_workbook(sheet(*rows), beside)
    kept, new = body_of(reading).items()
    assert kept.code == old.code
    assert isinstance(kept, YesNoItem)
    assert (kept.children, kept.guide, kept.severity) == (old.children, old.guide, old.severity)
    assert new.code not in {item.code for item in beside.current.items()}
    assert f"1 条是新条目，编号为 {new.code}" in reading.notes


def test_the_words_of_the_optional_columns_are_understood(beside: Origin) -> None:
    heading = (*FIVE, "严重程度", "简表", "条件", "需拍照及原因", "可不适用", "检查要点")
    rows = [
        (*GOOD, "较大", "否", "冷藏冷冻 且 不是批发", "拍温度显示，便于复查", "否", "看温度计"),
        ("证照", "别的一条", FSL, "改", "立即", "重大", "√", "业态是冷库 或 网络销售", "", "", ""),
    ]
    first, second = body_of(read_workbook(sheet(*rows, heading=heading), beside)).items()
    assert isinstance(first, YesNoItem)
    assert (first.severity, first.tier, first.allow_na) == ("major", "standard", False)
    assert first.when == "entity.cold_chain and not entity.is_wholesale"
    assert first.photo_on_fail is not None
    assert second.when == "entity.kind == '冷库' or entity.online_sales"
    assert (second.severity, second.tier) == ("critical", "core")
    assert "transfer_to_samr" in second.on_fail


def test_the_blank_sheet_is_itself_a_checklist(library: Library, beside: Origin) -> None:
    assert len(body_of(read_workbook(blank_workbook(library.flags), beside)).items()) == 2


def test_a_sheet_goes_through_the_command_line_to_a_published_file(tmp_path: Path) -> None:
    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["checklists", *words], env={"COLUMNS": "400"})
        return done.exit_code, done.output

    folder, book = tmp_path / "shelf", tmp_path / "销售表.xlsx"
    (folder / "circulation").mkdir(parents=True)
    for name in ("flags.yaml", "laws.yaml", "circulation/v1.yaml"):
        (folder / name).write_bytes((FOLDER / name).read_bytes())
    assert run("export", "circulation", str(book), "--folder", str(folder))[0] == 0
    workbook = load_workbook(book)
    page = workbook["督导检查表"]
    page["E2"].value = "尽快"
    workbook.save(book)
    into = ("import", str(book), "--to", "circulation", "--from", "2027-01-01")
    code, said = run(*into, "--folder", str(folder))
    assert (code, "督导检查表 E2 看不懂“尽快”" in said) == (1, True)
    assert load_workbook(tmp_path / "销售表-要改.xlsx")["督导检查表"]["E2"].comment is not None

    page["E2"].value = "立即"
    page["B3"].value = "经营项目没有超出许可或者备案的范围"
    workbook.save(book)
    assert run(*into, "--folder", str(folder))[0] == 0
    code, said = run("diff", "circulation", "--folder", str(folder))
    assert (code, said.count("\n")) == (0, 3), said
    assert run("publish", "--folder", str(folder))[1] == "circulation v1、circulation v2 已发布。\n"
