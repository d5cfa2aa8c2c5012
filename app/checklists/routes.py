"""Checklists as data: any signed-in person who works with them may read."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Response

from app.accounts.guards import Db, may
from app.accounts.roles import May
from app.checklists import service
from app.checklists.service import ChecklistShown, LawsShown

router = APIRouter(
    prefix="/api/v1/checklists",
    tags=["checklists"],
    dependencies=[may(May.SEE_CHECKLISTS)],
)


@router.get("")
def list_checklists(session: Db) -> list[ChecklistShown]:
    """Every released version with its digest."""
    return service.shelf(service.shelf_of(session))


@router.get("/schema")
def checklist_schema() -> dict[str, Any]:
    """JSON Schema of a checklist file."""
    return service.schema()


@router.get("/laws")
def laws_on_record() -> LawsShown:
    """The laws that items cite, with the days each edition is in force."""
    return service.laws()


@router.get("/{id}/versions/{number}", response_model=None)
def checklist_version(
    session: Db,
    id: str,
    number: int,
    response: Response,
    if_none_match: Annotated[str | None, Header()] = None,
) -> dict[str, Any] | Response:
    """A frozen version; it never changes, so a phone fetches it once."""
    found = service.version(session, id, number)
    headers = {
        "ETag": f'"{found.digest}"',
        "Cache-Control": "private, max-age=31536000, immutable",
    }
    if if_none_match == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return found.as_json()
