"""The demo's 包保主体: invented names over the four business types, every grade and kind."""

from dataclasses import dataclass, field
from random import Random
from typing import Literal

from app.entities.codes import licence_check, uscc_check
from app.entities.service import BusinessType


@dataclass(frozen=True)
class Kind:
    """A kind of premises: its checklist, usual grade and flags, and how such firms are named."""

    name: str
    business_type: BusinessType
    grade: Literal["A", "B", "C", "D"]
    suffixes: tuple[str, ...]
    flags: dict[str, bool | str | int] = field(default_factory=dict)
    weight: int = 1
    more: tuple[BusinessType, ...] = ()
    """Business types beside the main one: their checklists are filled in with the same visit."""


KINDS = (
    Kind(
        "便利店/食杂店",
        "circulation",
        "D",
        ("便利店", "食杂店", "小卖部"),
        {"sells_bulk": True},
        70,
    ),
    Kind("小餐饮（登记）", "catering", "D", ("小吃店", "面馆", "包子铺", "饺子馆"), {}, 70),
    Kind(
        "快餐/小吃/饮品店",
        "catering",
        "D",
        ("快餐店", "奶茶店", "烤鱼坊"),
        {"online_catering": True},
        40,
    ),
    Kind("食品摊点", "circulation", "D", ("早点摊", "烤红薯摊"), {}, 20),
    Kind(
        "食用农产品销售者",
        "circulation",
        "D",
        ("果蔬店", "鲜肉店"),
        {"sells_agri": True, "sells_fresh_meat": True, "cold_chain": True},
        20,
    ),
    Kind("食品小作坊", "production", "D", ("豆腐坊", "馒头坊", "香油坊"), {}, 20),
    Kind("药店", "special", "D", ("大药房",), {"stage": "retail", "health_food": True}, 12),
    Kind(
        "母婴店",
        "special",
        "D",
        ("母婴生活馆",),
        {"stage": "retail", "infant_formula": True, "fsmp": True},
        8,
    ),
    Kind(
        "特大型/大型/中型/小型餐馆",
        "catering",
        "C",
        ("大酒店", "鲁菜馆", "火锅店"),
        {"is_enterprise": True, "has_cold_dish_room": True, "cold_chain": True},
        16,
    ),
    Kind(
        "学校食堂",
        "catering",
        "C",
        ("小学食堂", "中学食堂"),
        {"is_canteen": True, "is_school": True, "diners": 620, "is_enterprise": True},
        10,
    ),
    Kind(
        "幼儿园食堂",
        "catering",
        "C",
        ("幼儿园食堂",),
        {"is_canteen": True, "is_kindergarten": True},
        10,
    ),
    Kind(
        "商场超市",
        "circulation",
        "B",
        ("生活超市", "购物广场"),
        {
            "is_enterprise": True,
            "scale": "large",
            "sells_bulk": True,
            "sells_agri": True,
            "sells_imported": True,
            "sells_alcohol": True,
            "cold_chain": True,
            "sells_fresh_meat": True,
            "stage": "retail",
            "health_food": True,
        },
        8,
        ("special",),
    ),
    Kind(
        "食品生产企业",
        "production",
        "B",
        ("食品有限公司", "粮油有限公司"),
        {"is_enterprise": True, "scale": "medium", "cold_chain": True},
        8,
    ),
    Kind(
        "集体用餐配送单位",
        "catering",
        "A",
        ("营养餐配送有限公司",),
        {"is_enterprise": True, "diners": 3000, "is_group_meal": True},
        2,
    ),
    Kind(
        "保健食品生产企业",
        "special",
        "A",
        ("生物科技有限公司",),
        {
            "is_enterprise": True,
            "stage": "production",
            "health_food": True,
        },
        2,
    ),
)

_NAMES = """
    禾谷里 泺源居 泉边 柳荫 荷香 明湖边 曲水 百花洲 芙蓉巷 青石板
    老城根 半亩园 鹊华 历山下 佛山麓 珍珠井 趵突里 黑虎泉边 千佛檐 舜耕
    龙洞山 东荷西柳 四面荷 稼轩里 易安居 泉韵 石榴红 知味 同和 福满
    春和 秋实 鲜禾 丰年 一粟 麦浪 稻香里 豆蔻 椒盐 三餐
    四季 五谷 六味 七里香 八方 九味 拾光
"""
_WORDS = tuple(_NAMES.split())

_LICENCE_FIRST = {"circulation": "1", "catering": "2", "special": "1"}


@dataclass(frozen=True)
class Firm:
    """One premises to be registered."""

    name: str
    kind: Kind
    region: str
    address: str
    uscc: str | None
    licence_no: str


def firm(number: int, kind: Kind, region: str, town_name: str, random: Random) -> Firm:
    """Firm `number` of the demo: name, address and codes are invented, check digits true."""
    word = _WORDS[number % len(_WORDS)]
    label = f"（{town_name.removesuffix('街道')}{number // len(_WORDS) + 1}店）"
    suffix = kind.suffixes[number % len(kind.suffixes)]
    street = random.choice(("泉水路", "示范街", "和平里", "文化巷", "丰收路"))
    return Firm(
        name=f"{word}{suffix}{label}",
        kind=kind,
        region=region,
        address=f"{town_name}{street}{random.randint(1, 299)}号",
        uscc=None if kind.name == "食品摊点" else _uscc(number, kind, region),
        licence_no=_licence(number, kind, region),
    )


def _uscc(number: int, kind: Kind, region: str) -> str:
    first = "91" if kind.flags.get("is_enterprise") else "92"
    body = f"{first}{region[:6]}MADEM{number:04d}"
    return body + uscc_check(body)


def _licence(number: int, kind: Kind, region: str) -> str:
    if kind.name in ("食品小作坊", "小餐饮（登记）", "食品摊点"):
        return f"登记{region[:6]}{number:05d}"
    if kind.business_type == "production" or kind.flags.get("stage") == "production":
        category = "127" if kind.business_type == "special" else "101"
        body = f"{category}{region[:6]}{number:04d}"
        return f"SC{body}{licence_check(body)}"
    body = f"{_LICENCE_FIRST[kind.business_type]}{region[:6]}{number:06d}"
    return f"JY{body}{licence_check(body)}"
