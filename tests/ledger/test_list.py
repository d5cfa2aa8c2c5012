"""The ledger as a list over HTTP: pages, filters that combine, counts."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.roles import Role
from app.clock import shanghai_date
from app.ledger.models import Issue
from tests.builders import COUNTY, OTHER_TOWN, TOWN, make_account
from tests.ledger.scene import (
    Scene,
    a_scene,
    act,
    an_issue,
    bring,
    found_now,
)
from tests.people import Browser

ISSUES = "/api/v1/issues"


def found(browser: Browser, query: str) -> set[str]:
    """The ids a filter finds."""
    return {row["id"] for row in browser.get(f"{ISSUES}?{query}").json()["items"]}


def ids(*issues: Issue) -> set[str]:
    return {str(issue.id) for issue in issues}


def change(session: Session, issue: Issue, **columns: Any) -> None:
    """Set what only a long history would bring about."""
    session.execute(sa.update(Issue).where(sa.column("id") == issue.id).values(columns))
    session.commit()


def pages(browser: Browser, query: str) -> list[str]:
    """The ids of every page of a list."""
    ids: list[str] = []
    cursor = ""
    while True:
        page = browser.get(f"{ISSUES}?limit=2&{query}{cursor}").json()
        ids += [row["id"] for row in page["items"]]
        if page["next"] is None:
            return ids
        cursor = f"&cursor={page['next']}"


def test_pages_follow_each_other_without_gap_or_repeat(
    client: Browser, session: Session, scene: Scene
) -> None:
    at = datetime.now(UTC).replace(microsecond=0)
    # Two found in the same instant: the id decides between them.
    hours = (1, 2, 2, 3, 4)
    made = [
        an_issue(session, scene, found_at=at - timedelta(hours=h), received_at=at) for h in hours
    ]
    wanted = [
        str(issue.id) for issue in sorted(made, key=lambda i: (i.found_at, i.id), reverse=True)
    ]
    assert pages(client.as_(scene.office), "") == wanted


def test_by_deadline_the_soonest_comes_first_page_after_page(
    client: Browser, session: Session, scene: Scene
) -> None:
    made = [an_issue(session, scene, **found_now()) for _ in range(5)]
    days = (date(2027, 1, d) for d in (5, 3, 3, 9, 1))
    for issue, day in zip(made, days, strict=True):
        change(session, issue, deadline=day)
        session.refresh(issue)
    wanted = [str(issue.id) for issue in sorted(made, key=lambda i: (i.deadline, i.id))]
    office = client.as_(scene.office)
    assert pages(office, "sort=deadline") == wanted
    assert pages(office, "sort=deadline&state=open") == wanted


def test_a_cursor_of_another_order_is_refused(
    client: Browser, session: Session, scene: Scene
) -> None:
    for _ in range(2):
        an_issue(session, scene, **found_now())
    office = client.as_(scene.office)
    cursor = office.get(f"{ISSUES}?limit=1").json()["next"]
    answer = office.get(f"{ISSUES}?limit=1&sort=deadline&cursor={cursor}")
    assert answer.status_code == 422
    assert answer.json()["detail"] == "翻页位置不对，请从第一页重新打开。"


def test_each_filter_finds_its_issues(client: Browser, session: Session, scene: Scene) -> None:
    old = datetime.now(UTC) - timedelta(days=60)
    plain = an_issue(session, scene, description="门口没有 100%_公示", **found_now())
    late = an_issue(session, scene, found_at=old, received_at=old, severity="major")
    listed = act(
        session,
        an_issue(session, scene, **found_now()),
        scene.office,
        "list",
        unit_id=scene.tree.bureau,
    )
    closed = bring(session, scene, an_issue(session, scene, **found_now()), "closed")
    office = client.as_(scene.office)
    every = ids(plain, late, listed, closed)

    assert found(office, "state=open") == ids(plain, late, listed)
    assert found(office, "state=closed,rectifying") == ids(closed)
    assert found(office, "state=assigned,rectifying") == ids(plain, late, listed)
    assert found(office, "overdue=true") == ids(late)
    assert found(office, "overdue=false") == ids(plain, listed, closed)
    assert found(office, "severity=major") == ids(late)
    assert found(office, "severity=major,minor") == every
    assert found(office, "listed=true") == ids(listed)
    assert found(office, "listed=false") == ids(plain, late, closed)
    assert found(office, f"region={TOWN}") == every
    assert found(office, f"region={COUNTY}&state=open") == ids(plain, late, listed)
    assert found(office, "region=370000000000") == every
    assert found(office, f"region={OTHER_TOWN}") == set()
    assert found(office, "region=999999999999") == set()
    assert found(office, f"unit={scene.tree.station}") == every
    assert found(office, f"unit={scene.tree.bureau}") == set()
    assert found(office, f"entity={scene.entity.id}&state=open&severity=major") == ids(late)
    assert found(office, "q=公示") == ids(plain)
    assert found(office, "q=禾谷里 没有") == ids(plain)
    assert found(office, "q=100%25_") == ids(plain)
    assert found(office, "q=%25%25") == set()
    assert found(office, "q=_") == ids(plain)
    assert found(office, "q=店") == every
    assert found(office, f"q={plain.number}") == ids(plain)
    assert found(office, f"q={plain.number[-9:]}") == ids(plain)
    assert found(office, "q=禾店") == set()


def test_grade_business_quarter_deadline_repeat_and_returned_combine(
    client: Browser, session: Session, scene: Scene
) -> None:
    a, b, c = (an_issue(session, scene, **found_now()) for _ in range(3))
    # Half past midnight of 1 October in Shanghai is still September by the world's clock.
    change(
        session,
        a,
        entity_grade="A",
        business_type="production",
        found_at=datetime(2026, 9, 30, 16, 30, tzinfo=UTC),
        repeat_of=None,
        deadline=date(2026, 10, 9),
    )
    change(
        session,
        b,
        entity_grade="B",
        business_type="special",
        found_at=datetime(2026, 9, 30, 15, 59, tzinfo=UTC),
        returned_count=2,
        deadline=date(2026, 10, 20),
    )
    change(
        session,
        c,
        found_at=datetime(2026, 12, 31, 15, 59, tzinfo=UTC),
        repeat_of=a.id,
        deadline=date(2027, 1, 4),
    )
    change(session, b, repeat_of=None)
    office = client.as_(scene.office)

    assert found(office, "grade=A") == ids(a)
    assert found(office, "grade=A,B") == ids(a, b)
    assert found(office, "business=special,catering") == ids(b, c)
    assert found(office, "quarter=2026Q3") == ids(b)
    assert found(office, "quarter=2026Q4") == ids(a, c)
    assert found(office, "quarter=2027Q1") == set()
    assert found(office, "due_from=2026-10-10") == ids(b, c)
    assert found(office, "due_to=2026-10-20") == ids(a, b)
    assert found(office, "due_from=2026-10-10&due_to=2026-12-31") == ids(b)
    assert found(office, "repeat=true") == ids(c)
    assert found(office, "repeat=false") == ids(a, b)
    assert found(office, "returned=true") == ids(b)
    assert found(office, "returned=false&repeat=false") == ids(a)
    assert found(office, "quarter=2026Q4&business=catering&state=open&sort=deadline") == ids(c)


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense",
        "severity=huge",
        "grade=E",
        "quarter=2026Q5",
        "quarter=1926Q1",
        "due_to=tomorrow",
        "sort=size",
        "cursor=x",
        "limit=0",
    ],
)
def test_a_filter_that_cannot_be_is_refused(client: Browser, scene: Scene, query: str) -> None:
    answer = client.as_(scene.office).get(f"{ISSUES}?{query}")
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/malformed"


def test_the_counts_are_those_of_the_lists(client: Browser, session: Session, scene: Scene) -> None:
    old = datetime.now(UTC) - timedelta(days=60)
    an_issue(session, scene, found_at=old, received_at=old)
    act(
        session,
        an_issue(session, scene, severity="critical", **found_now()),
        scene.office,
        "list",
        unit_id=scene.tree.bureau,
    )
    for state in ("rectifying", "reviewing", "closed"):
        bring(session, scene, an_issue(session, scene, **found_now()), state)
    today = shanghai_date(datetime.now(UTC))
    monday = today - timedelta(days=today.weekday())
    soon = an_issue(session, scene, **found_now())
    later = an_issue(session, scene, **found_now())
    change(session, soon, deadline=monday + timedelta(days=6))
    change(session, later, deadline=monday + timedelta(days=7))
    everybody = [scene.station, scene.reviewer, scene.bureau, scene.office, scene.cadre]
    for person in everybody:
        browser = client.as_(person)
        counts = browser.get(f"{ISSUES}/counts").json()
        week = f"due_from={monday}&due_to={monday + timedelta(days=6)}&overdue=false&state=open"
        lists = {
            "open": "state=open",
            "reviewing": "state=reviewing",
            "overdue": "overdue=true",
            "listed": "listed=true",
            "mine": "mine=true",
            "approve": "approve=true",
            "due_week": week,
            "critical": "state=open&severity=critical",
            "all": "",
        }
        assert counts == {name: len(found(browser, query)) for name, query in lists.items()}
    assert client.as_(scene.bureau).get(f"{ISSUES}/counts").json()["all"] == 7
    narrowed = client.as_(scene.office).get(f"{ISSUES}/counts?severity=critical").json()
    assert (narrowed["open"], narrowed["critical"], narrowed["listed"]) == (1, 1, 1)
    assert (narrowed["reviewing"], narrowed["all"]) == (0, 1)


def test_somebody_of_another_post_is_not_let_in(client: Browser, session: Session) -> None:
    a_scene(session)
    auditor = make_account(session, role=Role.AUDITOR, region=COUNTY)
    assert client.as_(auditor).get(ISSUES).status_code == 403
