"""What a checklist may know of an entity: our register's view, and the one a phone had."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

from app.checklists.profile import Level, Profile
from app.inspections.wire import ProfileSeen

PRIOR = timedelta(days=365)
"""An issue closed within this time is still asked about, and its return is a repeat."""


def profile_of(
    flags: Mapping[str, Any], kind: str, grade: str, level: str, *, has_prior_issues: bool
) -> Profile:
    """The profile of an entity as the register has it now."""
    return Profile(
        flags=_raised(flags),
        kind=kind or None,
        stage=_word(flags.get("stage")),
        grade=grade,
        level=cast(Level, level),
        has_prior_issues=has_prior_issues,
    )


def profile_seen(seen: ProfileSeen) -> Profile:
    """The profile a phone evaluated its checklist with."""
    flags = seen.flags if isinstance(seen.flags, dict) else dict.fromkeys(seen.flags, True)
    return Profile(
        flags=_raised(flags),
        kind=seen.kind or None,
        stage=seen.stage or _word(flags.get("stage")),
        grade=seen.grade,
        level=seen.level,
        has_prior_issues=seen.has_prior_issues,
    )


def same_entity_facts(one: Profile, other: Profile) -> bool:
    """Whether two profiles agree; earlier issues aside, for those change between two syncs."""
    return replace(one, has_prior_issues=False) == replace(other, has_prior_issues=False)


def as_json(profile: Profile) -> dict[str, Any]:
    """A profile as it is kept and sent."""
    return {
        "flags": sorted(profile.flags),
        "kind": profile.kind,
        "stage": profile.stage,
        "grade": profile.grade,
        "level": profile.level,
        "has_prior_issues": profile.has_prior_issues,
    }


def counts_as_prior(closed_at: Iterable[datetime | None], at: datetime) -> bool:
    """Whether any of these issues is open (no closing) or was closed within twelve months."""
    return any(closed is None or closed > at - PRIOR for closed in closed_at)


def _raised(flags: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name for name, value in flags.items() if value is True)


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
