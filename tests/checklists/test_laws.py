"""Laws as data: read with their faults named, and reported before an item's ground gives way."""

from datetime import date
from pathlib import Path

import pytest

from app.checklists.authoring.checking import lapsed
from app.checklists.law_reading import read_statutes
from app.checklists.library import Library, load
from app.checklists.reading import ChecklistError

FOLDER = Path(__file__).resolve().parents[2] / "checklists"

FORM = """\
id: practice
version: 1
name: 练习表
business_type: catering
valid_from: 2026-01-01
note: 只用于练习
kinds: [小餐饮（登记）]
sections:
- code: PRAC-A
  name: 第一部分
  items:
  - code: PRAC-A01
    text: 证照有效
    tier: core
    severity: minor
    basis:
    - {law: OLD, article: 第三条, confidence: high}
    guide: 看原件
    rectify: 补办
    deadline: {value: 3, unit: workday}
"""

LAWS = """\
OLD:
  title: 旧办法
  confidence: 核对过
  editions:
  - {version: 一版, valid_from: 2020-01-01}
  - {version: 二版, valid_from: 2027-01-15}
"""


def shelf(folder: Path, laws: str = LAWS, form: str = FORM) -> Library:
    (folder / "practice").mkdir(exist_ok=True)
    (folder / "practice/v1.yaml").write_text(form, "utf-8")
    (folder / "laws.yaml").write_text(laws, "utf-8")
    (folder / "flags.yaml").write_text("cold_chain: {name: 冷藏, meaning: 冷藏}\n", "utf-8")
    return load(folder)


def told(library: Library, today: date) -> list[str]:
    return [str(problem) for problem in lapsed(library, today)]


def faults(folder: Path, laws: str) -> list[str]:
    (folder / "laws.yaml").write_text(laws, "utf-8")
    with pytest.raises(ChecklistError) as refused:
        read_statutes(folder)
    return [str(problem) for problem in refused.value.problems]


def test_every_law_the_checklists_cite_is_on_record() -> None:
    library = load(FOLDER)
    cited = {b.law for v in library for item in v.body.items() for b in item.basis}
    assert cited <= set(library.statutes)


def test_the_record_agrees_with_what_the_checklists_say_of_a_title() -> None:
    library = load(FOLDER)
    for version in library:
        for code, law in version.body.laws.items():
            known = library.statutes[code]
            titles = {known.title, *(edition.title for edition in known.editions)}
            assert any(t and t.split(" ")[0] == law.title.split(" ")[0] for t in titles), code


def test_an_item_may_cite_a_law_that_is_only_on_record(tmp_path: Path) -> None:
    version = shelf(tmp_path).get("practice", 1)
    assert version is not None
    assert version.body.laws == {}


def test_a_new_edition_is_told_from_sixty_days_ahead(tmp_path: Path) -> None:
    library = shelf(tmp_path)
    assert told(library, date(2026, 11, 15)) == []
    assert told(library, date(2026, 11, 16)) == [
        "practice/v1.yaml 第 17 行：PRAC-A01 的依据“OLD 第三条”将于 2027-01-15 换为“二版”，"
        "请核对条号；条号变了的另写一版，没变的在新版里写上 valid_from"
    ]
    assert "已于 2027-01-15 换为" in told(library, date(2027, 1, 15))[0]


def test_a_clause_checked_after_the_new_edition_is_not_told_again(tmp_path: Path) -> None:
    form = FORM.replace("confidence: high", "confidence: high, valid_from: 2027-01-15")
    assert told(shelf(tmp_path, form=form), date(2027, 6, 1)) == []


def test_a_repealed_law_is_told_ahead_and_after(tmp_path: Path) -> None:
    laws = LAWS.replace("valid_from: 2027-01-15", "valid_from: 2021-01-01, valid_to: 2027-01-20")
    library = shelf(tmp_path, laws)
    assert told(library, date(2026, 11, 20)) == []
    assert "将于 2027-01-20 失效，还有 60 天，请准备新版" in told(library, date(2026, 11, 21))[0]
    assert "已于 2027-01-20 失效，请改引现行条款" in told(library, date(2027, 1, 21))[0]


def test_a_clause_with_an_end_of_its_own_is_told(tmp_path: Path) -> None:
    form = FORM.replace("confidence: high", "confidence: high, valid_to: 2026-12-01")
    said = told(shelf(tmp_path, form=form), date(2026, 11, 26))
    assert "将于 2026-12-01 失效，还有 5 天" in said[0]


def test_a_version_that_is_over_is_not_reported(tmp_path: Path) -> None:
    form = FORM.replace("note:", "valid_to: 2026-12-31\nnote:")
    assert told(shelf(tmp_path, form=form), date(2027, 6, 1)) == []


def test_the_shipped_checklists_tell_of_the_standard_that_changed() -> None:
    said = told(load(FOLDER), date(2026, 11, 26))
    assert said
    assert all("GB14881" in line and "2026-09-02" in line for line in said)


@pytest.mark.parametrize(
    ("right", "wrong", "line"),
    [
        ("title: 旧办法", "titel: 旧办法", "laws.yaml 第 2 行：不认识“titel”"),
        (
            "valid_from: 2027-01-15",
            "valid_from: 2019-01-15",
            "laws.yaml 第 6 行：各版要按施行日期从早到晚排列",
        ),
        (", valid_from: 2027-01-15", "", "laws.yaml 第 6 行：第二版起要写施行日期 valid_from"),
        (
            "valid_from: 2027-01-15",
            "valid_from: 2027-01-15, valid_to: 2026-01-01",
            "laws.yaml 第 6 行：废止日期早于施行日期，请改正其中一个",
        ),
        ("valid_from: 2027-01-15", "valid_from: 明年", "laws.yaml 第 6 行：“valid_from”要写成日期"),
        ("  editions:", "  edition:", "laws.yaml 第 4 行：不认识“edition”"),
    ],
)
def test_a_mistake_in_the_laws_is_named(tmp_path: Path, right: str, wrong: str, line: str) -> None:
    said = faults(tmp_path, LAWS.replace(right, wrong))
    assert any(one.startswith(line) for one in said), said
