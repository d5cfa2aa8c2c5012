"""划转: proposed by the giving office, accepted or refused by the receiving one."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.accounts.user import User
from app.audit.service import record
from app.changes.moving import move_entity
from app.changes.people import working_cadre
from app.changes.transfer_model import EntityTransfer
from app.changes.transfer_wire import AcceptOrder, NewTransfer
from app.changes.wire import RefuseOrder
from app.db import begin_write
from app.entities.models import Entity
from app.entities.service import visible
from app.errors import Conflict, Malformed, NotFound
from app.regions.models import Level, Region
from app.regions.scope import Scope, seeing_everything
from app.regions.tree import RegionRow, divisions


class TransferNotFound(NotFound, slug="transfer-not-found"):
    """No such transfer, or not for this office to know of."""

    def __init__(self) -> None:
        super().__init__("没有这条划转，或不在本级范围内，请刷新后再看。")


class TransferOpen(Conflict, slug="transfer-open", title="已在划转"):
    """An entity passes to one place at a time."""


class TransferDecided(Conflict, slug="transfer-decided", title="已经办理过"):
    """A transfer is decided once, by the receiving office."""


def propose(session: Session, new: NewTransfer, *, by: User, at: datetime) -> EntityTransfer:
    """Propose to pass an entity on; where this office is over both places it takes effect at once.

    Sent again it is the same.  Raises EntityNotFound, Malformed, TransferOpen.
    """
    if again := _again(session, new):
        return again
    entity = visible(session, new.entity_id)
    region = session.get(Region, new.to_region)
    if region is None or region.level not in (Level.TOWN, Level.VILLAGE):
        raise _at("/to_region", "没有这个乡镇（街道）或村（社区），请重新选择。")
    if region.code == entity.region_code:
        raise _at("/to_region", "这家现在就在这里，请核对。")
    begin_write(session)
    if again := _again(session, new):
        return again
    entity = session.exec(select(Entity).where(Entity.id == entity.id).with_for_update()).one()
    waiting = select(EntityTransfer).where(
        EntityTransfer.entity_id == entity.id, col(EntityTransfer.decision).is_(None)
    )
    if session.exec(waiting).first() is not None:
        raise TransferOpen("这家正在划转，等接收方办理。要改去向，请先撤回那一条。")
    transfer = EntityTransfer.model_validate(
        new.model_dump(),
        update={
            "entity_name": entity.name,
            "from_region": entity.region_code,
            "from_county": entity.county_code,
            "from_city": entity.city_code,
            "to_county": region.county_code,
            "to_city": region.city_code,
            "proposed_by": by.id,
            "proposed_by_name": by.name,
            "proposed_at": at,
        },
    )
    session.add(transfer)
    session.flush()
    _note(session, "entity.transfer_proposed", transfer, by, at)
    if receives(transfer, by):
        _accept(session, transfer, AcceptOrder(), by, at)
    return transfer


def accept(
    session: Session, transfer_id: UUID, order: AcceptOrder, *, by: User, at: datetime
) -> EntityTransfer:
    """The receiving office takes the entity, with its open issues and the visits it owes.

    Raises TransferNotFound, TransferDecided, Malformed.
    """
    transfer = transfer_or_404(session, transfer_id, by=by)
    if order.cadre_id is not None:
        working_cadre(session, order.cadre_id, "/cadre_id", by=by)
    begin_write(session)
    transfer = transfer_or_404(session, transfer_id, by=by, lock=True)
    if not receives(transfer, by):
        raise TransferDecided("划转由接收方的食药安办办理，请等他们确认。")
    if transfer.decision == "accepted" and transfer.decided_by == by.id:
        return transfer
    _check_open(transfer)
    _accept(session, transfer, order, by, at)
    return transfer


def refuse(
    session: Session, transfer_id: UUID, order: RefuseOrder, *, by: User, at: datetime
) -> EntityTransfer:
    """The receiving office refuses, or the giving one takes it back, with a reason.

    Raises TransferNotFound, TransferDecided.
    """
    begin_write(session)
    transfer = transfer_or_404(session, transfer_id, by=by, lock=True)
    decision = "refused" if receives(transfer, by) else "withdrawn"
    if transfer.decision == decision and transfer.decided_by == by.id:
        return transfer
    _check_open(transfer)
    _decide(session, transfer, decision, order.note, by, at)
    _note(session, f"entity.transfer_{decision}", transfer, by, at)
    return transfer


def transfers(session: Session, *, by: User, limit: int = 200) -> list[EntityTransfer]:
    """Transfers that this office gives or receives: those waiting first, then the latest."""
    query = _own(by).order_by(
        col(EntityTransfer.decision).is_not(None), col(EntityTransfer.proposed_at).desc()
    )
    return list(session.exec(query.limit(limit)))


def places(session: Session, parent: str | None, *, by: User) -> list[RegionRow]:
    """Divisions to choose from, beyond the office's own county up to its city."""
    home = by.city_code or by.region_code
    level = Level.CITY if by.city_code else by.level
    return divisions(session, Scope(level=level, region_code=home), parent=parent or home)


def transfer_or_404(
    session: Session, transfer_id: UUID, *, by: User, lock: bool = False
) -> EntityTransfer:
    """A transfer that concerns this office.  Raises TransferNotFound."""
    query = _own(by).where(EntityTransfer.id == transfer_id)
    query = query.execution_options(populate_existing=True)
    found = session.exec(query.with_for_update() if lock else query).first()
    if found is None:
        raise TransferNotFound
    return found


def receives(transfer: EntityTransfer, by: User) -> bool:
    """Whether the new place is this office's."""
    own = {Level.CITY: transfer.to_city, Level.COUNTY: transfer.to_county}
    return by.level is Level.PROVINCE or own.get(by.level) == by.region_code


def _own(by: User) -> SelectOfScalar[EntityTransfer]:
    query = select(EntityTransfer)
    if by.level is Level.PROVINCE:
        return query
    city = by.level is Level.CITY
    ends = (
        (EntityTransfer.from_city, EntityTransfer.to_city)
        if city
        else (EntityTransfer.from_county, EntityTransfer.to_county)
    )
    return query.where(or_(*(col(end) == by.region_code for end in ends)))


def _accept(
    session: Session, transfer: EntityTransfer, order: AcceptOrder, by: User, at: datetime
) -> None:
    # The entity lies outside the receiving office until it is taken.
    with seeing_everything(session):
        moved = move_entity(session, transfer, order.cadre_id, by=by, at=at)
    transfer.issues = moved
    _decide(session, transfer, "accepted", order.note, by, at)
    _note(session, "entity.transferred", transfer, by, at)


def _decide(
    session: Session, transfer: EntityTransfer, how: str, note: str, by: User, at: datetime
) -> None:
    transfer.decision, transfer.decision_note = how, note
    transfer.decided_by, transfer.decided_by_name, transfer.decided_at = by.id, by.name, at
    session.add(transfer)
    session.flush()


def _check_open(transfer: EntityTransfer) -> None:
    if transfer.decision is not None:
        raise TransferDecided(f"这条划转已由{transfer.decided_by_name}办理过，请刷新后再看。")


def _again(session: Session, new: NewTransfer) -> EntityTransfer | None:
    found = session.get(EntityTransfer, new.id, populate_existing=True)
    if found is None:
        return None
    told = (new.entity_id, new.to_region, new.to_address)
    if (found.entity_id, found.to_region, found.to_address) != told:
        raise TransferOpen("这条划转已经提交过，内容不同，请刷新后另提一条。")
    return found


def _note(session: Session, what: str, transfer: EntityTransfer, by: User, at: datetime) -> None:
    record(
        session,
        at,
        by,
        what,
        "entity",
        transfer.entity_id,
        transfer.from_county,
        to=transfer.to_region,
    )


def _at(pointer: str, detail: str) -> Malformed:
    return Malformed(detail, errors=[{"pointer": pointer, "detail": detail}])
