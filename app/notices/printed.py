"""What a printed notice says, kept to be compared with what it ought to say today."""

from typing import Any

from app.notices.facts import PublicFacts

_PARTS = {
    "单位名称": ("name",),
    "经营地址": ("address", "business_type"),
    "包保层级": ("grade", "covered_by"),
    "包保干部": ("cadre_name", "cadre_post"),
    "总监和安全员": ("people",),
    "食药安办": ("office_name", "office_phone", "issuer"),
}


def as_printed(facts: PublicFacts) -> dict[str, Any]:
    """The words of the paper that somebody would find wrong if they changed.

    Visits are not among them: the table of the quarters is filled in by hand as they take place.
    """
    words = {name: getattr(facts, name) for names in _PARTS.values() for name in names}
    return words | {"people": [[one.role, one.name, one.post] for one in facts.people]}


def outdated(printed: dict[str, Any] | None, facts: PublicFacts) -> list[str]:
    """The parts of a paper that no longer hold; none for one that was never printed."""
    if printed is None:
        return []
    now = as_printed(facts)
    return [
        part
        for part, names in _PARTS.items()
        if any(printed.get(name) != now[name] for name in names)
    ]
