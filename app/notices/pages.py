"""The public page of a notice as HTML: no script, one inline style known by its hash."""

import base64
import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.clock import shanghai_date
from app.entities.models import EntityState
from app.notices import codes
from app.notices.facts import POSTS, PublicFacts
from app.notices.models import Notice
from app.notices.quarters import NAMES
from app.notices.resolving import REPLACED
from app.settings import Settings

_FOLDER = Path(__file__).parent / "templates"
_CLOSED = {EntityState.SUSPENDED: "停业", EntityState.DORMANT: "歇业"}
_templates = Environment(
    loader=FileSystemLoader(_FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["digits"] = lambda text: "".join(c for c in text if c.isdigit())
_STYLE = (_FOLDER / "public.css").read_text(encoding="utf-8")


def public_page(
    notice: Notice, facts: PublicFacts, settings: Settings, *, today: date, seal: str
) -> Response:
    """What anybody sees who scans the notice."""
    visits = {visit.quarter: visit for visit in facts.visits}
    now = (today.month + 2) // 3
    return _page(
        "public.html",
        notice=notice,
        facts=facts,
        posts=POSTS,
        hotline=settings.hotline,
        number=codes.grouped(notice.short_code),
        issued_on=shanghai_date(notice.issued_at),
        city=settings.city_name,
        citizens=settings.citizen_hotline,
        state=_CLOSED.get(facts.state, ""),
        seal=seal,
        year=today.year,
        quarters=[(name, visits.get(n), n < now) for n, name in enumerate(NAMES, start=1)],
    )


def replaced_page() -> Response:
    """A notice that no longer counts: nothing else is told."""
    return message(REPLACED)


def gone_page(settings: Settings) -> Response:
    """The notice of an entity that nobody covers any more."""
    said = f"这家单位已不在包保名单。发现食品安全问题，请打 {settings.hotline}。"
    return message("公示牌已停用", said)


def message(
    heading: str, next_step: str = "", status: int = 200, *, back: str = "", enter: bool = False
) -> HTMLResponse:
    """A page of one sentence, with a way back to the notice of token `back`.

    With `enter` a cadre finds the way back to the app.
    """
    told = {"heading": heading, "next_step": next_step, "back": back, "enter": enter}
    return _page("message.html", status, **told)


def _page(template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    hashed = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )
    text = _templates.get_template(template).render(style=_STYLE, **shown)
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache"}
    return HTMLResponse(text, status, headers)
