"""The same order many times is one step; another under its id is a conflict; nobody overtakes."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.accounts.models import Account
from app.accounts.user import user_of
from app.db import begin_write, open_session
from app.ledger.models import Issue, IssueEvent
from app.ledger.moving import IssueMovedOn, OrderDiffers, move
from app.ledger.opening import open_issues
from app.ledger.orders import MoveOrder, mover
from app.ledger.service import verify_chain
from app.regions.scope import EVERYWHERE, set_scope
from tests.ledger.scene import NOW, a_finding, a_scene, act, an_issue, order


def ordered(engine: Engine, issue_id: UUID, who: Account, given: MoveOrder) -> int:
    """The version after a move made in a session of its own; 0 where another was faster."""
    with open_session(engine) as session:
        set_scope(session, EVERYWHERE)
        try:
            moved = move(session, issue_id, given, by=mover(user_of(who)), at=NOW)
        except IssueMovedOn:
            return 0
        session.commit()
        return moved.version


def events(session: Session, name: str) -> int:
    # A new transaction: on SQLite the old one still sees the time before the threads.
    session.commit()
    return len(session.exec(select(IssueEvent).where(IssueEvent.move == name)).all())


def test_the_same_order_again_gives_the_same_answer(session: Session) -> None:
    scene = a_scene(session)
    issue = an_issue(session, scene)
    given, by = order(issue, "accept"), mover(user_of(scene.station))
    first = move(session, issue.id, given, by=by, at=NOW).version
    session.commit()
    assert move(session, issue.id, given, by=by, at=NOW).version == first
    assert events(session, "accept") == 1


def test_a_replay_is_answered_even_after_the_world_moved_on(session: Session) -> None:
    scene = a_scene(session)
    issue = an_issue(session, scene)
    given, by = order(issue, "accept"), mover(user_of(scene.station))
    issue = move(session, issue.id, given, by=by, at=NOW)
    session.commit()
    later = act(session, issue, scene.station, "submit")
    assert move(session, issue.id, given, by=by, at=NOW).version == later.version


def test_another_order_under_the_same_id_is_a_conflict(session: Session) -> None:
    scene = a_scene(session)
    issue = an_issue(session, scene)
    given = order(issue, "accept")
    move(session, issue.id, given, by=mover(user_of(scene.station)), at=NOW)
    session.commit()
    other = given.model_copy(update={"note": "另一句话"})
    with pytest.raises(OrderDiffers):
        move(session, issue.id, other, by=mover(user_of(scene.station)), at=NOW)
    with pytest.raises(OrderDiffers):
        move(session, issue.id, given, by=mover(user_of(scene.reviewer)), at=NOW)


def test_an_order_for_one_issue_is_not_replayed_on_another(session: Session) -> None:
    scene = a_scene(session)
    first, second = an_issue(session, scene), an_issue(session, scene)
    given = order(first, "accept")
    by = mover(user_of(scene.station))
    move(session, first.id, given, by=by, at=NOW)
    session.commit()
    with pytest.raises(OrderDiffers):
        move(session, second.id, given, by=by, at=NOW)


def test_twenty_identical_orders_at_once_are_one_event(session: Session, engine: Engine) -> None:
    scene = a_scene(session)
    issue = an_issue(session, scene)
    given = order(issue, "accept")
    with ThreadPoolExecutor(10) as pool:
        got = list(pool.map(lambda _: ordered(engine, issue.id, scene.station, given), range(20)))
    assert got == [3] * 20
    assert events(session, "accept") == 1
    assert verify_chain(session, issue.id) is None


def test_of_twenty_different_orders_at_once_one_wins(session: Session, engine: Engine) -> None:
    scene = a_scene(session)
    issue = an_issue(session, scene)
    given = [order(issue, "accept", note=f"第 {n} 份") for n in range(20)]
    with ThreadPoolExecutor(10) as pool:
        got = list(pool.map(lambda one: ordered(engine, issue.id, scene.station, one), given))
    assert sorted(got) == [0] * 19 + [3]
    assert events(session, "accept") == 1
    assert verify_chain(session, issue.id) is None


def test_numbers_never_collide_nor_skip_when_many_open_at_once(
    session: Session, engine: Engine
) -> None:
    scene = a_scene(session)

    def opened(_: int) -> str:
        with open_session(engine) as own:
            set_scope(own, EVERYWHERE)
            begin_write(own)
            (made,) = open_issues(own, [a_finding(scene, id=uuid4())], at=NOW)
            own.commit()
            return made.number

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(opened, range(24)))
    assert numbers == [f"370102-2026Q4-{n:06d}" for n in range(1, 25)]
    session.commit()
    assert len(session.exec(select(Issue.id)).all()) == 24
