"""What is known of entities in other tables, read for many at once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.masking import mask_phone
from app.accounts.shown import RegionShown
from app.assignments.models import Due
from app.assignments.responsible import responsible_of
from app.assignments.rules import LEVEL_OF_GRADE, period_of
from app.assignments.settling import due_of
from app.clock import shanghai_date
from app.entities.models import Entity, EntityContact
from app.inspections.models import Inspection
from app.inspections.profiles import PRIOR, as_json, profile_of
from app.inspections.standing import stands
from app.ledger.facts import OPEN
from app.ledger.models import Issue
from app.ledger.transitions import State
from app.notices.models import Notice
from app.regions.models import Region
from app.sync.entity_shapes import ContactShown, DueShown, NoticeCodes, VisitShown

LAST_VISITS = 3


@dataclass(frozen=True)
class IssueFacts:
    """How many issues are open, and whether any is open or was closed within a year."""

    open: int = 0
    prior: bool = False


class Facts:
    """What a list row needs of other tables, read at once for all its entities."""

    def __init__(
        self, session: Session, entities: Sequence[Entity], ids: list[UUID], at: datetime
    ) -> None:
        self.regions = _regions(session, {entity.region_code for entity in entities})
        self.responsible = responsible_of(session, ids)
        self.dues = due_of(session, ids, period_of(shanghai_date(at)))
        self.issues = _issues(session, ids, at)

    def row(self, entity: Entity) -> dict[str, Any]:
        """The fields of a list row."""
        return {
            "id": entity.id,
            "name": entity.name,
            "business_type": entity.business_type,
            "business_types": entity.business_types,
            "kind": entity.kind,
            "baobao_grade": entity.baobao_grade,
            "risk_level": entity.risk_level,
            "state": entity.state,
            "region": self.regions[entity.region_code],
            "address": entity.address,
            "responsible": self.responsible.get(entity.id),
            "due": _due(self.dues.get(entity.id)),
            "open_issues": self.issues.get(entity.id, IssueFacts()).open,
        }

    def profile(self, entity: Entity) -> dict[str, Any]:
        """What a checklist for this entity is evaluated against."""
        responsible = self.responsible.get(entity.id)
        return as_json(
            profile_of(
                entity.flags,
                entity.kind,
                entity.baobao_grade,
                responsible.level if responsible else LEVEL_OF_GRADE[entity.baobao_grade],
                has_prior_issues=self.issues.get(entity.id, IssueFacts()).prior,
            )
        )


def _regions(session: Session, codes: Collection[str]) -> dict[str, RegionShown]:
    found = session.exec(select(Region).where(col(Region.code).in_(codes)))
    return {
        region.code: RegionShown(code=region.code, name=region.name, path_name=region.path_name)
        for region in found
    }


def _due(due: Due | None) -> DueShown | None:
    if due is None:
        return None
    return DueShown(
        period=due.period,
        due_by=due.due_by,
        done_at=due.done_at,
        inspection_id=due.done_inspection_id,
    )


def _issues(session: Session, ids: list[UUID], at: datetime) -> dict[UUID, IssueFacts]:
    is_open = col(Issue.state).in_(OPEN)
    prior = col(Issue.closed_at).is_(None) | (col(Issue.closed_at) > at - PRIOR)
    query = (
        sa.select(
            col(Issue.entity_id),
            sa.func.count(sa.case((is_open, 1))),
            sa.func.count(sa.case((prior, 1))),
        )
        .where(col(Issue.entity_id).in_(ids), col(Issue.state) != State.VOIDED)
        .group_by(col(Issue.entity_id))
    )
    return {row[0]: IssueFacts(open=row[1], prior=row[2] > 0) for row in session.execute(query)}


def contacts_of(
    session: Session, ids: list[UUID], *, masked: bool
) -> dict[UUID, list[ContactShown]]:
    """Who can be called at each entity."""
    found: dict[UUID, list[ContactShown]] = defaultdict(list)
    query = select(EntityContact).where(col(EntityContact.entity_id).in_(ids))
    for contact in session.exec(query.order_by(col(EntityContact.role), col(EntityContact.id))):
        phone = mask_phone(contact.phone) if masked else contact.phone
        found[contact.entity_id].append(
            ContactShown(
                role=contact.role, name=contact.name, post=contact.post, phone=phone or None
            )
        )
    return found


def visits_of(session: Session, ids: list[UUID]) -> dict[UUID, list[VisitShown]]:
    """The latest visits of each entity, newest first; none that was corrected."""
    place = (
        sa.func.row_number()
        .over(
            partition_by=col(Inspection.entity_id),
            order_by=(col(Inspection.finished_at).desc(), col(Inspection.id).desc()),
        )
        .label("place")
    )
    ranked = (
        sa.select(col(Inspection.id), place)
        .where(col(Inspection.entity_id).in_(ids), stands())
        .subquery("ranked")
    )
    query = (
        sa.select(
            col(Inspection.entity_id),
            col(Inspection.id),
            col(Inspection.finished_at),
            col(Inspection.receipt_no),
            col(Inspection.issue_count),
            col(Inspection.conclusion),
        )
        .join(ranked, sa.and_(ranked.c.id == col(Inspection.id), ranked.c.place <= LAST_VISITS))
        .order_by(ranked.c.place)
    )
    found: dict[UUID, list[VisitShown]] = defaultdict(list)
    for row in session.execute(query):
        found[row[0]].append(
            VisitShown(
                id=row[1],
                finished_at=row[2],
                receipt_no=row[3],
                issue_count=row[4],
                conclusion=row[5],
            )
        )
    return found


def notices_of(session: Session, ids: list[UUID]) -> dict[UUID, list[NoticeCodes]]:
    """The notices that hang at each entity now."""
    found: dict[UUID, list[NoticeCodes]] = defaultdict(list)
    query = select(Notice.entity_id, Notice.token, Notice.short_code).where(
        col(Notice.entity_id).in_(ids), col(Notice.revoked_at).is_(None)
    )
    for entity_id, token, short_code in session.execute(query):
        found[entity_id].append(NoticeCodes(token=token, short_code=short_code))
    return found
