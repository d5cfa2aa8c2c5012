"""What became of the issues: most are rectified and closed, some stand at every other state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from app.accounts.user import User
from app.demo import pictures
from app.demo.people import holder
from app.demo.places import fixed_id
from app.demo.stage import Stage
from app.ledger.models import Issue
from app.ledger.moving import move
from app.ledger.orders import MoveOrder, mover
from app.regions.scope import EVERYWHERE, set_scope


@dataclass(frozen=True)
class Act:
    """One move: who makes it, after how many hours, with what."""

    who: str
    hours: int
    move: str
    order: dict[str, Any]
    picture: bool = False


_ACCEPT = Act("station", 20, "accept", {})
_SUBMIT = Act(
    "station",
    40,
    "submit",
    {"note": "已当面指导整改：物品分开存放，标签补齐，员工重新培训。"},
    picture=True,
)
_RETURN = Act("reviewer", 20, "return", {"note": "照片看不清标签，请补拍近照。"})
_CLOSE = Act(
    "reviewer", 26, "close", {"note": "现场复核，已整改到位。", "on_site": True}, picture=True
)

STORIES: dict[str, tuple[Act, ...]] = {
    "assigned": (),
    "rectifying": (_ACCEPT,),
    "reviewing": (_ACCEPT, _SUBMIT),
    "returned": (_ACCEPT, _SUBMIT, _RETURN),
    "closed": (_ACCEPT, _SUBMIT, _CLOSE),
    "closed_after_return": (_ACCEPT, _SUBMIT, _RETURN, _SUBMIT, _CLOSE),
    "reopened": (
        _ACCEPT,
        _SUBMIT,
        _CLOSE,
        Act("inspector", 90, "reopen", {"note": "督查发现现场仍未改到位。"}),
    ),
    "voided": (
        Act("office", 4, "propose_void", {"note": "与同日另一条问题重复登记。"}),
        Act("office_deputy", 20, "confirm_void", {"note": "核对属实。"}),
    ),
    "ended": (
        _ACCEPT,
        Act("bureau", 60, "end", {"note": "门店已注销停止经营。"}, picture=True),
    ),
    "listed": (
        _ACCEPT,
        Act("office", 30, "list", {"number": "历下食药安办督〔2026〕3号", "unit_id": "station"}),
    ),
    "case": (
        _ACCEPT,
        Act("bureau", 30, "file_case", {"number": "历下市监案〔2026〕118号", "note": "已立案。"}),
    ),
    "extension": (
        _ACCEPT,
        Act("station", 2, "request_extension", {"note": "设备要从外地调货。", "days": 1}),
    ),
}

PAST = (("closed", 78), ("closed_after_return", 12), ("voided", 4), ("ended", 3), ("reopened", 3))
PRESENT = (
    ("assigned", 14),
    ("rectifying", 20),
    ("reviewing", 24),
    ("returned", 8),
    ("closed", 20),
    ("voided", 3),
    ("listed", 3),
    ("case", 3),
    ("extension", 5),
)


def choose(random: Random, *, past: bool) -> str:
    """A story for an issue, by how long ago it was found."""
    stories = PAST if past else PRESENT
    return random.choices([name for name, _ in stories], [weight for _, weight in stories])[0]


def handle(stage: Stage, issue_id: UUID, story: str, until: datetime) -> int:
    """Play a story's moves as far as time allows; gives how many were made."""
    made = 0
    for number, (act, at) in enumerate(_timed(stage, issue_id, story)):
        if at >= until:
            break
        _make(stage, issue_id, act, at, f"{issue_id}{number}")
        made += 1
    return made


def _timed(stage: Stage, issue_id: UUID, story: str) -> Iterator[tuple[Act, datetime]]:
    at = _issue(stage, issue_id).received_at
    for act in STORIES[story]:
        at += timedelta(hours=act.hours)
        yield act, at


def _issue(stage: Stage, issue_id: UUID) -> Issue:
    set_scope(stage.session, EVERYWHERE)
    found = stage.session.get(Issue, issue_id)
    assert found is not None
    return found


def _make(stage: Stage, issue_id: UUID, act: Act, at: datetime, seed: str) -> None:
    issue = _issue(stage, issue_id)
    version, actor = issue.version, _actor(stage, issue, act.who)
    order = dict(act.order)
    if act.move in ("submit", "file_case"):
        order["date"] = at.date().isoformat()
    if order.get("unit_id") == "station":
        order["unit_id"] = issue.unit_id
        order["deadline"] = (issue.deadline + timedelta(days=30)).isoformat()
    if act.picture:
        tidy = pictures.photo(seed, at, tidy=True)
        order["photos"] = [stage.photo(tidy, actor.owner, at)]
    stage.act(actor)
    wanted = MoveOrder.model_validate(
        {"id": fixed_id(seed), "move": act.move, "seen_version": version, **order}
    )
    move(stage.session, issue_id, wanted, by=mover(actor), at=at)
    stage.session.commit()


def _actor(stage: Stage, issue: Issue, who: str) -> User:
    """The person at this post in the issue's own town or county."""
    town, county = issue.town_code, issue.county_code
    names = {
        "station": f"station-{town}",
        "reviewer": f"station-reviewer-{town}",
        "bureau": f"bureau-{county}",
        "office": f"office-{county}",
        "office_deputy": f"office-deputy-{county}",
        "inspector": "inspector",
    }
    return stage.people[holder(names[who])]
