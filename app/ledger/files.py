"""A file that was made for one answer: sent in pieces, gone when it is closed."""

import os
from collections.abc import Iterator
from datetime import datetime
from typing import IO
from urllib.parse import quote

from fastapi.responses import StreamingResponse

from app.clock import shanghai_date

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_PIECE = 256 * 1024


def file_answer(file: IO[bytes], kind: str, at: datetime) -> StreamingResponse:
    """The whole file as a download; neither the database nor memory waits for a slow receiver."""
    name = quote(f"问题清单台账-{shanghai_date(at):%Y%m%d}.{kind}")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "Content-Length": str(os.fstat(file.fileno()).st_size),
    }
    return StreamingResponse(_pieces(file), media_type=_TYPES[kind], headers=headers)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
