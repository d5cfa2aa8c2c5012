"""Every photo and signature a visit speaks of, and which part of it shows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.checklists.answers import pictures_in
from app.inspections.wire import VisitContent


@dataclass(frozen=True)
class Shown:
    """Bytes by their sha256, and the part of the visit that shows them."""

    sha256: str
    role: str


def shown_media(body: VisitContent) -> list[Shown]:
    """What the visit shows, each once per role, in the order it was filled."""
    return list(dict.fromkeys(_all(body)))


def shas(shown: Sequence[Shown]) -> list[str]:
    """The distinct hashes, in order."""
    return list(dict.fromkeys(media.sha256 for media in shown))


def _all(body: VisitContent) -> Iterator[Shown]:
    for answer in body.answers:
        for sha in answer.photos:
            yield Shown(sha, f"answer:{answer.item}")
        for sha in answer.photos_after:
            yield Shown(sha, f"after:{answer.item}")
        for sha in pictures_in(answer.value):
            yield Shown(sha, f"answer:{answer.item}")
        for code, value in answer.children.items():
            for sha in pictures_in(value):
                yield Shown(sha, f"answer:{code[:20]}")
    for recheck in body.rechecks:
        for sha in recheck.photos:
            yield Shown(sha, "recheck")
    for sha in body.photos:
        yield Shown(sha, "premises")
    if body.signatures.cadre:
        yield Shown(body.signatures.cadre, "signature.cadre")
    if body.signatures.enterprise:
        yield Shown(body.signatures.enterprise, "signature.enterprise")
