"""A version is published once, and not where stored visits would change their meaning."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.checklists.authoring.breakage import breakages
from app.cli import app
from tests.checklists.making import FIRST, changed, read, second, shelf_of

BREAKING = [
    (
        ("text: 从业人员有健康证明", "text: 冷柜温度合格"),
        "编号“PRAC-A02”以前问的是“从业人员有健康证明”，现在像是另一个问题；"
        "换了问题请换新编号，只是改写请确认",
    ),
    (("unit: ℃", "unit: 度F"), "“PRAC-A01b”的单位从“℃”变成“度F”，存下的数会变意思；请换新编号"),
    (
        ("text: 冷柜里的温度, type: number, unit: ℃", "text: 冷柜里的温度, type: date"),
        "小题“PRAC-A01b”以前是另一种答法，请换新编号",
    ),
    (
        ("options: [正本, 副本, 复印件]", "options: [正本, 副本, 复印件], multiple: true"),
        "“PRAC-A01a”在单选和多选之间改了，请换新编号",
    ),
    (
        ("text: 许可证的类型", "text: 看了哪几处"),
        "小题“PRAC-A01a”以前问的是“许可证的类型”；换了问题请换新编号，只是改写请确认",
    ),
    (
        ("valid_from: 2027-01-01", "valid_from: 2026-01-01"),
        "启用日期 2026-01-01 不晚于第 1 版的 2026-01-01，那一版会倒退着停用；请写晚一些的日期",
    ),
]


@pytest.mark.parametrize(("edit", "why"), BREAKING, ids=[why for _, why in BREAKING])
def test_what_would_change_the_meaning_of_stored_answers_is_refused(
    edit: tuple[str, str], why: str
) -> None:
    assert [one.text for one in breakages(second(edit), [read(FIRST)])] == [why]


def test_an_option_somebody_chose_stays() -> None:
    fewer = second(("options: [正本, 副本, 复印件]", "options: [正本, 副本]"))
    chosen = {("PRAC-A01a", "复印件"): 12}
    told = breakages(fewer, [read(FIRST)], used=lambda *what: chosen.get(what, 0))
    assert [one.text for one in told] == [
        "“PRAC-A01a”删了选项“复印件”，已有 12 份记录选过它；请留着这个选项，或换新编号"
    ]
    assert breakages(fewer, [read(FIRST)]) == []


def test_a_code_that_was_given_up_does_not_come_back_as_another_question() -> None:
    a02 = FIRST[FIRST.index("  - code: PRAC-A02") :]
    third = read(
        changed(("text: 从业人员有健康证明", "text: 冷柜温度合格")).replace(
            "version: 2", "version: 3"
        )
    )
    third = third.model_copy(update={"valid_from": third.valid_from.replace(year=2028)})
    told = breakages(third, [read(FIRST), second((a02, ""))])
    assert [one.code for one in told] == ["PRAC-A02"]


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["checklists", *words], env={"COLUMNS": "400"})
    return done.exit_code, done.output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shelf = shelf_of(tmp_path)
    (shelf / "practice/v1.yaml").write_text(FIRST, "utf-8")
    assert run("publish", "--folder", str(shelf)) == (0, "practice v1 已发布。\n")
    return shelf


def test_a_new_wording_is_refused_by_line_until_it_is_confirmed(folder: Path) -> None:
    other = changed(("text: 从业人员有健康证明", "text: 冷柜温度合格"))
    (folder / "practice/v2.yaml").write_text(other, "utf-8")
    line = 1 + other[: other.index("- code: PRAC-A02")].count("\n")
    held = (folder / "released.yaml").read_text("utf-8")

    code, told = run("publish", "--folder", str(folder))
    assert code == 1
    assert f"practice/v2.yaml:{line} 编号“PRAC-A02”以前问的是" in told
    assert told.endswith("没有发布。\n")
    assert (folder / "released.yaml").read_text("utf-8") == held
    assert run("check", str(folder))[0] == 1

    confirmed = run("publish", "--folder", str(folder), "--reworded", "PRAC-A02")
    assert confirmed == (0, "practice v2 已发布。\n")
    assert run("publish", "--folder", str(folder)) == (0, "没有新版本要发布。\n")


LAWS = """\
FSL:
  title: 食品安全法
  confidence: verified
  editions:
  - {version: 2025修正}
"""


def test_much_taken_away_and_a_law_nobody_knows_are_confirmed_by_line(folder: Path) -> None:
    a02 = FIRST[FIRST.index("  - code: PRAC-A02") :]
    (folder / "laws.yaml").write_text(LAWS, "utf-8")
    laws = "  FSL: {title: 食品安全法, version: 2025修正, confidence: verified}\n"
    other = changed(
        (a02, ""),
        (laws, "  NEW: {title: 某市规定, version: 2026年, confidence: low}\n"),
        ("law: FSL, article: 第三十五条", "law: NEW, article: 第二条"),
    )
    (folder / "practice/v2.yaml").write_text(other, "utf-8")
    line = 1 + other[: other.index("basis:")].count("\n")
    gone = (
        "第 1 版有 2 条，这一版删去 1 条：PRAC-A02 从业人员有健康证明。发布时加 --confirm removed"
    )
    strange = f"practice/v2.yaml:{line} 待确认：法规目录里没有《某市规定》"
    code, told = run("publish", "--folder", str(folder))
    assert code == 1
    assert gone in told
    assert strange in told
    assert "PRAC-A01 第二条。发布时加 --confirm NEW" in told
    code, told = run("diff", "practice", "--folder", str(folder))
    assert (code, f"待确认：practice/v2.yaml:{line} 法规目录里没有" in told) == (0, True)
    confirmed = ("--confirm", "removed", "--confirm", "NEW")
    assert run("publish", "--folder", str(folder), *confirmed) == (0, "practice v2 已发布。\n")


def test_the_difference_of_two_versions_is_printed_under_headings(folder: Path) -> None:
    text = changed(("severity: minor", "severity: major"), ("guide: 看原件", "guide: 看证"))
    (folder / "practice/v2.yaml").write_text(text, "utf-8")
    told = (
        "练习表 第 1 版 → 第 2 版\n"
        "收紧（1）\n  收紧 PRAC-A01 严重程度：一般 → 较重\n"
        "改写（1）\n  改写 PRAC-A01 怎么查：看原件 → 看证\n"
    )
    assert run("diff", "practice", "--folder", str(folder)) == (0, told)
    assert run("diff", "practice@1", "practice@2", "--folder", str(folder)) == (0, told)


def test_a_file_is_compared_before_it_lies_in_the_folder(folder: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text(changed(("unit: ℃", "unit: 度F")), "utf-8")
    code, told = run("diff", str(draft), "--folder", str(folder))
    assert code == 1
    assert "不能发布：“PRAC-A01b”的单位从“℃”变成“度F”" in told
    code, told = run("diff", "nothing", "--folder", str(folder))
    assert (code, told) == (1, "没有 nothing，现有：practice@1\n")


def test_a_version_is_written_as_a_page_that_shows_what_is_asked(
    folder: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    code, told = run("preview", "practice", "--out", str(page), "--folder", str(folder))
    assert (code, told) == (0, f"练习表 第 1 版的样子已写到 {page}\n")
    shown = page.read_text("utf-8")
    for words in (
        "从业人员有健康证明",
        "必查 1 条，全部 2 条",
        "调离岗位，期限3 个工作日",
        "冷柜里的温度（数字，℃）",
        "拍健康证明栏现状",
        "食品安全法 第四十五条",
    ):
        assert words in shown
    assert run("preview", "nothing", "--out", str(page), "--folder", str(folder))[0] == 1
