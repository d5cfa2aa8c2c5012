"""What a link needs before anybody abuses it: a station that made it, and a browser."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from httpx import Response
from sqlalchemy import select
from sqlmodel import Session, SQLModel

from app.ledger.models import Issue
from app.ledger.steps import issue_or_404
from app.settings import Settings
from tests.ledger.scene import Scene, an_issue, bring
from tests.people import Browser

TUS = {"Tus-Resumable": "1.0.0"}
GUARDS_OWN = {"audit", "rectify_link"}
"""The trail, and the link's own count of wrong codes: what an abuse may leave behind."""


@dataclass
class Ring:
    """An issue in rectification, its link, and who holds it."""

    client: Browser
    session: Session
    scene: Scene
    settings: Settings
    issue: Issue
    token: str = ""
    code: str = ""

    @property
    def base(self) -> str:
        """Where the link's API stands."""
        return f"/api/v1/rectify/{self.token}"

    def hand_out(self, *, let_in: bool = True) -> None:
        """The station makes the link; the holder shows its code."""
        made = self.client.as_(self.scene.station).post(f"/api/v1/issues/{self.issue.id}/link")
        self.token, self.code = made.json()["token"], made.json()["code"]
        if let_in:
            shown = self.client.post(f"{self.base}/code", json={"code": self.code})
            assert shown.status_code == 204

    def another(self, **changed: Any) -> "Ring":
        """The same for another issue of the same shop, in the same browser."""
        other = Ring(self.client, self.session, self.scene, self.settings, an_open(self, **changed))
        other.hand_out()
        return other

    def submit(self, **changed: Any) -> Response:
        """Hand a rectification in."""
        sent: Response = self.client.post(self.base, json=self.answer(**changed))
        return sent

    def answer(self, **changed: Any) -> dict[str, Any]:
        """A rectification as the page sends it."""
        told = {
            "id": str(uuid4()),
            "seen_version": self.now().version,
            "text": "已新增熟食柜",
            "date": datetime.now(UTC).date().isoformat(),
            "name": "赵文博",
            "photos": [],
        }
        return {**told, **changed}

    def extend(self, **changed: Any) -> Response:
        """Ask for more days."""
        told = {
            "id": str(uuid4()),
            "seen_version": self.now().version,
            "reason": "缺货",
            "days": 2,
            "name": "赵文博",
        }
        asked: Response = self.client.post(f"{self.base}/extension", json={**told, **changed})
        return asked

    def begin(self, data: bytes = b"x" * 100, **headers: str) -> Response:
        """Begin an upload of `data`."""
        sha = hashlib.sha256(data).hexdigest()
        told = {
            **TUS,
            "Upload-Length": str(len(data)),
            "Upload-Metadata": metadata(sha256=sha, filetype="image/jpeg"),
        }
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        begun: Response = self.client.post(f"{self.base}/media", headers={**told, **named})
        return begun

    def send(self, place: str, data: bytes, **headers: str) -> Response:
        """Send the bytes of an upload."""
        told = {
            **TUS,
            "Upload-Offset": "0",
            "Content-Type": "application/offset+octet-stream",
        }
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent: Response = self.client.patch(place, content=data, headers={**told, **named})
        return sent

    def now(self) -> Issue:
        """The issue as it stands."""
        self.session.commit()
        return issue_or_404(self.session, self.issue.id)

    def stored(self) -> set[str]:
        """Every row but the guard's own, and every file: what anybody could leave behind."""
        self.session.commit()
        rows = {
            f"{name} {tuple(row)}"
            for name, table in SQLModel.metadata.tables.items()
            if name not in GUARDS_OWN
            for row in self.session.connection().execute(select(table))
        }
        files = {
            str(path)
            for path in self.settings.data.rglob("*")
            if path.is_file() and not path.name.startswith("dudao.db")
        }
        return rows | files


def metadata(**told: str) -> str:
    """An `Upload-Metadata` header."""
    return ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in told.items())


def an_open(ring: Ring, **changed: Any) -> Issue:
    """Another issue of the shop, in rectification."""
    return an_issue_in_hand(ring.session, ring.scene, **changed)


def an_issue_in_hand(session: Session, scene: Scene, **changed: Any) -> Issue:
    """An issue found now that the station has accepted."""
    at = datetime.now(UTC)
    found = an_issue(session, scene, found_at=at, received_at=at, **changed)
    return bring(session, scene, found, "rectifying")


def a_token(client: Browser, scene: Scene, issue: Issue) -> str:
    """The token of a link whose code this browser has shown."""
    made = client.as_(scene.station).post(f"/api/v1/issues/{issue.id}/link")
    assert made.status_code == 200
    token: str = made.json()["token"]
    shown = client.post(f"/api/v1/rectify/{token}/code", json={"code": made.json()["code"]})
    assert shown.status_code == 204
    return token
