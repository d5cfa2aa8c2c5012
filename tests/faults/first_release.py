"""What a cadre's phone of the first release held: a session, a draft, a record on its way."""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from playwright.sync_api import Page

from app.demo import pictures
from app.ids import uuid7
from tests.e2e.steps import PASSWORD
from tests.faults.stage import CADRE, FAULT, Case
from tests.inspections.visits import answers

WRONG = "CATR-D01"
CLOSED = "敲门没有人应，邻居说回老家了"
JS = (Path(__file__).parent / "release_1.js").read_text("utf-8")


@dataclass
class Old:
    """Content of the phone, and what must come out of it."""

    draft: UUID = field(default_factory=uuid7)
    report: UUID = field(default_factory=uuid7)
    photos: list[dict[str, str]] = field(default_factory=list)

    def photo(self, data: bytes, type: str, at: str) -> str:
        """Keep a picture; gives its sha256."""
        sha = hashlib.sha256(data).hexdigest()
        told = base64.b64encode(data).decode()
        self.photos.append({"sha": sha, "type": type, "base64": told, "madeAt": at})
        return sha


def leave_behind(case: Case, page: Page) -> Old:
    """Make the phone of `page` what the first release left behind."""
    old = Old()
    server = httpx.Client(base_url=f"http://127.0.0.1:{case.port}/api/v1", timeout=30)
    form = {"username": CADRE, "password": PASSWORD}
    tokens = server.post("/auth/token", data=form).raise_for_status().json()
    server.headers["Authorization"] = f"Bearer {tokens['access_token']}"
    sync = server.get("/sync").raise_for_status().json()
    body = server.get("/checklists/catering/versions/1").raise_for_status().json()
    firms = {UUID(one["id"]): one for one in sync["entities"]}
    at = datetime.now(UTC)
    meta = {
        "period": sync["period"],
        "serverTime": sync["server_time"],
        "syncedAt": at.isoformat(),
        "skewMs": 0,
        "settings": sync["settings"],
    }
    names = ("cursor", "checklists", "calendars", "contacts")
    rows: dict[str, list[dict[str, Any]]] = {
        "drafts": [_draft(old, firms[case.prepared.shop], tokens["me"], at)],
        "outbox": [_report(old, firms[case.prepared.others[0]], tokens["me"], at)],
        "entities": [_row(one, id=one["id"]) for one in sync["entities"]],
        "checklists": [_row(body, id="catering@1")],
        "facts": [_row(meta, id="meta"), *(_row(sync[name], id=name) for name in names)],
    }
    page.goto(f"{case.wire.url}/healthz")
    page.evaluate(JS, {"session": _session(tokens, at), "rows": rows, "photos": old.photos})
    return old


def _row(value: Any, **clear: Any) -> dict[str, Any]:
    return {"clear": clear, "value": value}


def _session(tokens: dict[str, Any], at: datetime) -> dict[str, Any]:
    return {
        "me": tokens["me"],
        "signedInAt": at.isoformat(),
        "confirmedAt": at.isoformat(),
        "refreshExpiresAt": tokens["refresh_expires_at"],
        "expired": False,
        "access": tokens["access_token"],
        "refresh": tokens["refresh_token"],
        "lock": {"salt": "00" * 16, "hash": "00" * 32},
        "offlineDays": 30,
    }


def _draft(old: Old, firm: dict[str, Any], me: dict[str, Any], at: datetime) -> dict[str, Any]:
    when = at.isoformat()
    wrong = old.photo(pictures.photo("first release", at, tidy=False), "image/jpeg", when)
    given = {one["item"]: one for one in answers(wrong={WRONG: [wrong]}, at=at)}
    given[WRONG]["note"] = FAULT
    draft = {
        "id": str(old.draft),
        "entityId": firm["id"],
        "entityName": firm["name"],
        "checklist": {"id": "catering", "version": 1},
        "profile": firm["profile"],
        "startedAt": (at - timedelta(minutes=20)).isoformat(),
        "savedAt": when,
        "answers": given,
        "rechecks": {},
        "participants": [
            {"role": "cadre", "name": me["name"], "post": me["post"]},
            {"role": "enterprise", "name": "孙立华", "post": "食品安全员"},
        ],
        "signatures": {
            "cadre": old.photo(pictures.signature("cadre"), "image/png", when),
            "enterprise": old.photo(pictures.signature("firm"), "image/png", when),
            "enterprise_refused": False,
        },
        "statement": "",
        "outcome": "done",
        "mode": "onsite",
        "photos": [],
    }
    return _row(draft, id=draft["id"], entityId=firm["id"], savedAt=when)


def _report(old: Old, firm: dict[str, Any], me: dict[str, Any], at: datetime) -> dict[str, Any]:
    when = at.isoformat()
    door = old.photo(pictures.photo("closed door", at, tidy=True), "image/jpeg", when)
    body = {
        "entity_id": firm["id"],
        "checklist": {"id": "catering", "version": 1},
        "mode": "onsite",
        "outcome": "closed_door",
        "started_at": (at - timedelta(minutes=9)).isoformat(),
        "finished_at": (at - timedelta(minutes=5)).isoformat(),
        "answers": [],
        "rechecks": [],
        "participants": [{"role": "cadre", "name": me["name"], "post": me["post"]}],
        "signatures": {"enterprise_refused": False},
        "statement": CLOSED,
        "profile": firm["profile"],
        "photos": [door],
    }
    intent = {
        "id": str(old.report),
        "kind": "inspection",
        "subject": f"entity:{firm['id']}",
        "title": firm["name"],
        "body": body,
        "photos": [door],
        "madeAt": when,
        "state": {"at": "waiting"},
    }
    clear = {name: intent[name] for name in ("id", "subject", "madeAt")}
    return _row(intent, **clear, at="waiting", owed=1)
