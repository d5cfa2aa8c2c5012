"""A year's calendar is loaded by an administrator: looked at, kept, and deadlines counted again."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from rich.console import Console
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.tokens import access_token
from app.audit.models import Audit
from app.db import make_engine, open_session
from app.ledger import calendars
from app.ledger.calendar_command import load as load_by_command
from app.ledger.models import Issue, IssueEvent
from app.ledger.recounting import recount
from app.ledger.steps import issue_or_404
from app.ledger.verify import verify_chain
from app.per_request import present
from app.settings import Settings
from tests.builders import CITY, make_account
from tests.ledger.scene import Scene, act, an_issue, bring
from tests.people import Browser

CALENDARS = "/api/v1/calendars"
# A Monday; the 29th, 30th, 31st and then 2027, of which nothing is published.
FOUND = datetime(2026, 12, 28, 3, tzinfo=UTC)

# Invented for these tests: Monday 4 January 2027 is off, Saturday the 9th is worked.
SAMPLE = """\
year: 2027
source: 测试用的安排，不是真的通知
holidays:
- {name: 元旦, from: 2027-01-01, to: 2027-01-04}
- {name: 春节, from: 2027-02-05, to: 2027-02-11}
- {name: 劳动节, from: 2027-05-01, to: 2027-05-05}
- {name: 国庆节, from: 2027-10-01, to: 2027-10-07}
workdays:
- 2027-01-09
- 2027-02-13
"""
# The same year with its first weekend worked: deadlines would come earlier.
EARLIER = SAMPLE.replace("to: 2027-01-04", "to: 2027-01-01").replace(
    "- 2027-01-09", "- 2027-01-02\n- 2027-01-03"
)


@pytest.fixture
def sysadmin(session: Session, scene: Scene) -> Account:
    return make_account(session, role=Role.SYSADMIN, region=CITY, name="管理员甲")


class Desk:
    """The administrator's desk at an instant."""

    def __init__(self, app: FastAPI, client: Browser, who: Account) -> None:
        self.app, self.client, self.who = app, client, who
        self.at = FOUND + timedelta(hours=1)

    def send(self, method: str, **more: Any) -> Any:
        self.app.dependency_overrides[present] = lambda: self.at
        token = access_token(self.who, self.app.state.settings, self.at)
        headers = {"Authorization": f"Bearer {token}"}
        return self.client.request(method, CALENDARS, headers=headers, **more)

    def load(self, text: str = SAMPLE, *, look: bool = False, file: str = "2027.yaml") -> Any:
        return self.send("POST", json={"file": file, "text": text, "look": look})

    def standing(self) -> dict[int, str]:
        return {one["year"]: one["standing"] for one in self.send("GET").json()}


@pytest.fixture
def desk(app: FastAPI, client: Browser, sysadmin: Account) -> Desk:
    return Desk(app, client, sysadmin)


def found_late(session: Session, scene: Scene, days: int = 5) -> Issue:
    """Found three days before the year ends."""
    return an_issue(
        session, scene, at=FOUND, found_at=FOUND, received_at=FOUND, deadline_value=days
    )


def again(session: Session, issue: Issue) -> Issue:
    """The issue as the database has it now; what the session had read ends first."""
    session.rollback()
    return issue_or_404(session, issue.id)


def steps(session: Session, issue: Issue) -> list[IssueEvent]:
    query = select(IssueEvent).where(IssueEvent.issue_id == issue.id)
    return list(session.exec(query.order_by(col(IssueEvent.seq))))


def test_the_administrator_sees_which_years_are_published(desk: Desk) -> None:
    assert desk.standing() == {2026: "shipped", 2027: "provisional"}
    year = desk.send("GET").json()[0]
    assert year["quarters"] == [59, 61, 66, 62]
    assert year["holidays"][0] == {"name": "元旦", "from": "2026-01-01", "to": "2026-01-03"}


def test_a_look_says_what_would_change_and_changes_nothing(
    desk: Desk, session: Session, scene: Scene
) -> None:
    issue = found_late(session, scene)
    assert (issue.deadline, issue.deadline_provisional) == (date(2027, 1, 5), True)
    version = issue.version
    told = desk.load(look=True).json()
    assert (told["sure"], told["later"], told["most_days"], told["applied"]) == (1, 1, 1, False)
    assert desk.standing()[2027] == "provisional"
    assert again(session, issue).version == version


def test_loading_recounts_what_was_provisional_under_seal(
    desk: Desk, session: Session, scene: Scene
) -> None:
    issue = found_late(session, scene)
    told = desk.load().json()
    assert (told["sure"], told["applied"], told["year"]["loaded_by"]) == (1, True, "管理员甲")
    # 29, 30, 31 December, then 5 and 6 January: the 4th is off.
    now = again(session, issue)
    assert (now.deadline, now.deadline_provisional) == (date(2027, 1, 6), False)
    assert now.original_deadline == date(2027, 1, 5)
    last = steps(session, issue)[-1]
    assert (last.move, last.actor_name) == ("recount", "系统")
    assert last.evidence == {"deadline_before": "2027-01-05", "deadline_after": "2027-01-06"}
    assert verify_chain(session, issue.id) is None
    assert session.exec(select(Audit).where(Audit.action == "calendar.load")).one()
    assert desk.standing()[2027] == "loaded"


def test_the_same_file_again_changes_nothing(desk: Desk, session: Session, scene: Scene) -> None:
    issue = found_late(session, scene)
    desk.load()
    version = again(session, issue).version
    told = desk.load().json()
    assert (told["sure"], told["replaces"]["standing"]) == (0, "loaded")
    assert again(session, issue).version == version


def test_a_deadline_never_comes_earlier(desk: Desk, session: Session, scene: Scene) -> None:
    issue = found_late(session, scene)
    told = desk.load(EARLIER).json()
    assert (told["sure"], told["later"]) == (1, 0)
    now = again(session, issue)
    assert (now.deadline, now.deadline_provisional) == (date(2027, 1, 5), False)


def test_what_is_opened_afterwards_is_sure_from_the_start(
    desk: Desk, session: Session, scene: Scene
) -> None:
    desk.load()
    issue = found_late(session, scene)
    assert (issue.deadline, issue.deadline_provisional) == (date(2027, 1, 6), False)


def test_an_extension_keeps_its_length(desk: Desk, session: Session, scene: Scene) -> None:
    issue = bring(session, scene, found_late(session, scene), "rectifying")
    issue = act(session, issue, scene.station, "request_extension", days=3, at=FOUND)
    issue = act(session, issue, scene.bureau, "grant_extension", at=FOUND)
    # From Tuesday 5 January: 6, 7, 8.
    assert issue.deadline == date(2027, 1, 8)
    desk.load()
    # From Wednesday 6 January: 7, 8, and Saturday the 9th, which is worked.
    assert again(session, issue).deadline == date(2027, 1, 9)


def test_the_days_left_at_a_pause_are_given_back(
    desk: Desk, session: Session, scene: Scene
) -> None:
    issue = bring(session, scene, found_late(session, scene), "rectifying")
    day = timedelta(days=1)
    issue = act(session, issue, scene.bureau, "pause", at=FOUND + day)
    issue = act(session, issue, scene.bureau, "resume", at=FOUND + 2 * day)
    # Paused on the 29th with 30, 31, 4, 5 left; from the 30th: 31, 4, 5, 6.
    assert issue.deadline == date(2027, 1, 6)
    desk.load()
    # With the 4th off 30, 31, 5, 6 were left; from the 30th: 31, 5, 6, 7.
    assert again(session, issue).deadline == date(2027, 1, 7)


def test_a_reopened_issue_is_counted_from_its_reopening(
    desk: Desk, session: Session, scene: Scene
) -> None:
    issue = bring(session, scene, an_issue(session, scene), "closed")
    issue = act(session, issue, scene.office, "reopen", at=FOUND)
    assert (issue.deadline, issue.deadline_provisional) == (date(2027, 1, 5), True)
    desk.load()
    assert again(session, issue).deadline == date(2027, 1, 6)


def test_what_is_closed_is_left_alone(desk: Desk, session: Session, scene: Scene) -> None:
    issue = bring(session, scene, found_late(session, scene), "closed")
    version = issue.version
    desk.load()
    assert again(session, issue).version == version


def test_another_process_sees_it_without_a_restart(
    desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendars, "FRESH_S", 0.0)
    other = make_engine(settings)
    with open_session(other) as elsewhere:
        assert 2027 not in calendars.get_calendar(elsewhere).years
        elsewhere.rollback()
        desk.load()
        assert calendars.get_calendar(elsewhere).is_workday(date(2027, 1, 9))
    other.dispose()


def test_what_another_process_opened_meanwhile_is_recounted_afterwards(
    desk: Desk, session: Session, scene: Scene
) -> None:
    desk.load()
    issue = found_late(session, scene)
    stale = {"deadline": date(2027, 1, 5), "deadline_provisional": True}
    session.execute(
        sa.update(Issue)
        .where(col(Issue.id) == issue.id)
        .values(original_deadline=stale["deadline"], **stale)
    )
    session.commit()
    assert recount(session, FOUND) == 1
    assert recount(session, FOUND) == 0
    assert again(session, issue).deadline == date(2027, 1, 6)


def test_the_same_as_json_is_taken(desk: Desk) -> None:
    body = {
        "year": 2027,
        "source": "测试用的安排",
        "holidays": [
            {"name": "春节", "from": "2027-02-05", "to": "2027-02-11"},
            {"name": "国庆节", "from": "2027-10-01", "to": "2027-10-07"},
        ],
        "workdays": ["2027-02-13"],
    }
    told = desk.load(json.dumps(body, ensure_ascii=False, indent=1), file="2027.json")
    assert told.status_code == 200, told.text
    assert sum(told.json()["year"]["quarters"]) == 261 - 5 - 5 + 1


@pytest.mark.parametrize(
    ("wrong", "right", "line", "words"),
    [
        ("to: 2027-01-04", "to: 2026-12-30", 4, "末日早于首日"),
        ("from: 2027-01-01", "from: 2026-12-31", 4, "不在 2027 年内"),
        ("from: 2027-02-05", "from: 2027-01-03", 5, "重叠"),
        ("- 2027-01-09", "- 2027-01-08", 9, "不是周六或周日"),
        ("- 2027-01-09", "- 2027-01-03", 9, "又放假又上班"),
        ("- 2027-02-13", "- 2027-01-09", 10, "写了两次"),
        ("to: 2027-10-07", "too: 2027-10-07", 7, "不认识“too”"),
        ("from: 2027-10-01", "from: 十月一日", 7, "from"),
        ("year: 2027", "year: 二〇二七", 1, "year"),
        ("to: 2027-10-07", "to: 2027-12-31", 3, "个工作日"),
        ("holidays:", "holidays:\n -", 5, "YAML"),
    ],
)
def test_a_faulty_file_is_refused_with_its_line(
    desk: Desk, wrong: str, right: str, line: int, words: str
) -> None:
    answer = desk.load(SAMPLE.replace(wrong, right))
    assert answer.status_code == 422
    told = [fault["detail"] for fault in answer.json()["errors"]]
    assert any(f"2027.yaml 第 {line} 行" in one and words in one for one in told), told
    assert desk.standing()[2027] == "provisional"


@pytest.mark.parametrize("role", ["station", "bureau", "office", "cadre"])
def test_nobody_else_touches_calendars(desk: Desk, scene: Scene, role: str) -> None:
    desk.who = getattr(scene, role)
    assert desk.load().status_code == 403
    assert desk.send("GET").status_code == 403


def test_the_command_does_the_same(
    desk: Desk, settings: Settings, session: Session, scene: Scene, tmp_path: Path
) -> None:
    issue = found_late(session, scene)
    file = tmp_path / "2027.yaml"
    console = Console(record=True, width=200)
    file.write_text(SAMPLE.replace("- 2027-01-09", "- 2027-01-08"), encoding="utf-8")
    assert load_by_command(settings, file, console, look=False) == 1
    assert "2027.yaml 第 9 行：2027-01-08 不是周六或周日" in console.export_text()
    file.write_text(SAMPLE, encoding="utf-8")
    assert load_by_command(settings, file, console, look=True) == 0
    assert "1 条暂定期限确定下来，其中 1 条推后" in console.export_text()
    assert again(session, issue).deadline == date(2027, 1, 5)
    assert load_by_command(settings, file, console, look=False) == 0
    assert again(session, issue).deadline == date(2027, 1, 6)
