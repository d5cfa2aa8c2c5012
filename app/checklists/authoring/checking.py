"""`dudao checklists check`: what is wrong with a folder of checklists, or what lies in it."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.checklists.authoring.breakage import across
from app.checklists.authoring.schema import SCHEMA, schema_text
from app.checklists.library import Library, load
from app.checklists.reading import ChecklistError, Problem


def check(folder: Path) -> list[Problem]:
    """Everything wrong with a folder of checklists, in the order of file and line."""
    try:
        library = load(folder)
    except ChecklistError as error:
        return error.problems
    broken = across(library, folder)
    if broken:
        return broken
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
