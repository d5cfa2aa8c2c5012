"""Working calendars an administrator has loaded: each wins over the shipped file of its year."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from app.db import Json, Utc


class LoadedCalendar(SQLModel, table=True):
    """The arrangement of one year, as it was published."""

    __tablename__ = "work_calendar"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    source: str = Field(max_length=200)
    holidays: list[dict[str, Any]] = Field(sa_type=Json)
    workdays: list[str] = Field(sa_type=Json)
    loaded_at: datetime = Field(sa_type=Utc)
    loaded_by: str = Field(max_length=40)
