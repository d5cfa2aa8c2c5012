"""The cadres whose quarterly page an office may have, to be chosen from."""

from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import User
from app.errors import Forbidden
from app.regions.models import Region
from app.regions.scope import Scope, visible

MOST = 50


class NoCadres(Forbidden, slug="no-cadres"):
    """Quarterly pages are the offices' and each cadre's own."""

    def __init__(self) -> None:
        super().__init__("干部的季度情况由食药安办查看。包保干部在“我的”里看自己的。")


class CadreRow(BaseModel):
    """A cadre, and where he is in charge."""

    id: UUID
    name: str
    post: str
    place: str


def cadres(session: Session, words: str, *, by: User) -> list[CadreRow]:
    """Cadres within the office's region whose name or place has every word, fifty at most."""
    if by.role is not Role.OFFICE:
        raise NoCadres
    query = (
        select(Account, col(Region.name))
        .join(Region, col(Region.code) == Account.region_code)
        .where(
            col(Account.role) == Role.CADRE,
            col(Account.disabled_at).is_(None),
            visible(Account, Scope(level=by.level, region_code=by.region_code)),
        )
    )
    for word in words.split():
        query = query.where(
            col(Account.name).contains(word, autoescape=True)
            | col(Region.name).contains(word, autoescape=True)
        )
    ordered = query.order_by(col(Account.region_code), col(Account.name), col(Account.id))
    return [
        CadreRow(id=one.id, name=one.name, post=one.post, place=place)
        for one, place in session.execute(ordered.limit(MOST)).all()
    ]
