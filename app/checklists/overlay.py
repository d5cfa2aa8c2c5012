"""What a city lays over a checklist of the province: items added, tightened or re-worded.

The file names the version it is laid over and says only what is otherwise; the result is a
checklist like any other, frozen by the digest of the whole. See `docs/decisions/0016-overlays.md`.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from app.checklists.format import (
    Basis,
    Check,
    Child,
    Deadline,
    Item,
    Law,
    OnFail,
    PhotoNeed,
    Severity,
)
from app.checklists.parts import Part, Sentence, Short
from app.checklists.pictures import Picture


class Beneath(Part):
    """The version it is laid over; a newer one is reported, never taken by itself."""

    id: str
    version: int = Field(ge=1)


class Changed(Part):
    """What is otherwise in one item of the base: other words, or more asked than there."""

    text: Sentence | None = None
    guide: Sentence | None = None
    rectify: Sentence | None = None
    source: Sentence | None = None
    tier: Literal["core"] | None = None
    severity: Severity | None = None
    deadline: Deadline | None = None
    basis: list[Basis] = Field(default=[], description="加在原有依据后面")
    photo_on_fail: PhotoNeed | None = None
    on_fail: list[OnFail] = Field(default=[], description="加在原有处理后面")
    allow_na: Literal[False] | None = None
    optional: Literal[False] | None = None
    checks: list[Check] = Field(default=[], description="加在原有提示条件后面")
    children: list[Child] = Field(default=[], description="加在原有小题后面，编号用 n 到 z")
    pictures: list[Picture] = Field(default=[], description="加在原有图片后面")


class Added(Part):
    """Items of the city's own, in a section of the base or in a new one."""

    section: str = Field(pattern=r"^[A-Z]{4}-[A-Z]$")
    name: Short | None = Field(default=None, description="新的部分才写名称")
    after: str | None = Field(default=None, description="放在哪一条后面；不写就是最后")
    items: list[Item] = Field(min_length=1)


class Overlay(Part):
    """A local checklist, as its file says it."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    version: int = Field(ge=1)
    name: Short
    base: Beneath
    region: str = Field(pattern=r"^\d{6}$", description="哪个市、县用，写六位区划代码")
    valid_from: date
    valid_to: date | None = None
    note: Sentence
    kinds: list[Short] = Field(default=[], description="比上级表多出的业态")
    laws: dict[str, Law] = Field(default={})
    change: dict[str, Changed] = Field(default={}, description="按条目编号写要改的地方")
    add: list[Added] = Field(default=[])
