"""How a demo cadre fills a checklist: everything in order, but for the items named."""

from datetime import date, timedelta
from typing import Any

from app.checklists.answers import Answer, ChildValue, Given
from app.checklists.children import shown_children
from app.checklists.coherence import STAGES
from app.checklists.engine import evaluate
from app.checklists.format import (
    Checklist,
    Child,
    ChoiceChild,
    DateChild,
    NumberChild,
    PhotoChild,
    YesNoItem,
)
from app.checklists.profile import Profile

FAULTS = {
    "A03": "公示牌上的食品安全员已经离职，信息没有更新。",
    "B04": "1 名新来的员工拿不出健康证明。",
    "C02": "上周有 2 天没有日管控记录。",
    "D01": "抽查的 1 种商品当场找不到进货票据。",
    "D02": "操作台下有 1 袋调料没有标签。",
    "D03": "洗手池没有洗手液，员工帽没戴好。",
    "E01": "冷藏柜里生肉放在熟食上方，没有加盖。",
    "E03": "冷藏柜温度显示 12 ℃，高于要求。",
    "E04": "仓库里的米面直接放在地上。",
    "E08": "后门纱窗破了一个洞。",
    "F01": "保洁柜门关不严，碗里有水渍。",
    "F03": "灶台和下水沟有积油。",
    "F04": "下水篦子缺了一块，防鼠网松动。",
}
"""What is wrong, by the last part of an item's code; also the items a demo visit may find wrong."""


def fill(
    body: Checklist, profile: Profile, wrong: dict[str, list[str]], today: date
) -> list[dict[str, Any]]:
    """Wire answers for every shown item; `wrong` maps item codes to their photos' sha256."""
    shown = set(evaluate(body, profile, [], today).shown)
    items = [i for i in body.items() if isinstance(i, YesNoItem) and i.code in shown]
    return [_answer(item, wrong.get(item.code), profile, today) for item in items]


def _answer(
    item: YesNoItem, photos: list[str] | None, profile: Profile, today: date
) -> dict[str, Any]:
    given: Given = "yes" if photos is None else "no"
    children: dict[str, ChildValue] = {}
    # A choice may bring further questions: go round until none is left open.
    while more := {
        child.code: value
        for child in shown_children(item, given, children)
        if child.code not in children
        and (value := _value(child, given, profile, today)) is not None
    }:
        children |= more
    made = Answer(
        item=item.code,
        answer=given,
        note="" if photos is None else FAULTS[item.code.split("-")[1]],
        photos=photos or [],
        children=children,
    )
    return made.model_dump(mode="json", exclude_defaults=True)


def _value(child: Child, given: Given, profile: Profile, today: date) -> ChildValue | None:
    match child:
        case NumberChild() if "缺" in child.text or "查不到" in child.text:
            return 0 if given == "yes" else 2
        case NumberChild():
            return max(child.min or 0, min(child.max or 4, 4)) if not child.rules else 0
        case DateChild():
            ahead = 400 if child.max is None else -3
            return (today + timedelta(days=ahead)).isoformat()
        case ChoiceChild(binds=bound) if bound:
            return next(word for word, stage in STAGES.items() if stage == profile.stage)
        case ChoiceChild():
            return [child.options[0]] if child.multiple else child.options[0]
        case PhotoChild():
            return None
    if child.type == "issue_review":
        return None
    return "花椒粉，批号 20260912，2 袋" if "批号" in child.text else "见现场记录"
