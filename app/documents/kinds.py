"""Kinds of documents, as data: who may issue which, to whom, what is asked, which days run."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from app.accounts.roles import Role
from app.accounts.user import User
from app.checklists.reading import ChecklistError, Document, Problem, read_document
from app.regions.models import Level, UnitKind
from app.settings import Settings

HERE = Path(__file__).parent
FILE = "kinds.yaml"
ISSUING = {
    Role.STATION: UnitKind.STATION,
    Role.BUREAU: UnitKind.BUREAU,
    Role.OFFICE: UnitKind.OFFICE,
}
"""Roles that speak for a unit. A cadre supervises and issues nothing."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,11}$")]
Prefill = Literal["requirement", "deadline", "facts", "contact", "phone", "unit"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Asked(_Strict):
    """One field of the form."""

    name: Name
    label: str = Field(min_length=1, max_length=12)
    kind: Literal["line", "text", "date", "time", "choice"]
    most: int = Field(default=200, ge=1, le=2000)
    options: list[str] = []
    required: bool = True
    prefill: Prefill | None = None
    """What the form finds filled in, from the issues or from who issues."""
    fixed: str = ""
    """Words that stand there unless others are written."""

    @model_validator(mode="after")
    def _chooses_from_something(self) -> Self:
        if (self.kind == "choice") != bool(self.options):
            raise ValueError("choice 要有 options，别的种类不要 options")
        return self


class Kind(_Strict):
    """One kind of document."""

    code: Name
    name: str = Field(min_length=2, max_length=20)
    mark: str = Field(min_length=1, max_length=6)
    issuers: dict[Role, list[Level]]
    addressee: Literal["entity", "body"]
    link: bool = False
    """Whether it carries the enterprise's link to each issue."""
    along: Literal["list"] | None = None
    """A move that the issues may make in the same step: 挂牌督办 with its notice."""
    sign: int = Field(ge=0, le=60)
    feedback: int | Name
    template: str = Field(pattern=r"^[^/\\]+\.docx$")
    hint: str = Field(default="", max_length=100)
    fields: list[Asked]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if set(self.issuers) - set(ISSUING):
            raise ValueError("issuers 只能是 station、bureau、office：别的角色不出具文书")
        names = [field.name for field in self.fields]
        if len(set(names)) < len(names):
            raise ValueError("fields 里有两栏同名")
        dates = {field.name for field in self.fields if field.kind == "date"}
        if isinstance(self.feedback, str) and self.feedback not in dates:
            raise ValueError(f"feedback 写的“{self.feedback}”不是一个日期栏")
        if self.link and self.addressee != "entity":
            raise ValueError("link 只用于送企业的文书")
        if self.along and (self.addressee != "body" or "deadline" not in dates):
            raise ValueError("along: list 只用于送单位、有日期栏 deadline 的文书")
        return self

    def open_to(self, by: User) -> bool:
        """Whether this person's role and level may issue it."""
        return by.level in self.issuers.get(by.role, [])


class Kinds(_Strict):
    """The whole list, and how numbers are written."""

    numbers: dict[UnitKind, str]
    kinds: list[Kind]

    @model_validator(mode="after")
    def _are_told_apart(self) -> Self:
        for what in ("code", "mark", "name"):
            seen = [getattr(kind, what) for kind in self.kinds]
            if len(set(seen)) < len(seen):
                raise ValueError(f"两种文书的 {what} 相同")
        if set(self.numbers) != set(UnitKind):
            raise ValueError("numbers 要写全 station、bureau、office 三行")
        return self

    def get(self, code: str) -> Kind | None:
        """The kind of this code."""
        return next((kind for kind in self.kinds if kind.code == code), None)

    def open_to(self, by: User) -> list[Kind]:
        """The kinds this person may issue."""
        return [kind for kind in self.kinds if kind.open_to(by)]


def kinds_of(settings: Settings) -> Kinds:
    """The kinds of this installation; read again when their file has changed."""
    path = file_of(settings, FILE)
    return _read(path, path.stat().st_mtime_ns)


def file_of(settings: Settings, name: str) -> Path:
    """A file of the office's own folder where it has one, else the shipped one."""
    own = settings.templates_folder / name
    if own.is_file():
        return own
    return HERE / name if name == FILE else HERE / "templates" / name


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Kinds:
    document = read_document(path.read_text(encoding="utf-8"), path.name)
    try:
        return Kinds.model_validate(document.data)
    except ValidationError as error:
        raise ChecklistError(sorted({_problem(document, e) for e in error.errors()})) from error


def _problem(document: Document, error: Any) -> Problem:
    said = str(error["msg"]).removeprefix("Value error, ")
    where = ".".join(str(step) for step in error["loc"])
    return document.problem(error["loc"], f"{where}：{said}" if where else said)
