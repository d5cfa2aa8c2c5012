"""What a condition of a checklist is made of, and whether it holds for an entity and a visit.

Pure; twin of `pwa/src/domain/conditions.ts`. `expr.py` reads the words into these parts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.checklists.answers import Value
from app.checklists.profile import Profile, Word

Order = Literal["==", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True)
class Said:
    """What was answered further up: 是, 否, 不适用 by item, values by question."""

    answers: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)


NOTHING = Said()


@dataclass(frozen=True)
class Constant:
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True)
class Flag:
    """A yes/no flag of the entity."""

    name: str


@dataclass(frozen=True)
class Compare:
    """A word of the entity is (or, negated, is not) one of some words."""

    word: Word
    values: tuple[str, ...]
    negated: bool


@dataclass(frozen=True)
class Answered:
    """An item above was (or, negated, was not) answered in one of some ways."""

    code: str
    values: tuple[str, ...]
    negated: bool


@dataclass(frozen=True)
class Filled:
    """A question above holds (or, negated, does not hold) one of some words or choices."""

    code: str
    values: tuple[str, ...]
    negated: bool


@dataclass(frozen=True)
class Measured:
    """The number a question above holds stands so to `number`."""

    code: str
    order: Order
    number: float


@dataclass(frozen=True)
class Not:
    """The opposite of a condition."""

    of: "Expr"


@dataclass(frozen=True)
class Both:
    """Two conditions that must hold together."""

    left: "Expr"
    right: "Expr"


@dataclass(frozen=True)
class Either:
    """Two conditions of which one is enough."""

    left: "Expr"
    right: "Expr"


Leaf = Flag | Compare | Answered | Filled | Measured
Expr = Constant | Leaf | Not | Both | Either


def holds(expr: Expr, entity: Profile, said: Said = NOTHING) -> bool:
    """Whether the condition is true; what is unknown or unanswered equals nothing."""
    match expr:
        case Constant(value):
            return value
        case Flag(name):
            return entity.has(name)
        case Compare(word, values, negated):
            return (entity.word(word) in values) != negated
        case Answered(code, values, negated):
            return (said.answers.get(code) in values) != negated
        case Filled(code, values, negated):
            return (not set(values).isdisjoint(words_in(said.values.get(code)))) != negated
        case Measured(code, order, number):
            return _stands(said.values.get(code), order, number)
        case Not(of):
            return not holds(of, entity, said)
        case Both(left, right):
            return holds(left, entity, said) and holds(right, entity, said)
        case Either(left, right):
            return holds(left, entity, said) or holds(right, entity, said)


def leaves(expr: Expr) -> Iterator[Leaf]:
    """What a condition rests on, for checking it against a vocabulary."""
    match expr:
        case Constant():
            return
        case Not(of):
            yield from leaves(of)
        case Both(left, right) | Either(left, right):
            yield from leaves(left)
            yield from leaves(right)
        case _:
            yield expr


def words_in(value: Value | None) -> list[str]:
    """The words or choices a value holds; a number or a table holds none."""
    if isinstance(value, list):
        return [one for one in value if isinstance(one, str)]
    return [value] if isinstance(value, str) else []


def _stands(value: Value | None, order: Order, number: float) -> bool:
    if not isinstance(value, (int, float)):
        return order == "!="
    match order:
        case "==":
            return value == number
        case "!=":
            return value != number
        case "<":
            return value < number
        case "<=":
            return value <= number
        case ">":
            return value > number
        case ">=":
            return value >= number
