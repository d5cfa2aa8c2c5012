"""A checklist being filled: what is shown, required, missing, entailed, and which issues open.

Pure, and the same on server and phone: twin of `pwa/src/domain/checklist.ts`, both held to
`tests/checklist_cases.yaml`. Reasons behind the rules: `docs/decisions/0002-checklist-format.md`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.checklists.answers import Answer, ChildValue, Given, Recheck
from app.checklists.children import Derived, entailed, is_blank, shown_children
from app.checklists.coherence import MAJOR_MOST_WORKDAYS, STAGES
from app.checklists.expr import holds, parse
from app.checklists.format import (
    BaseItem,
    Checklist,
    Child,
    ChoiceChild,
    Deadline,
    NumberChild,
    Severity,
    TextItem,
    YesNoItem,
)
from app.checklists.missing import Missing, missing_in
from app.checklists.profile import Profile


@dataclass(frozen=True)
class OpenedIssue:
    """An issue this visit would open; the ledger turns `deadline` into a day."""

    item: str
    severity: Severity
    original_severity: Severity
    severity_reason: str | None
    deadline: Deadline
    unit: Literal["office"] | None
    fixed_on_site: bool


@dataclass(frozen=True)
class Evaluation:
    """Where a visit stands. `answers` is what to keep: hidden items and children left out,
    answers that a child's value forces already turned to 否."""

    shown: list[str]
    children: dict[str, list[str]]
    required: list[str]
    answers: list[Answer]
    missing: list[Missing]
    derived: list[Derived]
    issues: list[OpenedIssue]
    for_professional: list[str]
    too_many_na: bool
    facts: dict[str, str | float]
    unknown: list[str]

    @property
    def complete(self) -> bool:
        """Whether the visit may be signed and submitted."""
        return not self.missing


@dataclass(frozen=True)
class _Settled:
    """One shown item with its answer after the rules had their say."""

    item: YesNoItem
    answer: Answer
    children: list[Child]
    derived: list[Derived]
    reviewed: bool
    still_open: bool


def evaluate(
    body: Checklist,
    profile: Profile,
    answers: Sequence[Answer],
    today: date,
    rechecks: Sequence[Recheck] = (),
    *,
    keep_answered: bool = False,
) -> Evaluation:
    """Judge a visit as it stands.

    With `keep_answered` an item answered 是 or 否 counts as shown even if the profile hides it:
    the server may know newer facts of the entity than the phone did, and must not lose a 否.
    """
    given = {answer.item: answer for answer in answers}
    facts = stated_facts(body, given)
    stage = facts.get("stage")
    seen_as = replace(profile, stage=str(stage)) if stage is not None else profile
    shown = [
        item
        for item in body.items()
        if is_shown(item, seen_as)
        or (keep_answered and item.code in given and given[item.code].answer in ("yes", "no"))
    ]
    settled = [
        _settle(item, given.get(item.code) or Answer(item=item.code), today, rechecks)
        for item in shown
        if isinstance(item, YesNoItem)
    ]
    texts = [
        (item, given.get(item.code) or Answer(item=item.code))
        for item in shown
        if isinstance(item, TextItem)
    ]
    return Evaluation(
        shown=[item.code for item in shown],
        children={s.item.code: [c.code for c in s.children] for s in settled if s.children},
        required=[item.code for item in shown if not item.optional],
        answers=_kept(shown, settled, given),
        missing=_missing(shown, settled, texts, today),
        derived=[derived for s in settled for derived in s.derived],
        issues=[_issue(s) for s in settled if s.answer.answer == "no" and not s.still_open],
        for_professional=[
            s.item.code for s in settled if s.item.needs_professional and s.answer.answer == "na"
        ],
        too_many_na=_too_many_na(settled),
        facts=facts,
        unknown=sorted(given.keys() - {item.code for item in body.items()}),
    )


def is_shown(item: BaseItem, profile: Profile) -> bool:
    """Whether an item concerns this entity at this level; a village visit sees the core only."""
    if item.tier == "standard" and profile.level == "village":
        return False
    return item.when is None or holds(parse(item.when), profile)


def stated_facts(body: Checklist, given: Mapping[str, Answer]) -> dict[str, str | float]:
    """Facts of the entity that this visit's answers state: `stage`, `diners`."""
    facts: dict[str, str | float] = {}
    for item in body.items():
        if not isinstance(item, YesNoItem) or item.code not in given:
            continue
        for child in item.children:
            value = given[item.code].children.get(child.code)
            if isinstance(child, ChoiceChild) and child.binds and value in STAGES:
                facts["stage"] = STAGES[str(value)]
            if isinstance(child, NumberChild) and child.binds and isinstance(value, (int, float)):
                facts["diners"] = value
    return facts


def deadline_for(item: BaseItem, severity: Severity) -> Deadline:
    """The item's deadline, shortened when the finder raised the severity; never lengthened."""
    own = item.deadline
    if severity == "critical":
        return Deadline(value=0, unit="immediate")
    if severity == "major" and own.unit == "workday":
        return Deadline(value=min(own.value, MAJOR_MOST_WORKDAYS), unit="workday")
    return own


def _settle(item: YesNoItem, answer: Answer, today: date, rechecks: Sequence[Recheck]) -> _Settled:
    review = next((child for child in item.children if child.type == "issue_review"), None)
    still_open = review is not None and any(r.result != "fixed" for r in rechecks)
    derived: list[Derived] = []
    if review is not None and still_open:
        text = "有以前的问题没有整改到位或又出现，本条应答“否”"
        derived = [Derived(item.code, review.code, "answer_no", text)]
    children = shown_children(item, answer.answer, answer.children)
    found = derived + entailed(item, children, answer.children, today)
    effective: Given | None = answer.answer
    if effective != "no" and any(d.then == "answer_no" for d in found):
        effective = "no"
        children = shown_children(item, effective, answer.children)
        found = derived + entailed(item, children, answer.children, today)
    values: dict[str, ChildValue] = {
        child.code: answer.children[child.code]
        for child in children
        if not is_blank(answer.children.get(child.code))
    }
    as_given = effective == answer.answer and values == answer.children
    # Copies cost a tenth of the whole judgement, and nearly every answer stays as it was given.
    kept = (
        answer if as_given else answer.model_copy(update={"answer": effective, "children": values})
    )
    return _Settled(item, kept, children, found, bool(rechecks), still_open)


def _kept(
    shown: Sequence[BaseItem], settled: Sequence[_Settled], given: Mapping[str, Answer]
) -> list[Answer]:
    judged = {s.item.code: s.answer for s in settled}
    kept = [judged.get(item.code) or given.get(item.code) for item in shown]
    return [a for a in kept if a is not None and (a.answer or a.note.strip() or a.children)]


def _missing(
    shown: Sequence[BaseItem],
    settled: Sequence[_Settled],
    texts: Sequence[tuple[TextItem, Answer]],
    today: date,
) -> list[Missing]:
    found: dict[str, list[Missing]] = {}
    for s in settled:
        found[s.item.code] = missing_in(
            s.item, s.answer, s.children, today, reviewed=s.reviewed, still_open=s.still_open
        )
    for item, answer in texts:
        found[item.code] = _missing_text(item, answer)
    return [lack for item in shown for lack in found[item.code]]


def _missing_text(item: TextItem, answer: Answer) -> list[Missing]:
    if len(answer.note) > item.max_length:
        text = f"最多 {item.max_length} 个字，请缩短"
        return [Missing(item.code, None, "too_long", text)]
    if not item.optional and not answer.note.strip():
        return [Missing(item.code, None, "note", "请填写这一项")]
    return []


def _issue(settled: _Settled) -> OpenedIssue:
    item, answer = settled.item, settled.answer
    severity = answer.severity or item.severity
    office = any(derived.then == "unit_office" for derived in settled.derived)
    return OpenedIssue(
        item=item.code,
        severity=severity,
        original_severity=item.severity,
        severity_reason=answer.severity_reason,
        deadline=deadline_for(item, severity),
        unit="office" if office else None,
        fixed_on_site=answer.fixed_on_site,
    )


def _too_many_na(settled: Sequence[_Settled]) -> bool:
    judged = [s for s in settled if not s.item.needs_professional]
    absent = sum(s.answer.answer == "na" for s in judged)
    return absent * 10 > len(judged) * 4
