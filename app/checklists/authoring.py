"""For who writes checklists: check the folder, keep the schema current, freeze what is released."""

import json
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from ruamel.yaml import YAML

from app.checklists.format import Checklist
from app.checklists.freezing import digests
from app.checklists.library import LOCK, Library, load
from app.checklists.reading import ChecklistError, Problem, read_document

SCHEMA = "checklist.schema.json"
_LOCK_HEAD = """\
# 已发布的版本。由 dudao checklists release 写入，不要手改；
# 发布过的文件一改，系统就停止启动，并指出是哪一条。要改内容，请另写下一个版本。
"""


def check(folder: Path) -> list[Problem]:
    """Everything wrong with a folder of checklists, in the order of file and line."""
    try:
        load(folder)
    except ChecklistError as error:
        return error.problems
    kept = folder / SCHEMA
    if not kept.exists() or kept.read_text("utf-8") != schema_text():
        return [Problem(SCHEMA, 1, "与格式定义不一致，请运行 dudao checklists schema 重新生成")]
    return []


def report(folder: Path, console: Console) -> int:
    """Show what `check` found, or what is on the shelf; gives the exit code."""
    problems = check(folder)
    for problem in problems:
        console.print(f"[red]{problem.file}:{problem.line}[/red] {problem.text}")
    if problems:
        console.print(f"共 {len(problems)} 处要改。")
        return 1
    console.print(_shelf(load(folder)))
    return 0


def schema() -> dict[str, Any]:
    """JSON Schema of a checklist file, for editors and for `GET /api/v1/checklists/schema`."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "督导检查表"}
    return Checklist.model_json_schema(mode="validation") | head


def schema_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_schema(folder: Path) -> None:
    """Bring the schema file up to the format."""
    (folder / SCHEMA).write_text(schema_text(), "utf-8")


def freeze(folder: Path) -> list[str]:
    """Lock every version that is not locked yet; gives their names. A locked one never changes."""
    library = load(folder)
    lock = folder / LOCK
    released = (read_document(lock.read_text("utf-8"), LOCK).data or {}) if lock.exists() else {}
    added = []
    for version in library:
        versions = released.setdefault(version.id, {})
        if version.version not in versions:
            versions[version.version] = {
                "digest": version.digest,
                "parts": digests(version.body),
            }
            added.append(f"{version.id} v{version.version}")
    with lock.open("w", encoding="utf-8") as file:
        file.write(_LOCK_HEAD)
        YAML(typ="rt").dump(released, file)
    return added


def _shelf(library: Library) -> Table:
    table = Table("检查表", "版本", "名称", "启用", "条目", "必查", "摘要")
    for version in library:
        items = version.body.items()
        core = sum(item.tier == "core" for item in items)
        table.add_row(
            version.id,
            str(version.version),
            version.body.name,
            version.body.valid_from.isoformat(),
            str(len(items)),
            str(core),
            version.digest[:12],
        )
    return table
