"""A county office with firms of three grades, and cadres who may cover them."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.assignments.models import Assignment
from app.entities.models import Entity
from tests.builders import COUNTY, TOWN, VILLAGE, make_account, make_entity, make_region_tree
from tests.people import Browser


@dataclass
class County:
    """One county: its office at the browser, cadres by name, firms by name."""

    session: Session
    browser: Browser
    office: Account
    cadres: dict[str, Account] = field(default_factory=dict)
    firms: dict[str, Entity] = field(default_factory=dict)

    def cadre(self, name: str, region: str = TOWN, post: str = "街道办事处副主任") -> Account:
        self.cadres[name] = make_account(self.session, name=name, region=region, post=post)
        return self.cadres[name]

    def firm(self, name: str, grade: str = "C", region: str = VILLAGE, **more: Any) -> Entity:
        self.firms[name] = make_entity(self.session, name=name, grade=grade, region=region, **more)
        return self.firms[name]

    def duty(self, name: str, **order: Any) -> None:
        answer = self.browser.put(f"/api/v1/cadres/{self.cadres[name].id}/duty", json=order)
        assert answer.status_code == 200, answer.text

    def get(self, path: str, **query: Any) -> Any:
        answer = self.browser.get(f"/api/v1/matching{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, **order: Any) -> Any:
        return self.browser.post(f"/api/v1/matching{path}", json=order or None)

    def propose(self, mode: str = "vacant", **order: Any) -> Any:
        answer = self.post("/proposals", mode=mode, **order)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def move(self, proposal: str, cadre: str, *firms: str, note: str = "") -> Any:
        return self.post(
            f"/proposals/{proposal}/moves",
            entity_ids=[str(self.firms[name].id) for name in firms],
            cadre_id=str(self.cadres[cadre].id),
            note=note,
        )

    def lines(self, proposal: str, which: str = "all") -> dict[str, Any]:
        page = self.get(f"/proposals/{proposal}/lines", which=which)
        return {line["name"]: line for line in page["items"]}

    def covered_by(self, firm: str) -> list[str]:
        """Everybody who ever covered a firm, in order; the last by now unless followed by —."""
        self.session.expire_all()
        names = {account.id: name for name, account in self.cadres.items()}
        query = select(Assignment).where(Assignment.entity_id == self.firms[firm].id)
        found = self.session.exec(query.order_by(col(Assignment.changed_at))).all()
        open_ones = [one for one in found if one.valid_to is None]
        assert len(open_ones) <= 1
        ended = [] if open_ones else ["—"]
        self.session.rollback()
        return [names[one.cadre_id] for one in found] + (ended if found else [])


@pytest.fixture
def county(session: Session, client: Browser) -> County:
    make_region_tree(session)
    office = make_account(session, role=Role.OFFICE, region=COUNTY, name="苏晓岚")
    return County(session, client.as_(office), office)
