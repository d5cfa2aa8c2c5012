from uuid import uuid4

import pytest

from app.assignments.caps import Cap
from app.matching.checking import check
from app.matching.heads import headed
from app.matching.problem import Cadre, Firm

TOWN, VILLAGE, OTHER = "370102001000", "370102001001", "370102001002"
PLACES = {"city": "370100000000", "county": "370102000000", "town": TOWN, "village": VILLAGE}
BELOW = {TOWN: "泉城路街道", "370102002000": "和平街道"}
WORDS = ["书记", "主任"]


def a_firm(grade: str = "C", **places: str) -> Firm:
    return Firm(uuid4(), grade, "小餐饮（登记）", ("catering",), {**PLACES, **places})


def a_cadre(limit: int = 3, *, hard: bool = True, areas: tuple[str, ...] = ()) -> Cadre:
    return Cadre(uuid4(), "town", TOWN, Cap(limit=limit, hard=hard), areas=frozenset(areas))


@pytest.mark.parametrize(
    ("cadre", "firm", "load", "expected"),
    [
        (a_cadre(), a_firm("D"), 0, ("refused", "层级不对应")),
        (a_cadre(), a_firm(town="370102009000"), 0, ("refused", "不属本地")),
        (a_cadre(), a_firm(), 3, ("refused", "已到上限")),
        (a_cadre(hard=False), a_firm(), 3, ("with_reason", "超提醒上限")),
        (a_cadre(areas=(OTHER,)), a_firm(), 0, ("with_reason", "不在同一片区")),
        (a_cadre(areas=(VILLAGE,)), a_firm(), 2, ("fits", "同片区、未超上限")),
        (a_cadre(), a_firm(), 2, ("fits", "属地、未超上限")),
    ],
)
def test_the_strongest_objection_is_told(
    cadre: Cadre, firm: Firm, load: int, expected: tuple[str, str]
) -> None:
    found = check(cadre, [firm], load)
    assert (found.verdict, found.word) == expected


def test_two_firms_may_be_too_many_where_one_is_not() -> None:
    assert check(a_cadre(), [a_firm()], 2).verdict == "fits"
    assert check(a_cadre(), [a_firm(), a_firm()], 2).word == "匹配后超上限"


@pytest.mark.parametrize(
    ("post", "heads"),
    [
        ("区委常委、泉城路街道党工委书记", {TOWN}),
        ("副区长兼任和平街道办事处主任", {"370102002000"}),
        ("泉城路街道办事处副主任", set()),
        ("副区长，联系泉城路街道", set()),
        ("区委书记", set()),
    ],
)
def test_who_heads_a_division_is_read_from_the_post(post: str, heads: set[str]) -> None:
    assert headed(post, BELOW, WORDS) == heads
