"""The questions under an item: which are shown, what their values entail, which must be filled.

Twin of `pwa/src/domain/checklist-children.ts`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.checklists.answers import Given, Value
from app.checklists.conditions import NOTHING, Said, words_in
from app.checklists.expr import holds, parse
from app.checklists.fields import Consequence
from app.checklists.items import YesNoItem
from app.checklists.profile import Profile
from app.checklists.questions import Child, OnAnswer, OnChild, OnCondition
from app.checklists.values import consequences, fault, is_blank, may_be_empty

__all__ = [
    "Derived",
    "Scene",
    "Values",
    "entailed",
    "fault",
    "is_asked_on",
    "is_blank",
    "shown_children",
]


@dataclass(frozen=True)
class Derived:
    """What an answer entails, and the sentence that says so."""

    item: str
    child: str | None
    then: Consequence
    text: str


ANYONE = Profile()


@dataclass(frozen=True)
class Scene:
    """The entity, and what was answered further up: what conditions look at."""

    entity: Profile = ANYONE
    said: Said = NOTHING

    def holds(self, when: str) -> bool:
        """Whether a condition holds here."""
        return holds(parse(when), self.entity, self.said)


Values = Mapping[str, Value]
NOWHERE = Scene()


def shown_children(
    item: YesNoItem, answer: Given | None, values: Values, scene: Scene = NOWHERE
) -> list[Child]:
    """Children to ask: none for 不适用; those behind a choice only when it was made."""
    if answer == "na":
        return []
    shown: set[str] = set()
    # A child may name one written after it, so go round until nothing more appears.
    while more := {
        child.code
        for child in item.children
        if child.code not in shown and _is_shown(child, answer, values, shown, scene)
    }:
        shown |= more
    return [child for child in item.children if child.code in shown]


def entailed(item: YesNoItem, shown: list[Child], values: Values, today: date) -> list[Derived]:
    """What the rules and number formats of the shown children say about their values."""
    return [
        Derived(item.code, child.code, then, text)
        for child in shown
        if (value := sound(child, values, today)) is not None
        for then, text in consequences(child, value, today)
    ]


def sound(child: Child, values: Values, today: date) -> Value | None:
    """The value of a child, if it is filled in without fault."""
    value = values.get(child.code)
    return None if value is None or is_blank(value) or fault(child, value, today) else value


def is_asked_on(item: YesNoItem, child: Child, answer: Given | None) -> bool:
    """Whether a shown child must be filled under this answer.

    On 否 only the questions about the fault must be: what is not there has no number and no date.
    """
    if child.optional or child.type == "issue_review" or may_be_empty(child):
        return False
    return answer == "yes" or _is_about_the_fault(item, child)


def _is_shown(
    child: Child, answer: Given | None, values: Values, shown: set[str], scene: Scene
) -> bool:
    match child.show:
        case OnAnswer(answer=wanted):
            return answer == wanted
        case OnChild(child=parent, one_of=options):
            return parent in shown and not set(options).isdisjoint(words_in(values.get(parent)))
        case OnCondition(when=when):
            return scene.holds(when)
        case _:
            return True


def _is_about_the_fault(item: YesNoItem, child: Child) -> bool:
    while isinstance(child.show, OnChild):
        parent = child.show.child
        child = next(other for other in item.children if other.code == parent)
    return isinstance(child.show, OnAnswer) and child.show.answer == "no"
