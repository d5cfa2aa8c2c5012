"""`dudao checklists check`: what is wrong with a folder of checklists, or what lies in it."""

from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.checklists.authoring.breakage import across
from app.checklists.authoring.cautions import unconfirmed
from app.checklists.authoring.schema import SCHEMAS
from app.checklists.lapsing import lapses
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
    text = "与格式定义不一致，请运行 dudao checklists schema 重新生成"
    kept = {name: folder / name for name in SCHEMAS}
    return [
        Problem(name, 1, text)
        for name, made in SCHEMAS.items()
        if not kept[name].exists() or kept[name].read_text("utf-8") != made()
    ]


def lapsed(library: Library, today: date) -> list[Problem]:
    """Bases that have lapsed or lapse within 60 days, in the versions still filled in."""
    used = [v for v in library if (library.last_day(v) or today) >= today]
    return [
        version.document.problem(lapse.place, lapse.text)
        for version in used
        for lapse in lapses(version.body, library.statutes, today)
    ]


def outgrown(library: Library) -> list[Problem]:
    """Local checklists whose base has a newer version: told, never taken by itself."""
    newest = {version.id: version for version in library}
    found = []
    for version in newest.values():
        base = version.body.base
        above = newest.get(base.id) if base else None
        if base and above and above.version > base.version:
            text = (
                f"上级表 {base.id} 已有第 {above.version} 版，本表仍以第 {base.version} 版为底；"
                f"请用 diff 核对两版差别，再另写 v{version.version + 1}.yaml"
            )
            found.append(version.document.problem(("base",), text))
    return found


def report(folder: Path, console: Console, today: date) -> int:
    """Show what `check` found, or what is on the shelf and which bases lapse; the exit code."""
    problems = check(folder)
    for problem in problems:
        console.print(f"[red]{problem.file}:{problem.line}[/red] {problem.text}")
    if problems:
        console.print(f"共 {len(problems)} 处要改。")
        return 1
    library = load(folder)
    console.print(_shelf(library))
    warnings = [(one, False) for one in [*outgrown(library), *lapsed(library, today)]]
    for warning, grave in [*warnings, *unconfirmed(library, folder)]:
        tone = "red" if grave else "yellow"
        console.print(f"[{tone}]{warning.file}:{warning.line}[/] {warning.text}")
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
