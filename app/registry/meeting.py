"""Rows set beside the register: which entity, person or division each means, and changes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.assignments.rules import LEVEL_OF_GRADE
from app.db import table_of
from app.ids import uuid7_texts
from app.regions.models import Region
from app.regions.scope import Scope
from app.registry.checking import Checked
from app.registry.columns import Shape
from app.registry.ground import Ground
from app.registry.known_cadres import Cadre, Cadres, cadres
from app.registry.known_entities import Premised, Premises, brought, registered, whole
from app.registry.likeness import plain_address, plain_name
from app.registry.meeting_entities import compare, matching
from app.registry.meeting_people import meet_accounts
from app.registry.responsible import responsible
from app.registry.row import Row
from app.registry.where import below

_region = table_of(Region)
_LEVELS = {"city": "市级", "county": "县级", "town": "乡级", "village": "村级"}


class Meeting:
    """Sets pieces of one batch beside what is known."""

    def __init__(self, session: Session, scope: Scope, ground: Ground, batch_id: UUID) -> None:
        self.session = session
        self.scope = scope
        self.ground = ground
        self.batch_id = batch_id
        self.shapes: set[Shape] = set()
        """What the batch's sheets list, as far as they are read."""

    def meet(self, rows: Sequence[Checked]) -> None:
        """Find out what each row means, and note what does not fit."""
        by_shape: dict[Shape, list[Checked]] = {}
        for one in rows:
            by_shape.setdefault(one.shape, []).append(one)
        if regions := by_shape.get(Shape.REGIONS):
            self._regions(regions)
        if people := by_shape.get(Shape.ACCOUNTS):
            meet_accounts(self.session, self.scope, self.ground, people)
        if entities := by_shape.get(Shape.ENTITIES):
            self._entities(entities)
        if contacts := by_shape.get(Shape.CONTACTS):
            self._contacts(contacts)
        if assignments := by_shape.get(Shape.ASSIGNMENTS):
            self._assignments(assignments)

    def _entities(self, rows: list[Checked]) -> None:
        known = self.known_entities(rows)
        matched = {one.seq: matching(one, known) for one in rows}
        ids = {UUID(found.id) for found in matched.values() if found is not None}
        kept = whole(self.session, ids)
        current = responsible(self.session, ids)
        named = [one for one in rows if one.row.keys.get("person")]
        staff = self._cadres([one.row for one in named])
        for one, fresh in zip(rows, uuid7_texts(len(rows)), strict=True):
            found = matched[one.seq]
            compare(one, found, kept.get(found.id) if found else None, fresh)
            if one.row.keys.get("person"):
                _responsible(one, staff.meant(one.row), one.row.keys["grade"])
                _handed(one, current.get(one.target))
            elif "cadre" in one.row.columns.values() and "cadre" not in one.row.bad:
                one.row.fault(
                    "responsible_none", "cadre", "没写包保干部，这一家就没有人包保，请补上。"
                )

    def _cadres(self, rows: list[Row]) -> Cadres:
        brings = self.batch_id if Shape.ACCOUNTS in self.shapes else None
        return cadres(self.session, self.scope, self.ground, brings, rows)

    def known_entities(self, rows: list[Checked]) -> Premised:
        """The register's entities that rows may mean."""
        keys = [one.row.keys for one in rows]
        return registered(
            self.session,
            self.scope,
            self.ground.places,
            (one.get("uscc", "") for one in keys),
            (one.get("name", "") for one in keys),
        )

    def _named(self, rows: list[Checked]) -> dict[int, Premises | None]:
        known = self.known_entities(rows)
        usccs = {one.row.keys["uscc"] for one in rows} - {""}
        names = {one.row.keys["name"] for one in rows} - {""}
        brought(self.session, self.batch_id, self.ground.places, known, usccs, names)
        return {one.seq: self._meant(one, known) for one in rows}

    def _meant(self, one: Checked, known: Premised) -> Premises | None:
        row = one.row
        uscc, name = row.keys["uscc"], row.keys["name"]
        if row.bad & {"uscc", "name"} or not (uscc or name):
            return None
        found = known.coded(uscc) if uscc else known.named(name)
        key = "uscc" if uscc else "name"
        if not found:
            row.fault("entity_unknown", key, "名录里没有这家单位，请核对，或先导入这家单位。")
            return None
        if uscc and name:
            alike = [other for other in found if plain_name(other.name) == plain_name(name)]
            if not alike:
                other = found[0].name
                row.fault(
                    "entity_differs",
                    "name",
                    f"这个代码在名录里是“{other}”，请核对名称和代码。",
                    other,
                )
                return None
            found = alike
        if len(found) > 1 and (said := row.refs.get("address")):
            bare = plain_address(said, None, self.ground.places)
            found = [other for other in found if bare.endswith(other.address)] or found
        if len(found) > 1:
            row.fault("entity_many", key, f"有 {len(found)} 家，请填经营地址分清是哪一家。")
            return None
        one.target = found[0].id
        one.needs_entity = found[0].seq
        return found[0]

    def _contacts(self, rows: list[Checked]) -> None:
        meant = self._named(rows)
        for one in rows:
            if (found := meant[one.seq]) is not None:
                one.action = "insert"
                one.row.data["entity_id"] = found.id

    def _assignments(self, rows: list[Checked]) -> None:
        meant = self._named(rows)
        ids = {UUID(one.id) for one in meant.values() if one is not None and one.seq is None}
        current = responsible(self.session, ids)
        staff = self._cadres([one.row for one in rows])
        for one in rows:
            found, row = meant[one.seq], one.row
            cadre = staff.meant(row, row.refs.get("post", ""))
            if found is None:
                continue
            if row.keys["grade"] and found.grade and row.keys["grade"] != found.grade:
                row.fault(
                    "grade_conflict",
                    "grade",
                    f"名录里这家是 {found.grade} 级，请核对哪一个对。",
                    found.grade,
                )
            _responsible(one, cadre, row.keys["grade"] or found.grade)
            if cadre is not None:
                one.action = "same"
                _handed(one, current.get(found.id), "insert")
                row.data["entity_id"] = found.id
                row.keys["ident"] = found.id.replace("-", "")

    def _regions(self, rows: list[Checked]) -> None:
        codes = {one.row.data["code"] for one in rows if one.row.data}
        query = sa.select(_region).where(_region.c.code.in_(codes))
        kept = {row.code: row._mapping for row in self.session.execute(query)}
        own, level = self.ground.places.own, self.ground.places.level
        for one in rows:
            data = one.row.data
            if not data:
                continue
            code, before = data["code"], kept.get(data["code"])
            inside = below(code, own, level) or data["parent_code"] in self.ground.places.by_code
            if not inside or (code == own and before is None):
                one.row.fault("region_outside", "code", "这个区划不在本级范围内，不能由本级导入。")
                continue
            one.target = code
            same = before is not None and all(
                _same(before[key], value) for key, value in data.items() if value is not None
            )
            one.action = "insert" if before is None else "same" if same else "update"


def _same(kept: Any, said: Any) -> bool:
    return str(kept) == str(said)


def _handed(one: Checked, now: tuple[str, str] | None, action: str = "update") -> None:
    """An entity that changes hands is changed, though the row says nothing else of it."""
    said = one.row.data.get("cadre")
    if one.action == "same" and said and now != (said["id"], said["level"]):
        one.action = "update" if now is not None else action


def _responsible(one: Checked, cadre: Cadre | None, grade: str) -> None:
    if cadre is None:
        return
    one.row.data["cadre"] = {"id": cadre.id, "level": cadre.level}
    one.needs_cadre = cadre.seq
    wanted = LEVEL_OF_GRADE.get(grade)
    if wanted and wanted != cadre.level:
        said = _LEVELS.get(cadre.level, "")
        one.row.fault(
            "level",
            "cadre",
            f"{grade} 级由{_LEVELS[wanted]}干部包保，{cadre.name}是{said}干部，请核对；"
            "确实这样安排的写明原因。",
        )
