"""Drafts: handed in as a workbook, looked at with what they change, withdrawn."""

import json
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from app.accounts.roles import Role
from app.accounts.user import User
from app.audit.service import record
from app.checklists.authoring.importing import read_file
from app.checklists.authoring.marking import marked
from app.checklists.authoring.origin import Origin, origin
from app.checklists.authoring.sheet import LARGEST, NoWorkbook
from app.checklists.authoring.workbook_reading import Reading
from app.checklists.format import Checklist
from app.checklists.published import own_number, shelf_of
from app.db import begin_write
from app.errors import Conflict, Malformed, NotFound, TooLarge
from app.ids import uuid7
from app.publishing.models import WAITING, WITHDRAWN, ChecklistDraft
from app.publishing.wire import DraftRow

FORMS = ("production", "circulation", "catering", "special")
"""The checklists phones fill in, one for each type of business."""


class SheetFaulty(Malformed, slug="sheet-faulty", title="表格有误"):
    """The workbook is no checklist yet; `errors` names each cell."""


class DraftDone(Conflict, slug="draft-done", title="草稿已办结"):
    """The draft was published or withdrawn meanwhile."""


def hand_in(
    session: Session, file: bytes, name: str, id: str, valid_from: date, *, by: User, at: datetime
) -> ChecklistDraft:
    """Keep the workbook as a draft of the next version.  Raises SheetFaulty, TooLarge."""
    reading = read(session, file, id, valid_from)
    if reading.body is None:
        faults = [
            {"pointer": f"/{fault.sheet}/{fault.cell}", "detail": f"{fault.cell}：{fault.text}"}
            for fault in reading.faults
        ]
        raise SheetFaulty(f"有 {len(faults)} 处要改，请改好再传一次。", errors=faults)
    return keep(session, reading.body, reading.notes, name, by=by, at=at)


def keep(
    session: Session, body: Checklist, notes: list[str], file: str, *, by: User, at: datetime
) -> ChecklistDraft:
    """A faultless version as a draft; `file` is the name of what it was read from."""
    draft = ChecklistDraft(
        id=uuid7(),
        checklist_id=body.id,
        name=body.name,
        valid_from=body.valid_from,
        file=file,
        body=body.model_dump(mode="json"),
        notes=notes,
        region_code=by.region_code,
        made_by=by.id,
        made_by_name=by.name,
        made_at=at,
    )
    begin_write(session)
    session.add(draft)
    record(session, at, by, "checklist.draft", "checklist", str(draft.id), file=file, form=body.id)
    session.flush()
    return draft


def with_marks(session: Session, file: bytes, id: str, valid_from: date) -> bytes:
    """The same workbook, its faulty cells coloured, each with the reason."""
    faults = read(session, file, id, valid_from).faults
    return marked(file, faults)


def read(session: Session, file: bytes, id: str, valid_from: date) -> Reading:
    """What a workbook is.  Raises SheetFaulty where it is none at all, TooLarge."""
    if len(file) > LARGEST:
        raise TooLarge("文件超过 2 MB，请删去图片和无关的工作表再试。")
    require_form(id)
    try:
        return read_file(file, beside(session, id, valid_from))
    except NoWorkbook as error:
        raise SheetFaulty(str(error)) from error


def require_form(id: str) -> None:
    """Refuse a checklist that no phone fills in.  Raises NotFound."""
    if id not in FORMS:
        raise NotFound(f"没有“{id}”这份检查表，可用：{'、'.join(FORMS)}。")


def beside(session: Session, id: str, valid_from: date) -> Origin:
    """What a workbook is read beside on this installation."""
    library = shelf_of(session)
    return origin(library, id, valid_from, own_number(library, id), own=True)


def drafts(session: Session, *, by: User) -> list[DraftRow]:
    """The newest drafts that this person may see."""
    query = select(ChecklistDraft).where(_seen_by(by)).order_by(col(ChecklistDraft.made_at).desc())
    return [row_of(draft) for draft in session.exec(query.limit(100))]


def draft_or_404(session: Session, id: UUID, *, by: User) -> ChecklistDraft:
    """One draft.  Raises NotFound."""
    query = select(ChecklistDraft).where(col(ChecklistDraft.id) == id, _seen_by(by))
    found = session.exec(query.with_for_update()).first()
    if found is None:
        raise NotFound("没有这份草稿，请返回列表刷新。")
    return found


def withdraw(session: Session, id: UUID, *, by: User, at: datetime) -> ChecklistDraft:
    """Take a draft back; it stays in the list.  Raises DraftDone."""
    begin_write(session)
    draft = draft_or_404(session, id, by=by)
    require_waiting(draft)
    draft.state = WITHDRAWN
    session.add(draft)
    record(session, at, by, "checklist.withdraw", "checklist", str(draft.id))
    return draft


def require_waiting(draft: ChecklistDraft) -> None:
    """Refuse what was published or withdrawn already.  Raises DraftDone."""
    if draft.state != WAITING:
        done = "撤回" if draft.state == WITHDRAWN else "发布"
        raise DraftDone(f"这份草稿已经{done}，请刷新列表。要再改请重新传表。")


def body_of(draft: ChecklistDraft) -> Checklist:
    """The version as it was read from the workbook."""
    return Checklist.model_validate_json(json.dumps(draft.body))


def row_of(draft: ChecklistDraft) -> DraftRow:
    """The draft as the list shows it."""
    items = body_of(draft).items()
    return DraftRow(
        items=len(items),
        core=sum(item.tier == "core" for item in items),
        made_by=draft.made_by_name,
        **draft.model_dump(include=set(DraftRow.model_fields) - {"made_by"}),
    )


def _seen_by(by: User) -> ColumnElement[bool]:
    """A city's, province's or administrator's: all; a county's: those of its own office."""
    if by.role == Role.SYSADMIN or by.county_code is None:
        return col(ChecklistDraft.id).is_not(None)
    return col(ChecklistDraft.region_code) == by.region_code
