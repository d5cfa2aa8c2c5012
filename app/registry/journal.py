"""What an import did, thing by thing, so that it can be undone exactly.

A thing is a row with the rows that belong to it. Kept are how it was before, and a digest of how
the import left it: only what is still as it was left is undone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from operator import itemgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic_core import to_json
from sqlalchemy import Table
from sqlmodel import Session

from app.accounts.models import Account
from app.assignments.models import Assignment, CadreDuty
from app.db import table_of
from app.entities.models import Entity, EntityContact
from app.regions.models import Region
from app.registry.bulk import among, insert_many
from app.registry.kept import as_kept, as_row
from app.registry.models import ImportChange

_change = table_of(ImportChange)
_CHILDREN = "children"


@dataclass(frozen=True)
class Thing:
    """A table with the one whose rows belong to its rows."""

    table: Table
    key: str
    children: Table | None = None
    owner: str = ""
    """The column of `children` that names the row they belong to."""

    def id(self, text: str) -> Any:
        """An id as the table has it."""
        return text if self.key == "code" else UUID(text)


THINGS = {
    "region": Thing(table_of(Region), "code"),
    "account": Thing(table_of(Account), "id"),
    "duty": Thing(table_of(CadreDuty), "account_id"),
    "entity": Thing(table_of(Entity), "id", table_of(EntityContact), "entity_id"),
    "assignment": Thing(table_of(Assignment), "id"),
}
"""In the order in which they are made; they are taken out in the opposite one."""


def state_of(
    thing: Thing, row: dict[str, Any], children: Iterable[dict[str, Any]] = ()
) -> dict[str, Any]:
    """A thing as JSON."""
    state = as_kept(thing.table, row)
    if thing.children is not None:
        below = [as_kept(thing.children, child) for child in children]
        state[_CHILDREN] = sorted(below, key=itemgetter("id"))
        return dict(sorted(state.items()))
    return state


def left_as(state: dict[str, Any]) -> str:
    """The digest of a thing's state, whose keys stand in order at every depth."""
    return blake2b(to_json(state), digest_size=16).hexdigest()


def states(session: Session, thing: Thing, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The things of these ids as they are now, held against others where the database can."""
    wanted = [thing.id(one) for one in ids]
    key = thing.table.c[thing.key]
    query = sa.select(thing.table).where(among(session, key, wanted)).with_for_update()
    found = session.execute(query).all()
    rows = {str(row._mapping[thing.key]): dict(row._mapping) for row in found}
    below: dict[str, list[dict[str, Any]]] = {}
    if thing.children is not None:
        owner = thing.children.c[thing.owner]
        theirs = sa.select(thing.children).where(among(session, owner, wanted))
        for row in session.execute(theirs).all():
            below.setdefault(str(row._mapping[thing.owner]), []).append(dict(row._mapping))
    return {id: state_of(thing, row, below.get(id, ())) for id, row in rows.items()}


class Journal:
    """The changes of one batch, noted a piece at a time."""

    def __init__(self, session: Session, batch_id: UUID) -> None:
        self.batch_id = str(batch_id)
        query = sa.select(sa.func.max(_change.c.n)).where(_change.c.batch_id == batch_id)
        self.n = session.execute(query).scalar() or 0
        self._rows: list[dict[str, Any]] = []

    def note(
        self, seq: int, thing: str, id: str, before: dict[str, Any] | None, after: dict[str, Any]
    ) -> None:
        """One thing made (`before` is None) or changed."""
        self.n += 1
        self._rows.append(
            {
                "batch_id": self.batch_id,
                "n": self.n,
                "seq": seq,
                "thing": thing,
                "thing_id": id,
                "before": before,
                "left": left_as(after),
            }
        )

    def noted(self) -> list[dict[str, Any]]:
        """What was noted since this was last asked, to be written."""
        rows, self._rows = self._rows, []
        return rows


def put_back(session: Session, thing: Thing, befores: dict[str, dict[str, Any]]) -> None:
    """Give things the state they had before."""
    for id, before in befores.items():
        children = before.get(_CHILDREN, [])
        row = as_row(thing.table, {k: v for k, v in before.items() if k != _CHILDREN})
        key = thing.table.c[thing.key]
        session.execute(sa.update(thing.table).where(key == thing.id(id)).values(row))
        if thing.children is not None:
            owner = thing.children.c[thing.owner]
            session.execute(sa.delete(thing.children).where(owner == thing.id(id)))
            insert_many(session, thing.children, [as_row(thing.children, one) for one in children])


def take_out(session: Session, thing: Thing, ids: Sequence[str]) -> None:
    """Take out what was not there before."""
    wanted = [thing.id(one) for one in ids]
    if thing.children is not None:
        theirs = among(session, thing.children.c[thing.owner], wanted)
        session.execute(sa.delete(thing.children).where(theirs))
    session.execute(sa.delete(thing.table).where(among(session, thing.table.c[thing.key], wanted)))
