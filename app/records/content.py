"""Every word of a printed record, from what was frozen at receipt: asked again, it is the same."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.checklists.answers import Answer, Recheck
from app.checklists.format import Checklist
from app.checklists.published import shelf_of
from app.clock import shanghai_date, shanghai_minute
from app.documents.form import written_day
from app.documents.rendering import plain
from app.entities.models import Entity
from app.inspections.correcting import chain_of
from app.inspections.models import Inspection
from app.ledger.facts import SEVERITY_NAMES, Severity
from app.ledger.models import Issue
from app.records import words
from app.records.answers import numbers, questions, sections, totals
from app.records.values import placed_pictures
from app.regions.scope import EVERYWHERE, scope_of, set_scope

Content = dict[str, Any]


def content(session: Session, visit: Inspection) -> Content:
    """What the record of a visit says.  Who may read it has been settled before."""
    asked_in = scope_of(session)
    # Its paper says the same to everybody who has it, wherever an issue of it may lie by now.
    set_scope(session, EVERYWHERE)
    try:
        return _content(session, visit)
    finally:
        set_scope(session, asked_in)


def _content(session: Session, visit: Inspection) -> Content:
    checklists = _checklists(session, visit)
    answers = [Answer.model_validate(answer) for answer in visit.answers]
    asked = sections(checklists, answers)
    number_of = numbers(asked)
    before = chain_of(session, visit.corrects) if visit.corrects else []
    failed = {answer.item for answer in answers if answer.answer == "no"}
    found = session.exec(
        select(Issue)
        .where(col(Issue.inspection_id).in_([visit.id, *(row.id for row in before)]))
        .order_by(col(Issue.number))
    )
    # Of what a corrected record opened, that which this one still finds.
    issues = [one for one in found if one.inspection_id == visit.id or one.item_code in failed]
    told = [one for row in before for one in row.receipt] + visit.receipt
    done = visit.outcome == "done"
    return {
        "title": "食品安全包保督导检查表",
        "name": "、".join(plain(one.name) for one in checklists) if done else "",
        "number": visit.receipt_no,
        "period": words.quarter(visit.period) + ("（补录）" if visit.late else ""),
        **_heading(session, visit),
        "drafted": _drafted(session, visit),
        "when": words.from_to(visit.started_at, visit.finished_at),
        "mode": words.MODES[visit.mode],
        "with": _present(visit.participants),
        "outcome": "" if done else f"无法督导：{words.OUTCOMES[visit.outcome]}",
        "sections": asked,
        "totals": totals(answers) if done else "",
        "issues": _issues(told, issues, number_of),
        "rechecks": _rechecks(session, visit),
        "photos": list(_photos(visit, answers, number_of, questions(checklists))),
        "statement": plain(visit.statement),
        **_signatures(visit),
        "day": written_day(shanghai_date(visit.finished_at)),
        "received": shanghai_minute(visit.received_at),
        "corrects": before[0].receipt_no if before else "",
        "correction_reason": plain(visit.correction_reason),
    }


def _checklists(session: Session, visit: Inspection) -> list[Checklist]:
    refs = [(visit.checklist_id, visit.checklist_version)]
    refs += [(module["id"], module["version"]) for module in visit.modules]
    found = [shelf_of(session, ref).get(*ref) for ref in refs]
    return [version.body for version in found if version is not None]


def _heading(session: Session, visit: Inspection) -> dict[str, str]:
    """Names as they stood; of a visit older than that custom, as they stand."""
    kept = visit.heading
    if not kept:
        entity = session.get(Entity, visit.entity_id)
        cadre = session.get(Account, visit.signed_by)
        kept = {
            "entity": entity.name if entity else "已迁出的主体",
            "address": entity.address if entity else "",
            "grade": (entity.baobao_grade or "") if entity else "",
            "cadre": cadre.name if cadre else "",
            "post": cadre.post if cadre else "",
        }
    level = words.LEVELS.get(visit.assignment_level, "")
    return {
        "entity": plain(kept["entity"]),
        "address": plain(kept["address"]),
        "level": f"{kept['grade']} 级（{level}）" if kept["grade"] else level,
        "cadre": _person(kept["cadre"], kept["post"]) + _stood_in(kept),
    }


def _stood_in(kept: dict[str, str]) -> str:
    absent = kept.get("absent")
    return f"，代理 {_person(absent, kept.get('absent_post', ''))}" if absent else ""


def _drafted(session: Session, visit: Inspection) -> str:
    """Who filled the record in for its signer; empty where he did it himself."""
    if visit.drafted_by is None:
        return ""
    kept = visit.heading
    if "drafter" in kept:
        return _person(kept["drafter"], kept["drafter_post"])
    person = session.get(Account, visit.drafted_by)
    return _person(person.name, person.post) if person else ""


def _person(name: str, post: str) -> str:
    return plain(f"{name}（{post}）" if post else name)


def _present(participants: Sequence[dict[str, Any]]) -> str:
    others = [one for one in participants if one["role"] not in ("cadre", "enterprise")]
    return "、".join(_person(one["name"], one.get("post", "")) for one in others) or "无"


def _issues(
    receipts: Iterable[dict[str, Any]], issues: Iterable[Issue], number_of: dict[str, int]
) -> list[dict[str, Any]]:
    opened = {one["id"]: one for one in receipts}
    # Severity and deadline as the receipt named them: both may have changed since.
    return [
        {
            "n": number_of.get(issue.item_code or "", ""),
            "number": issue.number,
            "description": plain(issue.description).rstrip("。"),
            "severity": SEVERITY_NAMES[Severity(told["severity"])],
            "requirement": plain(issue.requirement).rstrip("。"),
            "deadline": told["deadline"],
        }
        for issue in issues
        if (told := opened.get(str(issue.id)))
    ]


def _rechecks(session: Session, visit: Inspection) -> list[dict[str, str]]:
    given = [Recheck.model_validate(one) for one in visit.rechecks]
    ids = {UUID(one.issue_id) for one in given}
    known = {
        str(issue.id): issue for issue in session.exec(select(Issue).where(col(Issue.id).in_(ids)))
    }
    return [
        {
            "what": plain(issue.description).rstrip("。"),
            "number": issue.number,
            "mark": words.RECHECKS[one.result][0],
            "result": words.RECHECKS[one.result][1],
            "note": plain(one.note),
        }
        for one in given
        if (issue := known.get(one.issue_id))
    ]


def _photos(
    visit: Inspection, answers: Iterable[Answer], number_of: dict[str, int], asked: dict[str, Any]
) -> Iterator[dict[str, str]]:
    for sha in visit.photos:
        yield {"sha256": sha, "caption": "现场"}
    for answer in answers:
        place = f"第 {number_of.get(answer.item, '')} 题"
        for sha in answer.photos:
            yield {"sha256": sha, "caption": place}
        for code, value in {answer.item: answer.value, **answer.children}.items():
            for sha, line in placed_pictures(asked.get(code), value):
                yield {"sha256": sha, "caption": f"{place} {line}".rstrip()}
        for sha in answer.photos_after:
            yield {"sha256": sha, "caption": f"{place}（当场整改后）"}
    for n, one in enumerate(visit.rechecks, start=1):
        for sha in one.get("photos", []):
            yield {"sha256": sha, "caption": f"复查第 {n} 条"}


def _signatures(visit: Inspection) -> dict[str, str]:
    signed = visit.signatures
    enterprise = next((p["name"] for p in visit.participants if p["role"] == "enterprise"), "")
    refused = ""
    if signed.get("enterprise_refused"):
        refused = f"拒绝签字。{signed.get('refusal_reason') or ''}"
    return {
        "signed_cadre": signed.get("cadre") or "",
        "signed_enterprise": signed.get("enterprise") or "",
        "enterprise": plain(enterprise),
        "refused": plain(refused),
    }
