"""Words of a search: Chinese has no blanks, so any piece of the text may be asked for.

PostgreSQL keeps an index of all pairs of neighbouring characters (migration `0007_pairs`): even a
word of two, the commonest kind, is found without reading the ledger. What stands in every thirtieth
issue is not looked up there. SQLite reads what the other conditions leave.
"""

import re
import time
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from app.db import table_of
from app.ledger.clauses import Clause, issue
from app.ledger.models import Issue

TEXTS = ("entity_name", "description", "item_text")
_NUMBER = re.compile(r"\d{6}-\d{4}Q\d-\d{6,8}")
_PART_OF_NUMBER = re.compile(r"[\dQ-]+")


def containing(session: Session, word: str, number: int, *, alone: bool) -> Clause:
    """Issues whose enterprise, description, item or number contains `word`, the `number`-th.

    `alone` where hardly anything else is asked for: then even a less common word is soon met.
    """
    name = f"word_{number}"
    if _NUMBER.fullmatch(word):
        return Clause(name + ":number", lambda: issue.number == sa.bindparam(name), {name: word})
    like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    if _PART_OF_NUMBER.fullmatch(word):
        return Clause(name + ":digits", lambda: _like(name, (*TEXTS, "number")), {name: like})
    pairs = sorted({word[at : at + 2] for at in range(len(word) - 1)})
    written = Clause(name, lambda: _like(name, TEXTS), {name: like})
    if not pairs or session.get_bind().dialect.name != "postgresql":
        return written
    share = _remembered.share(session, pairs)
    if share >= (_COMMON_ALONE if alone else _COMMON):
        # Whatever the word, there is one way to go along the list.
        return replace(written, met=True, steady=True)
    kept, has = f"pairs_{number}", _gathered if share < _RARE else _has_pairs
    of_pairs = Clause(f"{kept}:{has.__name__}", lambda: has(kept), {kept: pairs})
    if len(word) == 2:
        # The pair is the word.
        return of_pairs
    return Clause(
        f"{of_pairs.key}:like",
        lambda: sa.and_(of_pairs.says(), written.says()),
        {**of_pairs.values, **written.values},
    )


_COMMON, _COMMON_ALONE, _RARE = 0.03, 0.0075, 0.001
"""A word in one of thirty issues is sooner met in the order of the list than looked up, one in
130 if nothing else thins them out; those with one that is rarer than one in a thousand are gathered
first, and the rest is judged on them alone.
"""
_REMEMBERED_S = 600
_STATISTICS = sa.text(
    "SELECT pair, share FROM pg_stats, "
    "unnest(most_common_elems::text::text[], most_common_elem_freqs) AS known (pair, share) "
    "WHERE tablename = 'ix_issue_words' AND pair IS NOT NULL"
)


class _Remembered:
    """How common pairs are, as the database last counted them; asked for every ten minutes."""

    def __init__(self) -> None:
        self.shares: dict[str, float] = {}
        self.until = 0.0

    def share(self, session: Session, pairs: list[str]) -> float:
        """The share of issues that have the rarest of `pairs`; 0 where it is too rare to know."""
        if time.monotonic() >= self.until:
            self.shares = {row.pair: row.share for row in session.execute(_STATISTICS)}
            self.until = time.monotonic() + _REMEMBERED_S
        return min(self.shares.get(pair, 0.0) for pair in pairs)


_remembered = _Remembered()


def _like(name: str, columns: tuple[str, ...]) -> ColumnElement[bool]:
    return sa.or_(*(issue[column].like(sa.bindparam(name), escape="\\") for column in columns))


def _has_pairs(name: str, table: str = "issue") -> ColumnElement[bool]:
    texts: Any = ARRAY(sa.Text())
    words = " || E'\\n' || ".join(f"{table}.{column}" for column in TEXTS)
    kept: ColumnElement[Any] = sa.literal_column(f"bigrams({words})", type_=texts)
    return kept.op("@>", is_comparison=True)(sa.bindparam(name, type_=texts))


def _gathered(name: str) -> ColumnElement[bool]:
    having = table_of(Issue).alias("having_pairs")
    where: ColumnElement[Any] = sa.literal_column("having_pairs.ctid")
    some = sa.select(where).select_from(having).where(_has_pairs(name, "having_pairs"))
    # An array: the planner, to whom rare pairs are all alike, would mix it with half the county.
    # Of places, not of ids: within one statement a row stands where it was found.
    here: ColumnElement[Any] = sa.literal_column("issue.ctid")
    return here == sa.func.any(sa.func.array(some.scalar_subquery()))
