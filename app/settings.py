"""Settings, read once from the environment (`DUDAO_*`)."""

import hashlib
import hmac
from datetime import time
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Webhook(BaseModel):
    """A group's robot, or another system, told of reminders. Its address is a secret too."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    name: Annotated[str, Field(min_length=1, max_length=40)]
    kind: Literal["wecom", "dingtalk", "generic"]
    url: SecretStr
    secret: SecretStr = SecretStr("")
    region: Annotated[str, Field(pattern=r"^(\d{12})?$")] = ""
    """A city's or county's code: told of its issues only; empty: of all."""

    @model_validator(mode="after")
    def _safe(self) -> Self:
        address = urlsplit(self.url.get_secret_value())
        if address.scheme != "https" and not (
            address.scheme == "http" and address.hostname in _LOOPBACK
        ):
            raise ValueError(f"webhook {self.name}: only https addresses, or http on this machine")
        if self.kind == "generic" and not self.secret.get_secret_value():
            raise ValueError(f"webhook {self.name}: a secret to sign with is missing")
        return self


class Settings(BaseSettings):
    """Everything an installation may decide; the defaults serve a county on one machine."""

    model_config = SettingsConfigDict(
        env_prefix="DUDAO_", extra="ignore", hide_input_in_errors=True
    )

    data: Path = ROOT / "data"
    database_url: str = ""
    public_url: str = "http://127.0.0.1:8000"
    secret: SecretStr = SecretStr("")
    demo: bool = False
    checklists: Path = ROOT / "checklists"
    pwa: Path = ROOT / "pwa" / "dist"
    templates: Path | None = None
    """The office's own Word templates and list of documents; where none lies, ours serve."""
    rules: Path | None = None
    """The office's own caps, lines of industry and weights; where none lies, ours serve."""

    access_token_minutes: int = Field(default=15, ge=1, le=60)
    refresh_token_days: int = Field(default=30, ge=1, le=90)
    offline_days: int = Field(default=30, ge=1, le=90)
    lock_after_failures: int = 5
    lock_minutes: int = 15
    auto_assign: bool = True
    rectify_link_days: int = 30
    escalate_county_workdays: int = Field(default=1, ge=0, le=60)
    """Working days past the deadline at which an issue goes up to the county office."""
    escalate_city_workdays: int = Field(default=5, ge=0, le=120)
    escalate_returns: int = Field(default=2, ge=1, le=20)
    """Returns at which it goes up to the county office, overdue or not."""
    reminders: bool = True
    """`dudao serve` sends reminders; false where cron calls `dudao reminders run` instead."""
    reminder_time: time = time(8, 30)
    """When the digest of a working day goes out, in Shanghai."""
    webhooks: list[Webhook] = []
    webhook_attempts: int = Field(default=8, ge=1, le=20)
    media_max_bytes: int = 8 * 1024 * 1024
    prepare: bool = True
    """PostgreSQL: prepare the statements of the hot path; not behind PgBouncer before 1.21."""
    pool_size: int = Field(default=10, ge=1, le=100)
    city_name: str = "济南市"
    hotline: str = "12315"
    citizen_hotline: str = "12345"
    health_phone: str = ""
    """Duty number of the county's health department, to report a suspected accident to."""

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        if len({target.name for target in self.webhooks}) < len(self.webhooks):
            raise ValueError("webhooks: two have the same name")
        return self

    @property
    def url(self) -> str:
        """SQLAlchemy URL; SQLite in the data folder unless one is given."""
        return self.database_url or f"sqlite:///{self.data / 'dudao.db'}"

    @property
    def media_folder(self) -> Path:
        """Where photos and signatures lie, named by their sha256."""
        return self.data / "media"

    @property
    def templates_folder(self) -> Path:
        """Where an office puts its own templates of documents."""
        return self.templates or self.data / "templates"

    @property
    def rules_folder(self) -> Path:
        """Where an office puts its own `caps.yaml`, `lines.yaml` and `weights.yaml`."""
        return self.rules or self.data / "rules"

    def signing_key(self) -> str:
        """The secret of tokens and links; made once in the data folder when none is set.

        Several processes of one installation share it through the folder or `DUDAO_SECRET`.
        """
        if self.secret.get_secret_value():
            return self.secret.get_secret_value()
        return _key_in(self.data / "secret.key")

    def seal(self, purpose: str, of: bytes) -> bytes:
        """32 bytes that nobody makes without our secret: of these bytes, for one purpose alone."""
        key = self.signing_key().encode()
        return hmac.digest(key, f"{purpose}:".encode() + of, hashlib.sha256)


def _key_in(path: Path) -> str:
    import os
    import secrets

    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Exclusive creation: of two processes starting together one writes, the other reads.
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


@lru_cache
def get_settings() -> Settings:
    """The settings of this process."""
    return Settings()
