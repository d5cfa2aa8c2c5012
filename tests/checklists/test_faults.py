"""A fault in a checklist is named by file and line, with a sentence that mends it."""

import pytest

from app.checklists.reading import ChecklistError, read_checklist, read_document

FLAGS = ("is_enterprise", "cold_chain")

GOOD = """\
id: practice
version: 1
name: 练习表
business_type: catering
valid_from: 2026-01-01
note: 只用于练习
kinds: [小餐饮（登记）, 药店]
laws:
  FSL: {title: 食品安全法, version: 2025修正, confidence: verified}
sections:
- code: PRAC-A
  name: 第一部分
  items:
  - code: PRAC-A01
    text: 证照有效
    tier: core
    severity: minor
    basis: [{law: FSL, article: 第三十五条, confidence: verified}]
    guide: 看原件
    rectify: 补办
    deadline: {value: 3, unit: workday}
    children:
    - {code: PRAC-A01a, text: 类型, type: choice, options: [甲, 乙]}
    - {code: PRAC-A01b, text: 编号, type: text}
"""

CRITICAL = "on_fail: [advise_enterprise_stop_or_segregate, transfer_to_samr, notify_supervisor]"


def faults(text: str) -> list[str]:
    with pytest.raises(ChecklistError) as refused:
        read_checklist(read_document(text, "practice/v1.yaml"), FLAGS)
    return [str(problem) for problem in refused.value.problems]


def test_the_practice_checklist_is_faultless() -> None:
    body = read_checklist(read_document(GOOD, "practice/v1.yaml"), FLAGS)
    assert [item.code for item in body.items()] == ["PRAC-A01"]


# What is written instead of what, and what the author is told.
MISTAKES = [
    ("tier: core", "teir: core", "第 16 行：不认识“teir”，请改正拼写或删去这一行"),
    ("    guide: 看原件\n", "", "第 14 行：缺少“guide”，请补上"),
    ("severity: minor", "severity: 一般", "第 17 行：“severity”的值不对，可用："),
    ("value: 3", 'value: "3"', "第 21 行：“value”要写成整数，不加引号"),
    ("text: 证照有效", "text: 35", "第 15 行：“text”要写成文字，数字请加引号"),
    ("text: 证照有效", 'text: ""', "第 15 行：“text”太短或没有填，至少 1 个字"),
    ("valid_from: 2026-01-01", "valid_from: 明年", "第 5 行：“valid_from”要写成日期"),
    (
        "valid_from: 2026-01-01",
        "valid_from: 2026-01-01\nvalid_to: 2025-12-31",
        "第 6 行：停用日期早于",
    ),
    ("kinds: [小餐饮（登记）, 药店]", "kinds: []", "第 7 行：“kinds”至少要有 1 项"),
    ("kinds: [小餐饮（登记）, 药店]", "kinds: 药店", "第 7 行：“kinds”要写成列表，每项前加“- ”"),
    ("name: 练习表", "name: 练习表\nname: 练习表二", "第 4 行：“name”写了两次，请删去一个"),
    ("name: 练习表", "name: &n 练习表", "第 3 行：不用 & 和 * 引用，请把内容写全"),
    ("name: 练习表", "name: !!python/name:os 练习表", "第 3 行：不用 ! 开头的类型标记，请删去"),
    (
        "note: 只用于练习",
        "note: [只用于练习",
        "这里的 YAML 写法有误，请检查缩进、冒号后的空格和引号",
    ),
    ("type: text}", "type: words}", "第 24 行：“children”这一项的 type 或 when 缺少或不对"),
    ("type: text}", "type: text, options: [甲]}", "第 24 行：不认识“options”"),
    ("PRAC-A01b", "PRAC-A01a", "第 24 行：编号“PRAC-A01a”重复了，请换一个没有用过的编号"),
    ("PRAC-A01b", "PRAC-A02b", "第 24 行：子问题编号“PRAC-A02b”应以“PRAC-A01”开头"),
    ("code: PRAC-A01\n", "code: PRAC-B01\n", "第 14 行：编号“PRAC-B01”应以所在部分的“PRAC-A”开头"),
    ("code: PRAC-A01\n", "code: 第一条\n", "第 14 行：“code”的编号样式不对"),
    ("law: FSL", "law: FSLI", "第 18 行：laws 里没有“FSLI”，请补上这部法规或改正代号"),
    ("law: FSL", "law: FSLI", "第 9 行：法规“FSL”没有条目引用，请删去"),
    (
        "tier: core",
        "tier: core\n    when: entity.is_shop",
        "第 17 行：flags.yaml 里没有标记“is_shop”",
    ),
    (
        "tier: core",
        "tier: core\n    when: entity.cold_chain and",
        "第 17 行：条件读不懂：这里要写 entity.",
    ),
    (
        "tier: core",
        "tier: core\n    when: entity.kind == '面馆'",
        "第 17 行：entity.kind 没有“面馆”",
    ),
    ("tier: core", "tier: core\n    when: entity.stage == 'shop'", "可用：production、retail"),
    ("severity: minor", "severity: critical", "第 21 行：重大问题的期限只能是 immediate"),
    (
        "severity: minor",
        f"severity: critical\n    {CRITICAL}",
        "还缺：no_close_without_samr_review",
    ),
    ("value: 3", "value: 0", "第 21 行：immediate 的期限写 0，其他单位的期限至少写 1"),
    (
        "type: text}",
        "type: text, show: {child: PRAC-A01c, one_of: [甲]}}",
        "第 24 行：本条没有编号为“PRAC-A01c”",
    ),
    (
        "type: text}",
        "type: text, show: {child: PRAC-A01a, one_of: [丙]}}",
        "第 24 行：“PRAC-A01a”没有“丙”这个选项",
    ),
    (
        "options: [甲, 乙]}",
        "options: [甲, 乙], show: {child: PRAC-A01a, one_of: [甲]}}",
        "第 23 行：子问题的显示条件绕成了圈：PRAC-A01a",
    ),
    ("options: [甲, 乙]}", "options: [甲, 甲]}", "第 23 行：选项有重复，请删去一个"),
    (
        "options: [甲, 乙]}",
        "options: [甲, 乙], binds: entity.stage}",
        "决定环节的选项只能是：生产、销售",
    ),
    (
        "options: [甲, 乙]}",
        "options: [甲, 乙], rules: [{when: chosen, option: 丙, then: warn, text: 请核对}]}",
        "第 23 行：没有“丙”这个选项",
    ),
    (
        "type: text}",
        "type: number, show: {answer: no},"
        " rules: [{when: above, number: 0, then: answer_no, text: 有}]}",
        "第 24 行：答“否”后才显示的子问题不能再判本条为“否”",
    ),
    ("type: text}", "type: number, min: 5, max: 1}", "第 24 行：最小值大于最大值"),
    ("type: text}", "type: number, whole: 是}", "第 24 行：“whole”只能写 true 或 false"),
    (
        "    tier: core",
        "\ttier: core",
        "第 16 行：这一行开头用了 Tab 键，缩进只能用空格，请改成空格",
    ),
    (
        "tier: core",
        "tier: core\n    when: entity.cold_chain and not entity.cold_chain",
        "第 17 行：这个条件什么情况都不成立，条目永远不会出现，请改正条件",
    ),
    (
        "tier: core",
        "tier: core\n    when: entity.kind == '药店' and entity.kind == '小餐饮（登记）'",
        "第 17 行：这个条件什么情况都不成立",
    ),
    (
        "tier: core",
        "tier: core\n    when: entity.cold_chain or not entity.cold_chain",
        "第 17 行：这个条件什么情况都成立，等于没写，请删去 when",
    ),
    (
        "tier: core",
        "tier: core\n    when: answer('PRAC-A01') == 'no'",
        "第 17 行：“PRAC-A01”排在后面，条件只能引用前面的条目，请调整顺序",
    ),
    (
        "tier: core",
        "tier: core\n    when: answer('PRAC-A99') == 'no'",
        "第 17 行：前面没有编号为“PRAC-A99”的条目，请改正编号",
    ),
    (
        "tier: core",
        "tier: core\n    when: answer('PRAC-A01') = 'no'",
        "第 17 行：条件读不懂：不认识“=”",
    ),
    (
        "deadline:",
        "checks: [{when: \"answer('PRAC-A01') == '是'\", then: warn, text: 看}]\n    deadline:",
        "第 21 行：answer 只能与 'yes'、'no'、'na' 比较，没有“是”",
    ),
    (
        "deadline:",
        "checks: [{when: value('PRAC-A01b') > 3, then: warn, text: 看}]\n    deadline:",
        "第 21 行：“PRAC-A01b”填的不是数字，不能比大小",
    ),
    (
        "deadline:",
        "checks: [{when: \"value('PRAC-A01a') == '丙'\", then: warn, text: 看}]\n    deadline:",
        "第 21 行：“PRAC-A01a”没有“丙”这个选项，可用：甲、乙",
    ),
    (
        "type: text}",
        "type: text, show: {when: entity.is_shop}}",
        "第 24 行：flags.yaml 里没有标记“is_shop”",
    ),
    (
        "type: text}",
        "type: group, row: 样品, columns: [{code: a, text: 名, type: text},"
        " {code: a, text: 名, type: text}]}",
        "第 24 行：栏“a”重复了，请换一个编号",
    ),
    (
        "type: text}",
        "type: group, row: 样品, min_rows: 5, max_rows: 2,"
        " columns: [{code: a, text: 名, type: text}]}",
        "第 24 行：最少行数大于最多行数，请改正其中一个",
    ),
    (
        "type: text}",
        "type: group, row: 样品, max_rows: 50, columns: [{code: a, text: 照, type: photo}]}",
        "第 24 行：50 行每行 3 张照片，共 150 张，手机传不动；"
        "请改小 max_rows 或照片栏的 max_count，合计不超过 60 张",
    ),
    ("type: text}", "type: group, row: 样品, columns: []}", "第 24 行：“columns”至少要有 1 项"),
    ("type: text}", "type: signature}", "第 24 行：缺少“who”，请补上"),
    (
        "confidence: verified}]",
        "confidence: verified, valid_from: 2026-06-01, valid_to: 2026-01-01}]",
        "第 18 行：依据的失效日期早于生效日期，请改正其中一个",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "told"), MISTAKES)
def test_a_mistake_is_named_with_its_line_and_remedy(right: str, wrong: str, told: str) -> None:
    assert GOOD.count(right) >= 1
    said = faults(GOOD.replace(right, wrong, 1))
    assert any(told in line for line in said), said
    assert all(line.startswith("practice/v1.yaml 第 ") for line in said)


def test_a_major_item_may_not_take_longer_than_ten_working_days() -> None:
    text = GOOD.replace("severity: minor", "severity: major").replace("value: 3", "value: 11")
    assert faults(text) == ["practice/v1.yaml 第 21 行：较重问题的期限不超过 10 个工作日"]


def test_a_condition_on_the_stage_question_itself_is_refused() -> None:
    text = GOOD.replace("[甲, 乙]}", "[生产, 销售], binds: entity.stage}").replace(
        "tier: core", "tier: core\n    when: entity.stage == 'retail'"
    )
    assert faults(text) == ["practice/v1.yaml 第 24 行：决定环节的问题要放在没有显示条件的条目里"]


def test_a_condition_may_look_at_items_above_of_the_same_level_only() -> None:
    second = GOOD[GOOD.index("  - code: PRAC-A01\n") : GOOD.index("    children:")]
    second = second.replace("PRAC-A01", "PRAC-A02").replace(
        "tier: core", "tier: core\n    when: answer('PRAC-A01') == 'no'"
    )
    body = read_checklist(read_document(GOOD + second, "practice/v1.yaml"), FLAGS)
    assert body.items()[1].when == "answer('PRAC-A01') == 'no'"
    above_only_in_towns = (GOOD + second).replace("tier: core", "tier: standard", 1)
    assert faults(above_only_in_towns) == [
        "practice/v1.yaml 第 28 行：必查条目不能看常规条目“PRAC-A01”的答案，村级督导没有那一条；"
        "请把两条改成同一级别"
    ]


def test_a_condition_on_an_answer_that_cannot_be_given_is_idle() -> None:
    second = GOOD[GOOD.index("  - code: PRAC-A01\n") : GOOD.index("    children:")]
    second = second.replace("PRAC-A01", "PRAC-A02").replace(
        "tier: core", "tier: core\n    when: answer('PRAC-A01') == 'na'"
    )
    text = GOOD.replace("severity: minor", "severity: minor\n    allow_na: false") + second
    assert faults(text) == [
        "practice/v1.yaml 第 29 行：这个条件什么情况都不成立，条目永远不会出现，请改正条件"
    ]


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    text = GOOD.replace("tier: core", "tier: all").replace("guide: 看原件", "guid: 看原件")
    assert len(faults(text)) == 3


def test_a_word_that_looks_like_a_truth_value_stays_a_word() -> None:
    data = read_document("show: {answer: no}\n", "practice/v1.yaml").data
    assert data["show"] == {"answer": "no"}


def test_a_second_document_in_a_file_is_refused() -> None:
    with pytest.raises(ChecklistError, match="一个文件只写一份表"):
        read_document("a: 1\n---\nb: 2\n", "practice/v1.yaml")


def test_a_file_of_bytes_that_are_no_text_is_refused() -> None:
    with pytest.raises(ChecklistError, match="请用 UTF-8 另存"):
        read_document("a: \x01\n", "practice/v1.yaml")
