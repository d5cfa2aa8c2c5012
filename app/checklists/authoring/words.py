"""The words of the format as an office says them: for differences, workbooks and previews."""

from app.checklists.format import BaseItem, Deadline

SEVERITY = {"minor": "一般", "major": "较重", "critical": "重大"}
TIER = {"core": "必查", "standard": "全项"}
BUSINESS_TYPE = {
    "production": "食品生产",
    "circulation": "食品销售",
    "catering": "餐饮服务",
    "special": "特殊食品",
}
UNIT = {"workday": "个工作日", "calendar_day": "天", "hour": "小时"}
ACTION = {
    "onsite_fix": "可当场整改",
    "transfer_to_samr": "移交市场监管",
    "notify_supervisor": "立即报告",
    "advise_enterprise_stop_or_segregate": "建议停用或隔离",
    "no_close_without_samr_review": "市场监管复核后销号",
    "link_prior_issues": "关联以前的问题",
    "mark_repeat": "标记重复出现",
}
ITEM_TYPE = {
    "yes_no_na": "是否",
    "text": "文字",
    "number": "数字",
    "date": "日期",
    "choice": "选择",
    "photo": "照片",
    "signature": "签名",
    "barcode": "条码",
    "group": "逐个登记",
}
CHILD_TYPE = {
    "text": "文字",
    "number": "数字",
    "date": "日期",
    "choice": "选择",
    "photo": "照片",
    "signature": "签名",
    "barcode": "条码",
    "group": "逐个登记",
    "issue_review": "核对以前的问题",
}


def deadline(given: Deadline) -> str:
    """“立即”, “3 个工作日”."""
    return "立即" if given.unit == "immediate" else f"{given.value} {UNIT[given.unit]}"


def brief(item: BaseItem) -> str:
    """What is said of an item beside its text."""
    kind = TIER[item.tier], SEVERITY[item.severity], f"期限 {deadline(item.deadline)}"
    return "，".join(kind)


def yes(claim: bool) -> str:
    """“是” or “否”."""
    return "是" if claim else "否"


def photo_reason(item: BaseItem) -> str:
    """Why a photo is asked for on 否; empty where none is."""
    need = getattr(item, "photo_on_fail", None)
    return str(need.reason) if need else ""
