"""Checklists as the text of a file, and single settings as text of a cell."""

import io
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from app.checklists.format import Checklist

_HEAD = "# yaml-language-server: $schema=../checklist.schema.json\n"
_WIDE = 4096
_FLOW = {"deadline", "photo_on_fail", "show", "options", "on_fail"}
"""What is short enough to stand on the line of its key."""
_LINES = {"basis", "children", "rules"}
"""Lists whose entries stand on a line each where they are short."""
_FIRST = (
    *(
        "code",
        "id",
        "title",
        "version",
        "name",
        "business_type",
        "valid_from",
        "valid_to",
        "note",
        "kinds",
    ),
    *("laws", "law", "text", "type", "allow_na", "tier", "severity", "when", "show", "options"),
    *("multiple", "needs_professional", "optional", "basis", "guide", "photo_on_fail", "rectify"),
    *("deadline", "on_fail", "source"),
)
"""The order of keys; those not named come last, as they are."""
_SHORT = 110


def file_text(body: Checklist) -> str:
    """The file of a version, in the layout of those that are shipped."""
    data = _laid_out(body.model_dump(exclude_defaults=True))
    return _HEAD + _dumped(data)


def to_flow(data: dict[str, Any]) -> str:
    """Settings on one line; empty where there are none."""
    if not data:
        return ""
    flow = _marked(data)
    return _dumped(flow).strip()


def from_flow(text: str) -> dict[str, Any]:
    """Settings from the text of a cell.  Raises ValueError."""
    if not text:
        return {}
    try:
        read = YAML(typ="safe").load(text)
    except YAMLError as error:
        raise ValueError("这一格的写法有误；不需要的话请删空") from error
    if not isinstance(read, dict):
        raise ValueError("这一格要写成 {名称: 值}；不需要的话请删空")
    return read


def _dumped(data: Any) -> str:
    yaml = YAML(typ="rt")
    yaml.width = _WIDE
    yaml.indent(mapping=2, sequence=2, offset=0)
    text = io.StringIO()
    yaml.dump(data, text)
    return text.getvalue()


def _laid_out(value: Any, key: str = "") -> Any:
    if key in _FLOW or (isinstance(value, dict) and key in _LINES and _is_short(value)):
        return _marked(value)
    if isinstance(value, dict):
        return CommentedMap({name: _laid_out(value[name], name) for name in _ordered(value)})
    if isinstance(value, list):
        return CommentedSeq([_laid_out(one, key) for one in value])
    return value


def _is_short(value: dict[str, Any]) -> bool:
    return len(to_flow(value)) < _SHORT


def _ordered(value: dict[str, Any]) -> list[str]:
    places = {name: place for place, name in enumerate(_FIRST)}
    return sorted(value, key=lambda name: places.get(name, len(places)))


def _marked(value: Any) -> Any:
    """The same value, to be written in one line."""
    if isinstance(value, dict):
        flow = CommentedMap({name: _marked(value[name]) for name in _ordered(value)})
        flow.fa.set_flow_style()
        return flow
    if isinstance(value, list):
        row = CommentedSeq([_marked(one) for one in value])
        row.fa.set_flow_style()
        return row
    return value
