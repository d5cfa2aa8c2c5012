"""What is written below a photo of a visit: of which shop, by whom, when, under which receipt."""

from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.clock import shanghai_minute
from app.entities.models import Entity
from app.errors import NotFound
from app.inspections.models import Inspection
from app.media.service import shown_on
from app.media.serving import Evidence


def evidence(session: Session, id: UUID, sha256: str) -> Evidence:
    """A photo of this visit and its stamp.  Raises NotFound, PhotoNotFound."""
    found = session.exec(
        select(Inspection, Entity.name, Account)
        .join(Entity, col(Entity.id) == Inspection.entity_id, isouter=True)
        .join(Account, col(Account.id) == Inspection.signed_by)
        .where(Inspection.id == id)
    ).first()
    if found is None:
        raise NotFound("没有这次督导，或不在权限范围内，请返回上一页刷新。")
    visit, entity, cadre = found
    media = shown_on(session, sha256, inspection_id=visit.id)
    return Evidence(media, _lines(visit, entity or "已迁出的主体", cadre))


def _lines(visit: Inspection, entity: str, cadre: Account) -> list[str]:
    by_phone = visit.device_finished_at
    ended = (
        f"督导结束 {shanghai_minute(visit.finished_at)}"
        if by_phone is None
        else f"手机时间 {shanghai_minute(by_phone)}"
    )
    return [
        entity,
        f"收件编号 {visit.receipt_no}",
        " · ".join(filter(None, (cadre.name, cadre.post))),
        f"{ended} · 服务器收到 {shanghai_minute(visit.received_at)}",
    ]
