"""The demo's matching: what cadres look after, and new firms that wait for one."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.service import create_account
from app.accounts.shown import NewAccount
from app.assignments.duty_service import DutyOrder, set_duty
from app.db import begin_write
from app.demo.places import COUNTIES, HOME_TOWN
from app.demo.stage import Stage
from app.entities.models import Entity
from app.entities.service import BusinessType, NewEntity, register_entity
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings

VILLAGES = tuple(f"{HOME_TOWN[:9]}00{number}" for number in (1, 2, 3))
TOWN_CADRES = (
    ("cadre-town-2", "陈立新", "党工委副书记", DutyOrder(area_codes=[VILLAGES[0]], cap=15)),
    ("cadre-town-3", "韩雪梅", "办事处副主任", DutyOrder(area_codes=[VILLAGES[1]], cap=2)),
    ("cadre-town-4", "刘敏", "党工委组织委员", DutyOrder(area_codes=[VILLAGES[2]], cap=15)),
    ("cadre-town-5", "孙志强", "党工委宣传委员", DutyOrder(lines=["文旅"], cap=15)),
)
LEADERS = (
    ("cadre-county-2", "贺兰舟", "区委常委、泉城路街道党工委书记", DutyOrder(lines=["商贸"])),
    ("cadre-county-3", "林望舒", "区政协副主席", DutyOrder(lines=["工业"], cap=6)),
)
FIRMS: tuple[tuple[str, BusinessType, str, str], ...] = (
    ("百花洲茶社二店", "catering", "快餐/小吃/饮品店", "C"),
    ("明府城糕点工坊", "production", "食品小作坊", "C"),
    ("芙蓉街干果行", "circulation", "便利店/食杂店", "D"),
    ("舜井生鲜超市", "circulation", "商场超市", "C"),
    ("贡院幼儿园食堂", "catering", "幼儿园食堂", "C"),
    ("双忠泉面馆", "catering", "小餐饮（登记）", "D"),
    ("启明老年餐厅", "catering", "养老机构食堂", "C"),
    ("按察司街粮油店", "circulation", "便利店/食杂店", "D"),
    ("泉城广场购物中心", "circulation", "商场超市", "B"),
)


def make_duties(stage: Stage, settings: Settings, now: datetime) -> None:
    """The county office writes down what its cadres look after; new firms wait."""
    _people(stage.session, now)
    stage.read_people()
    office = stage.act(stage.people["office-county"])
    firm = stage.session.exec(
        select(Entity.id)
        .where(Entity.county_code == COUNTIES[0], Entity.baobao_grade == "B")
        .order_by(Entity.name, col(Entity.id))
    ).first()
    leader = DutyOrder(
        lines=["商贸", "工业"], area_codes=[HOME_TOWN], liaisons=[firm] if firm else []
    )
    deputy = DutyOrder(lines=["教育"], area_codes=[VILLAGES[0]], cap=15)
    duties = [(name, order) for name, _, _, order in (*TOWN_CADRES, *LEADERS)]
    for username, order in (("cadre-county", leader), ("cadre-town", deputy), *duties):
        cadre = stage.people[username]
        set_duty(stage.session, cadre.id, order, settings, by=office, at=now)
        stage.session.commit()
    _firms(stage, now)


def _people(session: Session, now: datetime) -> None:
    set_scope(session, EVERYWHERE)
    places = [(HOME_TOWN, TOWN_CADRES), (COUNTIES[0], LEADERS)]
    for region, people in places:
        for username, name, post, _ in people:
            made: Account = create_account(
                session,
                NewAccount(
                    username=username,
                    name=name,
                    post=post,
                    role=Role.CADRE,
                    region_code=region,
                    password=None,
                ),
                now,
            )
            assert made.username == username
            session.commit()


def _firms(stage: Stage, now: datetime) -> None:
    """Newly licensed premises of the home town; nobody covers them yet."""
    set_scope(stage.session, EVERYWHERE)
    for number, (name, business, kind, grade) in enumerate(FIRMS):
        begin_write(stage.session)
        new = NewEntity.model_validate(
            {
                "name": name,
                "business_type": business,
                "kind": kind,
                "baobao_grade": grade,
                "region_code": VILLAGES[number % len(VILLAGES)],
                "address": f"泉城路街道示范街{number + 1}号",
            }
        )
        register_entity(stage.session, new, now)
        stage.session.commit()
