"""Conditions of lists: what is looked for, as text that is compiled once and values given anew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Executable
from sqlmodel import Session

from app.db import table_of
from app.ledger.models import Issue
from app.plain import Plain
from app.regions.models import Level
from app.regions.scope import named, named_values, scope_of, visible

Says = Callable[[], ColumnElement[bool]]

issue = table_of(Issue).c


@dataclass(frozen=True)
class Clause:
    """One condition. Equal keys mean equal texts; `says` writes one when it is first needed."""

    key: str
    says: Says
    values: Mapping[str, Any] = field(default_factory=dict)
    steady: bool = False
    """Whatever the values, the database does best in the same way: it may keep its plan."""
    met: bool = False
    """Looked for along the list: to count beyond a page is to read as much again for each page."""


def in_scope(session: Session) -> Clause:
    """The rows this session may see: a statement that is compiled once is narrowed by no other."""
    scope = scope_of(session)
    shape = named(scope)
    kind = "everywhere" if scope.everywhere else f"{scope.level}"
    values = named_values(scope)
    # Of what was handed to a unit from elsewhere there may be little or much.
    steady = scope.everywhere or (scope.level in _ORDERED and scope.unit_id is None)
    return Clause(f"scope:{kind}:{','.join(values)}", lambda: visible(Issue, shape), values, steady)


_ORDERED = (Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWN)
"""Each has an index in the order of the list."""


def equal(name: str, value: Any, *, steady: bool = False) -> Clause:
    """A column has a value."""
    return Clause(name, lambda: issue[name] == sa.bindparam(name), {name: value}, steady)


def one_of(name: str, values: Sequence[str]) -> Clause:
    """A column that the indexes of the list carry has one of some values."""
    given = {f"{name}_{number}": value for number, value in enumerate(values)}
    return Clause(
        f"{name}:{len(values)}",
        lambda: issue[name].in_([sa.bindparam(each) for each in given]),
        given,
        steady=True,
    )


def one_of_ids(ids: Sequence[UUID]) -> Clause:
    """Issues that were chosen one by one."""
    given: dict[str, Any] = {f"id_{number}": each for number, each in enumerate(ids)}
    return Clause(
        f"ids:{len(ids)}",
        lambda: issue.id.in_([sa.bindparam(name, type_=sa.Uuid()) for name in given]),
        given,
    )


def words(name: str, values: Sequence[str]) -> ColumnElement[bool]:
    """The same with the values written out, so that partial indexes know what they serve."""
    return sa.type_coerce(issue[name], sa.String).in_(
        [sa.literal_column(f"'{value}'") for value in values]
    )


def is_so(name: str, condition: Says, value: bool) -> Clause:
    """A claim holds, or does not."""
    says = condition if value else lambda: sa.not_(condition())
    return Clause(f"{name}:{value}", says, steady=True)


def values_of(clauses: Sequence[Clause]) -> dict[str, Any]:
    """What all of them are given."""
    return {name: value for clause in clauses for name, value in clause.values.items()}


_MOST_KEPT = 1000
_kept: dict[tuple[str, ...], Plain] = {}


def compiled(
    shape: Sequence[str], clauses: Sequence[Clause], make: Callable[[], Executable]
) -> Plain:
    """The statement of this shape with these conditions, made when it is first asked for.

    Prepared where each of them is steady. Else the database plans for the values it is given: a
    plan for any value would read whole indexes for a rare word or a small unit.
    """
    key = (*shape, *(clause.key for clause in clauses))
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        found = _kept[key] = Plain(make(), prepared=all(c.steady for c in clauses))
    return found
