"""No change is ever skipped, in whatever order transactions are begun, written and committed."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, select, update

from app.accounts.models import Account
from app.accounts.user import scope_for, user_of
from app.assignments.models import Assignment
from app.assignments.service import assign
from app.clock import shanghai_date
from app.db import begin_write, open_session
from app.entities.models import Entity, EntityContact
from app.regions.models import Level
from app.regions.scope import EVERYWHERE, set_scope
from app.sync import service
from tests.builders import make_account, make_assignment, make_entity, make_region_tree
from tests.inspections.visits import NOW

WRITERS, SHOPS = 3, 4
TODAY = shanghai_date(NOW)

Step = tuple[Literal["rename", "hand over", "commit", "roll back"], int, int] | Literal["pull"]
STEPS = st.lists(
    st.one_of(
        st.just("pull"),
        st.tuples(
            st.sampled_from(["rename", "rename", "hand over", "commit", "roll back"]),
            st.integers(0, WRITERS - 1),
            st.integers(0, SHOPS - 1),
        ),
    ),
    min_size=4,
    max_size=24,
)


@dataclass
class Phone:
    """What a cadre's phone holds, and how far it has come."""

    engine: Engine
    owner: Account
    cursor: str | None = None
    names: dict[UUID, str] = field(default_factory=dict)

    def pull(self) -> None:
        """One page, of two entities at most: runs reach across other people's commits."""
        by = user_of(self.owner)
        with open_session(self.engine) as session:
            set_scope(session, scope_for(by))
            page = service.changes(session, self.cursor, by=by, at=NOW, limit=2)
            session.commit()
        for entity in page.entities:
            self.names[entity.id] = entity.name
        for gone in page.removed_entities:
            self.names.pop(gone, None)
        self.cursor, self.more = page.cursor, page.more

    def pull_all(self) -> None:
        """Pages until there is no more."""
        self.pull()
        while self.more:
            self.pull()


class Writers:
    """Connections of their own, each with a transaction open while it likes."""

    def __init__(self, engine: Engine, shops: list[UUID], successor: Account) -> None:
        self.one_at_a_time = engine.dialect.name == "sqlite"
        self.open: dict[int, Session] = {}
        self.locked: dict[UUID, int] = {}
        self.engine, self.shops, self.successor, self.count = engine, shops, successor, 0

    def do(self, what: str, writer: int, shop: int) -> None:
        """A step, unless it would have to wait for another writer."""
        if what in ("commit", "roll back"):
            self.end(writer, what)
            return
        target = self.shops[shop]
        if self.locked.setdefault(target, writer) != writer:
            return
        if self.one_at_a_time and self.open.keys() - {writer}:
            self.locked.pop(target)
            return
        session = self.open.setdefault(writer, self._begun(writer))
        self.count += 1
        if what == "rename":
            named = update(Entity).where(col(Entity.id) == target)
            session.execute(named.values(name=f"第{self.count}个名字"))
        else:
            assign(session, target, self.successor.id, Level.VILLAGE, on=TODAY, at=NOW)
        session.flush()

    def _begun(self, writer: int) -> Session:
        if writer in self.open:
            return self.open[writer]
        session = open_session(self.engine)
        set_scope(session, EVERYWHERE)
        begin_write(session)
        return session

    def end(self, writer: int, how: str = "commit") -> None:
        """Commit or roll back, and let go of what was locked."""
        session = self.open.pop(writer, None)
        if session is not None:
            (session.commit if how == "commit" else session.rollback)()
            session.close()
        self.locked = {shop: who for shop, who in self.locked.items() if who != writer}

    def end_all(self) -> None:
        """Commit whatever is still under way."""
        for writer in list(self.open):
            self.end(writer)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
@example(
    steps=[
        ("rename", 0, 0),
        ("rename", 1, 1),
        ("commit", 1, 1),
        "pull",
        "pull",
        "pull",
        ("commit", 0, 0),
    ]
)
def test_a_phone_that_pulls_between_other_peoples_transactions_ends_up_with_all_of_it(
    session: Session, engine: Engine, steps: list[Step]
) -> None:
    if not session.get(Account, session.info.get("someone", UUID(int=0))):
        make_region_tree(session)
        session.info["someone"] = make_account(session, name="陈志刚").id
    successor = session.get_one(Account, session.info["someone"])
    owner = make_account(session)
    shops = []
    for number in range(SHOPS):
        made = make_entity(session, name=f"店{number}")
        make_assignment(session, made, owner)
        shops.append(made.id)
    # Reading a number aloud leaves a line in the trail: on SQLite such a pull would wait its turn.
    session.execute(update(EntityContact).values(phone=""))
    session.commit()
    phone, writers = Phone(engine, owner), Writers(engine, shops, successor)
    try:
        for step in steps:
            if step == "pull":
                phone.pull()
            else:
                writers.do(*step)
        writers.end_all()
    finally:
        writers.end_all()
    phone.pull_all()
    phone.pull_all()
    session.expire_all()
    his = select(Entity.id, Entity.name).join(
        Assignment, col(Assignment.entity_id) == col(Entity.id)
    )
    current = (col(Assignment.cadre_id) == owner.id) & col(Assignment.valid_to).is_(None)
    server = dict(session.exec(his.where(current)).all())
    session.commit()
    assert phone.names == server
