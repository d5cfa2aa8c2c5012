"""责任清单, 任务清单 and 承诺书 over HTTP."""

from datetime import date, datetime
from typing import Annotated, Literal
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request, Response

from app.accounts.guards import Db, Now, User, may
from app.accounts.roles import May
from app.clock import shanghai_date
from app.documents.rendering import MEDIA_TYPE
from app.media.shelf import shelf_of
from app.papers import commitments, sheet, signing
from app.papers.commitments import CommitmentPage, CommitmentShown
from app.papers.duties import duty_sheet
from app.papers.fitting import State
from app.papers.printing import commitment_sheet, scan_of, task_sheet
from app.papers.sheet import Sheet
from app.papers.signing import CommitmentOrder, SigningTold
from app.regions.models import Level

router = APIRouter(prefix="/api/v1", tags=["papers"])

Official = Annotated[User, may(May.SEE_ENTITIES)]
Office = Annotated[User, may(May.MANAGE_NOTICES)]
Place = Annotated[str | None, Query(pattern=r"^\d{12}$")]
Printed = Literal["pdf", "docx"]
File = Annotated[bytes, Body(media_type="application/octet-stream")]
_TYPES = {
    "pdf": "application/pdf",
    "docx": MEDIA_TYPE,
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get("/papers/duties.{kind}", response_class=Response)
def read_duties(
    session: Db,
    at: Now,
    actor: Official,
    kind: Literal["pdf", "docx", "xlsx"],
    region: Place = None,
    cadre: UUID | None = None,
    on: date | None = None,
) -> Response:
    """责任清单 within this person's scope: who covered whom on a day, today by default."""
    day = on or shanghai_date(at)
    made = duty_sheet(session, day, kind, region=region, cadre=cadre)
    return _file(made, kind, at, f"责任清单 {day}")


@router.get("/papers/tasks.{kind}", response_class=Response)
def read_tasks(at: Now, actor: Official, kind: Printed, level: Level | None = None) -> Response:
    """任务清单 of a level, this person's own by default."""
    wanted = level or actor.level
    return _file(task_sheet(wanted), kind, at, "任务清单")


@router.get("/commitments")
def list_commitments(
    session: Db, at: Now, actor: Office, state: State | None = None, region: Place = None
) -> CommitmentPage:
    """Which cadres signed 承诺书 for their list as it stands, and who is to sign again."""
    return commitments.page(session, state, region, by=actor, on=shanghai_date(at))


@router.get("/commitments/mine")
def my_commitment(session: Db, at: Now, actor: Official) -> CommitmentShown:
    """What this cadre is to sign, for which list, and what he signed last."""
    return commitments.shown(session, actor, at)


@router.put("/commitments/{id}")
def sign_commitment(
    session: Db, at: Now, actor: Official, id: UUID, order: CommitmentOrder
) -> CommitmentShown:
    """Sign the list that was read; sent twice, it is signed once."""
    return signing.sign(session, id, order, by=actor, at=at)


@router.put("/commitments/{id}/scan")
def sign_commitment_by_scan(
    request: Request,
    session: Db,
    at: Now,
    actor: Official,
    id: UUID,
    file: File,
    told: Annotated[SigningTold, Query()],
) -> CommitmentShown:
    """Hand in the PDF or picture of the paper one has signed; sent twice, it is signed once."""
    storage = shelf_of(request.app.state.settings).storage
    return signing.sign_by_scan(session, storage, actor, id, file, told, by=actor, at=at)


@router.put("/commitments/of/{cadre_id}/{id}/scan")
def file_commitment(
    request: Request,
    session: Db,
    at: Now,
    actor: Office,
    cadre_id: UUID,
    id: UUID,
    file: File,
    told: Annotated[SigningTold, Query()],
) -> CommitmentShown:
    """Hand in, for a cadre of the office's place, the paper that he has signed for his list."""
    cadre = commitments.of_cadre(session, cadre_id, by=actor)
    storage = shelf_of(request.app.state.settings).storage
    return signing.sign_by_scan(session, storage, cadre, id, file, told, by=actor, at=at)


@router.get("/commitments/of/{cadre_id}/scan.pdf", response_class=Response)
def read_scan(request: Request, session: Db, at: Now, actor: Official, cadre_id: UUID) -> Response:
    """The signed paper as its PDF was handed in: one's own, or for the office of the place."""
    cadre = commitments.of_cadre(session, cadre_id, by=actor)
    scan = scan_of(session, cadre, request.app.state.settings)
    return _answer(scan, "pdf", f"承诺书扫描件 {cadre.name}")


@router.get("/commitments/of/{cadre_id}.{kind}", response_class=Response)
def read_commitment(
    request: Request, session: Db, at: Now, actor: Official, cadre_id: UUID, kind: Printed
) -> Response:
    """承诺书 of a cadre with his list: his own, or for the office of his place."""
    cadre = commitments.of_cadre(session, cadre_id, by=actor)
    made = commitment_sheet(session, cadre, request.app.state.settings, at)
    return _file(made, kind, at, f"承诺书 {cadre.name}")


def _file(made: Sheet, kind: str, at: datetime, name: str) -> Response:
    match kind:
        case "pdf":
            data = sheet.pdf(made, at)
        case "docx":
            data = sheet.docx(made)
        case _:
            data = sheet.xlsx(made)
    return _answer(data, kind, name)


def _answer(data: bytes, kind: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}')}",
        "Cache-Control": "private, no-store",
    }
    return Response(data, media_type=_TYPES[kind], headers=headers)
