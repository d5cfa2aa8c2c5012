"""Each way offices spoil a row: how a clean one is ruined, and what must be found in which cell.

Columns are places in `books.HEADING`; a ruin may need a row beside it (`with_row`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.entities.codes import licence_check
from tests.builders import CITY, COUNTY, OTHER_VILLAGE
from tests.registry.books import licence, uscc

Cells = list[Any]
NAME, USCC, LICENCE, LASTS, KIND, GRADE, RISK, REGION = 1, 2, 3, 4, 5, 6, 7, 8
ADDRESS, OWNER, OWNER_PHONE, OFFICER, OFFICER_PHONE, CADRE, CADRE_PHONE = 9, 10, 11, 12, 13, 14, 15


@dataclass(frozen=True)
class Ruin:
    """One kind of fault."""

    label: str
    code: str
    place: int
    spoil: Callable[[Cells, int], None]
    partner: Callable[[Cells, int], None] | None = None
    """How the clean row before it is changed, so that the two contradict each other."""
    on_partner: bool = False
    """Whether the row before is named as well, for nobody knows which is right."""
    also: tuple[tuple[str, int], ...] = field(default=())
    """Findings that follow of themselves."""


def put(place: int, value: Any) -> Callable[[Cells, int], None]:
    """Write a value over a cell."""

    def spoil(cells: Cells, number: int) -> None:
        cells[place] = value(number) if callable(value) else value

    return spoil


def _wrong_check(number: int) -> str:
    code = uscc(number)
    return code[:17] + ("0" if code[17] != "0" else "1")


def _letter_o(number: int) -> str:
    code = uscc(number)
    return code[:10] + code[10:].replace("0", "O", 1)


def _wrong_licence(number: int) -> str:
    code = licence(number)
    return code[:15] + str((int(code[15]) + 1) % 10)


def _other_licence(first: str) -> Callable[[int], str]:
    def make(number: int) -> str:
        body = f"{first}370102{number:06d}"
        return f"JY{body}{licence_check(body)}"

    return make


def _old_number(number: int) -> str:
    body = f"37010260{number:06d}"
    return body + licence_check(body)


def _id_number(number: int) -> str:
    body = f"370102196{number % 10}0{number % 9 + 1}1{number % 10}{number % 900 + 100}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(d) * w for d, w in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def same(*places: int) -> Callable[[Cells, int], None]:
    """Make cells those of the row before (its number is one less)."""

    def spoil(cells: Cells, number: int) -> None:
        from tests.registry.books import shop

        before = shop(number - 1)["cells"]
        for place in places:
            cells[place] = before[place]

    return spoil


def both(*spoils: Callable[[Cells, int], None]) -> Callable[[Cells, int], None]:
    """One after the other."""

    def spoil(cells: Cells, number: int) -> None:
        for one in spoils:
            one(cells, number)

    return spoil


def _spaced_name(cells: Cells, number: int) -> None:
    cells[NAME] = f"示范便利店（{number - 1:05d}号）"
    cells[ADDRESS] = f"山东省济南市历下区示范路{number - 1}号"


RUINS = (
    Ruin("单位名称没填", "missing", NAME, put(NAME, None)),
    Ruin("业态没填", "missing", KIND, put(KIND, "")),
    Ruin("层级没填", "missing", GRADE, put(GRADE, None)),
    Ruin("地址没填", "missing", ADDRESS, put(ADDRESS, "  ")),
    Ruin("区划没填", "missing", REGION, put(REGION, None)),
    Ruin("有电话没姓名", "missing", OWNER, put(OWNER, None)),
    Ruin("名称太长", "too_long", NAME, put(NAME, "长" * 121)),
    Ruin("名称乱码", "garbled", NAME, put(NAME, lambda n: f"锟斤拷{n}")),
    Ruin("信用代码填身份证号", "id_number", USCC, put(USCC, _id_number)),
    Ruin("负责人填身份证号", "id_number", OWNER, put(OWNER, _id_number)),
    Ruin("信用代码科学计数", "number_lost", USCC, put(USCC, 9.2370102e17)),
    Ruin("地址是错误值", "excel_error", ADDRESS, put(ADDRESS, "#N/A")),
    Ruin("名称是公式", "formula", NAME, put(NAME, "'=A1&B1")),
    Ruin("信用代码少一位", "uscc_length", USCC, put(USCC, lambda n: uscc(n)[:17])),
    Ruin("信用代码多一位", "uscc_length", USCC, put(USCC, lambda n: uscc(n) + "1")),
    Ruin("信用代码写办理中", "uscc_letters", USCC, put(USCC, "正在办理")),
    Ruin("信用代码字母 O", "uscc_alike", USCC, put(USCC, _letter_o)),
    Ruin("信用代码校验不符", "uscc_check", USCC, put(USCC, _wrong_check)),
    Ruin("旧注册号", "uscc_old", USCC, put(USCC, _old_number)),
    Ruin("没有信用代码", "uscc_none", USCC, put(USCC, None)),
    Ruin("许可证少一位", "licence_form", LICENCE, put(LICENCE, lambda n: licence(n)[:15])),
    Ruin("许可证校验不符", "licence_check", LICENCE, put(LICENCE, _wrong_licence)),
    Ruin("许可证是餐饮的", "licence_type", LICENCE, put(LICENCE, _other_licence("2"))),
    Ruin("许可证过期", "licence_expired", LASTS, put(LASTS, "2020年1月5日")),
    Ruin("日期看不懂", "date", LASTS, put(LASTS, "明年底")),
    Ruin("没有这一天", "date", LASTS, put(LASTS, "2027.2.30")),
    Ruin("年份不对", "date_year", LASTS, put(LASTS, "2929-12-31")),
    Ruin("业态名录里没有", "kind", KIND, put(KIND, "便利店铺")),
    Ruin("层级填 E", "grade", GRADE, put(GRADE, "E")),
    Ruin("风险等级填高", "risk", RISK, put(RISK, "高风险")),
    Ruin("层级和干部对不上", "level", CADRE, put(GRADE, "A")),
    Ruin("区划代码少位", "region_unknown", REGION, put(REGION, "3701020010")),
    Ruin("区划代码没有", "region_unknown", REGION, put(REGION, "370102001999")),
    Ruin("区划在别的县", "region_outside", REGION, put(REGION, OTHER_VILLAGE)),
    Ruin("区划只到县", "region_high", REGION, put(REGION, COUNTY)),
    Ruin("区划是市", "region_outside", REGION, put(REGION, CITY)),
    Ruin("负责人电话少位", "phone", OWNER_PHONE, put(OWNER_PHONE, "8612345")),
    Ruin("安全员电话多位", "phone", OFFICER_PHONE, put(OFFICER_PHONE, "139000000012")),
    Ruin("没有安全员和负责人", "officer_none", OFFICER, both(
        put(OWNER, None), put(OWNER_PHONE, None), put(OFFICER, None), put(OFFICER_PHONE, None)
    )),
    Ruin("没写包保干部", "responsible_none", CADRE, both(put(CADRE, None), put(CADRE_PHONE, None))),
    Ruin("名单里没有这位干部", "cadre_unknown", CADRE, both(
        put(CADRE, "没有此人"), put(CADRE_PHONE, None)
    )),
    Ruin("干部电话没有", "cadre_unknown", CADRE_PHONE, put(CADRE_PHONE, "13911112222")),
    Ruin("干部电话是别人", "cadre_differs", CADRE, put(CADRE, "赵立新")),
    Ruin("干部同名", "cadre_many", CADRE, both(put(CADRE, "王同名"), put(CADRE_PHONE, None))),
    Ruin("同一家两行", "duplicate", NAME, same(NAME, USCC, ADDRESS)),
    Ruin("同一代码两个名称", "name_conflict", NAME, same(USCC, ADDRESS), on_partner=True),
    Ruin("同一家两个层级", "grade_conflict", GRADE, both(
        same(NAME, USCC, ADDRESS), put(GRADE, "C")
    ), on_partner=True, also=(("level", CADRE),)),
    Ruin("同一代码名称两个地址", "address_conflict", ADDRESS, same(NAME, USCC)),
    Ruin("名称地址几乎一样", "similar", NAME, _spaced_name),
)  # fmt: skip
