"""自动建议: a division's firms and cadres read, matched, and kept as a draft with its reasons."""

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, or_

from app.accounts.user import User
from app.audit.service import record
from app.db import begin_write, insert_rows
from app.entities.models import Entity
from app.errors import Conflict
from app.matching.faults import fault_of
from app.matching.models import MatchLine, MatchProposal, Mode
from app.matching.own import InForce, in_force
from app.matching.place import grades_of, levels_of, place_of
from app.matching.problem import Cadre, Firm, Part, Problem
from app.matching.proposals import new_proposal
from app.matching.reading import (
    COVERED,
    FIRM,
    Held,
    accounts_at,
    accounts_by_id,
    cadres_of,
    firm_of,
    held_by_firm,
    region_names,
)
from app.matching.solving import Solution, solve
from app.matching.weighing import Score
from app.matching.wire import MatchOrder
from app.matching.wording import Names, Reason, matched, unmatched
from app.regions.models import Region
from app.settings import Settings

MOST_FIRMS = 20_000


class TooManyFirms(Conflict, slug="too-many-firms", title="主体太多"):
    """More firms than one proposal takes."""


def make(
    session: Session, order: MatchOrder, settings: Settings, *, by: User, at: datetime
) -> MatchProposal:
    """Propose who covers whom.  Raises NotFound, TooManyFirms."""
    place, rules = place_of(session, order.region, by), in_force(settings)
    if order.mode is Mode.HAND:
        begin_write(session)
        return new_proposal(session, place, order.mode, by=by, at=at)
    rows, held = _firms(session, place, order, by)
    accounts = accounts_by_id(session, (one.cadre_id for one in held.values()))
    firms = {row.id: firm_of(row, held.get(row.id)) for row in rows}
    faults = {
        id: fault for id, firm in firms.items() if (fault := fault_of(firm, held.get(id), accounts))
    }
    if order.mode is Mode.VACANT:
        firms = {id: firm for id, firm in firms.items() if id not in held or id in faults}
    territories = {firm.territory for firm in firms.values() if firm.territory is not None}
    chosen = accounts_at(session, levels_of(by), territories)
    cadres = cadres_of(session, chosen, rules, beside=firms)
    problem = Problem(tuple(firms.values()), tuple(cadres.values()))
    begun = time.monotonic()
    solution = solve(problem, rules.weights, rules.lines)
    seconds = time.monotonic() - begun
    people = {id: row.name for id, row in accounts.items()} | {row.id: row.name for row in chosen}
    names = Names(_names(session, problem), people, _loads(problem), faults)
    begin_write(session)
    proposal = new_proposal(session, place, order.mode, by=by, at=at)
    proposal.weighed = _weighed(solution, rules, seconds)
    session.add(proposal)
    session.flush()
    why = _reasons(problem, solution, rules, names)
    by_row = {row.id: row for row in rows}
    insert_rows(
        session,
        MatchLine,
        [
            line_row(proposal.id, by_row[firm.id], firm, held.get(firm.id))
            | {"cadre_id": solution.choice[firm.id], "reasons": why[firm.id]}
            for firm in problem.firms
        ],
    )
    counts = {"firms": len(problem.firms), "unmatched": solution.score.unmatched}
    _note(session, at, by, "matching.propose", proposal, mode=order.mode, **counts)
    return proposal


def line_row(proposal_id: UUID, row: Any, firm: Firm, held: Held | None) -> dict[str, Any]:
    """A line as it begins: the firm's place, and the relation that stands."""
    return {
        "proposal_id": proposal_id,
        "entity_id": firm.id,
        "region_code": row.region_code,
        "town_code": row.town_code,
        "county_code": row.county_code,
        "city_code": row.city_code,
        "level": firm.level,
        "before_id": held.id if held else None,
        "before_cadre_id": held.cadre_id if held else None,
        "by_hand": False,
        "note": "",
        "outcome_note": "",
    }


def _firms(
    session: Session, place: Region, order: MatchOrder, by: User
) -> tuple[list[Any], dict[UUID, Held]]:
    columns = (Entity.region_code, Entity.town_code, Entity.county_code, Entity.city_code)
    grades = [grade for grade in grades_of(by) if order.grades is None or grade in order.grades]
    query = sa.select(*FIRM).where(
        col(Entity.state).in_(COVERED), col(Entity.baobao_grade).in_(grades)
    )
    if place.level != "province":
        query = query.where(or_(*(col(column) == place.code for column in columns)))
    rows = list(session.execute(query.order_by(col(Entity.id)).limit(MOST_FIRMS + 1)))
    if len(rows) > MOST_FIRMS:
        raise TooManyFirms(f"一次最多为 {MOST_FIRMS} 家建议，请按区县、镇街或级别分开做。")
    return rows, held_by_firm(session, (row.id for row in rows))


def _names(session: Session, problem: Problem) -> dict[str, str]:
    codes = {code for firm in problem.firms for code in firm.places.values()}
    return region_names(session, codes | {cadre.region for cadre in problem.cadres})


def _loads(problem: Problem) -> dict[UUID, int]:
    loads = {cadre.id: cadre.held for cadre in problem.cadres}
    for firm in problem.firms:
        if firm.cadre_id in loads:
            loads[firm.cadre_id] += 1
    return loads


def _reasons(
    problem: Problem, solution: Solution, rules: InForce, names: Names
) -> Mapping[UUID, list[Reason]]:
    found: dict[UUID, list[Reason]] = {}
    for part in problem.parts():
        cadres = {cadre.id: cadre for cadre in part.cadres}
        for firm in part.firms:
            found[firm.id] = _why(firm, cadres, solution.choice[firm.id], part, rules, names)
    return found


def _why(
    firm: Firm,
    cadres: Mapping[UUID, Cadre],
    chosen: UUID | None,
    part: Part,
    rules: InForce,
    names: Names,
) -> list[Reason]:
    if chosen is None:
        return unmatched(firm, part, names)
    return matched(firm, cadres[chosen], rules.lines, names)


def _weighed(solution: Solution, rules: InForce, seconds: float) -> dict[str, Any]:
    def kept(score: Score) -> dict[str, Any]:
        return {"unmatched": score.unmatched, "total": score.total, "parts": dict(score.parts)}

    return {
        "weights": rules.weights.model_dump(),
        "ours": kept(solution.score),
        "greedy": kept(solution.greedy),
        "seconds": round(seconds, 1),
    }


def _note(
    session: Session, at: datetime, by: User, action: str, proposal: MatchProposal, **detail: Any
) -> None:
    record(session, at, by, action, "match_proposal", proposal.id, proposal.county_code, **detail)
