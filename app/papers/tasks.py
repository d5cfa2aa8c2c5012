"""任务清单: what a cadre of each level is to do, and with whom he signs, read from a data file."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from app.regions.models import Level

_FILE = Path(__file__).parent / "tasks.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OfLevel(_Strict):
    """How a level is called, and whose head signs the other side of its 承诺书."""

    name: str = Field(min_length=2, max_length=20)
    counterpart: str = Field(min_length=2, max_length=80)


class Task(_Strict):
    """One thing to do, for some levels."""

    text: str = Field(min_length=4, max_length=200)
    levels: list[Level] = Field(min_length=1)


class Head(_Strict):
    """One of the four heads."""

    name: str = Field(min_length=2, max_length=20)
    tasks: list[Task] = Field(min_length=1)


class TaskList(_Strict):
    """The whole file."""

    levels: dict[Level, OfLevel]
    heads: list[Head] = Field(min_length=4, max_length=4)


class HeadShown(BaseModel):
    """A head with what one level is to do under it."""

    name: str
    tasks: list[str]


@lru_cache
def task_list() -> TaskList:
    """The file as it stands.  Raises ValidationError for one that does not hold together."""
    read: Any = YAML(typ="safe").load(_FILE.read_text(encoding="utf-8"))
    return TaskList.model_validate(read)


def of_level(level: Level) -> OfLevel:
    """A level's name and counterpart; what stands above the cities signs like a city."""
    levels = task_list().levels
    return levels.get(level) or levels[Level.CITY]


def tasks_of(level: Level) -> list[HeadShown]:
    """The heads with the tasks of one level."""
    at = Level.CITY if level is Level.PROVINCE else level
    return [
        HeadShown(name=head.name, tasks=[task.text for task in head.tasks if at in task.levels])
        for head in task_list().heads
    ]
