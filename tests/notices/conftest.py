from dataclasses import dataclass

import pytest
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from app.entities.models import Entity
from app.notices.models import Notice
from tests.builders import (
    COUNTY,
    OTHER_COUNTY,
    OTHER_VILLAGE,
    make_account,
    make_assignment,
    make_entity,
    make_notice,
    make_region_tree,
)

SHORT_CODE = "1234567D"


@dataclass
class Street:
    """A shop with a notice, its cadre, a neighbour's cadre, and people of two counties."""

    session: Session
    shop: Entity
    notice: Notice
    cadre: Account
    neighbour: Account
    stranger: Account
    office: Account
    other_office: Account


@pytest.fixture
def street(session: Session) -> Street:
    make_region_tree(session)
    shop = make_entity(session, name="禾谷里餐饮（泉城路店）")
    cadre = make_account(session, name="李淑琴", post="泉城路街道办事处 副主任")
    make_assignment(session, shop, cadre)
    return Street(
        session,
        shop,
        notice=make_notice(session, shop, short_code=SHORT_CODE),
        cadre=cadre,
        neighbour=make_account(session, name="王建国"),
        stranger=make_account(session, region=OTHER_VILLAGE, name="赵文博"),
        office=make_account(session, role=Role.OFFICE, region=COUNTY),
        other_office=make_account(session, role=Role.OFFICE, region=OTHER_COUNTY),
    )
