"""The public page of a notice as HTML: no script, one inline style known by its hash."""

import base64
import hashlib
from pathlib import Path
from typing import Any

from fastapi import Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.clock import shanghai_date
from app.notices import codes
from app.notices.facts import POSTS, PublicFacts
from app.notices.models import Notice
from app.notices.quarters import NAMES
from app.notices.service import REPLACED
from app.settings import Settings

_FOLDER = Path(__file__).parent / "templates"
_templates = Environment(
    loader=FileSystemLoader(_FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["digits"] = lambda text: "".join(c for c in text if c.isdigit())
_STYLE = (_FOLDER / "public.css").read_text(encoding="utf-8")


def public_page(notice: Notice, facts: PublicFacts, settings: Settings, *, year: int) -> Response:
    """What anybody sees who scans the notice."""
    visits = {visit.quarter: visit for visit in facts.visits}
    return _page(
        "public.html",
        notice=notice,
        facts=facts,
        posts=POSTS,
        hotline=settings.hotline,
        number=codes.grouped(notice.short_code),
        issued_on=shanghai_date(notice.issued_at),
        city=settings.city_name,
        year=year,
        quarters=[(name, visits.get(n)) for n, name in enumerate(NAMES, start=1)],
    )


def replaced_page() -> Response:
    """A notice that no longer counts: nothing else is told."""
    return message(REPLACED)


def message(
    heading: str, next_step: str = "", status: int = 200, *, enter: bool = False
) -> HTMLResponse:
    """A page of one sentence; with `enter` a cadre finds the way back to the app."""
    return _page("message.html", status, heading=heading, next_step=next_step, enter=enter)


def _page(template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    hashed = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )
    text = _templates.get_template(template).render(style=_STYLE, **shown)
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache"}
    return HTMLResponse(text, status, headers)
