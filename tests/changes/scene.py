"""A shop, its cadre, and the people who say what became of it; visits of today."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from httpx import Response
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from app.assignments.rules import period_bounds, period_of
from app.assignments.service import generate_due
from app.clock import shanghai_date
from app.entities.models import Entity
from app.ids import uuid7
from tests.builders import (
    COUNTY,
    OTHER_COUNTY,
    TOWN,
    Tree,
    make_account,
    make_assignment,
    make_entity,
    make_region_tree,
)
from tests.inspections.visits import body, sha
from tests.people import Browser

WHERE = "/api/v1/changes"


@dataclass(frozen=True)
class Scene:
    """The shop and the people."""

    tree: Tree
    shop: Entity
    cadre: Account
    other_cadre: Account
    station: Account
    bureau: Account
    office: Account
    office_2: Account
    far_office: Account


def a_scene(session: Session) -> Scene:
    """The scene, written to the database; a visit is owed this quarter."""
    tree = make_region_tree(session)
    shop = make_entity(session)
    cadre = make_account(session, name="李淑琴", post="社区党委书记")
    make_assignment(session, shop, cadre)
    generate_due(session, this_period())
    session.commit()
    return Scene(
        tree=tree,
        shop=shop,
        cadre=cadre,
        other_cadre=make_account(session, name="王建国", post="社区党委书记"),
        station=make_account(session, role=Role.STATION, region=TOWN, unit=tree.station),
        bureau=make_account(session, role=Role.BUREAU, region=COUNTY, unit=tree.bureau),
        office=make_account(session, role=Role.OFFICE, region=COUNTY, name="宋建民"),
        office_2=make_account(session, role=Role.OFFICE, region=COUNTY, name="吕晓燕"),
        far_office=make_account(session, role=Role.OFFICE, region=OTHER_COUNTY, name="于海波"),
    )


def today() -> str:
    """Shanghai's, as the wire has it."""
    return str(shanghai_date(datetime.now(UTC)))


def this_period() -> str:
    """The quarter that visits are owed in now."""
    return period_of(shanghai_date(datetime.now(UTC)))


def this_quarter() -> tuple[Any, Any]:
    """Its first and last day."""
    return period_bounds(this_period())


def visit(client: Browser, who: Account, shop: Entity, **changes: Any) -> Response:
    """`who` hands in a visit of the shop that ended just now."""
    told = body(shop, at=datetime.now(UTC), **changes)
    answer: Response = client.as_(who).put(f"/api/v1/inspections/{uuid7()}", json=told)
    return answer


def not_done(outcome: str, *photos: str) -> dict[str, Any]:
    """A visit that could not be carried through."""
    return {
        "outcome": outcome,
        "answers": [],
        "statement": "门口贴着告示",
        "photos": [sha(photo) for photo in photos],
    }


def a_proposal(shop: Entity, to: str, **changes: Any) -> dict[str, Any]:
    """What 市场监管 or the office puts down by hand."""
    told = {
        "id": str(uuid4()),
        "entity_id": str(shop.id),
        "to": to,
        "found_on": today(),
        "reason": "日常检查发现",
    }
    return told | changes


def propose(client: Browser, who: Account, shop: Entity, to: str, **changes: Any) -> Response:
    """`who` proposes another state of the shop."""
    told = a_proposal(shop, to, **changes)
    answer: Response = client.as_(who).post(f"{WHERE}/states", json=told)
    return answer


def proposals(client: Browser, who: Account, state: str = "open") -> list[dict[str, Any]]:
    """What lies before this person."""
    answer = client.as_(who).get(f"{WHERE}/states", params={"state": state})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def decide(client: Browser, who: Account, id: str, how: str, **order: Any) -> Response:
    """`who` tells, confirms or refuses."""
    answer: Response = client.as_(who).post(f"{WHERE}/states/{id}/{how}", json=order)
    return answer


def become(client: Browser, scene: Scene, to: str, **changes: Any) -> None:
    """The shop goes into a state: told by the station, confirmed by the office."""
    told = propose(client, scene.station, scene.shop, to, **changes)
    assert told.status_code == 201, told.text
    confirmed = decide(client, scene.office, told.json()["id"], "confirm")
    assert confirmed.status_code == 200, confirmed.text
