"""Cells of one kind each: read, or found faulty with what to do about it."""

from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches

from app.entities.codes import normalise, phone_ok
from app.entities.models import EntityState
from app.regions.models import Level
from app.registry.columns import title_of
from app.registry.dates import NoDate, is_likely, read_date
from app.registry.row import Row

_YES = frozenset(["是", "有", "√", "✓", "✔", "对", "y", "yes", "true", "1", "t"])
_NO = frozenset(["否", "无", "没有", "×", "✗", "✘", "不是", "n", "no", "false", "0", "f", "x", "-"])
STATES = {
    "在营": EntityState.OPEN,
    "营业": EntityState.OPEN,
    "正常": EntityState.OPEN,
    "存续": EntityState.OPEN,
    "开业": EntityState.OPEN,
    "停业": EntityState.SUSPENDED,
    "暂停营业": EntityState.SUSPENDED,
    "歇业": EntityState.DORMANT,
    "注销": EntityState.DEREGISTERED,
    "吊销": EntityState.REVOKED,
    "迁出": EntityState.MOVED,
    "查无下落": EntityState.NOT_FOUND,
    "重复": EntityState.DUPLICATE,
}
SCALES = {"大型": "large", "中型": "medium", "小型": "small", "微型": "micro"}
LEVELS = {
    "省": Level.PROVINCE,
    "市": Level.CITY,
    "县": Level.COUNTY,
    "区": Level.COUNTY,
    "区县": Level.COUNTY,
    "乡": Level.TOWN,
    "镇": Level.TOWN,
    "街道": Level.TOWN,
    "镇街": Level.TOWN,
    "村": Level.VILLAGE,
    "社区": Level.VILLAGE,
    "村居": Level.VILLAGE,
}
_DIGITS = str.maketrans("", "", " -—–()（）转,，;；/、.")


def yes(row: Row, key: str) -> bool | None:
    """是/否, √/×, 有/无; None for an empty cell."""
    said = row.text(key).casefold()
    if not said:
        return None
    if said in _YES:
        return True
    if said in _NO:
        return False
    row.fault("yes_no", key, f"{title_of(row.form, key)}只填“是”或“否”。")
    return None


def day(row: Row, key: str) -> date | None:
    """A day in any form."""
    said = row.text(key)
    if not said:
        return None
    title = title_of(row.form, key)
    try:
        found = read_date(said)
    except NoDate:
        row.fault("date", key, f"看不懂这个日期，{title}请写成 2026-01-05 的样子。")
        return None
    if found is not None and not is_likely(found):
        row.fault("date_year", key, f"{found.year} 年不像{title}，请核对年份。")
        return None
    return found


def grade(row: Row, key: str, code: str) -> str | None:
    """A, B, C or D, also as “A级”."""
    said = row.text(key).upper().removesuffix("级").removesuffix("类").strip()
    if not said:
        return None
    if said in ("A", "B", "C", "D"):
        return said
    row.fault(code, key, f"{title_of(row.form, key)}只能填 A、B、C、D。")
    return None


def phone(row: Row, key: str) -> str:
    """A mobile, or a landline with its area code."""
    said = row.text(key)
    if not said:
        return ""
    if said.isdigit() and phone_ok(said):
        return said
    number = normalise(said)
    bare = number.translate(_DIGITS).removeprefix("+86")
    if len(bare) == 13 and bare.startswith("86"):
        bare = bare[2:]
    if phone_ok(bare):
        return bare
    many = len(bare)
    how = f"现在是 {many} 位，" if bare.isdigit() else ""
    row.fault("phone", key, f"电话位数不对，{how}手机 11 位，座机带区号。")
    return ""


def mobile(row: Row, key: str) -> str:
    """A mobile: by it a person is told from others of the same name."""
    found = phone(row, key)
    if found and not (len(found) == 11 and found.startswith("1")):
        row.fault("phone", key, "请填 11 位手机号，不填座机。")
        return ""
    return found


def number(row: Row, key: str) -> int | None:
    """A whole number that is not negative."""
    said = row.text(key).rstrip("人名家个")
    if not said:
        return None
    if said.isdigit() and len(said) < 8:
        return int(said)
    row.fault("number", key, f"{title_of(row.form, key)}请只填数字。")
    return None


def word(row: Row, key: str, words: Mapping[str, str], code: str) -> str | None:
    """One of the words a column knows; the nearest is suggested for another."""
    said = row.text(key)
    if not said:
        return None
    found = words.get(said)
    if found is not None:
        return found
    shown = row.form.fields[key].choices or tuple(words)
    near = nearest(said, shown)
    title = title_of(row.form, key)
    if near:
        row.fault(code, key, f"名录里没有这种{title}，是不是“{near}”？", near)
    elif len(shown) <= 8:
        row.fault(code, key, f"{title}只能填：{'、'.join(shown)}。")
    else:
        row.fault(code, key, f"名录里没有这种{title}，请从模板的下拉里选。")
    return None


def nearest(said: str, words: tuple[str, ...]) -> str | None:
    """The word that is most like what was said."""
    inside = [one for one in words if one in said or (len(said) > 1 and said in one)]
    if len(inside) == 1:
        return inside[0]
    close = get_close_matches(said, words, n=1, cutoff=0.5)
    return close[0] if close else None


Reader = Callable[[Row, str], object]
