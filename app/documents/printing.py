"""A document as a Word file: the frozen body, the frozen template, and the addresses of links.

An address is made anew from the link's id: its token is kept nowhere (`ledger/links.py`).
"""

from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.documents.models import Document, DocumentTemplate
from app.documents.rendering import render
from app.ledger.links import token_of
from app.settings import Settings


def printed(session: Session, document: Document, settings: Settings) -> bytes:
    """The Word file: the same words each time it is asked for."""
    template = session.get_one(DocumentTemplate, document.template)
    body = with_addresses(document.body, settings)
    return render(template.content, f"{document.name}（已冻结）", body)


def with_addresses(body: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """The body with the address that each issue's code holds."""
    return {**body, "issues": [_with_address(issue, settings) for issue in body["issues"]]}


def _with_address(issue: dict[str, Any], settings: Settings) -> dict[str, Any]:
    if not issue["link_id"]:
        return {**issue, "url": "", "qr": ""}
    token = token_of(UUID(issue["link_id"]), settings)
    return {**issue, "url": f"{settings.public_url.rstrip('/')}/r/{token}"}
