"""One digest a working day: who is told what, when, and never twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, time, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.roles import Role
from app.db import begin_write, make_engine
from app.ledger.models import Issue
from app.reminders.composing import STEP
from app.reminders.models import Message
from app.reminders.worker import work
from app.settings import Settings
from tests.builders import OTHER_COUNTY, TOWN, make_account
from tests.ledger.scene import NOW, Scene, act, an_issue, bring
from tests.reminders.conftest import Office, Told


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}:00+08:00")


def texts(message: Message) -> list[str]:
    return [line["text"] for line in message.lines]


@pytest.fixture
def issue(session: Session, scene: Scene) -> Issue:
    """Found on Monday 23 November, due on Monday the 30th; the station has taken it on."""
    return bring(session, scene, an_issue(session, scene), "rectifying")


@pytest.mark.parametrize(
    ("morning", "line"),
    [
        # Wednesday: Thursday, Friday and Monday are left
        ("11-25", "3 个工作日后到期 1 项"),
        ("11-26", None),
        ("11-27", "下一个工作日到期 1 项"),
        ("11-30", "今天到期 1 项"),
        ("12-01", "逾期 1 项"),
        ("12-09", "逾期 1 项"),
    ],
)
def test_the_station_is_told_three_days_and_one_day_before_and_when_it_is_late(
    office: Office, told: Told, scene: Scene, issue: Issue, morning: str, line: str | None
) -> None:
    office.work(shanghai(f"{morning}T08:30"))
    assert [texts(message) for message in told(scene.station)] == ([[line]] if line else [])


def test_what_ends_on_a_rest_day_is_told_on_the_working_day_before(
    session: Session, office: Office, told: Told, scene: Scene
) -> None:
    # Six calendar days from Monday end on Sunday the 29th.
    found = an_issue(session, scene, deadline_value=6, deadline_unit="calendar_day")
    bring(session, scene, found, "rectifying")
    office.work(shanghai("11-27T08:30"))
    assert texts(told(scene.station)[0]) == ["今天到期 1 项"]


@pytest.mark.parametrize(
    ("at", "days"),
    [
        ("11-30T08:29", 0),
        ("11-30T08:30", 1),
        ("11-30T17:59", 1),
        # a server that comes up in the evening reminds nobody
        ("11-30T18:00", 0),
        ("11-30T03:00", 0),
        # Saturday and Sunday
        ("12-05T09:00", 0),
        ("12-06T09:00", 0),
    ],
)
def test_it_goes_out_at_its_hour_and_rests_on_rest_days(
    office: Office, told: Told, scene: Scene, issue: Issue, at: str, days: int
) -> None:
    office.work(shanghai(at))
    assert len(told(scene.station)) == days


def test_a_worked_saturday_is_a_working_day_and_a_holiday_is_not(
    session: Session, office: Office, told: Told, scene: Scene
) -> None:
    # Found on 28 September with one working day: late from the 30th; 1 to 7 October are off.
    found = shanghai("09-28T10:00")
    an_issue(session, scene, at=found, found_at=found, received_at=found, deadline_value=1)
    for day in range(1, 11):
        office.work(shanghai(f"10-{day:02}T09:00"))
    days = [message.key for message in told(scene.station)]
    assert days == ["digest:2026-10-08", "digest:2026-10-09", "digest:2026-10-10"]


def test_the_hour_can_be_set(office: Office, told: Told, scene: Scene, issue: Issue) -> None:
    office.settings = office.settings.model_copy(update={"reminder_time": time(10)})
    office.work(shanghai("11-30T09:59"))
    assert told(scene.station) == []
    office.work(shanghai("11-30T10:00"))
    assert len(told(scene.station)) == 1


def test_however_often_it_runs_a_person_has_one_message_a_day(
    office: Office, told: Told, scene: Scene, issue: Issue
) -> None:
    for hour in range(9, 17):
        office.work(shanghai(f"11-30T{hour:02}:00"))
    assert len(told(scene.station)) == 1
    office.work(shanghai("12-01T09:00"))
    assert len(told(scene.station)) == 2


def test_several_processes_at_once_tell_once(
    settings: Settings, told: Told, scene: Scene, issue: Issue
) -> None:
    engines = [make_engine(settings) for _ in range(4)]
    at = shanghai("11-30T08:30")
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda engine: work(engine, settings, lambda: at), engines))
    for engine in engines:
        engine.dispose()
    assert sum(done) == 1
    for person in (scene.station, scene.reviewer, scene.bureau, scene.office):
        assert len(told(person)) == 1


def test_a_crash_in_between_repeats_nothing_and_leaves_nobody_out(
    session: Session, office: Office, told: Told, scene: Scene, issue: Issue
) -> None:
    more = [
        make_account(session, role=Role.STATION, region=TOWN, unit=scene.tree.station)
        for _ in range(2 * STEP)
    ]
    with stopped_after_a_step(session):
        office.work(shanghai("11-30T08:30"))
        before = sum(len(told(person)) for person in more)
        assert 0 < before < len(more)
    office.work(shanghai("11-30T08:40"))
    assert {len(told(person)) for person in [*more, scene.station, scene.bureau]} == {1}


@contextmanager
def stopped_after_a_step(session: Session) -> Iterator[None]:
    """The database takes one step of the digest, and fails at the next."""
    where = f"(SELECT count(*) FROM message) >= {STEP}"
    session.rollback()
    if session.get_bind().dialect.name == "sqlite":
        up = [
            f"CREATE TRIGGER full BEFORE INSERT ON message WHEN {where}"
            " BEGIN SELECT RAISE(ABORT, 'full'); END"
        ]
        down = ["DROP TRIGGER full"]
    else:
        up = [
            "CREATE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {where} THEN RAISE 'full'; END IF; RETURN NEW; END $$",
            "CREATE TRIGGER full_up BEFORE INSERT ON message"
            " FOR EACH STATEMENT EXECUTE FUNCTION is_full()",
        ]
        down = ["DROP TRIGGER full_up ON message", "DROP FUNCTION is_full()"]
    begin_write(session)
    for statement in up:
        session.execute(sa.text(statement))
    session.commit()
    yield
    begin_write(session)
    for statement in down:
        session.execute(sa.text(statement))
    session.commit()


def test_each_is_told_of_what_waits_for_them(
    session: Session, office: Office, told: Told, scene: Scene
) -> None:
    an_issue(session, scene)
    bring(session, scene, an_issue(session, scene), "reviewing")
    asked = bring(session, scene, an_issue(session, scene, deadline_value=10), "rectifying")
    act(session, asked, scene.station, "request_extension", days=5)
    office.work(shanghai("11-24T09:00"))
    assert texts(told(scene.station)[0]) == ["待签收 1 项", "待复核 1 项"]
    assert texts(told(scene.bureau)[0]) == ["延期待审批 1 项"]
    assert told(scene.office) == []
    assert told(scene.city_office) == []


def test_what_has_gone_up_is_told_to_the_county_and_then_the_city(
    office: Office, told: Told, scene: Scene, issue: Issue
) -> None:
    office.work(shanghai("12-01T09:00"))
    assert texts(told(scene.office)[0]) == ["逾期或多次退回，升级到县级 1 项", "逾期 1 项"]
    assert told(scene.city_office) == []
    # Monday the 7th is the fifth working day past the 30th.
    office.work(shanghai("12-07T09:00"))
    assert texts(told(scene.city_office)[0]) == ["逾期升级到市级 1 项"]


def test_two_returns_are_told_to_the_county_though_it_is_not_late(
    session: Session, office: Office, told: Told, scene: Scene, issue: Issue
) -> None:
    for _ in range(2):
        issue = act(session, issue, scene.station, "submit")
        issue = act(session, issue, scene.reviewer, "return")
    office.work(shanghai("11-24T09:00"))
    assert texts(told(scene.office)[0]) == ["逾期或多次退回，升级到县级 1 项"]


def test_a_paused_issue_is_not_reminded_of(
    session: Session, office: Office, told: Told, scene: Scene, issue: Issue
) -> None:
    act(session, issue, scene.bureau, "pause")
    for day in ("11-27", "11-30", "12-01"):
        office.work(shanghai(f"{day}T09:00"))
    assert told(scene.station) == []


def test_the_cadre_is_told_of_his_reopened_issue_and_of_nothing_else(
    session: Session, office: Office, told: Told, scene: Scene
) -> None:
    issue = bring(session, scene, an_issue(session, scene), "closed")
    an_issue(session, scene)
    office.work(shanghai("11-24T09:00"))
    assert told(scene.cadre) == []
    act(session, issue, scene.office, "reopen", at=NOW + timedelta(days=1))
    for day in ("11-25", "11-26", "11-27"):
        office.work(shanghai(f"{day}T09:00"))
    days = [(message.key, texts(message)) for message in told(scene.cadre)]
    assert days == [("digest:2026-11-25", ["你发现的问题被重新打开 1 项"])]


def test_another_county_and_a_switched_off_account_are_told_nothing(
    session: Session, office: Office, told: Told, scene: Scene, issue: Issue
) -> None:
    stranger = make_account(
        session, role=scene.office.role, region=OTHER_COUNTY, unit=scene.tree.other_office
    )
    scene.reviewer.disabled_at = NOW
    session.add(scene.reviewer)
    session.commit()
    office.work(shanghai("11-30T09:00"))
    assert told(stranger) == []
    assert told(scene.reviewer) == []
    assert len(told(scene.station)) == 1


def test_old_messages_are_dropped(office: Office, told: Told, scene: Scene, issue: Issue) -> None:
    office.work(shanghai("12-01T09:00"))
    later = datetime.fromisoformat("2027-03-10T09:00:00+08:00")
    office.work(later)
    assert [message.key for message in told(scene.station)] == ["digest:2027-03-10"]
