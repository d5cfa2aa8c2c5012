"""Digests that freeze a released version, and the line where a changed one first differs."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from app.checklists.format import Checklist
from app.checklists.parts import Place
from app.checklists.reading import Document, Problem


def digest_of(parts: Mapping[str, BaseModel]) -> str:
    """SHA-256 of several parts by their names."""
    told = json.dumps({name: canonical(part) for name, part in parts.items()}, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def canonical(part: BaseModel | list[Any] | dict[str, Any] | str | int) -> str:
    """Sorted, blank-free JSON of a part of a checklist.

    Defaults are left out, so that a new optional key does not change what was released before it.
    """
    if isinstance(part, BaseModel):
        part = part.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(body: Checklist) -> str:
    """SHA-256 of the whole body."""
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def digests(body: Checklist) -> dict[str, str]:
    """A short digest for each part a reader would look for: top keys, section and item codes."""
    return {name: _short(canonical(part)) for name, _, part in _parts(body)}


def first_change(body: Checklist, document: Document, released: dict[str, str]) -> Problem:
    """The first part of a version that differs from what was released under its number."""
    advice = f"已经发布，不能再改；请撤回改动，另写 v{body.version + 1}.yaml"
    now = digests(body)
    for name, place, _ in _parts(body):
        if name not in released:
            return document.problem(place, f"“{name}”是发布后加的，v{body.version} {advice}")
        if released[name] != now[name]:
            return document.problem(place, f"“{name}”与发布时不同，v{body.version} {advice}")
    gone = next((name for name in released if name not in now), body.id)
    return document.problem((), f"“{gone}”不见了，v{body.version} {advice}")


def _parts(body: Checklist) -> Iterator[tuple[str, Place, Any]]:
    head = body.model_dump(mode="json", exclude={"sections"}, exclude_defaults=True)
    for key, value in head.items():
        yield key, (key,), value
    for s, section in enumerate(body.sections):
        for i, item in enumerate(section.items):
            yield item.code, ("sections", s, "items", i), item
        codes = [item.code for item in section.items]
        yield section.code, ("sections", s), [section.name, codes]
    yield "sections", ("sections",), [section.code for section in body.sections]


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
