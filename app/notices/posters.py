"""公示牌 as PDF on A4 or A3, one page for each notice, with the face and the QR code inside."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import anyio
import typst
from anyio.lowlevel import RunVar
from fastapi.concurrency import run_in_threadpool
from noto_cjk_sans_otc import FONT_PATH
from sqlmodel import Session

from app.clock import shanghai_date
from app.notices import codes, qr
from app.notices.facts import POSTS, PublicFacts, shown_on
from app.notices.models import Notice
from app.notices.quarters import NAMES
from app.notices.resolving import url_of
from app.per_request import put_aside
from app.settings import Settings

Paper = Literal["a4", "a3"]
MOST = 200
"""Posters in one file: some five seconds and 200 MB at most, whatever the town's size."""

_TEMPLATE = Path(__file__).parent / "templates" / "poster.typ"


@dataclass(frozen=True)
class Sheet:
    """One notice to be printed, and what it says."""

    notice: Notice
    facts: PublicFacts


_turns: RunVar[anyio.CapacityLimiter] = RunVar("dudao_posters")


async def made(
    session: Session, sheets: Sequence[Sheet], paper: Paper, settings: Settings, at: datetime
) -> bytes:
    """The file, one at a time in each process; meanwhile others have the connection."""
    limiter = _turns.get(None)
    if limiter is None:
        limiter = anyio.CapacityLimiter(1)
        _turns.set(limiter)
    await run_in_threadpool(session.commit)
    work = partial(pdf, sheets, paper, settings, on=shanghai_date(at))
    async with put_aside(session):
        return await anyio.to_thread.run_sync(work, limiter=limiter)


def pdf(sheets: Sequence[Sheet], paper: Paper, settings: Settings, *, on: date) -> bytes:
    """The posters in the order given; the same bytes for the same words on the same day."""
    said = {
        "paper": paper,
        "posters": [_words(sheet, settings, on.year) for sheet in sheets],
    }
    # From a folder: files handed over in memory may hold text only.
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "poster.typ").write_bytes(_TEMPLATE.read_bytes())
        (folder / "said.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        return typst.compile(
            folder / "poster.typ",
            root=folder,
            format="pdf",
            ignore_system_fonts=True,
            font_paths=[Path(FONT_PATH).parent],
            timestamp=int(max(sheet.notice.issued_at for sheet in sheets).timestamp()),
        )


def _words(sheet: Sheet, settings: Settings, year: int) -> dict[str, Any]:
    notice, facts = sheet.notice, sheet.facts
    visits = {visit.quarter: visit for visit in facts.visits}
    return {
        "name": facts.name,
        "address": facts.address,
        "business_type": facts.business_type,
        "grade": facts.grade,
        "covered_by": facts.covered_by,
        "cadre_name": facts.cadre_name or "待定",
        "cadre_post": facts.cadre_post,
        "people": list(_people(facts)),
        "year": str(year),
        "quarters": [
            {
                "name": name,
                "day": f"{visits[n].on.month}月{visits[n].on.day}日" if n in visits else "",
                "who": visits[n].by if n in visits else "",
            }
            for n, name in enumerate(NAMES, start=1)
        ],
        "qr": qr.svg(url_of(notice, settings.public_url), error="h"),
        "hotline": settings.hotline,
        "number": codes.grouped(notice.short_code),
        "office_name": facts.office_name,
        "office_phone": facts.office_phone,
        "issuer": facts.issuer,
        "issued_on": shown_on(shanghai_date(notice.issued_at)),
        "version": notice.version,
    }


def _people(facts: PublicFacts) -> Any:
    for role, post in POSTS.items():
        of_role = [person for person in facts.people if person.role == role]
        if of_role:
            duty = of_role[0].post if of_role[0].post != post else ""
            yield {"post": post, "names": [person.name for person in of_role], "duty": duty}
