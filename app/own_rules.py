"""Rules kept as data: our own file, or the one an office has put in its folder."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError


class RulesFaulty(ValueError):
    """A file of rules that cannot be read as such; the text names the file."""


def read_rules(name: str, ours: Path, own: Path) -> dict[str, Any]:
    """The content of the office's file of that name, else of ours.  Raises RulesFaulty."""
    path = own / name if (own / name).is_file() else ours / name
    try:
        content = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise RulesFaulty(f"{path}: {error}") from error
    if not isinstance(content, dict):
        raise RulesFaulty(f"{path}: 应是“名称: 内容”的列表")
    return content
