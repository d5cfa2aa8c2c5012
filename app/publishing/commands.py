"""`dudao checklists …`: what an author of checklists runs."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app.settings import get_settings

checklists = typer.Typer(help="督导检查表", no_args_is_help=True)
console = Console()

Folder = Annotated[Path | None, typer.Option("--folder", help="检查表所在的目录")]


@checklists.command("check")
def check(folder: Annotated[Path | None, typer.Argument(help="目录")] = None) -> None:
    """检查督导检查表文件，逐条指出文件、行号和改法。"""
    from app.checklists.authoring.checking import report
    from app.clock import shanghai_date

    today = shanghai_date(datetime.now(UTC))
    raise typer.Exit(report(folder or get_settings().checklists, console, today))


@checklists.command("schema")
def schema() -> None:
    """按格式定义重新生成供编辑器用的 JSON Schema。"""
    from app.checklists.authoring.schema import write_schema

    write_schema(get_settings().checklists)


@checklists.command("diff")
def diff(
    one: Annotated[str, typer.Argument(help="检查表，如 circulation@1，或一个 .yaml 文件")],
    other: Annotated[str, typer.Argument(help="与它比的；不写就比它前面的一版")] = "",
    folder: Folder = None,
) -> None:
    """两个版本的差别：新增、删去、收紧、放宽、改写，逐条用中文说明。"""
    from app.publishing.comparing import report

    raise typer.Exit(report(get_settings(), folder, one, other, console))


@checklists.command("publish")
def publish(
    folder: Folder = None,
    reworded: Annotated[
        list[str] | None, typer.Option("--reworded", help="确认这个编号只是改写，问的还是同一件事")
    ] = None,
) -> None:
    """发布目录里还没有发布的版本；会弄坏已存记录的不发布，并说明原因。"""
    from app.checklists.authoring.releasing import freeze
    from app.checklists.reading import ChecklistError

    try:
        released = freeze(folder or get_settings().checklists, reworded or ())
    except ChecklistError as refused:
        for problem in refused.problems:
            console.print(f"[red]{problem.file}:{problem.line}[/] {problem.text}")
        console.print("没有发布。")
        raise typer.Exit(1) from None
    console.print("、".join(released) + " 已发布。" if released else "没有新版本要发布。")
