"""The command line: `dudao …`."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from app import terminal
from app.publishing.commands import checklists
from app.registry.commands import imports
from app.settings import get_settings

app = typer.Typer(help="督导通：食品安全包保督导", no_args_is_help=True, add_completion=False)
admin = typer.Typer(help="账号", no_args_is_help=True)
ledger = typer.Typer(help="问题清单台账", no_args_is_help=True)
calendar = typer.Typer(help="工作日历", no_args_is_help=True)
documents = typer.Typer(help="文书", no_args_is_help=True)
quarters = typer.Typer(help="季度：应督导和季末固定", no_args_is_help=True)
reminders = typer.Typer(help="提醒和推送", no_args_is_help=True)
app.add_typer(admin, name="admin")
app.add_typer(checklists, name="checklists")
app.add_typer(imports, name="import")
app.add_typer(ledger, name="ledger")
app.add_typer(calendar, name="calendar")
app.add_typer(documents, name="documents")
app.add_typer(quarters, name="quarter")
app.add_typer(reminders, name="reminders")
console = terminal.console()


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口")] = 8000,
    workers: Annotated[int, typer.Option(help="进程数（SQLite 用 1）")] = 1,
) -> None:
    """启动服务（接口和网页）；发布过的检查表被改动时不启动。"""
    import uvicorn

    _hold_checklists()
    uvicorn.run(
        "app.main:served",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        access_log=False,
        log_level="warning",
    )


def _hold_checklists() -> None:
    """Stop, with file, line and remedy, when the checklists are not what was released."""
    from app.checklists.library import get_library
    from app.checklists.reading import ChecklistError

    try:
        get_library()
    except ChecklistError as refused:
        for problem in refused.problems:
            console.print(f"[red]{problem.file}:{problem.line}[/] {problem.text}", soft_wrap=True)
        console.print("没有启动。")
        raise typer.Exit(1) from None


@app.command()
def migrate() -> None:
    """把数据库升级到最新结构。"""
    from app.db import make_engine
    from app.migrate import migrate as run

    run(make_engine(get_settings()))


@app.command()
def run(port: Annotated[int, typer.Option(help="端口")] = 8000) -> None:
    """升级数据库、装入演示数据、启动服务：`make run` 的全部。"""
    from app.demo.once import load_once
    from app.demo.welcome import welcome

    settings = get_settings()
    migrate()
    load_once(settings, console)
    welcome(console, f"http://127.0.0.1:{port}", settings)
    serve(port=port)


@app.command()
def demo() -> None:
    """装入演示数据（只装一次；只在 DUDAO_DEMO=1 时允许）。"""
    from app.demo.once import load_once

    load_once(get_settings(), console)


@app.command()
def openapi(target: Path) -> None:
    """写出接口说明（OpenAPI）。"""
    from app.main import create_app

    text = json.dumps(create_app().openapi(), ensure_ascii=False, indent=1, sort_keys=True)
    target.write_text(text + "\n", encoding="utf-8")


@admin.command("create")
def admin_create(
    username: Annotated[str, typer.Option(prompt="账号")],
    name: Annotated[str, typer.Option(prompt="姓名")],
    region: Annotated[str, typer.Option(prompt="区划代码")],
    role: Annotated[str, typer.Option(help="角色")] = "secadmin",
) -> None:
    """建立第一个管理员账号；初始密码只显示一次，首次登录必须修改。"""
    from app.accounts.bootstrap import create_first_admin
    from app.db import make_engine
    from app.errors import AppError

    try:
        password = create_first_admin(
            make_engine(get_settings()),
            username=username,
            name=name,
            region_code=region,
            role=role,
            at=datetime.now(UTC),
        )
    except AppError as refused:
        console.print(f"[red]{refused.detail}[/]")
        raise typer.Exit(1) from None
    console.print(f"账号 [bold]{username}[/] 已建立，初始密码：[bold]{password}[/]")


@documents.command("check")
def documents_check() -> None:
    """检查文书种类和每个 Word 模板，指出错在哪里。"""
    from app.documents.samples import report

    raise typer.Exit(report(get_settings(), console))


@ledger.command("verify")
def ledger_verify(
    media: Annotated[bool, typer.Option("--media", help="连同照片文件一起核对。")] = False,
) -> None:
    """核对台账事件链，指出第一处断裂。"""
    from app.db import make_engine
    from app.ledger.verify import report
    from app.media.shelf import shelf_of

    settings = get_settings()
    shelf = shelf_of(settings) if media else None
    raise typer.Exit(report(make_engine(settings), console, shelf))


@calendar.command("load")
def calendar_load(
    file: Path,
    look: Annotated[bool, typer.Option("--look", help="只看会改什么，不装入")] = False,
) -> None:
    """装入一年的工作日历（YAML 或 JSON），并重算暂定的期限。"""
    from app.ledger.calendar_command import load

    raise typer.Exit(load(get_settings(), file, console, look=look))


@quarters.command("due")
def quarter_due(period: Annotated[str, typer.Argument(help="季度，如 2027Q1")]) -> None:
    """生成一个季度的应督导（可以重复执行；到了新季度服务会自己做）。"""
    from app.changes.command import owe

    raise typer.Exit(owe(get_settings(), period, console))


@quarters.command("freeze")
def quarter_freeze(period: Annotated[str, typer.Argument(help="季度，如 2026Q4")]) -> None:
    """固定一个已结束的季度：谁包保、应督导、已督导；以后补录另计，不再改动。"""
    from app.changes.command import freeze_quarter

    raise typer.Exit(freeze_quarter(get_settings(), period, console))


@reminders.command("run")
def reminders_run() -> None:
    """办一遍到时的提醒和推送（给 cron 用；dudao serve 会自己办）。"""
    from app.changes.turning import turn
    from app.reminders.command import run

    run(get_settings(), console, turn)


@reminders.command("outbox")
def reminders_outbox() -> None:
    """列出推送的情况：待发、已发、放弃及原因。"""
    from app.reminders.command import outbox

    raise typer.Exit(outbox(get_settings(), console))


def main() -> None:
    """Entry point of the `dudao` command."""
    app()


if __name__ == "__main__":
    main()
