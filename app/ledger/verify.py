"""Proof: every chain of events is read again and its seals computed anew."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import open_session
from app.ledger.events import event_hash
from app.ledger.models import Issue
from app.ledger.verify_files import count_files, verify_files
from app.ledger.verify_reading import Chain, Unreadable, chains, one_chain
from app.media.shelf import Shelf
from app.regions.scope import EVERYWHERE, set_scope


@dataclass(frozen=True)
class BrokenLink:
    """The first place where an issue's chain does not hold."""

    issue_id: UUID
    number: str
    seq: int
    why: str


def verify_chain(session: Session, issue_id: UUID) -> BrokenLink | None:
    """The first broken link of one issue, or None where the chain holds."""
    return _broken(one_chain(session, issue_id))


def verify_all(
    session: Session, progress: Callable[[int], None] = lambda _: None
) -> Iterator[BrokenLink]:
    """The first broken link of each issue that has one; `progress` is told of issues done.

    Read in batches, so that memory stays flat over millions of events.
    """
    for batch in chains(session):
        for chain in batch:
            if broken := _broken(chain):
                yield broken
        progress(len(batch))


def report(engine: Engine, console: Console, media: Shelf | None = None) -> int:
    """Verify the whole ledger with a progress bar; 1 where a chain, or with `media` a file, broke.

    What is found is said at once: of a large ledger one need not wait for the end.
    """
    with open_session(engine) as session, Progress(console=console) as bar:
        set_scope(session, EVERYWHERE)
        total = session.execute(sa.select(sa.func.count()).select_from(Issue)).scalar_one()
        task = bar.add_task("核对台账", total=total)
        broken = lost = 0
        for link in verify_all(session, lambda done: bar.advance(task, done)):
            broken += 1
            console.print(f"[red]{link.number} 第 {link.seq} 步：{link.why}[/]")
        if media is not None:
            task = bar.add_task("核对照片", total=count_files(session))
            for file in verify_files(session, media.storage, lambda done: bar.advance(task, done)):
                lost += 1
                console.print(f"[red]{file.number} 的照片 {file.sha256}：{file.why}[/]")
    if broken:
        console.print(f"{total} 条问题中有 {broken} 条的办理记录被改动，请保全数据库并上报。")
    else:
        console.print(f"{total} 条问题的办理记录全部完整。")
    if lost:
        console.print(f"有 {lost} 张照片与登记时不是同一张，请保全照片文件夹并上报。")
    elif media is not None:
        console.print("照片全部与登记时一致。")
    return 1 if broken or lost else 0


def _broken(chain: Chain) -> BrokenLink | None:
    issue = chain.issue

    def at(seq: int, why: str) -> BrokenLink:
        return BrokenLink(issue.id, issue.number, seq, why)

    last_hash, state, registered = "", None, None
    for seq, event in enumerate(chain.events, start=1):
        if isinstance(event, Unreadable):
            return at(seq, "这一步读不出来")
        if event["seq"] != seq:
            return at(seq, "这一步不见了")
        if event["prev_hash"] != last_hash:
            return at(seq, "与上一步接不上")
        if event["hash"] != event_hash(last_hash, event):
            return at(seq, "这一步的内容被改过")
        if event["from_state"] != state:
            return at(seq, "这一步的起始状态与上一步不符")
        last_hash, state = event["hash"], event["to_state"]
        registered = registered or event
    if issue.version != len(chain.events) or issue.last_hash != last_hash:
        return at(len(chain.events), "最后的步骤不见了")
    if issue.state != state:
        return at(len(chain.events), "台账上的状态与最后一步不符")
    if registered and (changed := _changed(issue, registered)):
        return at(1, f"台账上的{changed}与登记时不符")
    return None


_NAMES = {
    "number": "编号",
    "item_code": "项目编号",
    "severity": "严重程度",
    "requirement": "整改要求",
    "description": "问题描述",
    "deadline": "初始期限",
}


def _changed(issue: Any, registered: Mapping[str, Any]) -> str | None:
    """The name of the first fact of the issue that differs from what was registered."""
    sealed = registered["evidence"]
    now = {
        "number": issue.number,
        "item_code": issue.item_code,
        "severity": issue.severity,
        "requirement": issue.requirement,
        "description": issue.description,
        "deadline": str(issue.original_deadline),
    }
    then = {**sealed, "description": registered["note"]}
    return next((_NAMES[name] for name in now if now[name] != then[name]), None)
