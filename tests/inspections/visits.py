"""Visits as a phone sends them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Account
from app.checklists.composing import composed
from app.checklists.library import get_library
from app.checklists.profile import Level as ProfileLevel
from app.checklists.profile import Profile
from app.demo.filling import fill
from app.entities.models import Entity
from app.ids import sha256_hex, uuid7
from app.regions.models import Level
from tests.builders import make_account, make_assignment, make_entity, make_region_tree

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
"""A Monday, 11:00 in Shanghai."""


@dataclass(frozen=True)
class Scene:
    """A town with a cadre and the restaurant he answers for."""

    cadre: Account
    entity: Entity


def a_scene(session: Session, *, level: Level = Level.VILLAGE, **entity: Any) -> Scene:
    """The scene, written to the database; a visit is owed this quarter."""
    make_region_tree(session)
    cadre = make_account(session, name="李淑琴", post="社区党委书记")
    made = make_entity(session, **entity)
    make_assignment(session, made, cadre, level=level, due_in="2026Q4")
    return Scene(cadre, made)


def sha(name: str) -> str:
    """The hash of a photo that exists only by its name."""
    return sha256_hex(name)


def answers(
    *,
    wrong: dict[str, list[str]] | None = None,
    checklist: str = "catering",
    modules: tuple[str, ...] = (),
    level: ProfileLevel = "village",
    flags: frozenset[str] = frozenset(),
    at: datetime = NOW,
) -> list[dict[str, Any]]:
    """Everything in order, but for the items in `wrong` (code → photos)."""
    versions = [get_library().get(id, 1) for id in (checklist, *modules)]
    form = composed([version.body for version in versions if version])
    profile = Profile(flags=flags, kind="小餐饮（登记）", grade="D", level=level)
    return fill(form, profile, wrong or {}, at.date())


def body(entity: Entity | None = None, *, at: datetime = NOW, **changes: Any) -> dict[str, Any]:
    """A visit that ended five minutes before `at`, with nothing wrong unless `changes` say so."""
    made: dict[str, Any] = {
        "entity_id": str(entity.id if entity else uuid7()),
        "checklist": {"id": "catering", "version": 1},
        "mode": "onsite",
        "outcome": "done",
        "started_at": (at - timedelta(minutes=25)).isoformat(),
        "finished_at": (at - timedelta(minutes=5)).isoformat(),
        "device_now": at.isoformat(),
        "answers": answers(at=at),
        "rechecks": [],
        "participants": [{"role": "enterprise", "name": "孙立华"}],
        "signatures": {
            "cadre": sha("cadre"),
            "enterprise": sha("enterprise"),
            "enterprise_refused": False,
        },
        "statement": "",
    }
    return made | changes


def address(id: UUID | None = None) -> str:
    """Where a visit is put; a new id unless one is given."""
    return f"/api/v1/inspections/{id or uuid7()}"
