"""What nothing forbids, but a person looks at before a version is published: 待确认."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.checklists.authoring.breakage import unreleased
from app.checklists.format import BaseItem, Checklist
from app.checklists.laws import Statutes
from app.checklists.library import Library
from app.checklists.parts import Place
from app.checklists.reading import Problem

REMOVED = "removed"
"""How the confirmation of a large removal is named; that of a law is named by its code."""
FEW = 3
"""From so many items, or a tenth of them, a removal is large."""


@dataclass(frozen=True)
class Caution:
    """What to confirm, how grave it is, and what it names, one line each."""

    key: str
    text: str
    grave: bool = False
    names: list[str] = field(default_factory=list)
    place: Place = ()


def cautions(new: Checklist, known: Sequence[Checklist], statutes: Statutes) -> list[Caution]:
    """What is to be confirmed of `new` beside the versions `known` that were published before."""
    earlier = [one for one in known if one.id == new.id and one.version < new.version]
    removal = _removal(earlier[-1], new) if earlier else None
    return [*([removal] if removal else []), *_strange_laws(new, known, statutes)]


def unconfirmed(
    library: Library, folder: Path, confirmed: Collection[str] = ()
) -> list[tuple[Problem, bool]]:
    """What is still to be confirmed of a folder's unpublished versions, and whether it is grave."""
    return [
        (
            version.document.problem(
                caution.place,
                f"待确认：{told(caution)}。发布时加 --confirm {caution.key}",
            ),
            caution.grave,
        )
        for version, before in unreleased(library, folder)
        for caution in cautions(version.body, before, library.statutes)
        if caution.key not in confirmed
    ]


def told(caution: Caution) -> str:
    """A caution with everything it names, in one line."""
    return f"{caution.text}：{'；'.join(caution.names)}" if caution.names else caution.text


def known_titles(known: Sequence[Checklist], statutes: Statutes) -> set[str]:
    """Titles somebody has looked at: in the list of laws, or in a version published before."""
    recorded = {law.title for law in statutes.values()}
    recorded |= {one.title for law in statutes.values() for one in law.editions if one.title}
    return recorded | {law.title for body in known for law in body.laws.values()}


def _removal(before: Checklist, new: Checklist) -> Caution | None:
    kept = {item.code for item in new.items()}
    asked = before.items()
    gone = [item for item in asked if item.code not in kept]
    critical = [item for item in gone if item.severity == "critical"]
    if not gone or (not critical and len(gone) < FEW and 10 * len(gone) < len(asked)):
        return None
    most = 2 * len(gone) > len(asked)
    parts = [f"第 {before.version} 版有 {len(asked)} 条，这一版删去 {len(gone)} 条"]
    if critical:
        parts.append(f"其中重大 {len(critical)} 条")
    if most:
        parts.append("超过一半，像是表没填全")
    names = [_named(item) for item in sorted(gone, key=lambda item: item not in critical)]
    return Caution(REMOVED, "，".join(parts), bool(critical) or most, names, ("sections",))


def _named(item: BaseItem) -> str:
    return f"{item.code} {'★' if item.severity == 'critical' else ''}{item.text.rstrip('。')}"


def _strange_laws(
    new: Checklist, known: Sequence[Checklist], statutes: Statutes
) -> Iterator[Caution]:
    # Without a list of laws there is nothing a title could be missing from.
    if not statutes:
        return
    titles = known_titles(known, statutes)
    for key, law in new.laws.items():
        cited = list(_citing(new, key))
        if key in statutes or law.title in titles or not cited:
            continue
        text = f"法规目录里没有《{law.title}》，系统不知道它何时施行、何时换版，请核对名称和条款"
        yield Caution(key, text, names=[name for _, name in cited], place=cited[0][0])


def _citing(body: Checklist, law: str) -> Iterator[tuple[Place, str]]:
    for s, section in enumerate(body.sections):
        for i, item in enumerate(section.items):
            for b, basis in enumerate(item.basis):
                if basis.law == law:
                    yield ("sections", s, "items", i, "basis", b), f"{item.code} {basis.article}"
