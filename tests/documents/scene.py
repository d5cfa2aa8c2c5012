"""Issues found now, and documents issued about them over HTTP."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from docx import Document as Word
from httpx import Response
from sqlmodel import Session

from app.accounts.models import Account
from app.ledger.models import Issue
from tests.ledger.scene import Scene, an_issue
from tests.people import Browser

WHERE = "/api/v1/documents"


def an_issue_now(session: Session, scene: Scene, **changed: Any) -> Issue:
    """An issue found just now."""
    at = datetime.now(UTC)
    return an_issue(session, scene, at=at, found_at=at, received_at=at, **changed)


def offers(browser: Browser, *issues: UUID) -> dict[str, Any]:
    """What this person may issue for these issues, by kind."""
    answer = browser.get(f"{WHERE}/kinds", params={"issue": [str(one) for one in issues]})
    assert answer.status_code == 200, answer.text
    return {kind["code"]: kind for kind in answer.json()}


def an_order(browser: Browser, kind: str, *issues: UUID, **changed: Any) -> dict[str, Any]:
    """The form as it fills itself, with what the test gives of its own."""
    offer = offers(browser, *issues)[kind]
    fields = {field["name"]: field["value"] for field in offer["fields"]}
    if "time" in fields:
        fields["time"] = f"{datetime.now(UTC).year + 1}-01-15T09:30"
    # The test tree's offices have no telephone.
    fields["phone"] = fields["phone"] or "0531-00000002"
    fields |= changed.pop("fields", {})
    return {
        "id": str(uuid4()),
        "kind": kind,
        "issues": [str(one) for one in issues],
        "addressee": offer["addressee"] or "泉城路街道办事处",
        "unit_id": offer["unit_id"],
        "fields": fields,
        **changed,
    }


def issue(client: Browser, who: Account, kind: str, *issues: UUID, **changed: Any) -> Response:
    """`who` issues a document."""
    browser = client.as_(who)
    answer: Response = browser.post(WHERE, json=an_order(browser, kind, *issues, **changed))
    return answer


def text_of(file: bytes) -> str:
    """Every paragraph and cell of a Word file, a line each."""
    read = Word(BytesIO(file))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in read.paragraphs), *cells])


def word_of(browser: Browser, document_id: str) -> bytes:
    """The Word file of a document."""
    answer = browser.get(f"{WHERE}/{document_id}.docx")
    assert answer.status_code == 200, answer.text
    file: bytes = answer.content
    return file
