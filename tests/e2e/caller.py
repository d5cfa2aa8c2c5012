"""Somebody who works straight on the API, to bring about what a screen is to show."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from app.accounts.passwords import DEMO_PASSWORD
from app.demo import pictures


class Caller:
    """A person signed in on the API."""

    def __init__(self, url: str, username: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=30)
        form = {"username": username, "password": DEMO_PASSWORD}
        told = self.http.post("/api/v1/auth/token", data=form).raise_for_status().json()
        self.http.headers["Authorization"] = f"Bearer {told['access_token']}"

    def get(self, path: str) -> Any:
        """What the API answers."""
        return self.http.get(f"/api/v1{path}").raise_for_status().json()

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """What the API answers to `body`."""
        return self.http.post(f"/api/v1{path}", json=body or {}).raise_for_status().json()

    def put(self, path: str, body: dict[str, Any]) -> Any:
        """What the API answers where `body` is put."""
        return self.http.put(f"/api/v1{path}", json=body).raise_for_status().json()

    def photo(self, seed: str, *, tidy: bool) -> str:
        """Upload an invented picture, unless it is there already; gives its sha256."""
        data = pictures.photo(seed, datetime.now(UTC), tidy=tidy)
        sha256 = hashlib.sha256(data).hexdigest()
        told = {"sha256": sha256, "filetype": "image/jpeg"}
        words = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in told.items())
        tus = {"Tus-Resumable": "1.0.0"}
        begun = self.http.post(
            "/api/v1/media",
            headers=tus | {"Upload-Length": str(len(data)), "Upload-Metadata": words},
        ).raise_for_status()
        if begun.headers.get("Upload-Offset") == str(len(data)):
            return sha256
        part = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        self.http.patch(
            begun.headers["Location"], content=data, headers=tus | part
        ).raise_for_status()
        return sha256

    def register(self, entity_id: str, words: str, **more: Any) -> Any:
        """Register an issue found outside a visit, with a picture; gives the issue."""
        new = {
            "id": str(uuid4()),
            "entity_id": entity_id,
            "text": "食品是否生熟分开存放",
            "description": words,
            "severity": "major",
            "requirement": "生熟分开存放，分别加盖、贴标签。",
            "photos": [self.photo(words, tidy=False)],
        }
        return self.post("/issues", new | more)

    def suspended(self, entity: Any, id: str, words: str, *, shown: bool = False) -> None:
        """Hand in, under `id`, that an entity was found out of business; `shown` by a photo."""
        now = datetime.now(UTC)
        body = {
            "entity_id": entity["id"],
            "checklist": {"id": entity["business_type"], "version": 1},
            "mode": "onsite",
            "outcome": "suspended",
            "started_at": (now - timedelta(minutes=10)).isoformat(),
            "finished_at": now.isoformat(),
            "device_now": now.isoformat(),
            "answers": [],
            "statement": words,
            "photos": [self.photo(id, tidy=True)] if shown else [],
        }
        self.http.put(f"/api/v1/inspections/{id}", json=body).raise_for_status()

    def move(self, issue: Any, name: str, **given: Any) -> Any:
        """Move an issue; gives it as it then stands."""
        order = {"id": str(uuid4()), "move": name, "seen_version": issue["version"], **given}
        return self.post(f"/issues/{issue['id']}/moves", order)
