from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from app.accounts.models import Account
from app.accounts.user import scope_for, user_of
from app.audit.models import Audit
from app.entities.models import Entity
from app.ids import uuid7
from app.inspections.models import Inspection
from app.ledger.models import Issue
from app.ledger.transitions import State
from app.regions.scope import set_scope
from app.sync.entities import shown_many
from app.sync.entity_shapes import EntityShown
from tests.builders import make_account, make_assignment, make_entity, make_region_tree
from tests.people import Browser

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.fixture
def cadre(session: Session) -> Account:
    make_region_tree(session)
    return make_account(session)


def a_shop(session: Session, cadre: Account, name: str = "禾谷里餐饮店") -> Entity:
    shop = make_entity(session, name=name)
    make_assignment(session, shop, cadre)
    return shop


def place_of(shop: Entity) -> dict[str, str]:
    return {
        "region_code": shop.region_code,
        "city_code": shop.city_code,
        "county_code": shop.county_code,
        "town_code": shop.town_code,
    }


def visit(session: Session, shop: Entity, cadre: Account, *, days_ago: int) -> str:
    """A visit some days ago; its receipt."""
    at = NOON - timedelta(days=days_ago)
    receipt = f"R{uuid7().hex[-12:]}"
    session.add(
        Inspection.model_validate(
            {
                "id": uuid7(),
                "digest": "0" * 64,
                "receipt_no": receipt,
                "entity_id": shop.id,
                "cadre_id": cadre.id,
                "signed_by": cadre.id,
                "assignment_level": "village",
                "checklist_id": "catering",
                "checklist_version": 1,
                "checklist_digest": "0" * 64,
                "period": "2026Q4",
                "mode": "onsite",
                "outcome": "done",
                "started_at": at,
                "finished_at": at,
                "device_now": at,
                "received_at": at,
                "answers": [],
                "conclusion": "none",
                **place_of(shop),
            }
        )
    )
    session.commit()
    return receipt


def issue(
    session: Session, shop: Entity, cadre: Account, state: State, closed_days_ago: int | None = None
) -> None:
    """An issue of the shop, in a state."""
    session.add(
        Issue.model_validate(
            {
                "id": uuid7(),
                "number": uuid7().hex[-20:],
                "origin": "visit",
                "entity_id": shop.id,
                "entity_name": shop.name,
                "entity_grade": shop.baobao_grade,
                "entity_kind": shop.kind,
                "business_type": shop.business_type,
                "item_text": "冷藏柜生熟分开",
                "description": "生熟混放",
                "severity": "minor",
                "severity_given": "minor",
                "finder_id": cadre.id,
                "finder_name": cadre.name,
                "found_at": NOON - timedelta(days=500),
                "received_at": NOON - timedelta(days=500),
                "state": state,
                "deadline": NOON.date(),
                "original_deadline": NOON.date(),
                "closed_at": None
                if closed_days_ago is None
                else NOON - timedelta(days=closed_days_ago),
                "changed_at": NOON,
                **place_of(shop),
            }
        )
    )
    session.commit()


def shown(session: Session, shop: Entity, cadre: Account) -> EntityShown:
    by = user_of(cadre)
    set_scope(session, scope_for(by))
    [found] = shown_many(session, [shop.id], by=by, at=NOON)
    return found


def test_the_three_latest_visits_are_shown_newest_first(session: Session, cadre: Account) -> None:
    shop, other = a_shop(session, cadre), a_shop(session, cadre, "邻家小店")
    receipts = {days: visit(session, shop, cadre, days_ago=days) for days in (90, 10, 200, 45)}
    visit(session, other, cadre, days_ago=1)
    latest = [found.receipt_no for found in shown(session, shop, cadre).last_visits]
    assert latest == [receipts[10], receipts[45], receipts[90]]


@pytest.mark.parametrize(
    ("state", "closed_days_ago", "open_issues", "prior"),
    [
        (State.RECTIFYING, None, 1, True),
        (State.REVIEWING, None, 1, True),
        (State.CLOSED, 364, 0, True),
        (State.CLOSED, 366, 0, False),
        (State.VOIDED, None, 0, False),
    ],
)
def test_earlier_issues_count_while_open_and_for_a_year_after(
    session: Session,
    cadre: Account,
    state: State,
    closed_days_ago: int | None,
    open_issues: int,
    prior: bool,
) -> None:
    shop = a_shop(session, cadre)
    issue(session, shop, cadre, state, closed_days_ago)
    found = shown(session, shop, cadre)
    assert (found.open_issues, found.profile["has_prior_issues"]) == (open_issues, prior)


def test_numbers_that_go_to_a_phone_leave_one_line(
    client: Browser, session: Session, cadre: Account
) -> None:
    shops = [a_shop(session, cadre), a_shop(session, cadre, "邻家小店")]
    answer = client.as_(cadre).get("/api/v1/sync")
    assert len(answer.json()["entities"]) == 2
    line = session.exec(select(Audit).where(Audit.action == "phones.read")).one()
    assert set(line.detail["entities"]) == {str(shop.id) for shop in shops}
