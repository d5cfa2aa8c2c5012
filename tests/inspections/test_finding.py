"""An office finds the records it asks for, and none but its own."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from tests.builders import (
    COUNTY,
    OTHER_COUNTY,
    OTHER_VILLAGE,
    TOWN,
    VILLAGE,
    make_account,
    make_assignment,
    make_entity,
    make_region_tree,
)
from tests.inspections.conftest import Counter
from tests.inspections.visits import NOW, answers, body, sha

PATH = "/api/v1/inspections"


@pytest.fixture
def office(counter: Counter, session: Session) -> Account:
    """The county's, with three visits of two cadres on three days, and one elsewhere."""
    make_region_tree(session)
    li = make_account(session, name="李淑琴")
    wang = make_account(session, name="王建国")
    far = make_account(session, region=OTHER_VILLAGE, name="李远")
    noodles = make_entity(session, name="老城根面馆")
    other = make_entity(session, name="同福面馆")
    tofu = make_entity(session, name="同和豆腐坊")
    distant = make_entity(session, name="外县面馆", region=OTHER_VILLAGE)
    for shop, cadre in ((noodles, li), (other, li), (tofu, wang), (distant, far)):
        make_assignment(session, shop, cadre, due_in="2026Q4")
    found = answers(wrong={"CATR-E01": [sha("e01")]})
    _visit(counter, li, body(noodles, answers=found), NOW)
    day = NOW + timedelta(days=1)
    shut = {"outcome": "closed_door", "answers": [], "photos": [sha("door")], "statement": "锁着门"}
    _visit(counter, wang, body(tofu, at=day, signatures={}, participants=[], **shut), day)
    day = NOW + timedelta(days=2)
    _visit(counter, li, body(other, at=day), day)
    _visit(counter, far, body(distant, at=day), day)
    return make_account(session, role=Role.OFFICE, region=COUNTY)


def _visit(counter: Counter, cadre: Account, visit: dict[str, object], at: datetime) -> None:
    answer = counter.put(cadre, visit, at=at)
    assert answer.status_code == 201, answer.text


def _days(counter: Counter, office: Account, query: str) -> list[str]:
    answer = counter.get(office, f"{PATH}?{query}")
    assert answer.status_code == 200, answer.text
    return [item["finished_at"][8:10] for item in answer.json()["items"]]


ANSWERS: tuple[tuple[str, list[str]], ...] = (
    ("", ["25", "24", "23"]),
    ("q=面馆", ["25", "23"]),
    ("q=%25", []),
    ("cadre=王建", ["24"]),
    ("cadre=李", ["25", "23"]),
    (f"region={TOWN}", ["25", "24", "23"]),
    (f"region={VILLAGE}", ["25", "24", "23"]),
    (f"region={OTHER_COUNTY}", []),
    ("region=999999999999", []),
    ("outcome=none", ["25"]),
    ("outcome=major,closed_door", ["24", "23"]),
    ("business_type=catering", ["25", "24", "23"]),
    ("business_type=production", []),
    ("day_from=2026-11-24", ["25", "24"]),
    ("day_to=2026-11-24", ["24", "23"]),
    ("day_from=2026-11-24&day_to=2026-11-24", ["24"]),
    ("q=面馆&cadre=李&outcome=major&day_to=2026-11-30", ["23"]),
    ("q=面馆&outcome=closed_door", []),
)


def test_each_filter_narrows_and_all_hold_together(counter: Counter, office: Account) -> None:
    for query, days in ANSWERS:
        assert _days(counter, office, query) == days, query
    for query in ("outcome=done", "region=370102", "business_type=x"):
        assert counter.get(office, f"{PATH}?{query}").status_code == 422, query


def test_a_row_says_where_the_shop_is_and_what_it_does(counter: Counter, office: Account) -> None:
    row = counter.get(office, f"{PATH}?outcome=none").json()["items"][0]
    assert (row["business_type"], "社区" in row["place"]) == ("catering", True)


def test_pages_of_certain_days_follow_the_visits_own_time(
    counter: Counter, office: Account
) -> None:
    asked = "day_from=2026-11-01&limit=1"
    seen, cursor = [], ""
    for _ in range(3):
        page = counter.get(office, f"{PATH}?{asked}{cursor}").json()
        seen += [item["finished_at"][8:10] for item in page["items"]]
        cursor = f"&cursor={page['next']}"
    assert seen == ["25", "24", "23"]
    assert page["next"] is None
    first = counter.get(office, f"{PATH}?{asked}").json()["next"]
    assert counter.get(office, f"{PATH}?cursor={first}").status_code == 422


def test_a_filter_never_shows_more_than_ones_own_place(
    counter: Counter, session: Session, office: Account
) -> None:
    far = make_account(session, role=Role.OFFICE, region=OTHER_COUNTY)
    assert _days(counter, far, "q=面馆") == ["25"]
    assert _days(counter, far, "q=豆腐") == []
    assert _days(counter, far, f"region={COUNTY}") == []
    assert _days(counter, far, "cadre=李&day_from=2026-11-01") == ["25"]


def test_a_day_is_that_of_shanghai(counter: Counter, session: Session) -> None:
    make_region_tree(session)
    cadre = make_account(session, name="李淑琴")
    shop = make_entity(session)
    make_assignment(session, shop, cadre, due_in="2026Q4")
    early = datetime.fromisoformat("2026-11-23T00:20:00+08:00")
    _visit(counter, cadre, body(shop, at=early), early)
    office = make_account(session, role=Role.OFFICE, region=COUNTY)
    assert len(_days(counter, office, f"day_to={date(2026, 11, 23)}")) == 1
    assert _days(counter, office, f"day_to={date(2026, 11, 22)}") == []
