"""`dudao import …`: what an office's administrator runs on the server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlmodel import Session

from app import terminal
from app.settings import get_settings

if TYPE_CHECKING:
    from app.accounts.user import User

imports = typer.Typer(help="批量导入区划、账号、主体和包保关系", no_args_is_help=True)
console = terminal.console()

By = Annotated[str, typer.Option("--by", help="以哪个食药安办账号的名义")]


class Kind(StrEnum):
    """What a file may be handed in as."""

    REGIONS = "regions"
    ACCOUNTS = "accounts"
    ENTITIES = "entities"
    ASSIGNMENTS = "assignments"


@imports.command("check")
def check(
    kind: Annotated[
        Kind,
        typer.Argument(help="regions 区划、accounts 账号、entities 主体、assignments 包保关系"),
    ],
    file: Annotated[Path, typer.Argument(help=".xlsx、.xls 或 .csv")],
    by: By,
    show: Annotated[int, typer.Option(help="最多列出几条问题")] = 20,
) -> None:
    """检查表格：什么都不写进名录，只报告问题和总数；有问题返回 1。"""
    from app.registry import service
    from app.registry.columns import Shape
    from app.registry.shown import findings_page

    with _office(by) as (session, user), _bar("检查", None) as told:
        try:
            with file.open("rb") as content:
                batch, again = service.hand_in(
                    session, Shape(kind), content, file.name, by=user, at=_now(), told=told
                )
        except OSError:
            console.print(f"[red]读不了 {file}，请核对文件名。[/]")
            raise typer.Exit(2) from None
        session.commit()
        found = findings_page(session, batch, code=None, gravity=None, cursor="", limit=show)
    if again:
        console.print("这份表以前交过，下面是那一批：")
    for one in found.items:
        console.print(
            f"{one.sheet} {one.letter}{one.number} {one.title} {one.shown}：{one.text}",
            highlight=False,
        )
    _totals(batch.totals)
    console.print(f"批次 {batch.id}", highlight=False, soft_wrap=True)
    raise typer.Exit(1 if batch.totals["faulty"] or batch.totals["doubted"] else 0)


@imports.command("apply")
def apply(
    batch: Annotated[UUID, typer.Argument(help="批次")],
    by: By,
    good: Annotated[bool, typer.Option("--good", help="只导入没有问题的行")] = False,
) -> None:
    """把检查过的一批导入名录：全部成功，或一行也不写。"""
    from app.registry import service
    from app.registry.batches import batch_or_404
    from app.registry.wire import ApplyOrder

    with _office(by) as (session, user):
        known = batch_or_404(session, batch, user)
        order = ApplyOrder(mode="good" if good else "all", version=known.version)
        with _bar("导入", known.totals["rows"]) as told:
            done = service.apply(session, batch, order, by=user, at=_now(), told=told)
            session.commit()
    _totals(done.totals)
    console.print(
        "已导入。要撤销：dudao import undo " + str(batch), highlight=False, soft_wrap=True
    )


@imports.command("undo")
def undo(batch: Annotated[UUID, typer.Argument(help="批次")], by: By) -> None:
    """撤销一批；导入以后改过的行列出来，整批不撤。"""
    from app.registry import service

    with _office(by) as (session, user), _bar("撤销", None) as told:
        service.undo(session, batch, by=user, at=_now(), told=told)
        session.commit()
    console.print("已撤销，名录和导入前一样。")


@imports.command("list")
def list_(by: By) -> None:
    """列出本单位的导入批次。"""
    from app.clock import shanghai_date
    from app.registry.batches import batches
    from app.registry.columns import forms

    states = {"checked": "已检查", "applied": "已导入", "undone": "已撤销"}
    table = Table("批次", "日期", "内容", "文件", "状态", "行数", "已导入")
    with _office(by) as (session, user):
        for one in batches(session, user):
            table.add_row(
                str(one.id),
                str(shanghai_date(one.made_at)),
                forms()[one.kind].name,
                one.file,
                states[one.state],
                str(one.totals.get("rows", 0)),
                str(one.totals.get("taken", 0)),
            )
    console.print(table)


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def _office(username: str) -> Iterator[tuple[Session, "User"]]:
    """A session that sees what that office sees; refusals are told in a line."""
    from sqlmodel import select

    from app.accounts.models import Account
    from app.accounts.roles import May, allowed
    from app.accounts.user import scope_for, user_of
    from app.db import make_engine, open_session
    from app.errors import AppError
    from app.regions.scope import set_scope

    engine = make_engine(get_settings())
    try:
        with open_session(engine) as session:
            found = session.exec(select(Account).where(Account.username == username)).first()
            if found is None or found.disabled_at or not allowed(found.role, May.MANAGE_REGISTRY):
                console.print(f"[red]{username} 不是可以导入的食药安办账号。[/]")
                raise typer.Exit(2)
            user = user_of(found)
            set_scope(session, scope_for(user))
            yield session, user
    except AppError as refused:
        console.print(f"[red]{refused.detail}[/]")
        for one in (refused.errors or [])[:20]:
            console.print(one["detail"], highlight=False)
        raise typer.Exit(2) from None
    finally:
        engine.dispose()


@contextmanager
def _bar(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=not console.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        yield lambda many: progress.advance(task, many)


def _totals(totals: dict[str, int]) -> None:
    words = {
        "rows": "读入",
        "insert": "新增",
        "update": "更新",
        "same": "没有变化",
        "faulty": "要改",
        "doubted": "待确认",
        "taken": "已导入",
    }
    console.print(
        "，".join(f"{word} {totals[key]} 行" for key, word in words.items()), highlight=False
    )
