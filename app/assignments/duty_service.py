"""A cadre's duties as his office sees and sets them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import User
from app.assignments import duties
from app.assignments.duties import NO_DUTY, Duty
from app.assignments.own import caps_of, lines_of
from app.audit.service import record
from app.db import begin_write
from app.entities.models import Entity
from app.errors import Malformed, NotFound
from app.regions.models import Level, Region
from app.regions.scope import Scope, visible
from app.regions.tree import at_or_below
from app.settings import Settings

MOST_FIRMS = 200


class DutyNamed(BaseModel):
    """A division or a firm by name."""

    id: str
    name: str


class DutyShown(BaseModel):
    """One cadre, what he is in charge of, and what he may cover at most."""

    cadre_id: UUID
    name: str
    post: str
    level: Level
    place: str
    region_code: str
    lines: list[str]
    known_lines: list[str]
    """All the lines of industry there are to choose from."""
    areas: list[DutyNamed]
    liaisons: list[DutyNamed]
    cap: int | None
    limit: int
    hard: bool
    """Whether nothing is matched beyond the limit."""


class DutyOrder(BaseModel):
    """What the office writes down of a cadre; it takes the place of what was there."""

    model_config = ConfigDict(extra="forbid")

    lines: list[str] = Field(default=[], max_length=20)
    area_codes: list[str] = Field(default=[], max_length=100)
    cap: int | None = Field(default=None, ge=1, le=1000)
    liaisons: list[UUID] | None = Field(default=None, max_length=MOST_FIRMS)
    """Firms he keeps in touch with; None leaves them as they are."""


def read_duty(session: Session, cadre_id: UUID, settings: Settings, *, by: User) -> DutyShown:
    """A cadre's duties.  Raises NotFound outside the office's region."""
    cadre, place = _cadre(session, cadre_id, by)
    duty = duties.duties_of(session, [cadre_id]).get(cadre_id, NO_DUTY)
    cap = caps_of(settings).of(cadre.level, duty.cap)
    firms = duties.liaisons_of(session, [cadre_id]).get(cadre_id, frozenset())
    return DutyShown(
        cadre_id=cadre.id,
        name=cadre.name,
        post=cadre.post,
        level=cadre.level,
        place=place,
        region_code=cadre.region_code,
        lines=list(duty.lines),
        known_lines=list(lines_of(settings).known),
        areas=_divisions(session, duty.area_codes),
        liaisons=_firms(session, firms),
        cap=duty.cap,
        limit=cap.limit,
        hard=cap.hard,
    )


def set_duty(
    session: Session,
    cadre_id: UUID,
    order: DutyOrder,
    settings: Settings,
    *,
    by: User,
    at: datetime,
) -> DutyShown:
    """Write down what a cadre is in charge of.

    Raises Malformed for a line nobody knows, a division that is not below his own, and a firm
    outside the office's region.
    """
    cadre, _ = _cadre(session, cadre_id, by)
    duty = Duty(_lines(order, settings), _areas(session, order, cadre), order.cap)
    if order.liaisons is not None:
        _check_firms(session, order.liaisons)
    begin_write(session)
    duties.write_duties(session, {cadre_id: duty})
    if order.liaisons is not None:
        duties.write_liaisons(session, cadre_id, order.liaisons)
    detail = order.model_dump(mode="json", exclude_none=True)
    record(session, at, by, "cadre.duty", "account", cadre_id, cadre.county_code, **detail)
    session.flush()
    return read_duty(session, cadre_id, settings, by=by)


def _cadre(session: Session, cadre_id: UUID, by: User) -> tuple[Account, str]:
    query = (
        select(Account, Region.path_name)
        .join(Region, col(Region.code) == Account.region_code)
        .where(
            Account.id == cadre_id,
            Account.role == Role.CADRE,
            visible(Account, Scope(level=by.level, region_code=by.region_code)),
        )
    )
    found = session.exec(query).first()
    if found is None:
        raise NotFound("没有这名包保干部，或不在本级范围内，请返回列表刷新。")
    return found


def _lines(order: DutyOrder, settings: Settings) -> tuple[str, ...]:
    known = lines_of(settings)
    names = [(word, known.name(word)) for word in order.lines]
    if unknown := [word for word, name in names if name is None]:
        told = f"没有“{unknown[0]}”这个行业，请从这些里选：{'、'.join(known.known)}。"
        raise Malformed(told, errors=[{"pointer": "/lines", "detail": told}])
    return tuple(dict.fromkeys(name for _, name in names if name is not None))


def _areas(session: Session, order: DutyOrder, cadre: Account) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(order.area_codes))
    query = select(Region.code).where(
        col(Region.code).in_(wanted),
        at_or_below(cadre.region_code),
        Region.code != cadre.region_code,
    )
    below = set(session.exec(query))
    if any(code not in below for code in wanted):
        told = "片区要从这名干部任职地方的下一级里选，请重新选择。"
        raise Malformed(told, errors=[{"pointer": "/area_codes", "detail": told}])
    return wanted


def _check_firms(session: Session, wanted: list[UUID]) -> None:
    seen = set(session.exec(select(Entity.id).where(col(Entity.id).in_(wanted))))
    if any(one not in seen for one in wanted):
        told = "联系企业里有一家不在本级范围内，请重新选择。"
        raise Malformed(told, errors=[{"pointer": "/liaisons", "detail": told}])


def _divisions(session: Session, codes: tuple[str, ...]) -> list[DutyNamed]:
    query = select(Region.code, Region.name).where(col(Region.code).in_(codes))
    return [
        DutyNamed(id=code, name=name) for code, name in session.exec(query.order_by(Region.code))
    ]


def _firms(session: Session, ids: frozenset[UUID]) -> list[DutyNamed]:
    query = select(Entity.id, Entity.name).where(col(Entity.id).in_(ids))
    ordered = query.order_by(Entity.name, col(Entity.id))
    return [DutyNamed(id=str(id), name=name) for id, name in session.exec(ordered)]
