"""Who may publish what (DOMAIN 1.2, row “Edit checklist templates”).

    county office    proposes
    city office      publishes what adds, tightens or re-words, where the installation is its city's
    province office  publishes
    sysadmin         publishes, for the office that decided (DECISIONS 14)

A published version reaches every phone of the installation.
"""

from app.accounts.roles import Role
from app.accounts.user import User
from app.checklists.authoring.differences import Change, loosening
from app.regions.models import Level


def refusal(by: User, changes: list[Change], *, other_cities: bool) -> str:
    """Why this person may not publish these changes; empty where they may."""
    if by.role == Role.SYSADMIN:
        return ""
    if by.role != Role.OFFICE:
        return "发布检查表由食药安办决定，请联系本级食药安办。"
    if by.level == Level.PROVINCE:
        return ""
    if by.level != Level.CITY:
        return "县级食药安办提出草稿，由市级食药安办或系统管理员发布。请通知他们到这里核对发布。"
    if other_cities:
        return "这套系统还有别的市在用，新版会发到所有手机，请由省级食药安办或系统管理员发布。"
    if softer := loosening(changes):
        named = "；".join(str(change) for change in softer[:3])
        return (
            f"市级可以新增、收紧、改写，不能删去或放宽省里的要求：{named}"
            f"{' 等' if len(softer) > 3 else ''}。请改回，或由省级食药安办、系统管理员发布。"
        )
    return ""
