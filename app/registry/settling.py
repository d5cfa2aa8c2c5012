"""What follows once all rows are found out about: who depends on whom, which rows can be taken."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.db import table_of
from app.registry.bulk import among, insert_many
from app.registry.faults import Gravity
from app.registry.models import ImportBatch, ImportFinding, ImportRow

row, finding = table_of(ImportRow), table_of(ImportFinding)
_DEPENDS = 900


def settle(session: Session, batch: ImportBatch) -> dict[str, Any]:
    """Count each row's findings anew and give the batch's totals, which add up."""
    _accepted(session, batch)
    session.execute(
        sa.delete(finding).where(finding.c.batch_id == batch.id, finding.c.n >= _DEPENDS)
    )
    _count(session, batch.id)
    while _depend(session, batch.id):
        pass
    return totals(session, batch)


def _accepted(session: Session, batch: ImportBatch) -> None:
    """Write the reasons that were given beside the findings they are for."""
    mine = finding.c.batch_id == batch.id
    session.execute(
        sa.update(finding).where(mine, finding.c.reason.is_not(None)).values(reason=None)
    )
    for key, reason in sorted(batch.accepted.items()):
        code, _, seq = key.partition(":")
        wanted = [mine, finding.c.code == code, finding.c.gravity == Gravity.WARNING]
        if seq:
            wanted.append(finding.c.seq == int(seq))
        session.execute(sa.update(finding).where(*wanted).values(reason=reason))


def _count(session: Session, batch_id: UUID) -> None:
    open_ = (
        sa.select(
            finding.c.seq,
            sa.func.sum(sa.case((finding.c.gravity == Gravity.ERROR, 1), else_=0)).label("errors"),
            sa.func.sum(
                sa.case(
                    (sa.and_(finding.c.gravity == Gravity.WARNING, finding.c.reason.is_(None)), 1),
                    else_=0,
                )
            ).label("doubts"),
        )
        .where(finding.c.batch_id == batch_id)
        .group_by(finding.c.seq)
    )
    session.execute(
        sa.update(row)
        .where(row.c.batch_id == batch_id, sa.or_(row.c.errors > 0, row.c.doubts > 0))
        .values(errors=0, doubts=0)
    )
    counted = open_.subquery()
    session.execute(
        sa.update(row)
        .where(row.c.batch_id == batch_id, row.c.seq == counted.c.seq)
        .values(errors=counted.c.errors, doubts=counted.c.doubts)
    )


def _depend(session: Session, batch_id: UUID) -> bool:
    """Keep out rows that need one that is kept out; whether there were any more."""
    held = aliased(row)
    query = (
        sa.select(row.c.seq, row.c.needs_entity, held.c.seq.label("held"), held.c.number)
        .select_from(row)
        .join(
            held,
            sa.and_(
                held.c.batch_id == row.c.batch_id,
                held.c.seq.in_((row.c.needs_entity, row.c.needs_cadre)),
            ),
        )
        .where(
            row.c.batch_id == batch_id,
            row.c.errors == 0,
            sa.or_(row.c.needs_entity.is_not(None), row.c.needs_cadre.is_not(None)),
            held.c.taken.is_(False),
            sa.or_(held.c.errors > 0, held.c.doubts > 0),
        )
    )
    found = {one.seq: one for one in session.execute(query)}
    notes = [
        {
            "batch_id": batch_id,
            "seq": one.seq,
            "n": _DEPENDS,
            "code": "depends",
            "gravity": Gravity.ERROR,
            "field": "name" if one.held == one.needs_entity else "cadre",
            "shown": "",
            "text": f"要先改好第 {one.number} 行的"
            + ("单位" if one.held == one.needs_entity else "干部")
            + "，这一行才能导入。",
            "suggestion": None,
        }
        for one in found.values()
    ]
    insert_many(session, finding, notes)
    if found:
        session.execute(
            sa.update(row)
            .where(row.c.batch_id == batch_id, among(session, row.c.seq, found))
            .values(errors=1)
        )
    return bool(found)


def totals(session: Session, batch: ImportBatch) -> dict[str, Any]:
    """Rows read, and what becomes of them: the parts add up to the whole."""
    held = sa.case((row.c.errors > 0, "faulty"), (row.c.doubts > 0, "doubted"), else_=row.c.action)
    query = (
        sa.select(
            row.c.shape,
            sa.case((row.c.taken, row.c.action), else_=held),
            row.c.taken,
            sa.func.count(),
        )
        .where(row.c.batch_id == batch.id)
        .group_by(row.c.shape, sa.case((row.c.taken, row.c.action), else_=held), row.c.taken)
    )
    whole: dict[str, int] = dict.fromkeys(
        ("rows", "insert", "update", "same", "faulty", "doubted", "taken"), 0
    )
    shapes: dict[str, dict[str, int]] = {}
    for shape, what, taken, many in session.execute(query):
        one = shapes.setdefault(shape, dict.fromkeys(whole, 0))
        for counts in (whole, one):
            counts["rows"] += many
            counts[what] += many
            counts["taken"] += many if taken else 0
    return whole | {"shapes": shapes, "codes": _codes(session, batch.id)}


def _codes(session: Session, batch_id: UUID) -> list[dict[str, Any]]:
    """How many findings there are of each kind, and how many of them nobody has answered."""
    waiting = sa.func.sum(sa.case((col(ImportFinding.reason).is_(None), 1), else_=0))
    query = (
        sa.select(finding.c.code, sa.func.count(), waiting)
        .where(finding.c.batch_id == batch_id)
        .group_by(finding.c.code)
        .order_by(sa.func.count().desc(), finding.c.code)
    )
    return [
        {"code": code, "many": many, "waiting": int(left)}
        for code, many, left in session.execute(query)
    ]
