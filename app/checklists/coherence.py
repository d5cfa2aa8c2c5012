"""What a checklist must satisfy beyond its form: codes, references, conditions, consequences.

Each finding is a place (keys and indexes from the top of the file) and a Chinese sentence that
says how to mend it; `reading.py` turns the place into a line.
"""

from collections import Counter
from collections.abc import Collection, Iterator

from app.checklists.coherence_conditions import condition_faults
from app.checklists.coherence_questions import question_faults
from app.checklists.format import BaseItem, Checklist, Child, YesNoItem
from app.checklists.parts import Place
from app.checklists.vocabulary import STAGES, Vocabulary

__all__ = ["MAJOR_MOST_WORKDAYS", "STAGES", "findings"]

Finding = tuple[Place, str]

MAJOR_MOST_WORKDAYS = 10
CRITICAL_ACTIONS = {
    "advise_enterprise_stop_or_segregate",
    "transfer_to_samr",
    "notify_supervisor",
    "no_close_without_samr_review",
}


def findings(
    body: Checklist, flags: Collection[str], statutes: Collection[str] = ()
) -> Iterator[Finding]:
    """Everything wrong with a well-formed checklist.

    `flags` is the vocabulary of conditions, `statutes` the laws on record beside the file's own.
    """
    if body.valid_to is not None and body.valid_to < body.valid_from:
        yield ("valid_to",), "停用日期早于启用日期，请改正其中一个"
    yield from _codes(body)
    yield from _laws(body, statutes)
    known = Vocabulary(flags, body.kinds, later=_all_codes(body))
    for s, section in enumerate(body.sections):
        for i, item in enumerate(section.items):
            place: Place = ("sections", s, "items", i)
            if not item.code.startswith(section.code):
                yield (*place, "code"), f"编号“{item.code}”应以所在部分的“{section.code}”开头"
            yield from condition_faults(item, place, known)
            yield from _severity(item, place)
            yield from question_faults(item, place)


def _codes(body: Checklist) -> Iterator[Finding]:
    seen: set[str] = set()
    for s, section in enumerate(body.sections):
        yield from _once(section.code, ("sections", s, "code"), seen)
        for i, item in enumerate(section.items):
            place: Place = ("sections", s, "items", i)
            yield from _once(item.code, (*place, "code"), seen)
            for c, child in enumerate(_children_of(item)):
                yield from _once(child.code, (*place, "children", c, "code"), seen)


def _all_codes(body: Checklist) -> set[str]:
    items = body.items()
    return {item.code for item in items} | {c.code for item in items for c in _children_of(item)}


def _once(code: str, place: Place, seen: set[str]) -> Iterator[Finding]:
    if code in seen:
        yield place, f"编号“{code}”重复了，请换一个没有用过的编号"
    seen.add(code)


def _laws(body: Checklist, statutes: Collection[str]) -> Iterator[Finding]:
    used: Counter[str] = Counter()
    for s, section in enumerate(body.sections):
        for i, item in enumerate(section.items):
            for b, basis in enumerate(item.basis):
                used[basis.law] += 1
                at: Place = ("sections", s, "items", i, "basis", b)
                if basis.law not in body.laws and basis.law not in statutes:
                    text = f"laws 里没有“{basis.law}”，请补上这部法规或改正代号"
                    yield (*at, "law"), text
                if basis.valid_from and basis.valid_to and basis.valid_to < basis.valid_from:
                    yield (*at, "valid_to"), "依据的失效日期早于生效日期，请改正其中一个"
    for key in body.laws:
        if key not in used:
            yield ("laws", key), f"法规“{key}”没有条目引用，请删去"


def _severity(item: BaseItem, place: Place) -> Iterator[Finding]:
    deadline, at = item.deadline, (*place, "deadline")
    if (deadline.unit == "immediate") != (deadline.value == 0):
        yield at, "immediate 的期限写 0，其他单位的期限至少写 1"
    too_long = deadline.unit == "workday" and deadline.value > MAJOR_MOST_WORKDAYS
    if item.severity == "major" and too_long:
        yield at, f"较重问题的期限不超过 {MAJOR_MOST_WORKDAYS} 个工作日"
    if item.severity != "critical":
        return
    if deadline.unit != "immediate":
        yield at, "重大问题的期限只能是 immediate"
    lacking = CRITICAL_ACTIONS - set(item.on_fail)
    if lacking:
        yield (*place, "on_fail"), f"重大问题的 on_fail 还缺：{'、'.join(sorted(lacking))}"


def _children_of(item: BaseItem) -> list[Child]:
    return item.children if isinstance(item, YesNoItem) else []
