"""Checklists of an installation's own: the product's, and further versions beside them."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from app.settings import ROOT

Body = dict[str, Any]
_YAML = YAML(typ="safe", pure=True)
_YAML.allow_unicode = True


def own_shelf(folder: Path) -> Path:
    """A copy of the product's checklists that may be added to."""
    return Path(shutil.copytree(ROOT / "checklists", folder))


def add_version(shelf: Path, id: str, change: Callable[[Body], None]) -> int:
    """Write the version after the newest, changed as `change` does; gives its number."""
    newest = len(list((shelf / id).glob("v*.yaml")))
    body: Body = _YAML.load(shelf / id / f"v{newest}.yaml")
    body["version"] = newest + 1
    change(body)
    # Through JSON: no two places share an object, which YAML would write as an anchor.
    plain = json.loads(json.dumps(body, default=str))
    plain["valid_from"] = body["valid_from"]
    _YAML.dump(plain, shelf / id / f"v{newest + 1}.yaml")
    return newest + 1


def items(body: Body) -> dict[str, Body]:
    """The questions by their codes, to be changed in place."""
    return {item["code"]: item for section in body["sections"] for item in section["items"]}


def make_long(body: Body) -> None:
    """Sixty questions that every shop is asked: the product's own, some of them twice."""
    for item in items(body).values():
        item.pop("when", None)
        item["tier"] = "core"
    lacking = 60 - len(items(body))
    again = json.loads(json.dumps(body["sections"], default=str).replace("CATR-", "PRAC-"))
    for section in again:
        section["items"] = section["items"][: max(0, lacking)]
        lacking -= len(section["items"])
    body["sections"] += [section for section in again if section["items"]]
