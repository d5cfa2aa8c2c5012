"""`dudao checklists publish FILE`: a file before every phone of the running installation."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from sqlmodel import Session, select

from app.accounts.models import Account
from app.accounts.roles import May, allowed
from app.accounts.user import User, user_of
from app.checklists.authoring.differences import WAYS
from app.checklists.format import Checklist
from app.checklists.library import Library
from app.checklists.published import shelf_of
from app.checklists.reading import ChecklistError, read_checklist, read_document
from app.clock import shanghai_date
from app.db import make_engine, now, open_session
from app.errors import AppError
from app.publishing import drafts, publishing
from app.publishing.wire import DraftShown, PublishOrder
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings


def publish_file(
    settings: Settings,
    file: Path,
    id: str,
    valid_from: str,
    username: str,
    order: PublishOrder,
    console: Console,
) -> int:
    """Publish a workbook or a YAML file as the page does; 1 where it is refused, and why."""
    try:
        day = date.fromisoformat(valid_from) if valid_from else None
    except ValueError:
        console.print(f"[red]看不懂日期“{valid_from}”，请写成 2027-01-01。[/]")
        return 1
    try:
        with _installation(settings) as session:
            by = _maker(session, username)
            if by is None:
                console.print(f"[red]{username} 不是可以做检查表的账号，请用 --by 换一个。[/]")
                return 1
            return _publish(session, file, id, day, order, by, console)
    except AppError as refused:
        console.print(f"[red]{refused.detail}[/]")
        for one in (refused.errors or [])[:30]:
            # What is to be confirmed was told with all it names.
            if not one["pointer"].startswith("/cautions/"):
                console.print(one["detail"], highlight=False)
    except ChecklistError as refused:
        console.print(f"[red]{refused}[/]", highlight=False)
    except OSError:
        console.print(f"[red]读不了 {file}，请核对文件名。[/]")
    return 1


def _publish(
    session: Session,
    file: Path,
    id: str,
    day: date | None,
    order: PublishOrder,
    by: User,
    console: Console,
) -> int:
    at = now()
    usual = shanghai_date(at) + timedelta(days=1)
    if file.suffix == ".xlsx":
        draft = drafts.hand_in(
            session, file.read_bytes(), file.name, id, day or usual, by=by, at=at
        )
    else:
        body = _from_yaml(file, day, shelf_of(session))
        draft = drafts.keep(session, body, [], file.name, by=by, at=at)
    shown = publishing.shown(session, draft, by=by)
    _tell(shown, order, console)
    done = publishing.publish(session, draft.id, order, by=by, at=at)
    console.print(
        f"{done.name} 第 {done.version} 版已发布，{done.valid_from} 起开始的督导用这一版。",
        highlight=False,
    )
    return 0


def _from_yaml(file: Path, day: date | None, library: Library) -> Checklist:
    """The version a file holds, from `day` on where one is given.  Raises ChecklistError."""
    document = read_document(file.read_text("utf-8"), file.name)
    body = read_checklist(document, library.flags, library.statutes)
    drafts.require_form(body.id)
    return body.model_copy(update={"valid_from": day}) if day else body


def _tell(draft: DraftShown, order: PublishOrder, console: Console) -> None:
    for change in draft.changes:
        console.print(f"{WAYS[change.way]} {change.code} {change.text}", highlight=False)
    for note in draft.notes:
        console.print(f"注意：{note}", highlight=False)
    for one in draft.cautions:
        if one.key not in order.confirmed:
            tone = "red" if one.grave else "yellow"
            console.print(f"[{tone}]待确认[/]：{one.text}（确认请加 --confirm {one.key}）")
            for name in one.names:
                console.print(f"  {name}", highlight=False)


def _maker(session: Session, username: str) -> User | None:
    found = session.exec(select(Account).where(Account.username == username)).first()
    if found is None or found.disabled_at or not allowed(found.role, May.MAKE_CHECKLISTS):
        return None
    return user_of(found)


@contextmanager
def _installation(settings: Settings) -> Iterator[Session]:
    engine = make_engine(settings)
    try:
        with open_session(engine) as session:
            set_scope(session, EVERYWHERE)
            yield session
    finally:
        engine.dispose()
