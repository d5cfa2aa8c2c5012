"""Documents over HTTP: what may be issued, issuing, the list, Word files, and what follows."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from app.accounts.guards import Db, Now, User, may
from app.accounts.roles import May
from app.documents import following, issuing, listing, reports
from app.documents.cadres import CadreRow, cadres
from app.documents.models import Document
from app.documents.printing import printed
from app.documents.rendering import MEDIA_TYPE
from app.documents.wire import (
    DocumentCounts,
    DocumentOrder,
    DocumentPage,
    DocumentShown,
    FeedbackOrder,
    KindOffered,
    RevokeOrder,
    SignOrder,
)
from app.settings import Settings

router = APIRouter(prefix="/api/v1/documents", tags=["documents"])

Reader = Annotated[User, may(May.SEE_ISSUES)]
Issuer = Annotated[User, may(May.ISSUE_DOCUMENT)]


def _as_seen(
    request: Request, session: Db, actor: Issuer, at: Now
) -> Callable[[Document], DocumentShown]:
    """A document as it then stands, for who has just written on it."""

    def shown(document: Document) -> DocumentShown:
        return listing.shown(session, document, _settings(request), by=actor, at=at)

    return shown


Seen = Annotated[Callable[[Document], DocumentShown], Depends(_as_seen)]
WORD: dict[int | str, dict[str, object]] = {
    200: {"content": {MEDIA_TYPE: {}}, "description": "Word 文档"}
}


@router.get("/kinds")
def list_kinds(
    request: Request,
    session: Db,
    actor: Issuer,
    at: Now,
    issue: Annotated[list[UUID], Query(min_length=1, max_length=50)],
) -> list[KindOffered]:
    """What this person may issue for these issues, with the form as far as it fills itself."""
    return issuing.offered(session, issue, _settings(request), by=actor, at=at)


@router.post("", status_code=201)
def issue_document(
    request: Request, session: Db, actor: Issuer, at: Now, seen: Seen, order: DocumentOrder
) -> DocumentShown:
    """Issue a document and give its number; the same order again is the same document."""
    return seen(issuing.issue_document(session, order, _settings(request), by=actor, at=at))


@router.get("")
def list_documents(
    session: Db,
    actor: Reader,
    at: Now,
    state: listing.Wanted | None = None,
    kind: Annotated[str | None, Query(max_length=12)] = None,
    issue: UUID | None = None,
    entity: UUID | None = None,
    q: Annotated[str | None, Query(max_length=60)] = None,
    cursor: Annotated[str | None, Query(pattern=listing.CURSOR)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DocumentPage:
    """Documents within scope, the newest first."""
    wanted = listing.Filter(state, kind, issue, entity, q)
    return listing.page(session, wanted, cursor=cursor, limit=limit, at=at)


@router.get("/counts")
def count_documents(session: Db, actor: Reader, at: Now) -> DocumentCounts:
    """How many there are of each state within scope; a thousand means at least that."""
    return listing.counts(session, at)


@router.get("/feedback/{issue_id}.docx", response_class=Response, responses=WORD)
def read_feedback_note(
    request: Request, session: Db, actor: Reader, at: Now, issue_id: UUID
) -> Response:
    """反馈单: what became of one issue, for the cadre who found it."""
    return word_file(*reports.feedback_note(session, issue_id, _settings(request), at=at))


@router.get("/quarterly")
def list_cadres(
    session: Db, actor: Reader, q: Annotated[str, Query(max_length=40)] = ""
) -> list[CadreRow]:
    """Whose quarterly page this office may have, by name or place; fifty at most."""
    return cadres(session, q, by=actor)


@router.get("/quarterly/{cadre_id}.docx", response_class=Response, responses=WORD)
def read_quarter(
    request: Request,
    session: Db,
    actor: Reader,
    at: Now,
    cadre_id: UUID,
    quarter: Annotated[str, Query(max_length=6)],
) -> Response:
    """One cadre's quarter on a page: for himself and for the offices above him."""
    settings = _settings(request)
    made = reports.quarterly_page(session, cadre_id, quarter, settings, by=actor, at=at)
    return word_file(*made)


@router.get("/{document_id}.docx", response_class=Response, responses=WORD)
def read_file(request: Request, session: Db, actor: Reader, document_id: UUID) -> Response:
    """The document as a Word file, as it was frozen when it was issued."""
    document = following.document_or_404(session, document_id)
    file = printed(session, document, _settings(request))
    return word_file(file, f"{document.name} {document.number}.docx")


@router.get("/{document_id}")
def read_document(
    request: Request, session: Db, actor: Reader, at: Now, document_id: UUID
) -> DocumentShown:
    """One document: what it says, what followed, and what this person may write down now."""
    return listing.show(session, document_id, _settings(request), by=actor, at=at)


@router.post("/{document_id}/signature")
def sign_document(
    session: Db, actor: Issuer, at: Now, seen: Seen, document_id: UUID, order: SignOrder
) -> DocumentShown:
    """签收: write down who signed for it."""
    return seen(following.sign(session, document_id, order, by=actor, at=at))


@router.post("/{document_id}/feedback")
def answer_document(
    session: Db, actor: Issuer, at: Now, seen: Seen, document_id: UUID, order: FeedbackOrder
) -> DocumentShown:
    """反馈: write down what was answered."""
    return seen(following.answer(session, document_id, order, by=actor, at=at))


@router.post("/{document_id}/revoke")
def revoke_document(
    session: Db, actor: Issuer, at: Now, seen: Seen, document_id: UUID, order: RevokeOrder
) -> DocumentShown:
    """作废: the document stays, with its number and the reason."""
    return seen(following.revoke(session, document_id, order, by=actor, at=at))


def word_file(file: bytes, name: str) -> Response:
    """A Word file to be saved under a Chinese name."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "private, no-store",
    }
    return Response(file, media_type=MEDIA_TYPE, headers=headers)


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings
