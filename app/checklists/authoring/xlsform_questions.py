"""A question of an XLSForm as fields of the format."""

from typing import Any

from app.checklists.authoring.xlsform_words import (
    RowFault,
    day_limit,
    length_limit,
    number_limits,
    why_refused,
    yes_no,
)

USUAL_TEXT = 500
_COLUMN_TYPES = {"text", "number", "date", "choice", "barcode", "photo"}


def label_of(node: dict[str, Any], key: str = "label") -> str:
    """The label, in Chinese where the form has several languages."""
    label = node.get(key) or ""
    if isinstance(label, dict):
        chinese = [text for name, text in label.items() if "zh" in name or "中" in name]
        label = (chinese or list(label.values()) or [""])[0]
    return str(label).strip()


def question(node: dict[str, Any]) -> dict[str, Any]:
    """Type and fields of a question.  Raises RowFault."""
    kind, bind = node["type"], node.get("bind", {})
    constraint = str(bind.get("constraint", ""))
    if bind.get("calculate") or _claimed(bind.get("readonly", ""), "read_only"):
        raise RowFault("calculation", "检查表不做计算，也没有只读题，请删去")
    match kind:
        case "select one" | "select all that apply":
            return _choice(node, several=kind == "select all that apply")
        case "integer" | "int" | "decimal":
            whole = kind != "decimal"
            number = {"type": "number", **number_limits(constraint, whole=whole)}
            return number | ({"whole": True} if whole else {})
        case "range":
            told = node.get("parameters", {})
            ends = {"min": told.get("start", 1), "max": told.get("end", 10)}
            return {"type": "number", **{name: float(end) for name, end in ends.items()}}
        case "text" | "string":
            return {"type": "text", "max_length": USUAL_TEXT} | length_limit(constraint)
        case "date":
            return {"type": "date"} | day_limit(constraint)
        case "photo" | "image":
            if str(node.get("control", {}).get("appearance", "")).split()[:1] == ["signature"]:
                return {"type": "signature", "who": label_of(node)[:60]}
            return {"type": "photo"}
        case "barcode":
            return {"type": "barcode"}
    raise RowFault("type", why_refused(kind))


def repeated(node: dict[str, Any]) -> dict[str, Any]:
    """A repeat as one item with a line for each thing looked at.  Raises RowFault."""
    if "jr:count" in node.get("control", {}):
        raise RowFault("repeat_count", "不支持固定次数，请删去 repeat_count")
    columns = []
    for number, child in enumerate(node.get("children", []), 1):
        if child["type"] in ("group", "repeat"):
            raise RowFault("type", "begin repeat 里只能放题目，不能再套分组")
        asked = question(child)
        if asked["type"] == "yes_no_na":
            asked = {"type": "choice", "options": [label_of(one) for one in child["choices"]]}
        if asked["type"] not in _COLUMN_TYPES or child.get("bind", {}).get("relevant"):
            kinds = "文字、数字、日期、选择、条码或照片"
            text = f"重复组里的“{label_of(child)}”只能是{kinds}，且没有条件"
            raise RowFault("type", text)
        optional = {} if is_required(child) else {"optional": True}
        columns.append({"code": f"c{number}", "text": label_of(child), **asked, **optional})
    return {"type": "group", "row": label_of(node)[:60], "columns": columns}


def is_required(node: dict[str, Any]) -> bool:
    """Whether a question must be answered.  Raises RowFault."""
    return _claimed(node.get("bind", {}).get("required", ""), "required")


def _choice(node: dict[str, Any], *, several: bool) -> dict[str, Any]:
    choices = node.get("choices") or []
    if node.get("choice_filter") or not choices:
        raise RowFault("type", "不支持筛选的选项和外部文件里的选项，请把选项写在 choices 表里")
    meant = None if several else yes_no(choices)
    if meant is not None:
        return {"type": "yes_no_na"} | ({} if "na" in meant.values() else {"allow_na": False})
    options = [label_of(one) for one in choices]
    return {"type": "choice", "options": options} | ({"multiple": True} if several else {})


def _claimed(said: Any, column: str) -> bool:
    text = str(said).strip().lower()
    if text in ("", "no", "false", "false()"):
        return False
    if text in ("yes", "true", "true()"):
        return True
    raise RowFault(column, f"{column} 只收 yes 或 no")
