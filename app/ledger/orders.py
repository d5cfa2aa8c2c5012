"""What is asked of the ledger: orders as they arrive, and who gives them."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints
from sqlmodel import SQLModel

from app.accounts.user import User
from app.ids import digest
from app.ledger.events import By, by_user
from app.ledger.facts import ActorFacts, Move, OrderFacts, TargetUnit, Who


def _storable(text: str) -> str:
    # PostgreSQL keeps no zero byte; SQLite would, and show the text cut off.
    if "\0" in text:
        raise ValueError("文字里有不能保存的字符，请删掉后重试")
    return text


Storable = AfterValidator(_storable)
"""For every text that somebody types."""

Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
Photos = Annotated[list[Sha256], Field(max_length=9)]
DeviceTime = AwareDatetime | None
"""What the sender's own clock showed."""
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), Storable]


class MoveOrder(SQLModel):
    """One move, under an id its sender made; `seen_version` is the issue as the sender saw it."""

    id: UUID
    move: Move
    seen_version: int
    note: Note = ""
    photos: Photos = []
    date: dt.date | None = None
    days: int | None = None
    unit_id: UUID | None = None
    number: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60), Storable] = ""
    deadline: dt.date | None = None
    on_site: bool = False
    device_at: DeviceTime = None


BY_LINK = "企业"
"""The post of whoever holds a link."""


@dataclass(frozen=True)
class Mover:
    """Who gives an order: a person with an account, or the holder of an enterprise's link."""

    facts: ActorFacts
    by: By
    user: User | None = None

    @property
    def owner(self) -> str:
        """The name under which their photos are kept, and by which persons are told apart."""
        return self.facts.key


def mover(user: User) -> Mover:
    """A signed-in person as a mover."""
    facts = ActorFacts(Who(user.role.value), user.level.value, user.owner, user.unit_id)
    return Mover(facts, by_user(user), user)


def link_holder(link_id: UUID, name: str) -> Mover:
    """Whoever holds an enterprise's link; the name is what they wrote."""
    facts = ActorFacts(Who.ENTERPRISE, "", f"link:{link_id}")
    return Mover(facts, By(None, name or BY_LINK, BY_LINK, Who.ENTERPRISE))


def order_digest(order: MoveOrder, by: Mover) -> str:
    """Tells a replay from another order under the same id, or from another person's."""
    told = {"by": by.owner, **order.model_dump(mode="json")}
    if by.user is None:
        # A page without an outbox reads its clock anew each time it sends the same answer.
        told["device_at"] = None
    return digest(told)


def order_facts(order: MoveOrder, unit: TargetUnit | None, today: dt.date) -> OrderFacts:
    """The order as the table judges it."""
    return OrderFacts(
        today=today,
        note=order.note,
        photos=len(set(order.photos)),
        date=order.date,
        days=order.days,
        unit=unit,
        number=order.number,
        deadline=order.deadline,
        on_site=order.on_site,
    )
