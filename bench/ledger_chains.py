"""Issues with the whole chain of their events, sealed as the application seals them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlmodel import Session

from app.db import insert_rows, now
from app.ids import sha256_hex
from app.ledger.events import SYSTEM, By, Chain, Step, sealed
from app.ledger.facts import State
from app.ledger.models import Issue, IssueEvent
from bench.ledger_rows import Town

BATCH = 1000
CADRE = By(UUID(int=7), "李淑琴", "社区党委书记", "cadre")
STATION = By(UUID(int=8), "高文静", "市场监管所副所长", "station")
OFFICE = By(UUID(int=9), "孙立华", "食药安办主任", "office")
_LIFE = (
    ("register", State.REGISTERED, CADRE, "冷库生肉与熟食混放，没有加盖"),
    ("assign", State.ASSIGNED, SYSTEM, ""),
    ("accept", State.RECTIFYING, STATION, ""),
    ("submit", State.REVIEWING, STATION, "已按要求整改，物品分开存放"),
    ("close", State.CLOSED, OFFICE, "现场查看，已整改到位"),
)
STEPS = len(_LIFE)
_CONSTANT: dict[str, Any] = {
    "origin": "visit",
    "entity_name": "禾谷里餐饮店",
    "entity_grade": "C",
    "entity_kind": "小餐饮（登记）",
    "business_type": "catering",
    "item_code": "CATR-E01",
    "item_text": "食品储存分类分架、离墙离地、生熟分开",
    "description": _LIFE[0][3],
    "severity": "major",
    "severity_given": "major",
    "requirement": "立即整改，并于期限前报告整改情况",
    "finder_id": CADRE.id,
    "finder_name": CADRE.name,
    "finder_post": CADRE.post,
    "state": State.CLOSED,
    "version": STEPS,
}


def write_chains(session: Session, towns: list[Town], issues: int) -> None:
    """Write so many closed issues, five events each."""
    at = now()
    for start in range(0, issues, BATCH):
        rows, events = [], []
        for number in range(start, min(issues, start + BATCH)):
            # Ids of no order, as those of visits are.
            own = uuid5(UUID(int=number), "issue")
            issue, chain = _issue(own, number, towns[number % len(towns)], at)
            rows.append(issue)
            events += chain
        insert_rows(session, Issue, rows)
        insert_rows(session, IssueEvent, events)
        session.commit()


def _issue(
    own: UUID, number: int, town: Town, at: datetime
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    place = {
        "city_code": town.city,
        "county_code": town.county,
        "town_code": town.code,
        "region_code": f"{town.code[:9]}001",
    }
    deadline = date(2026, 11, 30)
    facts = {
        **_CONSTANT,
        **place,
        "id": own,
        "number": f"{town.county[:6]}-2026Q4-{number:08d}",
        "entity_id": UUID(int=number % 400_000 + 1),
        "found_at": at,
        "received_at": at,
        "changed_at": at,
        "deadline": deadline,
        "original_deadline": deadline,
    }
    events = list(_chain(facts, place, at))
    return {**facts, "last_hash": events[-1]["hash"]}, events


def _chain(issue: dict[str, Any], place: dict[str, str], at: datetime) -> Iterator[dict[str, Any]]:
    registered = {
        **{name: issue[name] for name in ("number", "item_code", "severity", "requirement")},
        "deadline": issue["original_deadline"],
        "photos": [sha256_hex(issue["number"])],
    }
    last, before = "", None
    for seq, (move, state, by, note) in enumerate(_LIFE):
        step = Step(
            uuid5(issue["id"], move),
            move,
            before,
            state,
            by,
            at + timedelta(hours=seq),
            note,
            registered if seq == 0 else {"photos": [sha256_hex(f"{issue['number']}{seq}")]},
        )
        event = sealed(Chain(issue["id"], issue["entity_id"], place, seq, last), step)
        last, before = event["hash"], state
        yield event
