"""Drafts as the desk shows them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from sqlmodel import SQLModel

from app.checklists.authoring.differences import Way


class FlagShown(BaseModel):
    """A mark of premises that conditions may ask about."""

    code: str
    name: str
    meaning: str


class ChangeShown(BaseModel):
    """One thing the draft asks otherwise than the newest version."""

    way: Way
    code: str
    text: str


class BreakageShown(BaseModel):
    """What keeps the draft from being published; `reworded` may be confirmed as re-worded only."""

    code: str
    text: str
    reworded: bool


class CautionShown(BaseModel):
    """What is to be confirmed before publishing; `names` says what it is about, one line each."""

    key: str
    text: str
    grave: bool
    names: list[str]


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
    cautions: list[CautionShown]
    refusal: str
    """Why this person may not publish it; empty where they may."""


class PublishOrder(SQLModel):
    """Publish a draft: the questions that are the same, re-worded, and the cautions confirmed."""

    reworded: Annotated[list[Annotated[str, Field(max_length=12)]], Field(max_length=200)] = []
    confirmed: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=200)] = []
