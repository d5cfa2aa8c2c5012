"""Publishing a draft: looked at once more beside what is on the shelf, then frozen."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.user import User
from app.audit.service import record
from app.checklists.authoring.breakage import Breakage, breakages
from app.checklists.authoring.cautions import Caution, cautions
from app.checklists.authoring.differences import Change, differences
from app.checklists.coherence import findings
from app.checklists.format import Checklist
from app.checklists.library import Library
from app.checklists.models import ChecklistVersion
from app.checklists.published import forget, frozen, own_number, shelf_of
from app.clock import shanghai_date
from app.db import begin_write
from app.errors import Conflict, Forbidden
from app.inspections.chosen import times_chosen
from app.publishing import drafts
from app.publishing.models import PUBLISHED, WAITING, ChecklistDraft
from app.publishing.policy import refusal
from app.publishing.wire import (
    BreakageShown,
    CautionShown,
    ChangeShown,
    DraftShown,
    PublishOrder,
)
from app.regions.models import Level, Region


class WouldBreak(Conflict, slug="would-break", title="不能发布"):
    """Stored visits would change their meaning; `errors` names each code and what to do."""


def show(session: Session, id: UUID, *, by: User) -> DraftShown:
    """A draft with what it changes and what stands in its way."""
    return shown(session, drafts.draft_or_404(session, id, by=by), by=by)


def shown(session: Session, draft: ChecklistDraft, *, by: User) -> DraftShown:
    """The same for a draft at hand."""
    library = shelf_of(session)
    body = drafts.body_of(draft)
    before = _before(library, draft)
    changes = differences(before, body) if before else []
    numbered = _numbered(library, body)
    broken = _broken(session, library, numbered) if _waits(draft) else []
    doubts = _cautions(library, numbered) if _waits(draft) else []
    return DraftShown(
        **drafts.row_of(draft).model_dump(),
        notes=draft.notes,
        replaces=before.version if before else None,
        changes=[_change(change) for change in changes],
        breakages=[BreakageShown(code=b.code, text=b.text, reworded=b.reworded) for b in broken],
        cautions=[CautionShown.model_validate(one, from_attributes=True) for one in doubts],
        refusal=refusal(by, changes, other_cities=_other_cities(session, by)),
    )


def publish(
    session: Session, id: UUID, order: PublishOrder, *, by: User, at: datetime
) -> ChecklistDraft:
    """Freeze a draft as the next version.  Raises DraftDone, Forbidden, WouldBreak."""
    begin_write(session)
    draft = drafts.draft_or_404(session, id, by=by)
    drafts.require_waiting(draft)
    _take_turn(session, draft.checklist_id)
    library = shelf_of(session)
    body = _numbered(library, drafts.body_of(draft))
    before = _before(library, draft)
    changes = differences(before, body) if before else []
    if why := refusal(by, changes, other_cities=_other_cities(session, by)):
        raise Forbidden(why)
    _require_sound(session, library, body, order, at)
    session.add(frozen(body, at, by.name))
    draft.state, draft.version = PUBLISHED, body.version
    session.add(draft)
    record(
        session,
        at,
        by,
        "checklist.publish",
        "checklist",
        f"{body.id} {body.version}",
        proposed_by=draft.made_by_name,
        reworded=order.reworded,
        confirmed=order.confirmed,
    )
    # Committed here, so that no process, this one included, goes by what might yet be undone.
    session.commit()
    forget(session)
    return draft


def _take_turn(session: Session, id: str) -> None:
    """One publishes a checklist at a time: each number is given once."""
    locked = select(ChecklistVersion).where(col(ChecklistVersion.id) == id).with_for_update()
    session.exec(locked).all()
    forget(session)


def _require_sound(
    session: Session, library: Library, body: Checklist, order: PublishOrder, at: datetime
) -> None:
    faults = [text for _, text in findings(body, library.flags, library.statutes)]
    broken = [
        {"pointer": f"/{one.code}", "detail": one.text}
        for one in _broken(session, library, body)
        if not (one.reworded and one.code in order.reworded)
    ]
    broken += [
        {"pointer": f"/cautions/{one.key}", "detail": f"待确认：{one.text}"}
        for one in _cautions(library, body)
        if one.key not in order.confirmed
    ]
    broken += [{"pointer": "/body", "detail": text} for text in faults]
    if body.valid_from < shanghai_date(at):
        late = f"启用日期 {body.valid_from} 已经过了，请换一个今天或以后的日期重新传表。"
        broken.append({"pointer": "/valid_from", "detail": late})
    if broken:
        raise WouldBreak(f"没有发布：{broken[0]['detail']}", errors=broken)


def _broken(session: Session, library: Library, body: Checklist) -> list[Breakage]:
    known = [version.body for version in library]
    return breakages(body, known, used=lambda code, option: times_chosen(session, code, option))


def _cautions(library: Library, body: Checklist) -> list[Caution]:
    return cautions(body, [version.body for version in library], library.statutes)


def _numbered(library: Library, body: Checklist) -> Checklist:
    return body.model_copy(update={"version": own_number(library, body.id)})


def _before(library: Library, draft: ChecklistDraft) -> Checklist | None:
    """The version before the draft: the newest, or once published the one it replaced."""
    versions = [version.body for version in library if version.id == draft.checklist_id]
    if draft.version is not None:
        versions = [body for body in versions if body.version < draft.version]
    return versions[-1] if versions else None


def _waits(draft: ChecklistDraft) -> bool:
    return draft.state == WAITING


def _other_cities(session: Session, by: User) -> bool:
    others = select(Region).where(col(Region.level) == Level.CITY, col(Region.code) != by.city_code)
    return session.exec(others.limit(1)).first() is not None


def _change(change: Change) -> ChangeShown:
    return ChangeShown(way=change.way, code=change.code, text=change.words())
