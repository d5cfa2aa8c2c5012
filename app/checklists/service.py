"""Checklist versions for those who fetch them, and what a submitted visit may refer to."""

from datetime import date, timedelta

from pydantic import BaseModel
from sqlmodel import Session

from app.checklists.authoring.schema import schema
from app.checklists.laws import Statute
from app.checklists.library import Library, Version, get_library, release
from app.checklists.published import shelf_of
from app.errors import Conflict, Malformed, NotFound

__all__ = [
    "ChecklistShown",
    "LawsShown",
    "laws",
    "release",
    "schema",
    "shelf",
    "shelf_of",
    "version",
    "version_for_visit",
]

AFTER_ITS_END = timedelta(days=30)
"""How long a visit on an ended version is still taken: it was begun offline before the end."""


class ChecklistUnknown(Malformed, slug="checklist-unknown", title="检查表版本不认识"):
    """A visit on a version this installation never released."""


class ChecklistEnded(Conflict, slug="checklist-ended", title="检查表已停用"):
    """A visit on a version that ended more than 30 days ago."""


class ChecklistShown(BaseModel):
    """One version on the shelf, without its body."""

    id: str
    version: int
    name: str
    business_type: str
    region: str | None
    """The division it is for; none for all."""
    valid_from: date
    valid_to: date | None
    digest: str


class LawsShown(BaseModel):
    """The laws on record by their code, and a digest that changes when one of them does."""

    digest: str
    laws: dict[str, Statute]


def laws() -> LawsShown:
    """What phones keep, to cite the law of the day."""
    library = get_library()
    return LawsShown(digest=library.laws_digest, laws=dict(library.statutes))


def shelf(library: Library) -> list[ChecklistShown]:
    """Every released version, oldest first."""
    return [_shown(found, library.last_day(found)) for found in library]


def version(session: Session, id: str, number: int) -> Version:
    """One frozen version.  Raises NotFound."""
    found = shelf_of(session, (id, number)).get(id, number)
    if found is None:
        raise NotFound("没有这份检查表或这个版本，请同步后重试。")
    return found


def version_for_visit(
    id: str,
    number: int,
    received: date,
    pointer: str,
    library: Library,
    *,
    however_old: bool = False,
) -> Version:
    """The version a visit was filled on.  Raises ChecklistUnknown, ChecklistEnded."""
    found = library.get(id, number)
    if found is None:
        raise ChecklistUnknown(
            "服务器还没有这份检查表的这个版本。记录仍在手机上，请保留，联系系统管理员后再提交。",
            errors=[{"pointer": pointer, "detail": f"没有 {id} 第 {number} 版"}],
        )
    ended = library.last_day(found)
    if ended is not None and received > ended + AFTER_ITS_END and not however_old:
        raise ChecklistEnded(
            f"这份检查表已于 {ended:%Y-%m-%d} 停用，超过 30 天不再接收。"
            "记录仍在手机上，请导出保存，并用新表重新督导。"
        )
    return found


def _shown(found: Version, last_day: date | None) -> ChecklistShown:
    body = found.body
    return ChecklistShown(
        id=body.id,
        version=body.version,
        name=body.name,
        business_type=body.business_type,
        region=body.region,
        valid_from=body.valid_from,
        valid_to=last_day,
        digest=found.digest,
    )
