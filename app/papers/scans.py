"""A signed paper as it was scanned: a PDF or a picture by its content, shown as pictures."""

import threading
from io import BytesIO
from typing import Any

from app.errors import AppError, TooLarge
from app.media.pictures import NotAPicture, examine
from app.papers.models import SignedBy

LARGEST = 10 * 1024 * 1024
MOST_PAGES = 10
EDGE = 1600
"""Longest side of a page in pixels: A4 at 140 dpi, enough to read what is written by hand."""

# PDFium is not made for two threads.
_one_at_a_time = threading.Lock()


class NotAScan(AppError, status=415, slug="not-a-scan", title="不是可用的扫描件"):
    """Bytes that are neither a PDF that opens nor a picture, or a PDF of too many pages."""


def kind_of(data: bytes) -> SignedBy:
    """What a scan is.  Raises TooLarge, NotAScan."""
    if len(data) > LARGEST:
        raise TooLarge("文件超过 10 MB，请用 150 到 200 dpi 重新扫描，或拍照上传。")
    if b"%PDF-" in data[:1024]:
        _check(data)
        return SignedBy.SCAN
    try:
        examine(BytesIO(data))
    except NotAPicture:
        raise NotAScan(
            "这个文件不是 PDF，也不是照片（JPEG、PNG、WebP）。请重新扫描或拍照。"
        ) from None
    return SignedBy.PAPER


def _check(data: bytes) -> None:
    # Here, for it takes a twentieth of the start and most processes never see a PDF.
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        with _one_at_a_time, PdfDocument(data) as document:
            pages = len(document)
    except PdfiumError:
        raise NotAScan("这个 PDF 打不开，可能损坏或加了密码。请重新扫描。") from None
    if not 1 <= pages <= MOST_PAGES:
        raise NotAScan(f"这个 PDF 有 {pages} 页，最多 {MOST_PAGES} 页。只扫签好的承诺书。")


def pages_of(data: bytes) -> list[bytes]:
    """Each page of a PDF as a JPEG."""
    from pypdfium2 import PdfDocument

    with _one_at_a_time, PdfDocument(data) as document:
        return [_drawn(page) for page in document]


def _drawn(page: Any) -> bytes:
    file = BytesIO()
    picture = page.render(scale=EDGE / max(*page.get_size(), 1)).to_pil()
    picture.convert("RGB").save(file, "JPEG", quality=80)
    return file.getvalue()
