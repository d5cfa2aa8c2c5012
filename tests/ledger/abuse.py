"""Abuses of the enterprise's link: what one is, and the list that all of them are on."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from httpx import Response
from sqlmodel import col

from app.db import begin_write
from app.ledger.models import Issue, RectifyLink
from tests.ledger.link_scene import Ring

Abuse = Callable[[], Response]
HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@dataclass(frozen=True)
class Line:
    """One abuse, and how it is answered."""

    status: int
    slug: str
    arrange: Callable[[Ring], Abuse]
    let_in: bool = True


LINES: list[Line] = []


def refused(status: int, slug: str, *, let_in: bool = True) -> Callable[..., None]:
    def add(arrange: Callable[[Ring], Abuse]) -> None:
        LINES.append(Line(status, slug, arrange, let_in))

    return add


def link_id(ring: Ring) -> UUID:
    ring.session.commit()
    mine = sa.select(col(RectifyLink.id)).where(col(RectifyLink.issue_id) == ring.issue.id)
    found: UUID = ring.session.execute(mine).scalars().one()
    return found


def change(ring: Ring, table: type[RectifyLink] | type[Issue], **to: object) -> None:
    mine = col(Issue.id) if table is Issue else col(RectifyLink.issue_id)
    begin_write(ring.session)
    ring.session.execute(sa.update(table).where(mine == ring.issue.id).values(**to))
    ring.session.commit()


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"
