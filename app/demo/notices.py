"""The demo's 公示牌 on the walls: most hold, some no longer do, and readers wrote to the office."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from app.demo.people import HOME_VILLAGE
from app.demo.stage import Stage
from app.entities.models import Entity
from app.ids import uuid7
from app.notices.facts import facts_of
from app.notices.models import Notice, Opinion, OpinionState
from app.notices.printed import as_printed
from app.regions.scope import EVERYWHERE, set_scope

_WRITTEN = (
    ("后厨卫生不错，建议把明厨亮灶的屏幕朝外放。", "", OpinionState.NEW),
    ("公示牌挂得太高，老人看不清字。", "0531-0000 1234", OpinionState.NEW),
    ("食品安全员已经换人了，牌子上还是原来的名字。", "", OpinionState.READ),
    ("希望公布多久检查一次。", "", OpinionState.DONE),
)
_EVERY_OLD, _EVERY_NEW = 23, 31


def hang_notices(stage: Stage, now: datetime) -> None:
    """Print most of them, some with words of before, and leave a few opinions."""
    session = stage.session
    set_scope(session, EVERYWHERE)
    hanging = session.exec(
        select(Notice).where(col(Notice.revoked_at).is_(None)).order_by(col(Notice.short_code))
    ).all()
    facts = facts_of(session, [notice.entity_id for notice in hanging])
    for n, notice in enumerate(hanging):
        if n % _EVERY_NEW == 5:
            continue
        notice.printed = as_printed(facts[notice.entity_id])
        if n % _EVERY_OLD == 3:
            # Printed for whoever held the post before.
            notice.printed |= {"cadre_name": "高建民"}
        notice.printed_at = notice.issued_at + timedelta(days=3)
        session.add(notice)
    _leave_opinions(stage, now)
    session.commit()


def _leave_opinions(stage: Stage, now: datetime) -> None:
    at_home = (
        select(Notice, Entity)
        .join(Entity, col(Entity.id) == col(Notice.entity_id))
        .where(Entity.region_code == HOME_VILLAGE)
        .order_by(col(Entity.name))
    )
    shops = stage.session.exec(at_home.limit(len(_WRITTEN))).all()
    for n, ((text, contact, state), (notice, shop)) in enumerate(
        zip(_WRITTEN, shops, strict=False)
    ):
        received_at = now - timedelta(days=n, hours=2)
        opinion = Opinion(
            id=uuid7(),
            entity_id=shop.id,
            notice_id=notice.id,
            text=text,
            contact=contact,
            received_at=received_at,
            state=state,
            note="已在公示页写明每季度至少督导一次" if state is OpinionState.DONE else "",
            handled_by="" if state is OpinionState.NEW else stage.people["office-county"].name,
            handled_at=None if state is OpinionState.NEW else received_at + timedelta(hours=20),
            region_code=shop.region_code,
            city_code=shop.city_code,
            county_code=shop.county_code,
            town_code=shop.town_code,
        )
        stage.session.add(opinion)
