"""`dudao checklists …`: what an author of checklists runs."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from app import terminal
from app.settings import get_settings

checklists = typer.Typer(help="督导检查表", no_args_is_help=True)
console = terminal.console()

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


@checklists.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Excel 表或 XLSForm（.xlsx）")],
    to: Annotated[str, typer.Option("--to", help="给哪份检查表，如 circulation")],
    valid_from: Annotated[str, typer.Option("--from", help="启用日期，如 2027-01-01")] = "",
    out: Annotated[Path | None, typer.Option(help="草稿写到哪里；不写就是目录里的下一版")] = None,
    folder: Folder = None,
) -> None:
    """把食药安办的 Excel 表变成检查表草稿；有错就写出标好颜色的同一张表。"""
    from app.publishing.importing import import_file

    raise typer.Exit(import_file(get_settings(), folder, file, to, valid_from, out, console))


@checklists.command("export")
def export(
    name: Annotated[str, typer.Argument(help="检查表，如 circulation@1，或一个 .yaml 文件")],
    out: Annotated[Path, typer.Argument(help="写到哪个 .xlsx 文件")],
    folder: Folder = None,
) -> None:
    """把一版检查表写成 Excel；改好后可以再用 import 读回来。"""
    from app.publishing.importing import export_file

    raise typer.Exit(export_file(get_settings(), folder, name, out, console))


@checklists.command("blank")
def blank(out: Annotated[Path, typer.Argument(help="写到哪个 .xlsx 文件")]) -> None:
    """写出一张空白的 Excel 表：五个必填列、常用的选填列、两行例子和填写说明。"""
    from app.publishing.importing import write_blank

    write_blank(get_settings(), out)
    console.print(f"已写到 {out}")


@checklists.command("preview")
def preview(
    name: Annotated[str, typer.Argument(help="检查表，如 circulation@1，或一个 .yaml 文件")],
    out: Annotated[Path, typer.Option(help="写到哪个 .html 文件")] = Path("preview.html"),
    look: Annotated[bool, typer.Option("--open", help="写完就用浏览器打开")] = False,
    folder: Folder = None,
) -> None:
    """把一版检查表写成网页：每条怎么答、下面问什么、不符合怎么办，可以打印。"""
    from app.publishing.importing import write_preview

    code = write_preview(get_settings(), folder, name, out, console)
    if look and not code:
        typer.launch(str(out))
    raise typer.Exit(code)


@checklists.command("publish")
def publish(
    file: Annotated[
        Path | None,
        typer.Argument(help="Excel 表或 .yaml：发布到正在用的这套系统；不写就发布目录里的新版本"),
    ] = None,
    to: Annotated[str, typer.Option("--to", help="Excel 表给哪份检查表，如 circulation")] = "",
    by: Annotated[str, typer.Option("--by", help="以哪个账号的名义发布到这套系统")] = "",
    valid_from: Annotated[
        str, typer.Option("--from", help="启用日期，如 2027-01-01；Excel 表不写就是明天")
    ] = "",
    folder: Folder = None,
    reworded: Annotated[
        list[str] | None, typer.Option("--reworded", help="确认这个编号只是改写，问的还是同一件事")
    ] = None,
    confirm: Annotated[
        list[str] | None,
        typer.Option("--confirm", help="“待确认”的已经核对过：法规代号，或 removed（大量删减）"),
    ] = None,
) -> None:
    """发布新版本：会弄坏已存记录的、还有待确认的不发布，并说明原因。"""
    from app.checklists.authoring.releasing import freeze
    from app.checklists.reading import ChecklistError
    from app.publishing.installing import publish_file
    from app.publishing.wire import PublishOrder

    if file is not None:
        order = PublishOrder(reworded=reworded or [], confirmed=confirm or [])
        code = publish_file(get_settings(), file, to, valid_from, by, order, console)
        raise typer.Exit(code)
    try:
        released = freeze(folder or get_settings().checklists, reworded or (), confirm or ())
    except ChecklistError as refused:
        for problem in refused.problems:
            console.print(f"[red]{problem.file}:{problem.line}[/] {problem.text}")
        console.print("没有发布。")
        raise typer.Exit(1) from None
    console.print("、".join(released) + " 已发布。" if released else "没有新版本要发布。")
