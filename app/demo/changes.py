"""Changes under way in the demo: states to decide, a vacancy, a stand-in, a transfer."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import User
from app.assignments.models import Assignment
from app.assignments.service import end
from app.changes import deciding, proposing, standing_in, transfers
from app.changes.orders import NewStandIn
from app.changes.transfer_wire import NewTransfer
from app.changes.wire import ConfirmOrder, NewProposal
from app.clock import shanghai_date
from app.db import begin_write
from app.demo.places import COUNTIES, OTHER_TOWN, fixed_id
from app.demo.stage import Stage
from app.entities.models import Entity, EntityState
from app.regions.models import Level, Region
from app.regions.scope import EVERYWHERE, set_scope

_TOLD = (
    (EntityState.SUSPENDED, "装修停业，门口贴了告示", "", 3),
    (EntityState.DEREGISTERED, "登记系统查询已注销", "企业信用信息公示系统查询结果", 30),
    (EntityState.NOT_FOUND, "原址已改为服装店，电话打不通", "", 6),
)


def make_changes(stage: Stage, now: datetime) -> None:
    """What an office finds on its list in the morning; nothing of the fixed cadres' is touched."""
    session = stage.session
    shops = _shops(session, stage)
    station, office = stage.people["station"], stage.people["office-county"]
    today = shanghai_date(now)
    for shop, (to, reason, proof, days) in zip(shops, _TOLD, strict=False):
        found = today - timedelta(days=days)
        _propose(stage, station, shop, to, reason, proof, found.toordinal(), now)
    _confirm_one(stage, shops[3], station, office, now)
    begin_write(session)
    set_scope(session, EVERYWHERE)
    for shop, days in ((shops[4], 20), (shops[5], 2)):
        end(session, shop, on=today - timedelta(days=days), at=now)
    session.commit()
    stage.act(office)
    absent, stands_in = _two_cadres(session, stage)
    away = NewStandIn(
        id=fixed_id("stand-in"),
        absent_id=absent,
        cadre_id=stands_in,
        first=today,
        last=today + timedelta(days=6),
        reason="党校学习",
    )
    standing_in.set_up(session, away, by=office, at=now)
    session.commit()
    place = session.exec(
        select(Region.code).where(Region.parent_code == OTHER_TOWN, Region.level == Level.VILLAGE)
    ).first()
    order = NewTransfer(
        id=fixed_id("transfer"),
        entity_id=shops[6],
        to_region=place or "",
        to_address="市中区示范街18号",
        reason="搬到市中区经营",
    )
    transfers.propose(session, order, by=office, at=now)
    session.commit()


def _two_cadres(session: Session, stage: Stage) -> list[UUID]:
    """Two of the town's village cadres who are none of the printed accounts."""
    query = (
        select(Account.id)
        .where(
            Account.role == Role.CADRE,
            Account.level == Level.VILLAGE,
            Account.town_code == stage.people["station"].region_code,
            col(Account.username) != "cadre-village",
            col(Account.disabled_at).is_(None),
        )
        .order_by(col(Account.username))
        .limit(2)
    )
    return list(session.exec(query))


def _shops(session: Session, stage: Stage) -> list[UUID]:
    """Shops of the first county that none of the printed accounts covers."""
    set_scope(session, EVERYWHERE)
    fixed = [
        stage.people[name].id
        for name in ("cadre-village", "cadre-town", "cadre-county", "cadre-city")
    ]
    query = (
        select(Entity.id)
        .join(Assignment, col(Assignment.entity_id) == col(Entity.id))
        .where(
            Entity.county_code == COUNTIES[0],
            Entity.baobao_grade == "D",
            Entity.town_code == stage.people["station"].region_code,
            col(Assignment.cadre_id).not_in(fixed),
        )
        .order_by(col(Entity.name))
        .limit(7)
    )
    return list(session.exec(query))


def _propose(
    stage: Stage,
    who: User,
    shop: UUID,
    to: EntityState,
    reason: str,
    proof: str,
    found: int,
    now: datetime,
) -> UUID:
    stage.act(who)
    order = NewProposal(
        id=fixed_id(f"state:{shop}"),
        entity_id=shop,
        to=to,
        found_on=shanghai_date(now).fromordinal(found),
        reason=reason,
        proof=proof,
    )
    proposing.propose(stage.session, order, by=who, at=now)
    stage.session.commit()
    return order.id


def _confirm_one(stage: Stage, shop: UUID, station: User, office: User, now: datetime) -> None:
    day = (shanghai_date(now) - timedelta(days=5)).toordinal()
    to, reason, proof = EntityState.DORMANT, "已办理歇业备案", "歇业备案"
    made = _propose(stage, station, shop, to, reason, proof, day, now)
    stage.act(office)
    deciding.confirm(stage.session, made, ConfirmOrder(note="已核实"), by=office, at=now)
    stage.session.commit()
