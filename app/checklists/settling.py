"""One shown item with its answer after the rules had their say.

Twin of `pwa/src/domain/checklist-settling.ts`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.checklists.answers import Answer, Given, Recheck, Value
from app.checklists.children import Derived, Scene, entailed, is_blank, shown_children, sound
from app.checklists.conditions import Said
from app.checklists.items import JudgedItem, YesNoItem
from app.checklists.questions import Child
from app.checklists.values import consequences, fault


@dataclass(frozen=True)
class Settled:
    """An item, the answer to keep, the children to ask, and what was entailed."""

    item: JudgedItem
    answer: Answer
    children: list[Child]
    derived: list[Derived]
    reviewed: bool = False
    still_open: bool = False

    def values(self, today: date) -> dict[str, Value]:
        """What conditions further down may look at: values without fault."""
        given = self.answer.children
        found = {child.code: sound(child, given, today) for child in self.children}
        found[self.item.code] = _own_value(self.item, self.answer, today)
        return {code: value for code, value in found.items() if value is not None}


def settle(
    item: JudgedItem, answer: Answer, today: date, rechecks: Sequence[Recheck], scene: Scene
) -> Settled:
    """The item as it stands; a rule may have turned it to 否."""
    if isinstance(item, YesNoItem):
        return _judged(item, answer, today, rechecks, scene)
    return _valued(item, answer, today, scene)


def _judged(
    item: YesNoItem, answer: Answer, today: date, rechecks: Sequence[Recheck], scene: Scene
) -> Settled:
    review = next((child for child in item.children if child.type == "issue_review"), None)
    still_open = review is not None and any(r.result != "fixed" for r in rechecks)
    reviewed: list[Derived] = []
    if review is not None and still_open:
        text = "有以前的问题没有整改到位或又出现，本条应答“否”"
        reviewed = [Derived(item.code, review.code, "answer_no", text)]
    effective: Given | None = answer.answer
    while True:
        children = shown_children(item, effective, answer.children, scene)
        found = reviewed + entailed(item, children, answer.children, today)
        found += _checked(item, answer, children, today, scene)
        if effective == "no" or not any(d.then == "answer_no" for d in found):
            break
        effective = "no"
    values: dict[str, Value] = {
        child.code: answer.children[child.code]
        for child in children
        if not is_blank(answer.children.get(child.code))
    }
    as_given = effective == answer.answer and values == answer.children
    # Copies cost a tenth of the whole judgement, and nearly every answer stays as it was given.
    kept = (
        answer if as_given else answer.model_copy(update={"answer": effective, "children": values})
    )
    return Settled(item, kept, children, found, bool(rechecks), still_open)


def _valued(item: JudgedItem, answer: Answer, today: date, scene: Scene) -> Settled:
    value = _own_value(item, answer, today)
    said = [] if value is None else consequences(item, value, today)
    found = [Derived(item.code, None, then, text) for then, text in said]
    found += _checked(item, answer, [], today, scene)
    forced = any(derived.then == "answer_no" for derived in found)
    # A 否 that came along stays: the phone may have known what the register no longer says.
    effective: Given | None = "no" if forced or answer.answer == "no" else None
    kept = answer.model_copy(update={"answer": effective, "children": {}})
    return Settled(item, kept, [], found)


def _checked(
    item: JudgedItem, answer: Answer, children: list[Child], today: date, scene: Scene
) -> list[Derived]:
    """What the item's own conditions entail, once anything of it is filled in."""
    if not item.checks or answer.answer == "na":
        return []
    own = Settled(item, answer, children, []).values(today)
    if answer.answer is None and not own:
        return []
    said = Said(
        dict(scene.said.answers) | ({item.code: answer.answer} if answer.answer else {}),
        dict(scene.said.values) | own,
    )
    here = Scene(scene.entity, said)
    return [
        Derived(item.code, None, check.then, check.text)
        for check in item.checks
        if here.holds(check.when)
    ]


def _own_value(item: JudgedItem, answer: Answer, today: date) -> Value | None:
    value = answer.value
    if isinstance(item, YesNoItem) or value is None or is_blank(value):
        return None
    return None if fault(item, value, today) else value
