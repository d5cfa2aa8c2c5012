"""Words of a search: Chinese has no blanks, so any piece of the text may be asked for.

PostgreSQL keeps an index of all pairs of neighbouring characters (migration `0007_pairs`): even a
word of two, the commonest kind, is found without reading the ledger. SQLite reads what the other
conditions leave.
"""

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from app.ledger.clauses import Clause, issue

TEXTS = ("entity_name", "description", "item_text")
_PAIRS = "bigrams(" + " || E'\\n' || ".join(f"issue.{name}" for name in TEXTS) + ")"
_NUMBER = re.compile(r"\d{6}-\d{4}Q\d-\d{6,8}")
_PART_OF_NUMBER = re.compile(r"[\dQ-]+")


def containing(session: Session, word: str, number: int) -> Clause:
    """Issues whose enterprise, description, item or number contains `word`, the `number`-th."""
    name = f"word_{number}"
    if _NUMBER.fullmatch(word):
        return Clause(name + ":number", lambda: issue.number == sa.bindparam(name), {name: word})
    like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    if _PART_OF_NUMBER.fullmatch(word):
        return Clause(name + ":digits", lambda: _like(name, (*TEXTS, "number")), {name: like})
    plain = Clause(name, lambda: _like(name, TEXTS), {name: like})
    if len(word) < 2 or session.get_bind().dialect.name != "postgresql":
        return plain
    pairs = sorted({word[at : at + 2] for at in range(len(word) - 1)})
    return Clause(
        f"{name}:pairs",
        lambda: sa.and_(plain.says(), _has_pairs(f"pairs_{number}")),
        {**plain.values, f"pairs_{number}": pairs},
    )


def _like(name: str, columns: tuple[str, ...]) -> ColumnElement[bool]:
    return sa.or_(*(issue[column].like(sa.bindparam(name), escape="\\") for column in columns))


def _has_pairs(name: str) -> ColumnElement[bool]:
    texts: Any = ARRAY(sa.Text())
    kept: ColumnElement[Any] = sa.literal_column(_PAIRS, type_=texts)
    return kept.op("@>", is_comparison=True)(sa.bindparam(name, type_=texts))
