"""更正: a later record in the place of an earlier one, and what that means for its issues.

A record never changes.  What a corrected visit has opened stays its issue, and the ledger is told
where the correction no longer finds it (DOMAIN 3.1, decision 0019).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.guards import User
from app.db import table_of
from app.errors import Conflict, Malformed
from app.inspections.known import Prior
from app.inspections.models import Inspection
from app.inspections.timing import Timing
from app.inspections.wire import InspectionBody, Recheck
from app.ledger.findings import issue_id_of

CORRECTABLE = timedelta(hours=24)
_inspection = table_of(Inspection)


class TooLateToCorrect(Conflict, slug="too-late-to-correct", title="更正已过时限"):
    """A correction more than 24 hours after the record it corrects arrived (DOMAIN 1.2)."""


class AlreadyCorrected(Conflict, slug="already-corrected", title="这份记录已经更正过"):
    """A second correction of one record: the latest is the one to correct."""


@dataclass(frozen=True)
class Correction:
    """The records that this one takes the place of, the latest first."""

    chain: tuple[UUID, ...]
    failed_before: frozenset[str]
    """Items that the latest answered 否."""
    rechecks_before: Sequence[dict[str, Any]]
    before: sa.Row[Any]
    """The latest."""

    def counted(self, when: Timing) -> Timing:
        """The correction counts for the period of what it corrects, whenever it was made."""
        return replace(when, period=self.before.period, late=self.before.late)

    def dated(self, when: Timing) -> Timing:
        """The visit was when it was; its correction is written afterwards, maybe the next day."""
        first = self.before
        return replace(
            when,
            started_at=first.started_at,
            finished_at=first.finished_at,
            device_started_at=first.device_started_at or first.started_at,
            device_finished_at=first.device_finished_at or first.finished_at,
            corrected="skew" in first.remarks,
            unsure="clock_unsure" in first.remarks,
        )

    def opened(self, priors: Iterable[Prior]) -> list[Prior]:
        """The issues that the earlier records opened."""
        return [prior for prior in priors if prior.inspection_id in self.chain]

    def new_rechecks(self, rechecks: Sequence[Recheck]) -> list[Recheck]:
        """Rechecks that say something else than the record before said."""
        told = [_comparable(one) for one in self.rechecks_before]
        return [one for one in rechecks if _comparable(one.model_dump()) not in told]

    def turned(
        self, priors: Iterable[Prior], failed: set[str], rechecks: Sequence[Recheck]
    ) -> dict[UUID, bool]:
        """Issues not yet closed whose finding the correction takes back (False) or gives again."""
        back = {one.issue for one in rechecks if one.result == "repeated"}
        before = {
            UUID(one["issue_id"]) for one in self.rechecks_before if one["result"] == "repeated"
        }
        found = {}
        for prior in self.opened(priors):
            now = self._stands(prior, failed, back)
            if prior.closed_at is None and now != self._stands(prior, self.failed_before, before):
                found[prior.id] = now
        return found

    def _stands(self, prior: Prior, failed: Iterable[str], back: set[UUID]) -> bool:
        returned = {issue_id_of(id, f"repeated:{issue}") for id in self.chain for issue in back}
        return prior.item_code in set(failed) or prior.id in returned


def correction_of(
    session: Session, body: InspectionBody, when: Timing, by: User
) -> Correction | None:
    """What this visit corrects: the signer's own latest record of this entity, within 24 hours.

    Raises Malformed, TooLateToCorrect, AlreadyCorrected.
    """
    if body.corrects is None:
        return None
    chain = chain_of(session, body.corrects)
    first = chain[0] if chain else None
    if first is None or first.entity_id != body.entity_id or first.signed_by != by.id:
        raise _malformed(
            "没有找到要更正的那次督导，请同步后重试。", "/corrects", "不是你对这家的督导记录"
        )
    if not body.correction_reason.strip():
        raise _malformed("更正要写明原因，请补上后重新提交。", "/correction_reason", "请写更正原因")
    if (first.checklist_id, first.checklist_version) != (body.checklist.id, body.checklist.version):
        raise _malformed(
            "更正要用原来那一版督导表，请重新打开记录再点更正。",
            "/checklist/version",
            f"原记录用的是第 {first.checklist_version} 版",
        )
    if _pins(first.modules) != _pins([ref.model_dump() for ref in body.modules]):
        raise _malformed(
            "更正要用原来那几张督导表，请重新打开记录再点更正。",
            "/modules",
            "和原记录用的表不同",
        )
    if when.finished_at > first.received_at + CORRECTABLE:
        raise TooLateToCorrect("提交超过 24 小时的督导不能再更正，请联系县食药安办说明情况。")
    refuse_second(session, body.corrects)
    failed = frozenset(one["item"] for one in first.answers if one.get("answer") == "no")
    ids = tuple(one.id for one in chain)
    return Correction(ids, failed, first.rechecks, first)


def refuse_second(session: Session, corrected: UUID) -> None:
    """Raises AlreadyCorrected where another record took this one's place already."""
    later = sa.select(_inspection.c.receipt_no).where(_inspection.c.corrects == corrected)
    if number := session.execute(later).scalar():
        raise AlreadyCorrected(
            f"这份记录已由 {number} 更正，这一份没有收下，内容仍在手机上。"
            "要再改，请打开那一份记录更正。"
        )


def chain_of(session: Session, id: UUID) -> list[sa.Row[Any]]:
    """The record, what it corrected, and so on; as the database has them, wherever they lie."""
    found: list[sa.Row[Any]] = []
    following: UUID | None = id
    while following is not None:
        row = session.execute(sa.select(_inspection).where(_inspection.c.id == following)).first()
        if row is None:
            break
        found.append(row)
        following = row.corrects
    return found


def _pins(modules: Iterable[dict[str, Any]]) -> list[tuple[str, int]]:
    return sorted((one["id"], one["version"]) for one in modules)


def _comparable(recheck: dict[str, Any]) -> tuple[Any, ...]:
    note, photos = recheck.get("note") or "", recheck.get("photos") or []
    return (recheck["issue_id"], recheck["result"], note.strip(), *photos)


def _malformed(sentence: str, pointer: str, detail: str) -> Malformed:
    return Malformed(sentence, errors=[{"pointer": pointer, "detail": detail}])
