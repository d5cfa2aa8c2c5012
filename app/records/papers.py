"""A record on paper: as a Word file from the office's template, as PDF, and as a page to print."""

import base64
import hashlib
import json
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from noto_cjk_sans_otc import FONT_PATH
from sqlmodel import Session

from app.documents.kinds import file_of
from app.documents.rendering import Picture, render
from app.inspections.models import Inspection
from app.notices import qr
from app.records.content import Content, content
from app.records.pictures import Pictures, pictures
from app.records.verifying import Verified, address_of, code_of
from app.settings import Settings

WORD = "record.docx"
_FOLDER = Path(__file__).parent / "templates"
_PER_ROW = 3
_WIDTH_MM = {"photo": 48, "signature": 40}
_templates = Environment(
    loader=FileSystemLoader(_FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def paper(session: Session, visit: Inspection, settings: Settings) -> tuple[Content, Pictures]:
    """The words of a record with code and address, and its pictures."""
    said = content(session, visit)
    said |= {"code": code_of(visit, settings), "url": address_of(visit, settings)}
    return said, pictures(session, visit, said, settings)


def word(said: Content, shown: Pictures, settings: Settings) -> bytes:
    """The Word file that the office's template makes of it.  Raises TemplateFaulty."""
    photos = [
        {"caption": photo["caption"], "image": _inline(shown, photo["sha256"], "photo")}
        for photo in said["photos"]
    ]
    empty = {"caption": "", "image": ""}
    rows = [photos[n : n + _PER_ROW] for n in range(0, len(photos), _PER_ROW)]
    body = said | {
        "photo_rows": [
            dict(zip(("a", "b", "c"), [*row, empty, empty], strict=False)) for row in rows
        ],
        "proof": {"url": said["url"]},
        "signed_cadre": _inline(shown, said["signed_cadre"], "signature"),
        "signed_enterprise": _inline(shown, said["signed_enterprise"], "signature"),
    }
    return render(file_of(settings, WORD).read_bytes(), WORD, body)


def pdf(said: Content, shown: Pictures, visit: Inspection) -> bytes:
    """The same on A4 with its face embedded; the same bytes each time."""
    told = said | {"there": sorted(shown.of)}
    files = {f"{sha256}.jpg": data for sha256, data in shown.of.items()} | {
        "record.typ": (_FOLDER / "record.typ").read_bytes(),
        "said.json": json.dumps(told, ensure_ascii=False).encode(),
        "qr.svg": qr.svg(said["url"]).encode(),
    }
    # From a folder: files handed over in memory may hold text only.
    with TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        return typst.compile(
            Path(folder) / "record.typ",
            root=Path(folder),
            format="pdf",
            ignore_system_fonts=True,
            font_paths=[Path(FONT_PATH).parent],
            timestamp=int(visit.received_at.timestamp()),
        )


def page(said: Content, shown: Pictures) -> HTMLResponse:
    """A page for A4 that needs nothing else: pictures inside, one style, one line of script."""
    images = {
        sha256: f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
        for sha256, data in shown.of.items()
    }
    code = qr.svg(said["url"])
    return _page("record.html", "record.css", said=said, images=images, qr=code, script=_PRINT)


def proof(found: Verified) -> HTMLResponse:
    """What the code leads to."""
    return _page("verify.html", "verify.css", found=found)


_PRINT = "document.querySelector('button').addEventListener('click',()=>print())"


def _inline(shown: Pictures, sha256: str, what: str) -> Picture | str:
    if not sha256:
        return ""
    data = shown.get(sha256)
    return Picture(data, _WIDTH_MM[what]) if data else "（照片还没上传完）"


def _page(template: str, style: str, **shown: Any) -> HTMLResponse:
    css = _style(style)
    policy = (
        f"default-src 'none'; style-src 'sha256-{_hash(css)}'; "
        f"script-src 'sha256-{_hash(_PRINT)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    text = _templates.get_template(template).render(style=css, **shown)
    headers = {"Content-Security-Policy": policy, "Cache-Control": "private, no-store"}
    return HTMLResponse(text, headers=headers)


@lru_cache
def _style(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
