"""A quarter as a filter of the ledger, by the Shanghai day of finding."""

import re
from datetime import date

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from app.clock import start_of_day
from app.errors import Malformed
from app.ledger.clauses import Clause, issue

_QUARTER = re.compile(r"(20\d\d)Q([1-4])")


def in_quarter(text: str) -> Clause:
    """Found in a quarter such as 2026Q4.  Raises Malformed."""
    match = _QUARTER.fullmatch(text)
    if match is None:
        raise cannot_be("quarter", text)
    year, number = int(match[1]), int(match[2])
    first = date(year, number * 3 - 2, 1)
    following = date(year + number // 4, number * 3 % 12 + 1, 1)

    def says() -> ColumnElement[bool]:
        return (issue.found_at >= sa.bindparam("quarter_from")) & (
            issue.found_at < sa.bindparam("quarter_to")
        )

    given = {"quarter_from": start_of_day(first), "quarter_to": start_of_day(following)}
    return Clause("quarter", says, given)


def cannot_be(name: str, text: str) -> Malformed:
    """The refusal of a filter's value that there is not."""
    errors = [{"pointer": f"/{name}", "detail": f"没有这种取值：{text}"}]
    return Malformed("筛选条件不对，请清除筛选后重试。", errors=errors)
