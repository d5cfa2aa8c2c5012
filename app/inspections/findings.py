"""From the answers of a visit to what the ledger opens: one finding per 否, and per return."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from uuid import UUID

from app.accounts.guards import User
from app.checklists.answers import Answer
from app.checklists.engine import OpenedIssue as Opening
from app.checklists.format import BaseItem
from app.checklists.laws import cited
from app.checklists.library import Version, get_library
from app.checklists.telling import details
from app.errors import Malformed
from app.inspections.known import Prior, Returned, Visited
from app.inspections.timing import Timing
from app.inspections.visit import Visit
from app.inspections.wire import Recheck
from app.ledger.findings import Finding, issue_id_of


def findings(visit: Visit, wording: Mapping[UUID, Returned]) -> list[Finding]:
    """What this visit opens in the ledger, in the order of the checklist.

    `wording` holds the earlier issues that the visit found to have come back.
    """
    id, judged, seen, when, by = visit.id, visit.judged, visit.seen, visit.when, visit.by
    returned = [(r, wording[r.issue]) for r in visit.body.rechecks if r.issue in wording]
    repeats = _closed_before(seen.priors) | {
        prior.item_code: prior.id for _, prior in returned if prior.item_code
    }
    before = visit.correction.opened(seen.priors) if visit.correction else []
    corrected = {prior.item_code for prior in before}
    found = [
        _from_answer(id, version, item, answer, opening, seen, when, by, repeats.get(item.code))
        for version, item, answer, opening in judged.openings()
        # What a corrected visit opened already stays its issue.
        if item.code not in corrected
    ]
    answered = {finding.item_code for finding in found}
    return found + [
        _from_return(id, recheck, prior, _deadline_again(prior, judged.versions), seen, when, by)
        for recheck, prior in returned
        # Answered 否 as well: that finding carries the words and the photo, and names the prior.
        if prior.item_code is None or prior.item_code not in answered | corrected
    ]


def known_issues(rechecks: Sequence[Recheck], priors: Sequence[Prior]) -> None:
    """Refuse a recheck of an issue that is not this entity's.  Raises Malformed."""
    ids = {prior.id for prior in priors}
    strange = [n for n, recheck in enumerate(rechecks) if recheck.issue not in ids]
    if strange:
        raise Malformed(
            "复核的问题不属于这家单位，或已作废。请同步后核对，记录仍在手机上。",
            errors=[
                {"pointer": f"/rechecks/{n}/issue_id", "detail": "这家没有这个问题"}
                for n in strange
            ],
        )


def _from_answer(
    id: UUID,
    version: Version,
    item: BaseItem,
    answer: Answer,
    opening: Opening,
    seen: Visited,
    when: Timing,
    by: User,
    repeat_of: UUID | None,
) -> Finding:
    clauses = cited(item.basis, version.body.laws, get_library().statutes, when.day)
    return Finding(
        id=issue_id_of(id, item.code),
        origin="visit",
        inspection_id=id,
        entity=seen.snapshot,
        item_code=item.code,
        item_text=item.text,
        description=answer.note.strip() or item.text,
        details=[dict(detail) for detail in details(item, answer)],
        severity=opening.severity,
        severity_given=opening.original_severity,
        severity_reason=opening.severity_reason or "",
        basis=[asdict(clause) for clause in clauses],
        requirement=item.rectify,
        deadline_value=opening.deadline.value,
        deadline_unit=opening.deadline.unit,
        found_at=when.finished_at,
        received_at=when.received_at,
        device_at=when.device_finished_at,
        finder=by,
        unit_office=opening.unit == "office",
        fixed_on_site=opening.fixed_on_site,
        photos_before=answer.photos,
        photos_after=answer.photos_after,
        repeat_of=repeat_of,
    )


def _from_return(
    id: UUID,
    recheck: Recheck,
    prior: Returned,
    term: tuple[int, str],
    seen: Visited,
    when: Timing,
    by: User,
) -> Finding:
    value, unit = term
    return Finding(
        id=issue_id_of(id, f"repeated:{prior.id}"),
        origin="visit",
        inspection_id=id,
        entity=seen.snapshot,
        item_code=prior.item_code,
        item_text=prior.item_text,
        description=recheck.note.strip() or f"以前的问题又出现：{prior.item_text}",
        severity=prior.severity,
        severity_given=prior.severity,
        severity_reason="",
        basis=prior.basis,
        requirement=prior.requirement,
        deadline_value=value,
        deadline_unit=unit,
        found_at=when.finished_at,
        received_at=when.received_at,
        device_at=when.device_finished_at,
        finder=by,
        photos_before=recheck.photos,
        repeat_of=prior.id,
    )


_USUAL = {"minor": (15, "workday"), "major": (10, "workday"), "critical": (0, "immediate")}


def _deadline_again(prior: Returned, versions: Sequence[Version]) -> tuple[int, str]:
    # The item's own deadline where a checklist still has it; else the longest of its severity.
    if prior.severity != "critical":
        for version in [*versions, *get_library()]:
            for item in version.body.items():
                if item.code == prior.item_code:
                    return item.deadline.value, item.deadline.unit
    return _USUAL[prior.severity]


def _closed_before(priors: Sequence[Prior]) -> dict[str, UUID]:
    closed = [(p.closed_at, p.item_code, p.id) for p in priors if p.closed_at and p.item_code]
    return {code: id for _, code, id in sorted(closed, key=lambda row: row[0])}
