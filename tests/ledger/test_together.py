"""Many people at once: no move is lost or counts twice, nothing closes twice, the chain holds."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from threading import Barrier
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, col

from app.accounts.user import User, user_of
from app.db import open_session
from app.errors import AppError
from app.ledger.models import IssueEvent
from app.ledger.moving import move
from app.ledger.orders import MoveOrder, mover
from app.ledger.service import verify_chain
from app.ledger.steps import issue_or_404
from app.regions.scope import EVERYWHERE, set_scope
from tests.ledger import expectation as law
from tests.ledger.scene import GIVEN, NOW, PHOTO, a_scene, an_issue, bring
from tests.ledger.test_walks import EVERYBODY, USUAL, fields

HANDS, EACH = 4, 12
"""Threads at once, and orders each of them gives."""


@dataclass(frozen=True)
class Hand:
    """Somebody at a screen, with a random mind of their own."""

    engine: Engine
    issue_id: UUID
    people: dict[str, User]
    more: dict[str, dict[str, object]]
    seed: int

    def work(self, start: Barrier) -> list[tuple[str, str]]:
        """Give orders until the day is over; what each came to."""
        mind = Random(self.seed)
        start.wait()
        return [self._try(mind) for _ in range(EACH)]

    def _try(self, mind: Random) -> tuple[str, str]:
        name = mind.choice(law.MOVES)
        who = USUAL[name] if mind.random() < 0.8 else mind.choice(EVERYBODY)
        with open_session(self.engine) as session:
            set_scope(session, EVERYWHERE)
            seen = issue_or_404(session, self.issue_id).version - (mind.random() < 0.1)
            order = MoveOrder.model_validate(
                {"id": uuid4(), "move": name, "seen_version": seen, **self.more[name]}
            )
            at = NOW + timedelta(minutes=mind.randrange(60))
            try:
                move(session, self.issue_id, order, by=mover(self.people[who]), at=at)
                session.commit()
            except AppError as refused:
                session.rollback()
                assert refused.status in (403, 409, 422), refused
                return name, "refused"
        return name, "done"


def together(engine: Engine, hands: list[Hand]) -> list[tuple[str, str]]:
    """All hands at work at the same time; what all of it came to."""
    start = Barrier(len(hands))
    with ThreadPoolExecutor(len(hands)) as pool:
        return [one for done in pool.map(lambda hand: hand.work(start), hands) for one in done]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("severity", ["minor", "critical"])
def test_whatever_many_try_at_once_every_move_stands_once(
    engine: Engine, session: Session, severity: str, seed: int
) -> None:
    scene = a_scene(session)
    issue = an_issue(session, scene, severity=severity, photos_before=[PHOTO])
    people = {name: user_of(getattr(scene, name)) for name in EVERYBODY}
    more = {name: fields(scene, name) for name in law.MOVES}
    more["submit"]["photos"] = [PHOTO]
    issue_id, first = issue.id, issue.version
    session.rollback()
    hands = [Hand(engine, issue_id, people, more, 100 * seed + n) for n in range(HANDS)]
    came = together(engine, hands)
    done = [name for name, how in came if how == "done"]
    moved = _events(session, issue_id)
    assert sorted(moved[first:]) == sorted(done)
    now = issue_or_404(session, issue_id)
    assert now.version == len(moved) == first + len(done)
    assert _closings(session, issue_id) - moved.count("reopen") == (now.state == "closed")
    assert verify_chain(session, issue_id) is None


def test_of_many_who_close_at_the_same_moment_one_does(engine: Engine, session: Session) -> None:
    scene = a_scene(session)
    issue = bring(session, scene, an_issue(session, scene), "reviewing")
    issue_id, version = issue.id, issue.version
    closers = [user_of(one) for one in (scene.reviewer, scene.bureau, scene.bureau_2)] * 2
    session.rollback()
    start = Barrier(len(closers))

    def close(by: User) -> str:
        order = MoveOrder.model_validate(
            {"id": uuid4(), "move": "close", "seen_version": version, **GIVEN["close"]}
        )
        with open_session(engine) as own:
            set_scope(own, EVERYWHERE)
            start.wait()
            try:
                move(own, issue_id, order, by=mover(by), at=NOW)
                own.commit()
            except AppError as refused:
                return refused.slug
        return "closed"

    with ThreadPoolExecutor(len(closers)) as pool:
        came = list(pool.map(close, closers))
    assert sorted(came) == ["closed"] + ["issue-moved-on"] * 5
    assert _closings(session, issue_id) == 1
    assert verify_chain(session, issue_id) is None


def _events(session: Session, issue_id: UUID) -> list[str]:
    query = sa.select(col(IssueEvent.move)).where(col(IssueEvent.issue_id) == issue_id)
    return list(session.execute(query.order_by(col(IssueEvent.seq))).scalars())


def _closings(session: Session, issue_id: UUID) -> int:
    closed = sa.select(sa.func.count()).where(
        col(IssueEvent.issue_id) == issue_id,
        col(IssueEvent.to_state) == "closed",
        col(IssueEvent.from_state) != "closed",
    )
    found: int = session.execute(closed).scalar_one()
    return found
