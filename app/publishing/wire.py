"""Drafts as the desk shows them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from sqlmodel import SQLModel


class FlagShown(BaseModel):
    """A mark of premises that conditions may ask about."""

    code: str
    name: str
    meaning: str


class ChangeShown(BaseModel):
    """One thing the draft asks otherwise than the newest version."""

    way: str
    code: str
    text: str


class BreakageShown(BaseModel):
    """What keeps the draft from being published; `reworded` may be confirmed as re-worded only."""

    code: str
    text: str
    reworded: bool


class DraftRow(BaseModel):
    """A draft in the list."""

    id: UUID
    checklist_id: str
    name: str
    file: str
    valid_from: date
    items: int
    core: int
    """How many of them every level asks (必查)."""
    state: str
    version: int | None
    made_by: str
    made_at: datetime


class DraftShown(DraftRow):
    """A draft with what it changes, and what stands in the way of publishing it."""

    notes: list[str]
    replaces: int | None
    """The number of the version it is compared with; none where it is the first."""
    changes: list[ChangeShown]
    breakages: list[BreakageShown]
    refusal: str
    """Why this person may not publish it; empty where they may."""


class PublishOrder(SQLModel):
    """Publish a draft; the codes named were looked at and are the same questions, re-worded."""

    reworded: Annotated[list[Annotated[str, Field(max_length=12)]], Field(max_length=200)] = []
