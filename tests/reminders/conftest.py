"""A town with issues, a clock to turn, and somebody who listens to webhooks."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.reminders.models import Message
from app.reminders.worker import work
from app.settings import Settings
from tests.ledger.scene import Scene, a_scene
from tests.reminders.listener import Listener, listening

Told = Callable[[Account], list[Message]]


@pytest.fixture
def scene(session: Session) -> Scene:
    """The restaurant and everybody who has to do with it."""
    return a_scene(session)


@pytest.fixture
def ear() -> Iterator[Listener]:
    """Somebody who listens."""
    with listening() as heard:
        yield heard


class Office:
    """The server's reminders at whatever time the test says."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine, self.settings = engine, settings

    def work(self, at: datetime) -> int:
        """One round at an instant."""
        return work(self.engine, self.settings, lambda: at)

    def work_for(self, at: datetime, minutes: int) -> None:
        """A round every half minute."""
        for n in range(minutes * 2 + 1):
            self.work(at + timedelta(seconds=30 * n))


@pytest.fixture
def office(engine: Engine, settings: Settings) -> Office:
    """Reminders of this installation."""
    return Office(engine, settings)


@pytest.fixture
def told(session: Session) -> Told:
    """What a person was told, oldest first."""

    def read(who: Account) -> list[Message]:
        # What the session had read before ends: SQLite would go on showing it.
        session.rollback()
        session.expire_all()
        query = select(Message).where(Message.account_id == who.id).order_by(col(Message.at))
        found = list(session.exec(query))
        session.commit()
        return found

    return read
