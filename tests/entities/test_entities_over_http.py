from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import scope_for, user_of
from app.assignments.models import Due
from app.assignments.rules import period_bounds, period_of
from app.audit.models import Audit
from app.clock import shanghai_date
from app.entities.models import Entity
from app.regions.models import Level
from app.regions.scope import set_scope
from app.sync.entities import shown_many
from tests.builders import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    OTHER_VILLAGE,
    PROVINCE,
    TOWN,
    make_account,
    make_assignment,
    make_entity,
    make_notice,
    make_region_tree,
)
from tests.people import Browser

PERIOD = period_of(shanghai_date(datetime.now(UTC)))


@dataclass
class Town:
    """A cadre's shop, a neighbour's, and one of another county."""

    session: Session
    cadre: Account
    shop: Entity
    neighbours: Entity
    elsewhere: Entity

    def official(self, role: Role, region: str = COUNTY) -> Account:
        return make_account(self.session, role=role, region=region)


@pytest.fixture
def town(session: Session) -> Town:
    make_region_tree(session)
    cadre = make_account(session, name="李淑琴", post="副主任")
    shop = make_entity(session, name="禾谷里餐饮店", flags={"cold_chain": True, "stage": "retail"})
    make_assignment(session, shop, cadre, level=Level.VILLAGE, due_in=PERIOD)
    make_notice(session, shop, short_code="1234567D")
    neighbours = make_entity(session, name="泺源居便利店", business_type="circulation", grade="C")
    make_assignment(session, neighbours, make_account(session, name="王建国"))
    elsewhere = make_entity(session, region=OTHER_VILLAGE, name="市中小店")
    return Town(session, cadre, shop, neighbours, elsewhere)


def names(browser: Browser, query: str = "") -> list[str]:
    answer = browser.get(f"/api/v1/entities{query}")
    assert answer.status_code == 200, answer.text
    return [row["name"] for row in answer.json()["items"]]


def read(browser: Browser, entity: Entity) -> dict[str, Any]:
    answer = browser.get(f"/api/v1/entities/{entity.id}")
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


def test_a_cadre_lists_own_entities_only(client: Browser, town: Town) -> None:
    assert names(client.as_(town.cadre)) == ["禾谷里餐饮店"]


def test_officials_list_their_region(client: Browser, town: Town) -> None:
    assert set(names(client.as_(town.official(Role.BUREAU)))) == {"禾谷里餐饮店", "泺源居便利店"}
    assert names(client.as_(town.official(Role.OFFICE, OTHER_COUNTY))) == ["市中小店"]
    assert len(names(client.as_(town.official(Role.OFFICE, CITY)))) == 3
    assert len(names(client.as_(town.official(Role.OFFICE, PROVINCE)))) == 3


def test_what_lies_elsewhere_is_404(client: Browser, town: Town) -> None:
    for who, entity in (
        (town.cadre, town.neighbours),
        (town.cadre, town.elsewhere),
        (town.official(Role.BUREAU), town.elsewhere),
        (town.official(Role.OFFICE, OTHER_COUNTY), town.shop),
    ):
        assert client.as_(who).get(f"/api/v1/entities/{entity.id}").status_code == 404


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR])
def test_administrators_see_no_entity(client: Browser, town: Town, role: Role) -> None:
    admin = client.as_(town.official(role))
    assert admin.get("/api/v1/entities").status_code == 403
    assert admin.get(f"/api/v1/entities/{town.shop.id}").status_code == 403


def test_an_entity_shows_all_that_a_visit_starts_from(client: Browser, town: Town) -> None:
    shown = read(client.as_(town.cadre), town.shop)
    assert shown["responsible"]["name"] == "李淑琴"
    assert shown["region"]["name"] == "测试一社区"
    assert shown["due"]["period"] == PERIOD
    assert shown["due"]["done_at"] is None
    assert shown["open_issues"] == 0
    assert shown["last_visits"] == []
    assert shown["can_inspect"] is True
    assert [notice["short_code"] for notice in shown["notices"]] == ["1234567D"]
    assert shown["profile"] == {
        "flags": ["cold_chain"],
        "kind": "小餐饮（登记）",
        "stage": "retail",
        "grade": "D",
        "level": "village",
        "has_prior_issues": False,
    }


def test_only_who_goes_there_is_given_the_notices_codes(client: Browser, town: Town) -> None:
    shown = read(client.as_(town.official(Role.BUREAU)), town.shop)
    assert (shown["can_inspect"], shown["can_draft"], shown["notices"]) == (False, False, [])
    assistant = make_account(town.session, role=Role.ASSISTANT, assists=town.cadre.id)
    shown = read(client.as_(assistant), town.shop)
    assert (shown["can_inspect"], shown["can_draft"]) == (False, True)
    assert [notice["short_code"] for notice in shown["notices"]] == ["1234567D"]


@pytest.mark.parametrize(
    ("role", "region", "phone"),
    [
        (Role.STATION, TOWN, "13800001234"),
        (Role.OFFICE, COUNTY, "13800001234"),
        (Role.OFFICE, CITY, "138****1234"),
        (Role.OFFICE, PROVINCE, "138****1234"),
        (Role.INSPECTOR, COUNTY, "138****1234"),
    ],
)
def test_numbers_are_shown_as_far_down_as_they_are_called(
    client: Browser, town: Town, role: Role, region: str, phone: str
) -> None:
    shown = read(client.as_(town.official(role, region)), town.shop)
    assert shown["contacts"][0]["phone"] == phone


def test_reading_a_number_leaves_a_line_without_it(client: Browser, town: Town) -> None:
    read(client.as_(town.cadre), town.shop)
    line = town.session.exec(select(Audit).where(Audit.action == "phones.read")).one()
    assert (line.actor_id, line.subject_id) == (town.cadre.id, str(town.shop.id))
    assert "13800001234" not in line.model_dump_json()


def test_reading_a_masked_number_leaves_none(client: Browser, town: Town) -> None:
    read(client.as_(town.official(Role.INSPECTOR)), town.shop)
    assert town.session.exec(select(Audit).where(Audit.action == "phones.read")).all() == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=禾谷", ["禾谷里餐饮店"]),
        ("?q=测试路", ["泺源居便利店", "禾谷里餐饮店"]),
        ("?q=jy1330", ["泺源居便利店"]),
        ("?q=%25", []),
        ("?business_type=circulation", ["泺源居便利店"]),
        ("?grade=D", ["禾谷里餐饮店"]),
        (f"?region={TOWN}", ["泺源居便利店", "禾谷里餐饮店"]),
        (f"?region={OTHER_COUNTY}", []),
        ("?due=owed", ["禾谷里餐饮店"]),
        ("?due=done", []),
    ],
)
def test_a_list_is_narrowed(client: Browser, town: Town, query: str, found: list[str]) -> None:
    town.neighbours.licence_no = "JY13301080111719"
    town.session.add(town.neighbours)
    town.session.commit()
    assert set(names(client.as_(town.official(Role.BUREAU)), query)) == set(found)


def test_a_settled_visit_is_done_and_no_longer_owed(client: Browser, town: Town) -> None:
    due = town.session.exec(select(Due)).one()
    due.done_at = datetime.now(UTC)
    town.session.add(due)
    town.session.commit()
    bureau = client.as_(town.official(Role.BUREAU))
    assert names(bureau, "?due=done") == ["禾谷里餐饮店"]
    assert names(bureau, "?due=owed") == []


def test_a_visit_past_its_day_is_overdue(client: Browser, town: Town) -> None:
    first, _ = period_bounds(PERIOD)
    due = town.session.exec(select(Due)).one()
    due.due_by = first
    town.session.add(due)
    town.session.commit()
    expected = ["禾谷里餐饮店"] if shanghai_date(datetime.now(UTC)) > first else []
    assert names(client.as_(town.cadre), "?due=overdue") == expected


@pytest.mark.parametrize(
    "query", ["?due=maybe", "?grade=E", "?limit=0", "?cursor=zzz", "?region=37"]
)
def test_a_filter_that_does_not_fit_is_malformed(client: Browser, town: Town, query: str) -> None:
    assert client.as_(town.cadre).get(f"/api/v1/entities{query}").status_code == 422


def test_pages_follow_one_another_without_gap_or_repeat(client: Browser, town: Town) -> None:
    for number in range(7):
        # Equal names: the second key must part them.
        make_entity(town.session, name=f"同名小店{number // 3}")
    bureau = client.as_(town.official(Role.BUREAU))
    seen: list[str] = []
    cursor: str | None = ""
    totals = []
    while cursor is not None:
        page = bureau.get(f"/api/v1/entities?limit=2{f'&cursor={cursor}' if cursor else ''}").json()
        seen += [row["id"] for row in page["items"]]
        totals.append(page["total"])
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 9
    assert totals == [9, None, None, None, None]


def test_many_entities_take_as_many_statements_as_one(
    session: Session, engine: Engine, town: Town
) -> None:
    ids = [town.shop.id] + [make_entity(session, name=f"小店{n}").id for n in range(20)]
    by = user_of(town.official(Role.BUREAU))
    set_scope(session, scope_for(by))
    statements: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def count(_c: Any, _cur: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    at = datetime(2026, 11, 23, tzinfo=UTC)
    assert len(shown_many(session, ids[:1], by=by, at=at)) == 1
    one = len([s for s in statements if s.startswith("SELECT")])
    statements.clear()
    session.expunge_all()
    assert [entity.id for entity in shown_many(session, ids, by=by, at=at)] == ids
    assert len([s for s in statements if s.startswith("SELECT")]) == one == 8


def test_shown_many_leaves_out_what_the_session_may_not_see(session: Session, town: Town) -> None:
    by = user_of(town.cadre)
    set_scope(session, scope_for(by))
    asked = [town.elsewhere.id, town.shop.id, town.neighbours.id]
    shown = shown_many(session, asked, by=by, at=datetime(2026, 11, 23, tzinfo=UTC))
    assert [entity.id for entity in shown] == [town.shop.id]
    assert shown_many(session, [], by=by, at=datetime(2026, 11, 23, tzinfo=UTC)) == []


def test_the_level_of_the_assignment_is_the_profiles(session: Session, town: Town) -> None:
    shop = make_entity(session, grade="D", name="镇管小店")
    make_assignment(session, shop, town.cadre, level=Level.TOWN)
    by = user_of(town.cadre)
    set_scope(session, scope_for(by))
    [shown] = shown_many(session, [shop.id], by=by, at=datetime(2026, 11, 23, tzinfo=UTC))
    assert shown.profile["level"] == "town"


def test_a_due_day_is_a_day(client: Browser, town: Town) -> None:
    due_by = read(client.as_(town.cadre), town.shop)["due"]["due_by"]
    assert date.fromisoformat(due_by) == date(2026, 12, 31)
