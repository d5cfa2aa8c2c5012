"""`dudao checklists diff`."""

from itertools import groupby
from pathlib import Path

from rich.console import Console

from app.checklists.authoring.breakage import breakages
from app.checklists.authoring.cautions import cautions, told
from app.checklists.authoring.differences import WAYS, Change, differences
from app.checklists.freezing import digest
from app.checklists.library import Library, Version, load
from app.checklists.reading import ChecklistError, read_checklist, read_document
from app.settings import Settings


class Unknown(ValueError):
    """There is no such version; says how to name one."""


def report(settings: Settings, folder: Path | None, one: str, other: str, console: Console) -> int:
    """Print the differences, oldest to newest, and what would break; 1 where that is anything."""
    try:
        library = load(folder or settings.checklists)
        found = named(library, one)
        older, newer = _in_order(library, found, named(library, other) if other else None)
    except (ChecklistError, Unknown) as refused:
        console.print(f"[red]{refused}[/]")
        return 1
    before, after = older.body, newer.body
    changes = differences(before, after)
    console.print(f"{before.name} 第 {before.version} 版 → 第 {after.version} 版")
    for line in lines(changes) or ["没有差别。"]:
        console.print(line, markup=False, highlight=False)
    known = [version.body for version in library if version.body != after]
    for caution in cautions(after, known, library.statutes):
        tone = "red" if caution.grave else "yellow"
        place = f"{newer.document.file}:{newer.document.line(caution.place)}"
        console.print(f"[{tone}]待确认[/]：{place} {told(caution)}", highlight=False)
    broken = breakages(after, known)
    for one_broken in broken:
        console.print(f"[red]不能发布[/]：{one_broken.text}", highlight=False)
    return 1 if broken else 0


def lines(changes: list[Change]) -> list[str]:
    """The changes under one heading for each way, as many as there are."""
    told = []
    order = list(WAYS)
    by_way = sorted(changes, key=lambda change: order.index(change.way))
    for way, some in groupby(by_way, key=lambda change: change.way):
        found = [f"  {change}" for change in some]
        told += [f"{WAYS[way]}（{len(found)}）", *found]
    return told


def named(library: Library, name: str) -> Version:
    """A file, `circulation@1`, or the newest of `circulation`.  Raises Unknown, ChecklistError."""
    if name.endswith((".yaml", ".yml")):
        path = Path(name)
        if not path.is_file():
            raise Unknown(f"没有文件 {name}")
        document = read_document(path.read_text("utf-8"), name)
        body = read_checklist(document, library.flags, library.statutes)
        return Version(body, document, digest(body))
    id, _, number = name.partition("@")
    versions = [version for version in library if version.id == id]
    if number:
        versions = [version for version in versions if str(version.version) == number]
    if not versions:
        known = "、".join(f"{version.id}@{version.version}" for version in library)
        raise Unknown(f"没有 {name}，现有：{known}")
    return versions[-1]


def _in_order(library: Library, one: Version, other: Version | None) -> tuple[Version, Version]:
    if other is None:
        earlier = [
            version
            for version in library
            if version.id == one.id and (version.version < one.version or version.body != one.body)
        ]
        earlier = [found for found in earlier if found.version <= one.version]
        if not earlier:
            raise Unknown(f"{one.id} 第 {one.version} 版前面没有别的版本可比")
        other = earlier[-1]
    return (other, one) if other.version <= one.version else (one, other)
