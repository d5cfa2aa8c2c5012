"""To whom a document goes: the enterprise, or the unit that was chosen or written."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from app.documents import form
from app.documents.kinds import Kind
from app.documents.rendering import plain
from app.documents.wire import DocumentOrder
from app.ledger.models import Issue
from app.regions.models import Unit


def addressee(
    session: Session, kind: Kind, order: DocumentOrder, issues: Sequence[Issue]
) -> tuple[str, UUID | None]:
    """The name written on it, and the unit on whose desk it lies.  Raises FieldsMissing."""
    if kind.addressee == "entity":
        return issues[0].entity_name, None
    unit = session.get(Unit, order.unit_id) if order.unit_id else None
    name = plain(order.addressee).replace("\n", " ").strip() or (unit.name if unit else "")
    if not name:
        errors = [{"pointer": "/addressee", "detail": "请填写主送单位"}]
        raise form.FieldsMissing("请填写主送单位。", errors=errors)
    if order.unit_id is not None and unit is None:
        errors = [{"pointer": "/addressee", "detail": "没有这个单位，请重新选择"}]
        raise form.FieldsMissing("没有这个单位，请重新选择主送单位。", errors=errors)
    return name, unit.id if unit and unit.name == name else None
