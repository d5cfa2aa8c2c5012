"""Everything that can be found in a row: stable codes, how grave, and what to call them.

An error keeps its row out; a warning waits until a person says why it is right all the same.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Gravity(StrEnum):
    """Whether a row can be taken all the same."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Kind:
    """A kind of finding: its name in the list, and how grave it is."""

    name: str
    gravity: Gravity


class Fault(NamedTuple):
    """A finding in a cell: its kind, the column, how to mend it, and a better value if known."""

    code: str
    field: str
    text: str
    suggestion: str | None = None


_E, _W = Gravity.ERROR, Gravity.WARNING

KINDS: dict[str, Kind] = {
    "missing": Kind("必填没填", _E),
    "too_long": Kind("内容太长", _E),
    "garbled": Kind("有乱码", _E),
    "id_number": Kind("填了身份证号", _E),
    "number_lost": Kind("长数字被 Excel 改坏", _E),
    "excel_error": Kind("Excel 公式出错", _E),
    "formula": Kind("填的是公式", _E),
    "uscc_length": Kind("信用代码位数不对", _E),
    "uscc_letters": Kind("信用代码有不该有的字", _E),
    "uscc_alike": Kind("信用代码 O、I 疑似 0、1", _W),
    "uscc_check": Kind("信用代码校验不符", _W),
    "uscc_old": Kind("旧注册号", _W),
    "uscc_none": Kind("没有信用代码也没写原因", _W),
    "licence_form": Kind("许可证编号格式不对", _W),
    "licence_check": Kind("许可证编号校验不符", _W),
    "licence_type": Kind("许可证和类别对不上", _W),
    "licence_expired": Kind("许可证已过期", _W),
    "phone": Kind("电话位数不对", _E),
    "date": Kind("日期看不懂", _E),
    "date_year": Kind("日期年份不对", _E),
    "yes_no": Kind("是否填错", _E),
    "number": Kind("不是数字", _E),
    "grade": Kind("包保层级填错", _E),
    "risk": Kind("风险等级填错", _E),
    "state": Kind("经营状态填错", _E),
    "type": Kind("主体类别填错", _E),
    "kind": Kind("业态名录里没有", _E),
    "kind_type": Kind("业态和类别对不上", _E),
    "scale": Kind("规模填错", _E),
    "region_unknown": Kind("区划名录里没有", _E),
    "region_outside": Kind("不在本级区域内", _E),
    "region_high": Kind("区划没写到镇街、村居", _E),
    "region_many": Kind("区划同名分不清", _E),
    "region_gone": Kind("区划已停用", _E),
    "region_differs": Kind("区划代码和名称对不上", _E),
    "officer_none": Kind("没有安全员和负责人", _W),
    "duplicate": Kind("同一家重复出现", _E),
    "name_conflict": Kind("同一代码名称不一致", _E),
    "grade_conflict": Kind("同一家层级不一致", _E),
    "address_conflict": Kind("同一代码、名称，地址不一致", _W),
    "similar": Kind("可能重复", _W),
    "name_changes": Kind("和名录里的名称不同", _W),
    "state_changes": Kind("和名录里的状态不同", _E),
    "region_changes": Kind("换了辖区", _E),
    "grade_changes": Kind("和名录里的层级不同", _W),
    "entity_unknown": Kind("名录里没有这家单位", _E),
    "entity_many": Kind("分不清是哪一家", _E),
    "entity_differs": Kind("单位名称和代码对不上", _E),
    "cadre_unknown": Kind("名单里没有这位干部", _E),
    "cadre_many": Kind("干部同名分不清", _E),
    "cadre_differs": Kind("干部电话和姓名对不上", _E),
    "phone_two_names": Kind("同一电话两个姓名", _E),
    "level": Kind("层级和干部级别对不上", _W),
    "responsible_two": Kind("一家有两位包保干部", _E),
    "responsible_none": Kind("没有包保干部", _W),
    "depends": Kind("所指的那一行有错", _E),
    "duty": Kind("人员类别填错", _E),
    "role": Kind("角色填错", _E),
    "role_level": Kind("角色和级别对不上", _E),
    "unit": Kind("单位名录里没有", _E),
    "username": Kind("账号名不合规定", _E),
    "username_taken": Kind("账号名已有人用", _E),
    "person_same": Kind("同一人重复出现", _E),
    "person_changes": Kind("电话已有别人在用", _E),
    "lines": Kind("分管行业看不懂", _E),
    "areas": Kind("片区看不懂", _E),
    "code_form": Kind("区划代码格式不对", _E),
    "code_twice": Kind("区划代码重复", _E),
    "code_level": Kind("区划级别和代码对不上", _E),
    "parent": Kind("没有上级区划", _E),
    "dates_turned": Kind("停用早于启用", _E),
    "total": Kind("合计数对不上", _W),
}


def gravity(code: str) -> Gravity:
    """How grave a kind of finding is."""
    return KINDS[code].gravity
