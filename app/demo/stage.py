"""The stage: one session, its people signed in one after another, photos through the shelf."""

from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.accounts.models import Account
from app.accounts.user import User, scope_for, user_of
from app.entities.models import Entity
from app.ids import sha256_hex
from app.ledger.models import IssueEvent
from app.media import uploads
from app.media.shelf import Shelf
from app.regions.scope import EVERYWHERE, set_scope

Covered = list[tuple[Entity, str]]
"""Entities, each with the username of the cadre who answers for it."""
Quarters = list[tuple[date, date, float]]
"""First and last day of each, and the share of entities visited in it."""


@dataclass
class Stage:
    """Plays the real services: each act is one request's worth of work, committed at its end."""

    session: Session
    shelf: Shelf
    people: dict[str, User] = field(default_factory=dict)
    kept: set[tuple[str, str]] = field(default_factory=set)

    def read_people(self) -> None:
        """Know every account by its username."""
        set_scope(self.session, EVERYWHERE)
        for account in self.session.exec(select(Account).order_by(col(Account.username))):
            self.people[account.username] = user_of(account)

    def act(self, user: User) -> User:
        """From here on the session is this person's."""
        set_scope(self.session, scope_for(user))
        return user

    def count(self, move: str, county: str) -> int:
        """How often a move has been made in a county so far."""
        made = select(func.count()).where(IssueEvent.move == move, IssueEvent.county_code == county)
        return self.session.exec(made).one()

    def photo(self, data: bytes, owner: str, at: datetime) -> str:
        """Upload a picture as its owner; gives its sha256."""
        sha256 = sha256_hex(data)
        if (sha256, owner) in self.kept:
            return sha256
        upload = uploads.begin(
            self.session,
            self.shelf,
            owner=owner,
            sha256=sha256,
            length=len(data),
            content_type="image/jpeg",
            metadata="",
            at=at,
            quota=100_000,
        )
        self.session.commit()
        offset = uploads.offset_of(upload, self.shelf)
        if offset < len(data):
            self.shelf.part(upload.id).append(offset, BytesIO(data).getvalue()[offset:])
            refused = uploads.finish(self.session, self.shelf, upload, at)
            assert refused is None, refused
        self.session.commit()
        self.kept.add((sha256, owner))
        return sha256

    def by_id(self) -> dict[UUID, User]:
        """People by the id of their account."""
        return {user.id: user for user in self.people.values()}
