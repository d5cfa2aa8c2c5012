"""What the demo's cadres are in charge of: lines of industry, areas, caps, firms."""

from datetime import datetime

from sqlmodel import col, select

from app.assignments.duty_service import DutyOrder, set_duty
from app.demo.places import COUNTIES, HOME_TOWN
from app.demo.stage import Stage
from app.entities.models import Entity
from app.settings import Settings


def make_duties(stage: Stage, settings: Settings, now: datetime) -> None:
    """The county office writes down what its leaders and the home town's cadre look after."""
    office = stage.act(stage.people["office-county"])
    firm = stage.session.exec(
        select(Entity.id)
        .where(Entity.county_code == COUNTIES[0], Entity.baobao_grade == "B")
        .order_by(Entity.name, col(Entity.id))
    ).first()
    leader = DutyOrder(
        lines=["商贸", "工业"], area_codes=[HOME_TOWN], liaisons=[firm] if firm else []
    )
    village = f"{HOME_TOWN[:9]}001"
    deputy = DutyOrder(lines=["教育"], area_codes=[village], cap=15)
    for username, order in (("cadre-county", leader), ("cadre-town", deputy)):
        cadre = stage.people[username]
        set_duty(stage.session, cadre.id, order, settings, by=office, at=now)
        stage.session.commit()
