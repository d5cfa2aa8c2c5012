"""An office with six issues, three of them waiting for its review: where the desk's tests begin."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from app.accounts.roles import Role
from app.clock import shanghai_date
from app.db import now, open_session
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import COUNTY, TOWN, make_entity, make_region_tree
from tests.e2e.caller import Caller
from tests.e2e.steps import password_account

FRIDGE, KNIFE, LABEL, GREASE, SOAP, SAMPLE = ISSUES = (
    "冷藏柜里生肉放在熟食上方",
    "生熟刀具没有分开",
    "熟食没有贴日期标签",
    "排烟罩积油",
    "洗手池缺洗手液",
    "留样不足一百二十五克",
)
TO_REVIEW = (FRIDGE, KNIFE, LABEL)


@dataclass(frozen=True)
class Office:
    """A running installation and its issues by what was found."""

    url: str
    issues: dict[str, Any]


@dataclass(frozen=True)
class Shops:
    """The ids of the two shops."""

    restaurant: str
    market: str


def people_and_shops(engine: Engine) -> Shops:
    """A station of two, their bureau, a restaurant (D) and a supermarket (C)."""
    with open_session(engine) as session:
        set_scope(session, EVERYWHERE)
        tree = make_region_tree(session)
        for username, name in (("station", "高文静"), ("reviewer", "郑海涛")):
            password_account(
                session, username, role=Role.STATION, region=TOWN, unit=tree.station, name=name
            )
        newcomer = password_account(
            session, "newcomer", role=Role.STATION, region=TOWN, unit=tree.station, name="许文"
        )
        newcomer.must_change_password = True
        session.add(newcomer)
        password_account(
            session, "bureau", role=Role.BUREAU, region=COUNTY, unit=tree.bureau, name="孟祥宁"
        )
        restaurant = make_entity(session).id
        market = make_entity(
            session,
            name="泉城生鲜超市",
            business_type="circulation",
            kind="商场超市（中型）",
            grade="C",
        ).id
        return Shops(str(restaurant), str(market))


def found_at(url: str, shops: Shops) -> Office:
    """Register the issues: three are accepted and handed in, three stand at the beginning."""
    station = Caller(url, "station")
    issues = {}
    for words in ISSUES:
        entity = shops.market if words in (LABEL, SOAP) else shops.restaurant
        severity = "minor" if words in (LABEL, GREASE, SOAP) else "major"
        issue = station.register(entity, words, severity=severity)
        if words in TO_REVIEW:
            issue = station.move(issue, "accept")
            done = {"note": "已改好。", "date": f"{shanghai_date(now())}"}
            photos = [station.photo(f"{words} after", tidy=True)]
            issue = station.move(issue, "submit", photos=photos, **done)
        issues[words] = issue
    return Office(url, issues)
