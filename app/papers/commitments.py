"""承诺书: signed for the list as it stands; another list asks for another signature."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from app.accounts.models import Account
from app.accounts.roles import May, Role, allowed
from app.accounts.user import User
from app.clock import shanghai_date
from app.errors import NotFound
from app.papers.duties import Duty, duties
from app.papers.fitting import Listed, State, digest_of, listed_of, state_of
from app.papers.models import Commitment, SignedBy
from app.papers.tasks import HeadShown, of_level, tasks_of
from app.regions.models import Level, Region
from app.regions.scope import Scope, visible

MOST = 3_000
"""Cadres whose lists are compared at once: a large county."""
MOST_LISTED = 60_000


class SignedVersion(BaseModel):
    """The last version that was signed."""

    version: int
    signed_at: datetime
    signed_by: SignedBy
    counterpart: str


class CommitmentShown(BaseModel):
    """What a cadre is to sign now, and what he signed last."""

    state: State
    digest: str
    level: Level
    counterpart: str
    promises: list[HeadShown]
    listed: list[Listed]
    added: list[str]
    """Names that the last signed list has not."""
    removed: list[str]
    signed: SignedVersion | None


class CommitmentRow(BaseModel):
    """A cadre, and whether his signature fits his list."""

    cadre_id: UUID
    name: str
    post: str
    place: str
    enterprises: int
    state: State
    digest: str
    """Of the list as it stands, for who hands the signed paper in."""
    version: int
    signed_at: datetime | None
    signed_by: SignedBy | None


class CommitmentPage(BaseModel):
    """The cadres of a place in one state, and how many there are of each."""

    items: list[CommitmentRow]
    unsigned: int
    changed: int
    signed: int
    complete: bool
    """Whether all cadres of the place were looked at."""


def shown(session: Session, cadre: User | Account, at: datetime) -> CommitmentShown:
    """What this cadre is to sign; the session must see his enterprises."""
    rows = duties(session, shanghai_date(at), cadres=[cadre.id], most=MOST_LISTED)
    last = latest(session, [cadre.id]).get(cadre.id)
    listed = listed_of(rows)
    level = rows[0].level if rows else cadre.level
    before = {one["name"] for one in last.listed} if last else set()
    now = {one.name for one in listed}
    return CommitmentShown(
        state=state_of(listed, last),
        digest=digest_of(listed),
        level=level,
        counterpart=of_level(level).counterpart,
        promises=tasks_of(level),
        listed=listed,
        added=sorted(now - before) if last else [],
        removed=sorted(before - now),
        signed=SignedVersion.model_validate(last, from_attributes=True) if last else None,
    )


def page(
    session: Session, state: State | None, region: str | None, *, by: User, on: date
) -> CommitmentPage:
    """The cadres of the office's place, those who are to sign first."""
    place = Scope(level=by.level, region_code=by.region_code)
    query = (
        select(Account, col(Region.path_name))
        .join(Region, col(Region.code) == col(Account.region_code))
        .where(
            col(Account.role) == Role.CADRE,
            col(Account.disabled_at).is_(None),
            visible(Account, place),
        )
        .order_by(col(Account.region_code), col(Account.name), col(Account.id))
    )
    if region is not None:
        columns = (Account.region_code, Account.town_code, Account.county_code, Account.city_code)
        within = [col(column) == region for column in columns]
        query = query.where(within[0] | within[1] | within[2] | within[3])
    found = session.execute(query.limit(MOST + 1)).all()
    cadres = [(account, path) for account, path in found[:MOST]]
    lists: dict[UUID, list[Duty]] = defaultdict(list)
    for duty in duties(session, on, region=region, most=MOST_LISTED):
        lists[duty.cadre_id].append(duty)
    last = latest(session, [account.id for account, _ in cadres])
    rows = [
        _row(account, path, lists[account.id], last.get(account.id)) for account, path in cadres
    ]
    rows = [row for row in rows if row.state != "none"]
    many = {one: sum(row.state == one for row in rows) for one in ("unsigned", "changed", "signed")}
    items = [row for row in rows if state is None or row.state == state]
    return CommitmentPage(items=items, complete=len(found) <= MOST, **many)


def of_cadre(session: Session, cadre_id: UUID, *, by: User) -> Account:
    """A cadre whose 承诺书 this person may have: himself, or one in his office's place."""
    if allowed(by.role, May.MANAGE_NOTICES):
        within = visible(Account, Scope(level=by.level, region_code=by.region_code))
    else:
        within = col(Account.id) == by.id
    query = select(Account).where(
        col(Account.id) == cadre_id, col(Account.role) == Role.CADRE, within
    )
    found: Account | None = session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound("没有这位包保干部，或不在权限范围内，请返回上一页刷新。")
    return found


def latest(session: Session, cadre_ids: Sequence[UUID]) -> dict[UUID, Commitment]:
    """The last signed version of each."""
    found: dict[UUID, Commitment] = {}
    for start in range(0, len(cadre_ids), 500):
        some = cadre_ids[start : start + 500]
        query = select(Commitment).where(col(Commitment.cadre_id).in_(some))
        for one in session.execute(query.order_by(col(Commitment.version))).scalars():
            found[one.cadre_id] = one
    return found


def _row(account: Account, place: str, rows: list[Duty], last: Commitment | None) -> CommitmentRow:
    listed = listed_of(rows)
    return CommitmentRow(
        cadre_id=account.id,
        name=account.name,
        post=account.post,
        place=place,
        enterprises=len(rows),
        state=state_of(listed, last),
        digest=digest_of(listed),
        version=last.version if last else 0,
        signed_at=last.signed_at if last else None,
        signed_by=last.signed_by if last else None,
    )
