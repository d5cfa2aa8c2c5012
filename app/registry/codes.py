"""信用代码 and licence numbers of a row, judged as their check digits allow."""

import re
from datetime import date

from app.entities.codes import licence_check, licence_ok, normalise, suggest, uscc_check, uscc_ok
from app.registry.row import Row

_ALPHABET = re.compile(r"[0-9A-HJ-NPQRTUWXY]+")
_LOOKS = re.compile(r"[0-9A-Z]+")
_SC_JY = re.compile(r"(SC|JY)(\d{14})")
_JY_TYPES = {"1": ("circulation", "special"), "2": ("catering",), "3": ("catering",)}
_NO_CODE_NEEDED = ("食品摊点", "食品小作坊", "小餐饮（登记）")


def uscc(row: Row, key: str = "uscc") -> str:
    """The 统一社会信用代码, in capitals; nothing where it is of no use."""
    said = row.text(key)
    if not said:
        return ""
    if len(said) == 18 and uscc_ok(said):
        return said
    code = normalise(said)
    if uscc_ok(code):
        return code
    if not _LOOKS.fullmatch(code):
        row.fault(
            "uscc_letters",
            key,
            "信用代码只有数字和大写字母。没有执照的把这一格清空，在“无代码原因”里说明。",
        )
        return ""
    if len(code) == 15 and code.isdigit():
        return _old(row, key, code)
    if len(code) != 18:
        gap = len(code) - 18
        how = f"多 {gap} 位" if gap > 0 else f"少 {-gap} 位"
        row.fault("uscc_length", key, f"{how}，信用代码应为 18 位，请对照执照补全。")
        return ""
    better = suggest(code)
    if better != code and uscc_ok(better):
        row.fault("uscc_alike", key, f"信用代码里没有字母 O、I，是否应为 {better}？", better)
        return code
    if not _ALPHABET.fullmatch(code) or not code[2:8].isdigit():
        row.fault(
            "uscc_letters", key, "信用代码里不会有 I、O、S、V、Z，第 3 到 8 位是数字，请对照执照。"
        )
        return ""
    last = uscc_check(code[:17])
    row.fault(
        "uscc_check",
        key,
        f"校验不符（按前 17 位算，最后一位应是 {last}），请对照执照核对；确认无误可以照样导入。",
    )
    return code


def _old(row: Row, key: str, code: str) -> str:
    fits = licence_check(code[:14]) == code[14]
    row.fault(
        "uscc_old",
        key,
        "这是 15 位的旧注册号"
        + ("" if fits else "（校验也不符）")
        + "，请换成 18 位统一社会信用代码；"
        "确实没有换照的，写明原因可以照样导入。",
    )
    return code


def no_uscc(row: Row, kind: str) -> None:
    """Without a code there should be a reason; a stall or a small workshop needs none."""
    if "uscc" in row.texts or row.text("no_uscc") or kind in _NO_CODE_NEEDED:
        return
    row.fault("uscc_none", "uscc", "没填信用代码。有执照的请补上；没有的写明无代码原因。")


def licence(row: Row, business_type: str | None, key: str = "licence_no") -> str:
    """The licence number, in capitals."""
    said = row.plain(key)
    if not said:
        return ""
    code = normalise(said)
    if not code.startswith(("SC", "JY")):
        return code
    found = _SC_JY.fullmatch(code[:2] + suggest(code[2:]))
    if not found:
        row.fault("licence_form", key, f"{code[:2]} 后面应是 14 位数字，请对照许可证核对。")
    elif not licence_ok(code):
        better = found[0]
        fits = better != code and licence_ok(better)
        row.fault(
            "licence_check",
            key,
            "许可证编号里没有字母 O、I，是否应为数字 0、1？"
            if fits
            else "许可证编号校验不符，请对照许可证核对；确认无误可以照样导入。",
            better if fits else None,
        )
    elif business_type and not _goes_with(code, business_type):
        row.fault("licence_type", key, "许可证种类和主体类别对不上，请核对是哪一个填错了。")
    return code


def _goes_with(code: str, business_type: str) -> bool:
    if code.startswith("SC"):
        return business_type in ("production", "special")
    return business_type in _JY_TYPES.get(code[2], (business_type,))


def expired(row: Row, last_day: date | None, today: date, key: str = "licence_valid_to") -> None:
    """A licence that ran out is either renewed or a finding of its own."""
    if last_day is not None and last_day < today:
        row.fault("licence_expired", key, f"许可证 {last_day} 已过期，换证了请填新的日期。")
