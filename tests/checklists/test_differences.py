"""What a newer version asks otherwise is told in plain Chinese, by what it means."""

import pytest

from app.checklists.authoring.differences import differences, loosening
from tests.checklists.making import FIRST, read, second

A02 = FIRST[FIRST.index("  - code: PRAC-A02") :]
CHANGES = [
    (
        ("text: 从业人员有健康证明", "text: 从业人员健康证明有效"),
        "改写 PRAC-A02 题目：从业人员有健康证明 → 从业人员健康证明有效",
    ),
    (("guide: 看原件", "guide: 看证的原件"), "改写 PRAC-A01 怎么查：看原件 → 看证的原件"),
    (
        ("article: 第四十五条", "article: 第四十四条"),
        "改写 PRAC-A02 依据：FSL 第四十五条 → FSL 第四十四条",
    ),
    (("severity: minor", "severity: major"), "收紧 PRAC-A01 严重程度：一般 → 较重"),
    (("severity: major", "severity: minor"), "放宽 PRAC-A02 严重程度：较重 → 一般"),
    (
        ("value: 5, unit: workday", "value: 3, unit: workday"),
        "收紧 PRAC-A01 整改期限：5 个工作日 → 3 个工作日",
    ),
    (
        ("value: 5, unit: workday", "value: 30, unit: calendar_day"),
        "放宽 PRAC-A01 整改期限：5 个工作日 → 30 天",
    ),
    (
        ("value: 3, unit: workday", "value: 0, unit: immediate"),
        "收紧 PRAC-A02 整改期限：3 个工作日 → 立即",
    ),
    (("tier: standard", "tier: core"), "收紧 PRAC-A02 级别：全项 → 必查"),
    (
        ("    when: entity.is_enterprise\n", ""),
        "收紧 PRAC-A02 条件：entity.is_enterprise → 所有主体都查",
    ),
    (
        ("    tier: core\n", "    tier: core\n    when: entity.cold_chain\n"),
        "放宽 PRAC-A01 条件：所有主体都查 → entity.cold_chain",
    ),
    (
        ("    photo_on_fail: {reason: 拍健康证明栏现状}\n", ""),
        "放宽 PRAC-A02 不符合时：要拍照 → 不必拍照",
    ),
    (
        ("    tier: core\n", "    tier: core\n    allow_na: false\n"),
        "收紧 PRAC-A01 不适用：可以选 → 不能选",
    ),
    (
        ("options: [正本, 副本, 复印件]", "options: [正本, 副本]"),
        "其他 PRAC-A01a 小题答法：许可证的类型（选一项：正本、副本、复印件）"
        " → 许可证的类型（选一项：正本、副本）",
    ),
    (
        ("    - {code: PRAC-A01b, text: 冷柜里的温度, type: number, unit: ℃}\n", ""),
        "放宽 PRAC-A01b 去掉小题：冷柜里的温度（数字，℃）",
    ),
    ((A02, ""), "删去 PRAC-A02：从业人员有健康证明"),
    (("name: 证照和人员", "name: 证照人员"), "改写 PRAC-A 大类：证照和人员 → 证照人员"),
    (("kinds: [小餐饮（登记）, 药店]", "kinds: [小餐饮（登记）]"), "删去  适用业态：药店"),
]


@pytest.mark.parametrize(("edit", "told"), CHANGES, ids=[told for _, told in CHANGES])
def test_one_change_is_told_as_one_line(edit: tuple[str, str], told: str) -> None:
    assert [str(change) for change in differences(read(FIRST), second(edit))] == [told]


def test_a_new_item_is_told_with_what_it_asks() -> None:
    added = differences(second((A02, "")), read(FIRST))
    assert [str(change) for change in added] == [
        "新增 PRAC-A02：从业人员有健康证明（全项，较重，期限 3 个工作日）"
    ]


def test_nothing_is_told_of_the_same_questions() -> None:
    assert differences(read(FIRST), second()) == []


def test_a_city_adds_tightens_and_rewords_but_does_not_loosen() -> None:
    stricter = second(("severity: minor", "severity: major"), ("guide: 看原件", "guide: 看证"))
    assert loosening(differences(read(FIRST), stricter)) == []
    softer = second(("severity: major", "severity: minor"))
    assert [change.code for change in loosening(differences(read(FIRST), softer))] == ["PRAC-A02"]
