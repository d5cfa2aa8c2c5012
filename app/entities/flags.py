"""Flags of an entity that follow from other facts; nobody sets them by hand.

Source: 食品生产经营企业落实食品安全主体责任监督管理规定 第6条 and, for canteens,
集中用餐单位落实食品安全主体责任监督管理规定.
"""

from collections.abc import Mapping
from typing import Any

ENTERPRISE_PREFIXES = ("91", "93")
"""企业 and 农民合作社 in a 统一社会信用代码; 92 is an individual business."""

DINERS_FOR_DIRECTOR = {
    "集体用餐配送单位": 1000,
    "学校食堂": 500,
    "幼儿园食堂": 300,
    "养老机构食堂": 300,
    "医疗机构食堂": 1000,
    "机关企事业单位食堂": 1000,
    "建筑工地食堂": 1000,
}
"""Diners per meal from which a 食品安全总监 must be appointed."""

_ALWAYS = {
    "中央厨房",
    "保健食品生产企业",
    "特殊医学用途配方食品生产企业",
    "婴幼儿配方食品生产企业",
}
_BY_SCALE = {
    "食品生产企业",
    "食品添加剂生产企业",
    "商场超市",
    "批发经营者",
    "食用农产品销售者",
    "网络食品销售者",
    "特大型/大型/中型/小型餐馆",
    "母婴店",
    "药店",
    "商超特殊食品专区",
    "保健食品专营/会销",
}


def is_enterprise(uscc: str | None, said: bool) -> bool:
    """Whether the entity is an enterprise: its code decides, without one what was said."""
    return uscc.startswith(ENTERPRISE_PREFIXES) if uscc else said


def requires_director(kind: str, enterprise: bool, facts: Mapping[str, Any]) -> bool:
    """Whether a 食品安全总监 must be appointed.

    `facts` may hold `scale` (large, medium, small, micro), `diners` (per meal) and
    `chain_headquarters`.
    """
    if kind in _ALWAYS or (enterprise and facts.get("chain_headquarters") is True):
        return True
    if kind in DINERS_FOR_DIRECTOR:
        diners = facts.get("diners")
        return isinstance(diners, int) and diners >= DINERS_FOR_DIRECTOR[kind]
    return enterprise and kind in _BY_SCALE and facts.get("scale") in ("large", "medium")
