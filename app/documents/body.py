"""Every word that a template is given: frozen with the document when it is issued."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from app.clock import shanghai_date
from app.documents.form import shown, written_day
from app.documents.kinds import Kind
from app.documents.rendering import plain
from app.ledger.facts import SEVERITY_NAMES, Severity
from app.ledger.models import Issue
from app.regions.models import Unit


def body_of(
    kind: Kind,
    issues: Sequence[Issue],
    issuer: Unit,
    *,
    number: str,
    addressee: str,
    fields: Mapping[str, str],
    links: Mapping[UUID, str],
    today: date,
    feedback_due: date,
) -> dict[str, Any]:
    """The body of a document; `links` are the ids of the enterprise's links."""
    first = issues[0]
    return {
        "number": number,
        "name": kind.name,
        "issuer": plain(issuer.name),
        "issuer_phone": issuer.phone,
        "addressee": plain(addressee),
        "entity": plain(first.entity_name),
        "address": plain(first.entity_address),
        "day": written_day(today),
        "feedback_due": written_day(feedback_due),
        **{field.name: shown(field, fields[field.name]) for field in kind.fields},
        "issues": [
            _issue(n, issue, links.get(issue.id, "")) for n, issue in enumerate(issues, start=1)
        ],
    }


def _issue(n: int, issue: Issue, link_id: str) -> dict[str, Any]:
    return {
        "n": n,
        "issue_number": issue.number,
        "entity": plain(issue.entity_name),
        "description": plain(issue.description).rstrip("。"),
        "item": plain(issue.item_text).rstrip("。"),
        "severity": SEVERITY_NAMES[Severity(issue.severity)],
        "found_on": written_day(shanghai_date(issue.found_at)),
        "deadline": written_day(issue.deadline),
        "requirement": plain(issue.requirement).rstrip("。"),
        "basis": "；".join(_basis(one) for one in issue.basis),
        "link_id": link_id,
    }


def _basis(one: Mapping[str, Any]) -> str:
    title = plain(str(one["title"]))
    named = title if title.startswith("《") else f"《{title}》"
    return f"{named}{plain(str(one['article']))}"
