"""One visit on several checklists: the main one, and modules for a shop's other business types.

Pure, and the same on the phone: twin of `pwa/src/domain/modules.ts`, both held to
`tests/checklist_cases.yaml`. Reasons: `docs/decisions/0019-the-visit.md`.
"""

import re
from collections.abc import Iterator, Sequence

from app.checklists.authoring.words import BUSINESS_TYPE
from app.checklists.format import BaseItem, Checklist, JudgedItem, TextItem, ValueItem, YesNoItem
from app.checklists.questions import OnCondition

_CODE = re.compile(r"[A-Z]{4}-[A-Z][0-9]{2}")


def composed(parts: Sequence[Checklist]) -> Checklist:
    """The sections of all as one checklist, the first one's in name; a shared item is asked once.

    Shared is what has the same words, condition, tier and severity: it belongs to the first
    checklist that asks it, whose basis and deadline count. What other items of a module depend on
    stays with them.
    """
    main, *modules = parts
    if not modules:
        return main
    codes = {item.code for item in main.items()}
    asked = {_question(item) for item in main.items()}
    sections = list(main.sections)
    for module in modules:
        leaned_on = set(_leaned_on(module))
        for section in module.sections:
            own = [
                item
                for item in section.items
                if item.code not in codes
                and (item.code in leaned_on or _question(item) not in asked)
            ]
            if own:
                name = f"{BUSINESS_TYPE[module.business_type]}：{section.name}"
                sections.append(section.model_copy(update={"name": name, "items": own}))
        codes.update(item.code for item in module.items())
        asked.update(_question(item) for item in module.items())
    return main.model_copy(update={"sections": sections})


def _question(item: YesNoItem | TextItem | ValueItem) -> tuple[str, ...]:
    # One the law holds graver, or that fewer are asked, is another question.
    return item.text, item.type, item.when or "", item.tier, item.severity


def _leaned_on(part: Checklist) -> Iterator[str]:
    for item in part.items():
        for condition in _conditions(item):
            yield from (code for code in _CODE.findall(condition) if code != item.code)


def _conditions(item: BaseItem) -> Iterator[str]:
    if item.when:
        yield item.when
    if isinstance(item, JudgedItem):
        yield from (check.when for check in item.checks)
    if isinstance(item, YesNoItem):
        shows = (child.show for child in item.children)
        yield from (show.when for show in shows if isinstance(show, OnCondition))
