"""The shelf of checklist versions: loaded from files, frozen by digest, released to the database.

A released version never changes: `released.yaml` holds its digest and one short digest per part,
so a changed file stops the start-up with its name and the line of the first changed part.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlmodel import Session

from app.checklists.format import Checklist
from app.checklists.freezing import digest_of, digests, first_change
from app.checklists.law_reading import read_statutes
from app.checklists.laws import Statutes
from app.checklists.models import ChecklistVersion
from app.checklists.reading import ChecklistError, Problem, read_document
from app.checklists.shelving import Shelving
from app.checklists.version import Version
from app.db import begin_write
from app.settings import get_settings

__all__ = [
    "LOCK",
    "Library",
    "ReleasedChecklistError",
    "Version",
    "get_library",
    "load",
    "release",
]

LOCK = "released.yaml"


class ReleasedChecklistError(ChecklistError):
    """A released version whose file is no longer what was released."""


class Library:
    """All checklist versions of an installation."""

    def __init__(
        self, versions: list[Version], flags: dict[str, Any], statutes: Statutes | None = None
    ) -> None:
        self._versions = {(v.id, v.version): v for v in versions}
        self.flags = flags
        self.statutes = statutes or {}
        self.laws_digest = digest_of(dict(self.statutes))

    def get(self, id: str, version: int) -> Version | None:
        """That version, if there is one."""
        return self._versions.get((id, version))

    def newest(self, id: str, on: date) -> Version | None:
        """The newest version of a checklist that is valid on a day."""
        valid = [v for v in self if v.id == id and _is_valid(v.body, on)]
        return max(valid, key=lambda v: v.version, default=None)

    def last_day(self, version: Version) -> date | None:
        """The last day a version is in force: a newer one ends it without touching its file."""
        starts = [
            v.body.valid_from for v in self if v.id == version.id and v.version > version.version
        ]
        ends = [start - timedelta(days=1) for start in starts]
        own = version.body.valid_to
        return min([*ends, own] if own else ends, default=None)

    def __iter__(self) -> Iterator[Version]:
        return iter(sorted(self._versions.values(), key=lambda v: (v.id, v.version)))


def load(folder: Path) -> Library:
    """Read every `<id>/v<n>.yaml`; ChecklistError lists all faults of all files."""
    flags = read_document((folder / "flags.yaml").read_text("utf-8"), "flags.yaml").data
    statutes: Statutes = {}
    problems: list[Problem] = []
    try:
        statutes = read_statutes(folder)
    except ChecklistError as error:
        problems += error.problems
    shelving = Shelving(folder, flags, statutes)
    shelving.read()
    problems += [*shelving.problems, *_across(shelving.versions)]
    if problems:
        raise ChecklistError(sorted(problems))
    library = Library(shelving.versions, flags, statutes)
    _hold_to_lock(library, folder / LOCK)
    return library


@lru_cache
def get_library() -> Library:
    """The library of this process."""
    return load(get_settings().checklists)


def release(session: Session, library: Library | None = None) -> int:
    """Keep every version in the database; a kept one that differs stops with its name and line.

    Gives the number of versions newly kept.
    """
    shelf = library or get_library()
    for version in shelf:
        _compare(version, session.get(ChecklistVersion, (version.id, version.version)))
    begin_write(session)
    added = 0
    for version in shelf:
        if session.get(ChecklistVersion, (version.id, version.version)) is None:
            session.add(_row(version))
            added += 1
    session.flush()
    return added


def _compare(version: Version, kept: ChecklistVersion | None) -> None:
    if kept is None or kept.digest == version.digest:
        return
    released = digests(Checklist.model_validate_json(json.dumps(kept.body)))
    raise ReleasedChecklistError([first_change(version.body, version.document, released)])


def _is_valid(body: Checklist, on: date) -> bool:
    return body.valid_from <= on and (body.valid_to is None or on <= body.valid_to)


def _across(versions: list[Version]) -> Iterator[Problem]:
    owner: dict[str, tuple[str, str]] = {}
    # What is laid over another comes after it, whatever its name.
    for version in sorted(versions, key=lambda v: (v.body.base is not None, v.id, v.version)):
        family = {version.id, version.body.base.id if version.body.base else version.id}
        for s, section in enumerate(version.body.sections):
            for i, item in enumerate(section.items):
                place = ("sections", s, "items", i)
                id, kind = owner.setdefault(item.code, (version.id, item.type))
                if id not in family:
                    text = f"编号“{item.code}”已用于 {id}，请换一个编号"
                    yield version.document.problem(place, text)
                elif kind != item.type:
                    text = f"编号“{item.code}”以前是另一种题型，改题型要换新编号"
                    yield version.document.problem(place, text)


def _hold_to_lock(library: Library, lock: Path) -> None:
    if not lock.exists():
        return
    released = read_document(lock.read_text("utf-8"), LOCK).data or {}
    for id, versions in released.items():
        for number, kept in versions.items():
            version = library.get(id, number)
            if version is None:
                text = f"已发布的 {id}/v{number}.yaml 不见了，请找回这个文件"
                raise ReleasedChecklistError([Problem(LOCK, 1, text)])
            if version.digest != kept["digest"]:
                changed = first_change(version.body, version.document, kept["parts"])
                raise ReleasedChecklistError([changed])


def _row(version: Version) -> ChecklistVersion:
    body = version.body
    return ChecklistVersion(
        id=body.id,
        version=body.version,
        digest=version.digest,
        name=body.name,
        business_type=body.business_type,
        valid_from=body.valid_from,
        valid_to=body.valid_to,
        body=body.model_dump(mode="json"),
    )
