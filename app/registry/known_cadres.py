"""Cadres that rows mean: those with an account, and those the same file brings."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from app.db import table_of
from app.regions.models import Level
from app.regions.scope import Scope, visible
from app.registry.bulk import among
from app.registry.columns import Shape
from app.registry.ground import Ground
from app.registry.models import ImportRow
from app.registry.row import Row

account = table_of(Account)
_row = table_of(ImportRow)


class Cadre(NamedTuple):
    """A 包保干部 to be told from others."""

    id: str
    name: str
    phone: str
    post: str
    level: Level
    region: str
    seq: int | None = None


class Cadres:
    """Cadres by telephone number and by name."""

    def __init__(self) -> None:
        self.by_phone: dict[str, dict[str, Cadre]] = {}
        self.by_name: dict[str, dict[str, Cadre]] = {}

    def add(self, one: Cadre) -> None:
        """Take one in; what a file says of somebody goes before what the account says."""
        if one.phone:
            self.by_phone.setdefault(one.phone, {})[one.id] = one
        self.by_name.setdefault(one.name, {})[one.id] = one

    def meant(self, row: Row, post: str = "") -> Cadre | None:
        """The cadre a row names; otherwise the row is told what to mend."""
        name, phone = row.keys.get("person", ""), row.keys.get("phone", "")
        if not name or row.bad & {"cadre", "cadre_phone"}:
            return None
        if phone and (holders := self.by_phone.get(phone)):
            fits = [one for one in holders.values() if one.name == name]
            if fits:
                return fits[0]
            other = next(iter(holders.values())).name
            row.fault(
                "cadre_differs", "cadre", f"这个电话在名单里是{other}，请核对姓名和电话。", other
            )
            return None
        named = list(self.by_name.get(name, {}).values())
        if phone:
            named = [one for one in named if not one.phone]
        if len(named) > 1 and post:
            named = [one for one in named if one.post == post] or named
        if len(named) == 1:
            return named[0]
        if not named:
            key = "cadre_phone" if phone and name in self.by_name else "cadre"
            what = "这个电话" if key == "cadre_phone" else "这位干部"
            row.fault("cadre_unknown", key, f"包保干部名单里没有{what}，请核对，或先导入干部名单。")
        else:
            row.fault("cadre_many", "cadre", f"有 {len(named)} 位干部同名，请填包保干部电话。")
        return None


def cadres(
    session: Session,
    scope: Scope,
    ground: Ground,
    batch_id: UUID | None,
    rows: Iterable[Row],
) -> Cadres:
    """The cadres that rows may mean: of the own region, of those above it, and of a batch."""
    found = Cadres()
    said = {(row.keys.get("person", ""), row.keys.get("phone", "")) for row in rows}
    reach = visible(account.c, scope) | account.c.region_code.in_(ground.above)
    for column in ("phone", "name"):
        # Names are asked for only where no number tells who is meant.
        values = (
            {phone for _, phone in said if phone}
            if column == "phone"
            else {name for name, phone in said if name and phone not in found.by_phone}
        )
        if not values:
            continue
        query = sa.select(
            account.c.id,
            account.c.name,
            account.c.phone,
            account.c.post,
            account.c.level,
            account.c.region_code,
        ).where(
            among(session, account.c[column], values),
            account.c.role == Role.CADRE,
            account.c.disabled_at.is_(None),
            reach,
        )
        for id, *rest in session.execute(query).all():
            found.add(Cadre(str(id), *rest))
        if batch_id is not None:
            _brought(session, batch_id, found, "phone" if column == "phone" else "person", values)
    return found


def _brought(
    session: Session, batch_id: UUID, found: Cadres, column: str, values: set[str]
) -> None:
    query = sa.select(_row.c.seq, _row.c.data, _row.c.target).where(
        _row.c.batch_id == batch_id,
        _row.c.shape == Shape.ACCOUNTS,
        among(session, _row.c[column], values),
    )
    for seq, data, target in session.execute(query).all():
        if data.get("role") != Role.CADRE or "level" not in data or "name" not in data:
            continue
        found.add(
            Cadre(
                target or f"row {seq}",
                data["name"],
                data.get("phone", ""),
                data.get("post", ""),
                Level(data["level"]),
                data["region_code"],
                seq,
            )
        )
