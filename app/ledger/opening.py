"""Findings become issues: numbered, dated, handed to the station in charge, sealed in events."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid5

from sqlmodel import Session

from app.db import insert_rows
from app.ledger.calendars import get_calendar
from app.ledger.deadlines import Due, WorkCalendar, due, notice_due_at
from app.ledger.events import SYSTEM, Chain, Step, by_user, place_of, sealed
from app.ledger.facts import Move, State
from app.ledger.findings import Finding, OpenedIssue
from app.ledger.models import Issue, IssueEvent
from app.ledger.numbers import take_numbers
from app.ledger.pictures import issue_photo
from app.ledger.urgent import tell_at_once
from app.media.service import NewLink, link
from app.regions.units import UnitInCharge, office_of, station_of
from app.settings import get_settings


def open_issues(
    session: Session, findings: list[Finding], *, at: datetime, order_digest: str = ""
) -> list[OpenedIssue]:
    """Write the issues of one visit, in the caller's write; the answer keeps the order.

    All findings are of one entity.  What was put right on the spot goes straight to review; the
    rest to the unit in charge where it is known, else it waits for the county office.
    """
    if not findings:
        return []
    first = findings[0]
    link(session, issue_photos(findings))
    unit_of = units_in_charge(session, findings)
    numbers = take_numbers(session, first.entity.county_code, first.found_at, len(findings))
    return write_issues(session, findings, numbers, unit_of, at=at, order_digest=order_digest)


def issue_photos(findings: Iterable[Finding]) -> list[NewLink]:
    """The links from issues to their photos."""
    return [new for finding in findings for new in _links(finding)]


def units_in_charge(
    session: Session, findings: Sequence[Finding]
) -> dict[bool, UnitInCharge | None]:
    """Who is in charge of the findings of one entity: for the county office's own, and others."""
    return {
        office: _unit(session, findings[0], office) for office in {f.unit_office for f in findings}
    }


def write_issues(
    session: Session,
    findings: Sequence[Finding],
    numbers: Sequence[str],
    unit_of: Mapping[bool, UnitInCharge | None],
    *,
    at: datetime,
    order_digest: str = "",
) -> list[OpenedIssue]:
    """Write issues whose photos are linked and whose numbers and units are known."""
    opened = []
    calendar = get_calendar(session)
    issues: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    for finding, number in zip(findings, numbers, strict=True):
        unit = unit_of[finding.unit_office]
        until = _deadline(finding, calendar)
        chain = _events(finding, number, until, unit, at, order_digest)
        events += chain
        issues.append(_issue(finding, number, until, unit, chain, at))
        opened.append(
            OpenedIssue(
                finding.id, number, finding.item_code, finding.severity, until.day, until.at
            )
        )
    insert_rows(session, Issue, issues)
    insert_rows(session, IssueEvent, events)
    for issue in issues:
        tell_at_once(session, issue["id"], issue["severity"], issue["version"], at)
    return opened


def _unit(session: Session, finding: Finding, office: bool) -> UnitInCharge | None:
    if not get_settings().auto_assign:
        return None
    if office:
        return office_of(session, finding.entity.county_code)
    return station_of(session, finding.entity.town_code)


def _deadline(finding: Finding, calendar: WorkCalendar) -> Due:
    return due(
        finding.found_at,
        finding.deadline_value,
        finding.deadline_unit,
        finding.received_at,
        calendar,
    )


def _events(
    finding: Finding,
    number: str,
    until: Due,
    unit: UnitInCharge | None,
    at: datetime,
    order_digest: str,
) -> list[dict[str, Any]]:
    chain = Chain(finding.id, finding.entity.id, place_of(finding.entity))
    state = State.REVIEWING if finding.fixed_on_site else State.REGISTERED
    registered = sealed(
        chain,
        Step(
            uuid5(finding.id, "register"),
            "register",
            None,
            state,
            by_user(finding.finder),
            at,
            finding.description,
            _registered(finding, number, until),
            finding.device_at,
            order_digest,
        ),
    )
    if unit is None or finding.fixed_on_site:
        return [registered]
    handed = Step(
        uuid5(finding.id, "assign"),
        Move.ASSIGN,
        State.REGISTERED,
        State.ASSIGNED,
        SYSTEM,
        at,
        evidence={"unit_id": unit.id, "unit_name": unit.name},
    )
    after = Chain(finding.id, finding.entity.id, chain.place, 1, registered["hash"])
    return [registered, sealed(after, handed)]


def _registered(finding: Finding, number: str, until: Due) -> dict[str, Any]:
    # What the issue is, under seal: a row changed behind the ledger is found out.
    return {
        "number": number,
        "origin": finding.origin,
        "inspection_id": finding.inspection_id,
        "item_code": finding.item_code,
        "severity": finding.severity,
        "severity_given": finding.severity_given,
        "severity_reason": finding.severity_reason,
        "requirement": finding.requirement,
        "deadline": until.day,
        "deadline_at": until.at,
        "fixed_on_site": finding.fixed_on_site,
        "repeat_of": finding.repeat_of,
        "photos": [*finding.photos_before, *finding.photos_after],
        **({"details": finding.details} if finding.details else {}),
    }


def _issue(
    finding: Finding,
    number: str,
    until: Due,
    unit: UnitInCharge | None,
    chain: list[dict[str, Any]],
    at: datetime,
) -> dict[str, Any]:
    entity = finding.entity
    return {
        "id": finding.id,
        "number": number,
        "origin": finding.origin,
        "inspection_id": finding.inspection_id,
        "entity_id": entity.id,
        "entity_name": entity.name,
        "entity_address": entity.address,
        "entity_grade": entity.grade,
        "entity_kind": entity.kind,
        "business_type": entity.business_type,
        **place_of(entity),
        "item_code": finding.item_code,
        "item_text": finding.item_text,
        "description": finding.description,
        "severity": finding.severity,
        "severity_given": finding.severity_given,
        "severity_reason": finding.severity_reason,
        "basis": finding.basis,
        "requirement": finding.requirement,
        "finder_id": finding.finder.id,
        "finder_name": finding.finder.name,
        "finder_post": finding.finder.post,
        "found_at": finding.found_at,
        "received_at": finding.received_at,
        "unit_id": unit.id if unit else None,
        "unit_kind": "office" if finding.unit_office else "station",
        "handed_at": at if chain[-1]["to_state"] == State.ASSIGNED else None,
        "state": chain[-1]["to_state"],
        "version": len(chain),
        "deadline_value": finding.deadline_value,
        "deadline_unit": finding.deadline_unit,
        "deadline": until.day,
        "deadline_at": until.at,
        "deadline_provisional": until.provisional,
        "original_deadline": until.day,
        "notice_due_at": notice_due_at(finding.severity, finding.received_at),
        "fixed_on_site": finding.fixed_on_site,
        "photo_before": bool(finding.photos_before),
        "repeat_of": finding.repeat_of,
        # 当场整改: who had it put right on the spot has rectified it, and closes nothing.
        "submitters": [finding.finder.owner] if finding.fixed_on_site else [],
        "submitted_at": finding.found_at if finding.fixed_on_site else None,
        "submitted_on_time": True if finding.fixed_on_site else None,
        "last_hash": chain[-1]["hash"],
        "changed_at": at,
    }


def _links(finding: Finding) -> Iterable[NewLink]:
    for role, photos in (("before", finding.photos_before), ("after", finding.photos_after)):
        for sha256 in photos:
            yield issue_photo(finding.id, finding.entity, sha256, role, finding.finder.owner)
