"""A county whose people have a password each, and issues found in two of its shops."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.db import open_session
from app.entities.models import Entity
from app.ledger.events import place_of
from app.ledger.findings import EntitySnapshot
from app.ledger.models import Issue
from app.ledger.steps import issue_or_404
from app.regions.models import Level, Region
from app.regions.scope import EVERYWHERE, set_scope
from tests.builders import COUNTY, TOWN, ancestors, make_entity, make_region_tree
from tests.e2e.conftest import Server
from tests.e2e.steps import password_account
from tests.ledger.scene import Scene, act, an_issue

FAR_TOWN = "370102002000"
"""A town that has no station: its issues wait for the county office."""

STEPS = ("accept", "submit", "close")


@dataclass(frozen=True)
class County:
    """Everybody who handles the issues of a shop, and a shop far out."""

    server: Server
    scene: Scene
    far_shop: Entity

    def reading(self) -> Session:
        """A session that sees everything."""
        session = open_session(self.server.engine)
        set_scope(session, EVERYWHERE)
        return session

    def issue(self, words: str, steps: int = 0, **changed: Any) -> UUID:
        """An issue found now, some ordinary steps along its way."""
        at = datetime.now(UTC)
        told = {"description": words, "found_at": at, "received_at": at, **changed}
        with self.reading() as session:
            found = an_issue(session, self.scene, at=at, **told)
        self.steps(found.id, *STEPS[:steps])
        return found.id

    def far_issue(self, words: str) -> UUID:
        """An issue of the town without a station."""
        shop = self.far_shop
        seen = EntitySnapshot(
            id=shop.id,
            name=shop.name,
            address=shop.address,
            grade=shop.baobao_grade,
            kind=shop.kind,
            business_type=shop.business_type,
            **place_of(shop),
        )
        return self.issue(words, entity=seen)

    def steps(self, issue_id: UUID, *names: str) -> None:
        """Ordinary steps that no screen is looked at for."""
        at = datetime.now(UTC)
        day = at.date().isoformat()
        with self.reading() as session:
            for name in names:
                who = self.scene.reviewer if name == "close" else self.scene.station
                more = {"date": day} if name == "submit" else {}
                act(session, issue_or_404(session, issue_id), who, name, at=at, **more)

    def now(self, issue_id: UUID) -> Issue:
        """The issue as it stands."""
        with self.reading() as session:
            return issue_or_404(session, issue_id)

    def registered(self) -> list[tuple[str, str, str]]:
        """Severity, words and origin of every issue."""
        with self.reading() as session:
            found = session.exec(select(Issue)).all()
            return [(one.severity, one.description, one.origin) for one in found]


def people_of(server: Server) -> County:
    """A station of two, a bureau of two, an office of two and an inspector."""
    with open_session(server.engine) as session:
        set_scope(session, EVERYWHERE)
        tree = make_region_tree(session)
        town = Region(
            code=FAR_TOWN,
            level=Level.TOWN,
            name="历下区龙洞街道",
            parent_code=COUNTY,
            path_name="历下区龙洞街道",
            **ancestors(FAR_TOWN),
        )
        session.add(town)
        session.flush()

        def person(login: str, role: Role, region: str, unit: UUID | None, name: str) -> Account:
            return password_account(
                session, login, role=role, region=region, unit=unit, name=name, post="干部"
            )

        market, office = tree.bureau, tree.office
        scene = Scene(
            tree=tree,
            entity=make_entity(session),
            cadre=password_account(session, "cadre", name="李淑琴", post="书记"),
            station=person("station", Role.STATION, TOWN, tree.station, "高文静"),
            reviewer=person("reviewer", Role.STATION, TOWN, tree.station, "陈立新"),
            bureau=person("bureau", Role.BUREAU, COUNTY, market, "孟庆海"),
            bureau_2=person("bureau2", Role.BUREAU, COUNTY, market, "蒋玉梅"),
            office=person("office", Role.OFFICE, COUNTY, office, "宋建民"),
            office_2=person("office2", Role.OFFICE, COUNTY, office, "吕晓燕"),
            city_office=person("city", Role.OFFICE, COUNTY, None, "于海波"),
            inspector=person("inspector", Role.INSPECTOR, COUNTY, None, "曹卫东"),
        )
        shop = make_entity(session, name="龙洞山庄饭店", region=FAR_TOWN)
        return County(server, scene, shop)
