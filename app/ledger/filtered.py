"""The filters of a list as they stand in its address."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from app.ledger.cursors import Sort
from app.ledger.filters import IssueFilter

Words = Annotated[str, Field(max_length=120)] | None
Flag = bool | None


class _Given(TypedDict, total=False):
    state: Words
    overdue: Flag
    severity: Words
    region: Annotated[str, Field(max_length=12)] | None
    unit: UUID | None
    listed: Flag
    entity: UUID | None
    q: Annotated[str, Field(max_length=60)] | None
    grade: Words
    business: Words
    quarter: Annotated[str, Field(max_length=6)] | None
    due_from: date | None
    due_to: date | None
    repeat: Flag
    returned: Flag
    mine: Flag
    approve: Flag
    escalated: Words
    batch: UUID | None
    sort: Sort


_given = TypeAdapter(_Given)


def filter_of(given: Mapping[str, str]) -> IssueFilter:
    """The filter that these words of an address are.  Raises ValidationError."""
    return IssueFilter(**_given.validate_python(dict(given)))


async def wanted(request: Request) -> IssueFilter:
    """What is looked for; no thread is needed to read it.

    Read at once: declared one by one, twenty filters cost a request more than its ledger.
    """
    try:
        return filter_of(request.query_params)
    except ValidationError as refused:
        errors: list[Any] = [{**e, "loc": ("query", *e["loc"])} for e in refused.errors()]
        raise RequestValidationError(errors) from None


Wanted = Annotated[IssueFilter, Depends(wanted)]


def _parameters() -> list[dict[str, Any]]:
    schema = _given.json_schema()
    sorts = {key: schema["$defs"]["Sort"][key] for key in ("enum", "title", "type")}
    known = {**schema["properties"], "sort": {**sorts, "default": Sort.FOUND.value}}
    return [
        {"in": "query", "name": name, "required": False, "schema": known[name]} for name in known
    ]


DOCUMENTED = {"parameters": _parameters()}
"""The same for the API's description: `openapi_extra` of a route with `Wanted`."""
