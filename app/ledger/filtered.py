"""The filters of a list as they stand in its address."""

from collections.abc import Mapping
from dataclasses import dataclass
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


class _Page(TypedDict, total=False):
    cursor: str | None
    limit: Annotated[int, Field(ge=1, le=200)]


PAGE = 50
"""Lines of a page unless more or fewer are asked for."""
_given, _page = TypeAdapter(_Given), TypeAdapter(_Page)


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
        raise _malformed(refused) from None


Wanted = Annotated[IssueFilter, Depends(wanted)]


@dataclass(frozen=True)
class PageAsked:
    """A page of what is looked for, and where it begins."""

    filter: IssueFilter
    cursor: str | None
    limit: int


def page_asked(request: Request) -> PageAsked:
    """The page that an address asks for.  Raises RequestValidationError."""
    given = dict(request.query_params)
    try:
        page = _page.validate_python(given)
        return PageAsked(filter_of(given), page.get("cursor"), page.get("limit", PAGE))
    except ValidationError as refused:
        raise _malformed(refused) from None


def _malformed(refused: ValidationError) -> RequestValidationError:
    errors: list[Any] = [{**e, "loc": ("query", *e["loc"])} for e in refused.errors()]
    return RequestValidationError(errors)


def _parameters(schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"in": "query", "name": name, "required": False, "schema": known}
        for name, known in schema.items()
    ]


def _of_filter() -> dict[str, Any]:
    schema = _given.json_schema()
    sorts = {key: schema["$defs"]["Sort"][key] for key in ("enum", "title", "type")}
    return {**schema["properties"], "sort": {**sorts, "default": Sort.FOUND.value}}


def _of_page() -> dict[str, Any]:
    known: dict[str, Any] = _page.json_schema()["properties"]
    return {**known, "limit": {**known["limit"], "default": PAGE}}


DOCUMENTED = {"parameters": _parameters(_of_filter())}
"""The same for the API's description: `openapi_extra` of a route with `Wanted`."""
DOCUMENTED_PAGE = {"parameters": _parameters({**_of_page(), **_of_filter()})}
"""And of one that reads `page_asked`."""
