"""What became of the issues: most are rectified and closed, some stand at every other state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from app.accounts.user import User
from app.clock import SHANGHAI, shanghai_date
from app.demo import pictures
from app.demo.faults import ALL
from app.demo.people import holder
from app.demo.places import COUNTY_WORDS, fixed_id
from app.demo.stage import Stage
from app.demo.visits import is_workday
from app.ledger.models import Issue
from app.ledger.moving import move
from app.ledger.orders import MoveOrder, mover
from app.regions.scope import EVERYWHERE, set_scope

OPENS, SHUTS = 9, 18


@dataclass(frozen=True)
class Act:
    """One move: who makes it, after how many hours, with what."""

    who: str
    hours: int
    move: str
    order: dict[str, Any]
    picture: bool = False


_ACCEPT = Act("station", 20, "accept", {})
_AT_ONCE = Act("station", 1, "accept", {})
_SUBMIT = Act("station", 40, "submit", {}, picture=True)
_RETURN = Act("reviewer", 20, "return", {})
_CLOSE = Act(
    "reviewer", 26, "close", {"note": "现场复核，已整改到位。", "on_site": True}, picture=True
)
_REOPEN = Act("inspector", 90, "reopen", {"note": "督查发现现场仍未改到位。"})

STORIES: dict[str, tuple[Act, ...]] = {
    "assigned": (),
    "rectifying": (_ACCEPT,),
    "reviewing": (_ACCEPT, _SUBMIT),
    "returned": (_ACCEPT, _SUBMIT, _RETURN),
    "closed": (_ACCEPT, _SUBMIT, _CLOSE),
    "closed_after_return": (_ACCEPT, _SUBMIT, _RETURN, _SUBMIT, _CLOSE),
    "reopened": (_ACCEPT, _SUBMIT, _CLOSE, _REOPEN),
    "reopened_and_closed": (_ACCEPT, _SUBMIT, _CLOSE, _REOPEN, _SUBMIT, _CLOSE),
    "voided": (
        Act("office", 4, "propose_void", {"note": "与同日另一条问题重复登记。"}),
        Act("office_deputy", 20, "confirm_void", {"note": "核对属实。"}),
    ),
    "ended": (
        _ACCEPT,
        Act("bureau", 60, "end", {"note": "门店已注销停止经营。"}, picture=True),
    ),
    "case": (_ACCEPT, Act("bureau", 30, "file_case", {"note": "已立案。"})),
    "extension": (
        _ACCEPT,
        Act("station", 2, "request_extension", {"note": "正在整改，当天做不完。", "days": 1}),
    ),
    "grave": (_AT_ONCE,),
    "grave_agreed": (_AT_ONCE, _SUBMIT, _CLOSE),
    "grave_closed": (_AT_ONCE, _SUBMIT, _CLOSE, Act("bureau", 5, "countersign", {})),
}
GRAVE = ("grave_closed", "grave_agreed", "grave")
"""重大: one closed with its countersignature, one that awaits it, one under supervision by now."""

PAST = (("closed", 80), ("closed_after_return", 12), ("voided", 4), ("reopened_and_closed", 4))
PRESENT = (
    ("assigned", 14),
    ("rectifying", 20),
    ("reviewing", 24),
    ("returned", 8),
    ("closed", 20),
    ("voided", 3),
    ("ended", 2),
    ("reopened", 3),
    ("case", 4),
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
        act_on(stage, issue_id, act, at, f"{issue_id}{number}")
        made += 1
    return made


def _timed(stage: Stage, issue_id: UUID, story: str) -> Iterator[tuple[Act, datetime]]:
    at = _issue(stage, issue_id).received_at
    for act in STORIES[story]:
        at = _at_work(at + timedelta(hours=act.hours))
        yield act, at


def _at_work(at: datetime) -> datetime:
    """The same hour, or the next morning that offices work: nobody of the demo acts at night."""
    there = at.astimezone(SHANGHAI)
    opens = there.replace(hour=9)
    if there.hour < OPENS:
        there = opens
    elif there.hour >= SHUTS:
        there = opens + timedelta(days=1)
    while not is_workday(there.date()):
        there += timedelta(days=1)
    return there


def _issue(stage: Stage, issue_id: UUID) -> Issue:
    set_scope(stage.session, EVERYWHERE)
    found = stage.session.get(Issue, issue_id)
    assert found is not None
    return found


def act_on(stage: Stage, issue_id: UUID, act: Act, at: datetime, seed: str) -> None:
    """Make one move, as the person of the issue's own place whose it is."""
    issue = _issue(stage, issue_id)
    version, actor = issue.version, _actor(stage, issue, act.who)
    order = {**_told(stage, issue, act.move, at), **act.order}
    if act.picture:
        tidy = pictures.photo(seed, at, tidy=True)
        order["photos"] = [stage.photo(tidy, actor.owner, at)]
    stage.act(actor)
    wanted = MoveOrder.model_validate(
        {"id": fixed_id(seed), "move": act.move, "seen_version": version, **order}
    )
    move(stage.session, issue_id, wanted, by=mover(actor), at=at)
    stage.session.commit()


def _told(stage: Stage, issue: Issue, move_name: str, at: datetime) -> dict[str, Any]:
    """What a move says of this very issue."""
    fault, day = ALL[issue.item_code or ""], shanghai_date(at)
    match move_name:
        case "submit":
            return {"note": fault.done, "date": day}
        case "return":
            return {"note": fault.back}
        case "file_case":
            filed = stage.count("file_case", issue.county_code) + 1
            place = COUNTY_WORDS[issue.county_code]
            return {"number": f"{place}市监案〔{day.year}〕{100 + filed}号", "date": day}
        case _:
            return {}


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
