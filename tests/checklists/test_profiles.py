"""How many items typical entities meet: published so that a changed condition is seen.

`core` is what a village visit shows, `full` what any higher level shows. The seven counts DOMAIN
published are marked; each is met exactly by the flags given here. docs/decisions/0002 explains.
"""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from app.checklists.engine import evaluate
from app.checklists.format import Checklist
from app.checklists.library import Library, load
from app.checklists.profile import Profile

ENTERPRISE = "is_enterprise"
DIRECTOR = "is_enterprise requires_director"


@dataclass(frozen=True)
class Typical:
    """An entity as it usually is, and what its checklist shows."""

    name: str
    checklist: str
    kind: str
    flags: str
    core: int
    full: int
    stage: str | None = None
    prior: bool = False

    def at(self, village: bool) -> Profile:
        return Profile(
            flags=frozenset(self.flags.split()),
            kind=self.kind,
            stage=self.stage,
            level="village" if village else "town",
            has_prior_issues=self.prior,
        )


TYPICAL = [
    # 与业务规则 3.2 公布的数一致的七类
    Typical("村食杂店", "circulation", "便利店/食杂店", "cold_chain sells_alcohol", 12, 17),
    Typical("小餐饮", "catering", "小餐饮（登记）", "online_catering", 14, 19),
    Typical(
        "中学食堂",
        "catering",
        "学校食堂",
        "is_canteen is_school requires_director",
        18,
        24,
        prior=True,
    ),
    Typical(
        "大型超市",
        "circulation",
        "商场超市",
        f"{DIRECTOR} cold_chain sells_bulk sells_fresh_meat sells_agri sells_imported"
        " sells_alcohol online_sales",
        15,
        32,
        prior=True,
    ),
    Typical(
        "大中型生产企业", "production", "食品生产企业", f"{DIRECTOR} cold_chain", 15, 30, prior=True
    ),
    Typical("母婴店", "special", "母婴店", "infant_formula", 13, 14, stage="retail"),
    Typical("药店", "special", "药店", f"{DIRECTOR} health_food fsmp", 14, 22, stage="retail"),
    # 其余五类和两种变化
    Typical(
        "幼儿园食堂（承包）",
        "catering",
        "幼儿园食堂",
        "is_canteen is_kindergarten canteen_outsourced",
        17,
        23,
    ),
    Typical("食品小作坊", "production", "食品小作坊", "", 14, 22),
    Typical(
        "保健食品生产企业",
        "special",
        "保健食品生产企业",
        f"{DIRECTOR} health_food",
        8,
        20,
        stage="production",
    ),
    Typical(
        "集中交易市场",
        "circulation",
        "集中交易市场开办者",
        f"{ENTERPRISE} sells_agri sells_fresh_meat",
        12,
        24,
    ),
    Typical("无堂食外卖", "catering", "网络餐饮（无堂食）", "online_catering", 14, 19),
    Typical("中学食堂（没有以前的问题）", "catering", "学校食堂", "is_canteen is_school", 17, 22),
    Typical("环节未登记的特殊食品店", "special", "母婴店", "infant_formula", 7, 8),
]


@pytest.fixture(scope="module")
def library() -> Library:
    return load(Path(__file__).resolve().parents[2] / "checklists")


def body(library: Library, id: str) -> Checklist:
    version = library.get(id, 1)
    assert version is not None
    return version.body


def count(library: Library, entity: Typical, *, village: bool) -> int:
    checklist = body(library, entity.checklist)
    return len(evaluate(checklist, entity.at(village), [], date(2026, 11, 23)).shown)


@pytest.mark.parametrize("entity", TYPICAL, ids=lambda entity: entity.name)
def test_a_typical_entity_meets_this_many_items(library: Library, entity: Typical) -> None:
    shown = (count(library, entity, village=True), count(library, entity, village=False))
    assert shown == (entity.core, entity.full)


@pytest.mark.parametrize("entity", TYPICAL, ids=lambda entity: entity.name)
def test_prior_issues_add_one_core_item(library: Library, entity: Typical) -> None:
    before, after = replace(entity, prior=False), replace(entity, prior=True)
    for village in (True, False):
        added = count(library, after, village=village) - count(library, before, village=village)
        assert added == 1


def test_the_table_names_kinds_the_checklists_know(library: Library) -> None:
    for entity in TYPICAL:
        assert entity.kind in body(library, entity.checklist).kinds
