"""What is wrong with a relation that stands (待调整)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.accounts.roles import Role
from app.matching.problem import Firm
from app.matching.reading import Held

GONE = "干部账号已停用"
LEVEL = "层级不对应"
PLACE = "不在属地"
OVER = "超过硬性上限"


def fault_of(firm: Firm, held: Held | None, accounts: Mapping[UUID, Any]) -> str:
    """The rule a relation breaks; empty where there is none, or no relation."""
    if held is None:
        return ""
    account = accounts.get(held.cadre_id)
    if account is None or account.disabled_at is not None or account.role != Role.CADRE:
        return GONE
    if not held.level == str(account.level) == firm.level:
        return LEVEL
    return "" if account.region_code == firm.territory else PLACE
