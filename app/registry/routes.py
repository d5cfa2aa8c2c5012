"""Imports of divisions, people, entities and who answers for whom, over HTTP."""

import io
from enum import StrEnum
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response

from app.accounts.guards import Db, Now, User, may
from app.accounts.roles import May
from app.errors import TooLarge
from app.registry import mending, service
from app.registry.answer import answer
from app.registry.batches import batch_or_404, batches
from app.registry.columns import Shape, forms
from app.registry.faults import Gravity
from app.registry.sheets import LARGEST
from app.registry.shown import batch_row, batch_shown, findings_page
from app.registry.template import template
from app.registry.wire import (
    ApplyOrder,
    BatchRow,
    BatchShown,
    ColumnOrder,
    CorrectionOrder,
    FindingPage,
    ReasonOrder,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_WORKBOOK: dict[int | str, dict[str, object]] = {
    200: {"content": {XLSX: {}}, "description": "Excel 工作簿"}
}

router = APIRouter(prefix="/api/v1/imports", tags=["批量导入"])

Keeper = Annotated[User, may(May.MANAGE_REGISTRY)]
File = Annotated[bytes, Body(media_type="application/octet-stream")]
Cursor = Annotated[str, Query(pattern=r"^(\d{1,9}\.\d{1,9})?$")]


class Kind(StrEnum):
    """What a file may be handed in as."""

    REGIONS = "regions"
    ACCOUNTS = "accounts"
    ENTITIES = "entities"
    ASSIGNMENTS = "assignments"


@router.get("")
def list_batches(session: Db, actor: Keeper) -> list[BatchRow]:
    """The newest imports of my region."""
    return [batch_row(batch) for batch in batches(session, actor)]


@router.get("/templates/{kind}.xlsx", response_class=Response, responses=_WORKBOOK)
def empty_template(session: Db, actor: Keeper, kind: Kind) -> Response:
    """An empty workbook of that kind, with drop-down lists and explanations."""
    shape = Shape(kind)
    return workbook(template(session, shape), f"{forms()[shape].name}导入模板.xlsx")


@router.post("/{kind}", status_code=201)
def hand_in(
    session: Db,
    actor: Keeper,
    at: Now,
    response: Response,
    kind: Kind,
    file: File,
    name: Annotated[str, Query(max_length=120)] = "表格.xlsx",
) -> BatchShown:
    """Check a sheet without taking anything in; 200 with its batch for a file known already."""
    if len(file) > LARGEST:
        raise TooLarge("文件超过 40 MB，请分成几份，或由管理员用命令行导入。")
    batch, again = service.hand_in(session, Shape(kind), io.BytesIO(file), name, by=actor, at=at)
    if again:
        response.status_code = 200
    return batch_shown(batch, again=again)


@router.get("/{batch_id}")
def read_batch(session: Db, actor: Keeper, batch_id: UUID) -> BatchShown:
    """One import: its sheets, its totals, what was found by kind."""
    return batch_shown(batch_or_404(session, batch_id, actor))


@router.get("/{batch_id}/findings")
def read_findings(
    session: Db,
    actor: Keeper,
    batch_id: UUID,
    code: Annotated[str | None, Query(max_length=20)] = None,
    gravity: Gravity | None = None,
    cursor: Cursor = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> FindingPage:
    """What is wrong, cell by cell, in the order of the rows."""
    batch = batch_or_404(session, batch_id, actor)
    return findings_page(session, batch, code=code, gravity=gravity, cursor=cursor, limit=limit)


@router.get("/{batch_id}/marked.xlsx", response_class=Response, responses=_WORKBOOK)
def marked(session: Db, actor: Keeper, batch_id: UUID, only_held: bool = False) -> Response:
    """The same workbook back: faulty cells coloured, the reasons in a column beside them."""
    batch = batch_or_404(session, batch_id, actor)
    stem = batch.file.rsplit(".", 1)[0]
    file = answer(session, batch, only_held=only_held)
    return workbook(file, f"{stem}-{'要改的行' if only_held else '检查结果'}.xlsx")


@router.post("/{batch_id}/columns")
def name_columns(
    session: Db, actor: Keeper, at: Now, batch_id: UUID, order: ColumnOrder
) -> BatchShown:
    """Say which column is which; every row is checked again."""
    return batch_shown(mending.name_columns(session, batch_id, order, by=actor, at=at))


@router.post("/{batch_id}/cells")
def mend_cells(
    session: Db, actor: Keeper, at: Now, batch_id: UUID, order: CorrectionOrder
) -> BatchShown:
    """Mend cells in place; they are checked again."""
    return batch_shown(mending.mend(session, batch_id, order.cells, by=actor, at=at))


@router.post("/{batch_id}/reasons")
def answer_warnings(
    session: Db, actor: Keeper, at: Now, batch_id: UUID, order: ReasonOrder
) -> BatchShown:
    """Say why warnings are right all the same, so that their rows can be taken in."""
    return batch_shown(mending.answer(session, batch_id, order, by=actor, at=at))


@router.post("/{batch_id}/recheck")
def recheck(session: Db, actor: Keeper, at: Now, batch_id: UUID) -> BatchShown:
    """Check every row again, beside the register as it is now."""
    return batch_shown(service.recheck(session, batch_id, by=actor, at=at))


@router.post("/{batch_id}/apply")
def apply(session: Db, actor: Keeper, at: Now, batch_id: UUID, order: ApplyOrder) -> BatchShown:
    """Take the batch in: everything or the good rows; 409 when the register has moved."""
    return batch_shown(service.apply(session, batch_id, order, by=actor, at=at))


@router.post("/{batch_id}/undo")
def undo(session: Db, actor: Keeper, at: Now, batch_id: UUID) -> BatchShown:
    """Undo the batch exactly; 409 names each row that was changed or used since."""
    return batch_shown(service.undo(session, batch_id, by=actor, at=at))


def workbook(file: bytes, name: str) -> Response:
    """A workbook to keep."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "private, no-store",
    }
    return Response(file, media_type=XLSX, headers=headers)
