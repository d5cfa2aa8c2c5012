"""A checklist being filled: what is shown, required, missing, entailed, and which issues open.

Pure, and the same on server and phone: twin of `pwa/src/domain/checklist.ts`, both held to
`tests/checklist_cases.yaml`. Reasons behind the rules: `docs/decisions/0002-checklist-format.md`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.checklists.answers import Answer, Recheck, Value, trimmed
from app.checklists.children import Derived, Scene, is_blank
from app.checklists.coherence import MAJOR_MOST_WORKDAYS, STAGES
from app.checklists.conditions import NOTHING, Said, holds
from app.checklists.expr import parse
from app.checklists.fields import ChoiceField, NumberField
from app.checklists.format import BaseItem, Checklist, Deadline, Severity, TextItem, YesNoItem
from app.checklists.missing import Missing, missing_in, missing_text
from app.checklists.profile import Profile
from app.checklists.settling import Settled, settle


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
    items = body.items()
    facts = stated_facts(body, given)
    stage = facts.get("stage")
    entity = replace(profile, stage=str(stage)) if stage is not None else profile
    shown: list[BaseItem] = []
    settled: dict[str, Settled] = {}
    missing: list[Missing] = []
    said_answers: dict[str, str] = {}
    said_values: dict[str, Value] = {}
    scene = Scene(entity, Said(said_answers, said_values))
    for item in items:
        answer = given.get(item.code) or Answer(item=item.code)
        kept = keep_answered and answer.answer in ("yes", "no")
        if not kept and not is_shown(item, entity, scene.said):
            continue
        shown.append(item)
        if isinstance(item, TextItem):
            missing += missing_text(item, answer)
            if trimmed(answer.note):
                said_values[item.code] = answer.note
            continue
        found = settled[item.code] = settle(item, answer, today, rechecks, scene)
        missing += missing_in(found, today)
        if found.answer.answer:
            said_answers[item.code] = found.answer.answer
        said_values.update(found.values(today))
    judged = list(settled.values())
    return Evaluation(
        shown=[item.code for item in shown],
        children={s.item.code: [c.code for c in s.children] for s in judged if s.children},
        required=[item.code for item in shown if not item.optional],
        answers=_kept(shown, settled, given),
        missing=missing,
        derived=[derived for s in judged for derived in s.derived],
        issues=[_issue(s) for s in judged if s.answer.answer == "no" and not s.still_open],
        for_professional=[
            s.item.code for s in judged if s.item.needs_professional and s.answer.answer == "na"
        ],
        too_many_na=_too_many_na(judged),
        facts=facts,
        unknown=sorted(given.keys() - {item.code for item in items}),
    )


def is_shown(item: BaseItem, profile: Profile, said: Said = NOTHING) -> bool:
    """Whether an item concerns this entity at this level; a village visit sees the core only."""
    if item.tier == "standard" and profile.level == "village":
        return False
    return item.when is None or holds(parse(item.when), profile, said)


def stated_facts(body: Checklist, given: Mapping[str, Answer]) -> dict[str, str | float]:
    """Facts of the entity that this visit's answers state: `stage`, `diners`."""
    facts: dict[str, str | float] = {}
    for item in body.items():
        if item.code not in given or isinstance(item, TextItem):
            continue
        answer = given[item.code]
        asked = (
            [(child, answer.children.get(child.code)) for child in item.children]
            if isinstance(item, YesNoItem)
            else [(item, answer.value)]
        )
        for field, value in asked:
            if isinstance(field, ChoiceField) and field.binds and value in STAGES:
                facts["stage"] = STAGES[str(value)]
            if isinstance(field, NumberField) and field.binds and isinstance(value, (int, float)):
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


def _kept(
    shown: Sequence[BaseItem], settled: Mapping[str, Settled], given: Mapping[str, Answer]
) -> list[Answer]:
    kept = [
        settled[item.code].answer if item.code in settled else given.get(item.code)
        for item in shown
    ]
    return [answer for answer in kept if answer is not None and _says_anything(answer)]


def _says_anything(answer: Answer) -> bool:
    return bool(
        answer.answer or trimmed(answer.note) or answer.children or not is_blank(answer.value)
    )


def _issue(settled: Settled) -> OpenedIssue:
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


def _too_many_na(settled: Sequence[Settled]) -> bool:
    judged = [s for s in settled if isinstance(s.item, YesNoItem) and not s.item.needs_professional]
    absent = sum(s.answer.answer == "na" for s in judged)
    return absent * 10 > len(judged) * 4
