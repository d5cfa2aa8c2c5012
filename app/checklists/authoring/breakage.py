"""What a new version may not do to what is stored: codes, answers and dates keep their meaning."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.checklists.format import BaseItem, Checklist, Child, YesNoItem
from app.checklists.library import LOCK, Library, Version
from app.checklists.parts import Place
from app.checklists.reading import Problem, read_document

Used = Callable[[str, str], int]
"""How many stored visits chose an option of a question: its code and the option."""
ALIKE = 0.3
"""Share of common pairs of characters below which two wordings are taken for two questions."""
_TELLING = 4
"""Shortest wording of a question beneath an item that says by itself what is asked."""


@dataclass(frozen=True)
class Breakage:
    """What would break, where it stands in the new version, and what to do instead."""

    code: str
    text: str
    place: Place = ()
    reworded: bool = False
    """Whether it is only suspected by the wording, and may be confirmed as the same question."""


def never_used(code: str, option: str) -> int:
    """For files alone, where no answers are at hand."""
    return 0


def breakages(
    new: Checklist,
    known: Sequence[Checklist],
    *,
    used: Used = never_used,
    reworded: Collection[str] = (),
) -> list[Breakage]:
    """Everything that forbids `new` beside the versions `known`, oldest first.

    `reworded` names the codes whose new wording somebody confirmed to be the same question.
    """
    found = list(_dates(new, known))
    items = {item.code: (body, item) for body in known for item in body.items()}
    family = _family(new, known)
    for s, section in enumerate(new.sections):
        for i, item in enumerate(section.items):
            place: Place = ("sections", s, "items", i)
            if item.code in items:
                found += _item(item, *items[item.code], place, family, used)
    return [one for one in found if not (one.reworded and one.code in reworded)]


def across(library: Library, folder: Path, reworded: Collection[str] = ()) -> list[Problem]:
    """What the versions of a folder that are not released yet would break of those before them."""
    return sorted(
        version.document.problem(one.place, one.text)
        for version, before in unreleased(library, folder)
        for one in breakages(version.body, before, reworded=reworded)
    )


def unreleased(library: Library, folder: Path) -> Iterator[tuple[Version, list[Checklist]]]:
    """The versions of a folder that are not released yet, each with those before it."""
    lock = folder / LOCK
    released = (read_document(lock.read_text("utf-8"), LOCK).data or {}) if lock.exists() else {}
    before: list[Checklist] = []
    for version in library:
        if version.version not in released.get(version.id, {}):
            yield version, list(before)
        before.append(version.body)


def alike(one: str, other: str) -> bool:
    """Whether two wordings may be of the same question."""
    if one == other:
        return True
    pairs, others = _pairs(one), _pairs(other)
    shared = 2 * len(pairs & others)
    return shared >= ALIKE * (len(pairs) + len(others)) if pairs and others else False


def _pairs(text: str) -> set[str]:
    letters = "".join(letter for letter in text if letter.isalnum())
    return {letters[n : n + 2] for n in range(len(letters) - 1)} or {letters}


def _family(new: Checklist, known: Sequence[Checklist]) -> set[str]:
    """Checklists that share their codes: a base and what is laid over it."""
    root = new.base.id if new.base else new.id
    return {root} | {body.id for body in [*known, new] if body.base and body.base.id == root}


def _dates(new: Checklist, known: Sequence[Checklist]) -> Iterator[Breakage]:
    for body in known:
        if body.id == new.id and body.version < new.version and body.valid_from >= new.valid_from:
            text = (
                f"启用日期 {new.valid_from} 不晚于第 {body.version} 版的 {body.valid_from}，"
                "那一版会倒退着停用；请写晚一些的日期"
            )
            yield Breakage(new.id, text, ("valid_from",))


def _item(
    item: BaseItem,
    body: Checklist,
    before: BaseItem,
    place: Place,
    family: Collection[str],
    used: Used,
) -> Iterator[Breakage]:
    code = item.code
    if body.id not in family:
        yield Breakage(code, f"编号“{code}”已用于{body.name}，请换一个没用过的编号", place)
        return
    if _type(item) != _type(before):
        yield Breakage(code, f"编号“{code}”以前是另一种题型，改题型要换新编号", place)
        return
    if not alike(before.text, item.text):
        text = (
            f"编号“{code}”以前问的是“{before.text}”，现在像是另一个问题；"
            "换了问题请换新编号，只是改写请确认"
        )
        yield Breakage(code, text, place, reworded=True)
    yield from _answering(code, item, before, place, used)
    if isinstance(item, YesNoItem) and isinstance(before, YesNoItem):
        asked = {child.code: child for child in before.children}
        for c, child in enumerate(item.children):
            if child.code in asked:
                yield from _child(child, asked[child.code], (*place, "children", c), used)


def _child(child: Child, before: Child, place: Place, used: Used) -> Iterator[Breakage]:
    code = child.code
    if child.type != before.type:
        yield Breakage(code, f"小题“{code}”以前是另一种答法，请换新编号", place)
        return
    if len(child.text) >= _TELLING and not alike(before.text, child.text):
        text = f"小题“{code}”以前问的是“{before.text}”；换了问题请换新编号，只是改写请确认"
        yield Breakage(code, text, place, reworded=True)
    yield from _answering(code, child, before, place, used)


def _answering(
    code: str, now: BaseItem | Child, before: BaseItem | Child, place: Place, used: Used
) -> Iterator[Breakage]:
    """What a stored answer would be read otherwise by: its unit, one or several, its options."""
    unit, old_unit = getattr(now, "unit", None), getattr(before, "unit", None)
    if unit != old_unit:
        text = (
            f"“{code}”的单位从“{old_unit or '无'}”变成“{unit or '无'}”，"
            "存下的数会变意思；请换新编号"
        )
        yield Breakage(code, text, place)
    if getattr(now, "multiple", None) != getattr(before, "multiple", None):
        yield Breakage(code, f"“{code}”在单选和多选之间改了，请换新编号", place)
    options = getattr(now, "options", [])
    for option in getattr(before, "options", []):
        if option not in options and (count := used(code, option)):
            text = (
                f"“{code}”删了选项“{option}”，已有 {count} 份记录选过它；请留着这个选项，或换新编号"
            )
            yield Breakage(code, text, place)


def _type(item: BaseItem) -> str:
    return str(getattr(item, "type", ""))
