"""Making checklists over HTTP: workbooks out and in, drafts, publishing."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response

from app.accounts.guards import Db, Now, User, may
from app.accounts.roles import May
from app.checklists import service
from app.checklists.authoring.workbook_writing import blank_workbook, write_workbook
from app.publishing import drafts, publishing
from app.publishing.wire import DraftRow, DraftShown, FlagShown, PublishOrder

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WORKBOOK: dict[int | str, dict[str, object]] = {
    200: {"content": {XLSX: {}}, "description": "Excel 工作簿"}
}

router = APIRouter(prefix="/api/v1/checklists", tags=["checklists"])

Maker = Annotated[User, may(May.MAKE_CHECKLISTS)]
Workbook = Annotated[bytes, Body(media_type=XLSX)]
Form = Annotated[str, Query(max_length=40, description="给哪份检查表，如 circulation")]


@router.get("/blank.xlsx", response_class=Response, responses=_WORKBOOK)
def blank(session: Db, actor: Maker) -> Response:
    """A workbook to begin with."""
    return _workbook(blank_workbook(service.shelf_of(session).flags), "空白检查表.xlsx")


@router.get("/{id}/versions/{number}.xlsx", response_class=Response, responses=_WORKBOOK)
def version_as_workbook(session: Db, actor: Maker, id: str, number: int) -> Response:
    """A version as a workbook that can be changed and handed in again."""
    library = service.shelf_of(session)
    body = service.version(session, id, number).body
    file = write_workbook(body, library.flags, library.statutes)
    return _workbook(file, f"{body.name} 第{number}版.xlsx")


@router.get("/flags")
def list_flags(session: Db, actor: Maker) -> list[FlagShown]:
    """The marks that conditions may ask about, by their names."""
    flags = service.shelf_of(session).flags
    return [
        FlagShown(code=code, name=flag["name"], meaning=flag["meaning"])
        for code, flag in flags.items()
    ]


@router.get("/drafts")
def list_drafts(session: Db, actor: Maker) -> list[DraftRow]:
    """The newest drafts, the published and withdrawn among them."""
    return drafts.drafts(session, by=actor)


@router.post("/drafts", status_code=201)
def hand_in(
    session: Db,
    actor: Maker,
    at: Now,
    file: Workbook,
    form: Form,
    valid_from: date,
    name: Annotated[str, Query(max_length=120)] = "检查表.xlsx",
) -> DraftShown:
    """A workbook becomes a draft; 422 names every cell that keeps it from being one."""
    draft = drafts.hand_in(session, file, name, form, valid_from, by=actor, at=at)
    return publishing.shown(session, draft, by=actor)


@router.post("/drafts/marked.xlsx", response_class=Response, responses=_WORKBOOK)
def marked(session: Db, actor: Maker, file: Workbook, form: Form, valid_from: date) -> Response:
    """The same workbook back: faulty cells coloured, each with the reason as a comment."""
    return _workbook(drafts.with_marks(session, file, form, valid_from), "要改的地方.xlsx")


@router.get("/drafts/{draft_id}")
def read_draft(session: Db, actor: Maker, draft_id: UUID) -> DraftShown:
    """One draft with what it changes and what stands in the way of publishing it."""
    return publishing.show(session, draft_id, by=actor)


@router.get("/drafts/{draft_id}/body", response_model=None)
def read_body(session: Db, actor: Maker, draft_id: UUID) -> dict[str, Any]:
    """The draft as a phone would fetch it, for the preview."""
    draft = drafts.draft_or_404(session, draft_id, by=actor)
    return draft.body | {"digest": ""}


@router.post("/drafts/{draft_id}/publish")
def publish(session: Db, actor: Maker, at: Now, draft_id: UUID, order: PublishOrder) -> DraftShown:
    """Freeze the draft as the next version; 409 says what stored visits forbid."""
    draft = publishing.publish(session, draft_id, order, by=actor, at=at)
    return publishing.shown(session, draft, by=actor)


@router.post("/drafts/{draft_id}/withdraw")
def withdraw(session: Db, actor: Maker, at: Now, draft_id: UUID) -> DraftShown:
    """Take a draft back."""
    draft = drafts.withdraw(session, draft_id, by=actor, at=at)
    return publishing.shown(session, draft, by=actor)


def _workbook(file: bytes, name: str) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "private, no-store",
    }
    return Response(file, media_type=XLSX, headers=headers)
