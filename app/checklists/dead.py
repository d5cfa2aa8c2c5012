"""Conditions that say nothing: never true, or always, whatever the entity and the answers are."""

from collections.abc import Iterator
from itertools import chain, combinations, product
from math import prod

from app.checklists.conditions import (
    Answered,
    Compare,
    Constant,
    Expr,
    Filled,
    Flag,
    Leaf,
    Measured,
    Said,
    holds,
    leaves,
)
from app.checklists.fields import ChoiceField, NumberField
from app.checklists.items import YesNoItem
from app.checklists.profile import Profile
from app.checklists.vocabulary import Vocabulary

OTHER = "\0"
"""A word nobody wrote: what an entity or an answer may be beside those named."""
MOST_WORLDS = 20_000
"""A condition with more cases is left to its author's eyes."""
Subject = tuple[str, str]


def verdict(expr: Expr, vocabulary: Vocabulary) -> bool | None:
    """Whether a faultless condition holds in every case or in none; None when it depends."""
    if isinstance(expr, Constant):
        return expr.value
    mentioned: dict[Subject, list[Leaf]] = {}
    for leaf in leaves(expr):
        mentioned.setdefault(_subject(leaf), []).append(leaf)
    domains = {
        subject: list(_domain(subject, some, vocabulary)) for subject, some in mentioned.items()
    }
    if prod(len(domain) for domain in domains.values()) > MOST_WORLDS:
        return None
    seen: set[bool] = set()
    for case in product(*domains.values()):
        seen.add(_holds_in(expr, dict(zip(domains, case, strict=True))))
        if len(seen) > 1:
            return None
    return seen.pop()


def _subject(leaf: Leaf) -> Subject:
    match leaf:
        case Flag(name):
            return "flag", name
        case Compare(word):
            return "word", word
        case Answered(code):
            return "answer", code
        case Filled(code) | Measured(code):
            return "value", code


def _domain(subject: Subject, some: list[Leaf], vocabulary: Vocabulary) -> Iterator[object]:
    """Every case of one subject that its condition can tell apart."""
    kind, name = subject
    named = sorted({v for leaf in some if isinstance(leaf, (Compare, Filled)) for v in leaf.values})
    if kind == "flag":
        yield from (True, False)
    elif kind == "word":
        yield from (*named, None)
    elif kind == "answer":
        item = vocabulary.items[name]
        judged = isinstance(item, YesNoItem)
        may_na = isinstance(item, YesNoItem) and (item.allow_na or item.needs_professional)
        yield from ("no", None, *(["yes"] if judged else []), *(["na"] if may_na else []))
    else:
        yield from _values(name, some, named, vocabulary)


def _values(
    code: str, some: list[Leaf], named: list[str], vocabulary: Vocabulary
) -> Iterator[object]:
    field = vocabulary.fields[code]
    if isinstance(field, NumberField):
        marks = {leaf.number for leaf in some if isinstance(leaf, Measured)}
        near = {mark + step for mark in marks for step in (-1, -0.5, 0, 0.5, 1)}
        yield None
        yield from (number for number in sorted(near) if _fits(field, number))
    elif isinstance(field, ChoiceField) and field.multiple:
        several = (combinations(named, n) for n in range(len(named) + 1))
        yield from (list(chosen) for chosen in chain.from_iterable(several))
    else:
        closed = isinstance(field, ChoiceField) and set(field.options) <= set(named)
        yield from (None, *named, *([] if closed else [OTHER]))


def _fits(field: NumberField, number: float) -> bool:
    low = field.min is None or number >= field.min
    high = field.max is None or number <= field.max
    return low and high and not (field.whole and number != int(number))


def _holds_in(expr: Expr, case: dict[Subject, object]) -> bool:
    of = {kind: {name: v for (k, name), v in case.items() if k == kind} for kind, _ in case}
    words = of.get("word", {})
    entity = Profile(
        flags=frozenset(name for name, carried in of.get("flag", {}).items() if carried),
        kind=_text(words.get("kind")),
        stage=_text(words.get("stage")),
        grade=_text(words.get("grade")),
        has_prior_issues=of.get("flag", {}).get("has_prior_issues") is True,
    )
    answers = {code: str(v) for code, v in of.get("answer", {}).items() if v is not None}
    values = {code: v for code, v in of.get("value", {}).items() if v is not None}
    return holds(expr, entity, Said(answers, values))  # type: ignore[arg-type]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
