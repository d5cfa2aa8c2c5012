"""What the trail calls an action is put in Chinese where the auditor reads it."""

import ast
import re
from collections.abc import Iterator

from app.settings import ROOT

_ACTION = re.compile(r"[a-z]+\.[a-z_]+")
_WRITERS = {"record", "_note"}


def _written() -> Iterator[str]:
    """Every action that is written down under a name of its own."""
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _WRITERS:
                for given in node.args:
                    if isinstance(given, ast.Constant) and isinstance(given.value, str):
                        yield from _ACTION.findall(given.value)


def test_every_action_of_the_trail_has_a_word() -> None:
    told = (ROOT / "pwa/src/domain/audit-words.ts").read_text(encoding="utf-8")
    named = set(re.findall(r"'([a-z]+\.[a-z_]+)':", told))
    named |= {f"issue.{move}" for move in re.findall(r"^  ([a-z_]+): '", told, re.MULTILINE)}
    written = set(_written())
    assert len(written) > 40
    assert written - named == set()
