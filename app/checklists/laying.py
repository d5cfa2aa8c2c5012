"""A base and an overlay made into one checklist, and where each part of it was written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.checklists.format import (
    SEVERITIES,
    Base,
    Checklist,
    Deadline,
    Item,
    JudgedItem,
    Section,
    YesNoItem,
)
from app.checklists.overlay import Added, Changed, Overlay
from app.checklists.parts import Place
from app.checklists.reading import Document

Finding = tuple[Place, str]
OWN_ITEMS_FROM = 51
OWN_CHILDREN_FROM = "n"
OWN_SECTIONS_FROM = "T"
_HOURS = {"immediate": 0.0, "hour": 1.0, "calendar_day": 24.0, "workday": 33.6}
"""A working day lasts a fifth of a week with its rest days."""


@dataclass(frozen=True)
class LaidOver(Document):
    """The overlay's file, asked for places of the whole checklist."""

    places: Mapping[tuple[int | str, int | str], Place]

    def line(self, place: Place) -> int:
        """The line where the overlay says it; that of `base` for what it takes over."""
        if place[:1] != ("sections",) or len(place) < 4:
            return super().line(place if place[:1] != ("sections",) else ("base",))
        written = self.places.get((place[1], place[3]))
        return super().line((*written, *place[4:]) if written else ("base",))


def laid_over(base: Checklist, digest: str, overlay: Overlay) -> Checklist:
    """The whole checklist; `findings` must have passed it first."""
    sections = [_section(section, overlay) for section in base.sections]
    sections += [
        Section(code=added.section, name=added.name or "", items=added.items)
        for added in overlay.add
        if added.section not in {section.code for section in base.sections}
    ]
    return Checklist(
        id=overlay.id,
        version=overlay.version,
        name=overlay.name,
        business_type=base.business_type,
        base=Base(id=base.id, version=base.version, digest=digest),
        region=overlay.region,
        valid_from=overlay.valid_from,
        valid_to=overlay.valid_to,
        note=overlay.note,
        kinds=[*base.kinds, *overlay.kinds],
        laws=base.laws | overlay.laws,
        sections=sections,
    )


def places(whole: Checklist, overlay: Overlay) -> dict[tuple[int | str, int | str], Place]:
    """Where the overlay writes the items it changes or adds, by section and item of the whole."""
    written: dict[str, Place] = {code: ("change", code) for code in overlay.change}
    for a, added in enumerate(overlay.add):
        written |= {item.code: ("add", a, "items", i) for i, item in enumerate(added.items)}
    return {
        (s, i): written[item.code]
        for s, section in enumerate(whole.sections)
        for i, item in enumerate(section.items)
        if item.code in written
    }


def findings(base: Checklist, overlay: Overlay) -> Iterator[Finding]:
    """Everything that forbids laying the overlay over its base."""
    items = {item.code: item for item in base.items()}
    for code, changed in overlay.change.items():
        place: Place = ("change", code)
        if code not in items:
            yield (
                place,
                f"{base.id} 第 {base.version} 版没有“{code}”，请改正编号；新条目写在 add 里",
            )
        else:
            yield from _changed(items[code], changed, place)
    sections = {section.code: section for section in base.sections}
    for a, added in enumerate(overlay.add):
        yield from _added(added, sections.get(added.section), ("add", a))


def _changed(item: Item, changed: Changed, place: Place) -> Iterator[Finding]:
    if changed.severity and _rank(changed.severity) < _rank(item.severity):
        yield (*place, "severity"), "地方版只能调高严重程度，不能调低；请改正或删去这一行"
    if changed.deadline and _hours(changed.deadline) > _hours(item.deadline):
        yield (*place, "deadline"), "地方版只能缩短期限，不能放长；请改正或删去这一行"
    lacking = [name for name in ("photo_on_fail", "checks") if getattr(changed, name)]
    if lacking and not isinstance(item, JudgedItem):
        yield (*place, lacking[0]), f"“{item.code}”只记文字，不能写 {lacking[0]}，请删去"
    asked = [name for name in ("allow_na", "children") if getattr(changed, name) not in (None, [])]
    if asked and not isinstance(item, YesNoItem):
        yield (*place, asked[0]), f"“{item.code}”不是“是/否”题，不能写 {asked[0]}，请删去"
    for c, child in enumerate(changed.children):
        if child.code[-1] < OWN_CHILDREN_FROM:
            text = f"地方版增加的小题用 n 到 z 编号，请把“{child.code}”改成 {item.code}n 之类"
            yield (*place, "children", c, "code"), text


def _added(added: Added, section: Section | None, place: Place) -> Iterator[Finding]:
    if section is None:
        if added.section[-1] < OWN_SECTIONS_FROM:
            text = f"上级表没有“{added.section}”部分；地方版新增的部分用 T 到 Z 编号，请改正"
            yield (*place, "section"), text
        elif not added.name:
            yield (*place, "section"), "新增的部分要写名称 name，请补上"
    elif added.after and added.after not in {item.code for item in section.items}:
        text = f"“{added.section}”里没有“{added.after}”，请改正 after 或删去"
        yield (*place, "after"), text
    for i, item in enumerate(added.items):
        if section is not None and int(item.code[-2:]) < OWN_ITEMS_FROM:
            text = f"地方版增加的条目从 {OWN_ITEMS_FROM} 起编号，请改“{item.code}”"
            yield (*place, "items", i, "code"), f"{text}；前面的号留给上级表"


def _section(section: Section, overlay: Overlay) -> Section:
    items = [_item(item, overlay.change.get(item.code)) for item in section.items]
    for added in overlay.add:
        if added.section == section.code:
            codes = [item.code for item in items]
            at = codes.index(added.after) + 1 if added.after else len(items)
            items[at:at] = added.items
    return section.model_copy(update={"items": items})


def _item(item: Item, changed: Changed | None) -> Item:
    if changed is None:
        return item
    said = {
        name: value
        for name in changed.model_fields_set
        if (value := getattr(changed, name)) is not None
    }
    grown: dict[str, Any] = {
        name: [*getattr(item, name), *value]
        for name, value in said.items()
        if isinstance(value, list)
    }
    return item.model_copy(update=said | grown)


def _rank(severity: str) -> int:
    return [*SEVERITIES].index(severity)  # type: ignore[arg-type]


def _hours(deadline: Deadline) -> float:
    return deadline.value * _HOURS[deadline.unit]
