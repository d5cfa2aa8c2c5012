"""包保关系: who answers for whom, what he is in charge of, how often, which visits are due."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.db import Json, Utc, words
from app.regions.models import Level
from app.regions.scope import InRegion


class Assignment(InRegion, table=True):
    """One cadre's responsibility for one entity; exactly one is current."""

    __table_args__ = (
        Index(
            "uq_assignment_current",
            "entity_id",
            unique=True,
            sqlite_where=text("valid_to IS NULL"),
            postgresql_where=text("valid_to IS NULL"),
        ),
        Index("ix_assignment_cadre_current", "cadre_id", "valid_to"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    entity_id: UUID = Field(foreign_key="entity.id", index=True)
    cadre_id: UUID = Field(foreign_key="account.id")
    level: Level = Field(sa_type=words(Level))
    """Level of the responsibility, not of the person: village sees the core items."""
    valid_from: date
    valid_to: date | None = None
    changed_at: datetime = Field(sa_type=Utc, index=True)


class CadreDuty(SQLModel, table=True):
    """What a cadre is in charge of beside his firms; a cadre without a row has only his post."""

    __tablename__ = "cadre_duty"

    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    lines: list[str] = Field(default_factory=list, sa_type=Json)
    """分管行业, as `lines.yaml` names them."""
    area_codes: list[str] = Field(default_factory=list, sa_type=Json)
    """片区: divisions below his own."""
    cap: int | None = None
    """包保上限 of this person; without one his level's counts (`caps.yaml`)."""


class Liaison(SQLModel, table=True):
    """联系企业: a leader keeps in touch with a firm, whoever covers it."""

    entity_id: UUID = Field(foreign_key="entity.id", primary_key=True)
    cadre_id: UUID = Field(foreign_key="account.id", primary_key=True, index=True)


class FrequencyRule(SQLModel, table=True):
    """How often a grade is visited; the narrowest valid rule counts."""

    __tablename__ = "frequency_rule"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    region_code: str = Field(max_length=12)
    grade: str | None = Field(default=None, max_length=1)
    business_type: str | None = Field(default=None, max_length=20)
    risk_level: str | None = Field(default=None, max_length=1)
    """A the lowest risk: the opposite scale to `grade`."""
    times: int = 1
    period: str = Field(default="quarter", max_length=10)
    """quarter | half | year."""
    valid_from: date
    valid_to: date | None = None


class Due(InRegion, table=True):
    """A visit owed in a period, and the inspection that settled it."""

    __table_args__ = (
        UniqueConstraint("entity_id", "period", "nth", name="uq_due_entity_id_period_nth"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    entity_id: UUID = Field(foreign_key="entity.id")
    period: str = Field(max_length=8, index=True)
    """The quarter the visit's cycle begins in: 2026Q4."""
    nth: int = 1
    """Which of the cycle's visits, where a rule asks for several."""
    due_by: date
    done_inspection_id: UUID | None = None
    done_at: datetime | None = Field(default=None, sa_type=Utc)
    dropped_at: datetime | None = Field(default=None, sa_type=Utc)
    """The entity was found not to be in business: the visit is no longer owed."""
