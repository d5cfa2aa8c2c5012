"""A draft adjusted by hand: firms given to another cadre, or left as they are."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import User
from app.audit.service import record
from app.db import begin_write, insert_rows, table_of
from app.entities.models import Entity
from app.errors import Conflict, NotFound
from app.matching.checking import Check, check
from app.matching.faults import fault_of
from app.matching.loads import flows, loads_now
from app.matching.making import line_row
from app.matching.models import MatchLine, MatchProposal, ProposalState
from app.matching.own import in_force
from app.matching.place import grades_of, levels_of
from app.matching.problem import Cadre
from app.matching.proposals import draft_or_409
from app.matching.reading import (
    COVERED,
    FIRM,
    accounts_by_id,
    cadres_of,
    firm_of,
    held_by_firm,
    region_names,
)
from app.matching.wire import MatchLeave, MatchMove
from app.matching.wording import Names, matched, reason
from app.regions.scope import Scope, visible
from app.settings import Settings

_line = table_of(MatchLine)


class MatchRefused(Conflict, slug="match-refused", title="不能这样匹配"):
    """A rule that knows no exception forbids it."""


class NoteMissing(Conflict, slug="match-note-missing", title="要写明理由"):
    """A reminder speaks against it: allowed, with a reason."""


def move(
    session: Session, id: UUID, order: MatchMove, settings: Settings, *, by: User, at: datetime
) -> MatchProposal:
    """Give firms to a cadre in a draft.

    Raises NotFound, ProposalEnded, MatchRefused, NoteMissing.
    """
    begin_write(session)
    proposal, rules = draft_or_409(session, id, by=by), in_force(settings)
    rows = chosen_firms(session, order.entity_ids, by)
    held = held_by_firm(session, order.entity_ids)
    firms = [firm_of(row, held.get(row.id)) for row in rows]
    account = cadre_or_404(session, order.cadre_id, by)
    cadre = cadres_of(session, [account], rules, beside=order.entity_ids)[account.id]
    result = check(cadre, firms, draft_load(session, proposal.id, cadre, order.entity_ids))
    note = _note_for(result, order.note)
    accounts = accounts_by_id(session, [account.id, *(one.cadre_id for one in held.values())])
    names = Names(
        region_names(session, [code for firm in firms for code in firm.places.values()]),
        {id: row.name for id, row in accounts.items()},
        loads_now(session, accounts),
        {f.id: fault for f in firms if (fault := fault_of(f, held.get(f.id), accounts))},
    )
    _forget(session, id, order.entity_ids)
    made = []
    for row, firm in zip(rows, firms, strict=True):
        why = [one for one in matched(firm, cadre, rules.lines, names) if one["code"] != "whole"]
        if note:
            why.append(reason("note", f"人工选定：{note}"))
        made.append(
            line_row(id, row, firm, held.get(firm.id))
            | {"cadre_id": cadre.id, "reasons": why, "by_hand": True, "note": note}
        )
    insert_rows(session, MatchLine, made)
    return proposal


def leave(session: Session, id: UUID, order: MatchLeave, *, by: User) -> MatchProposal:
    """Take firms out of a draft.  Raises NotFound, ProposalEnded."""
    begin_write(session)
    proposal = draft_or_409(session, id, by=by)
    _forget(session, id, order.entity_ids)
    return proposal


def drop(session: Session, id: UUID, *, by: User, at: datetime) -> MatchProposal:
    """Give a draft up; it stays to be looked at.  Raises NotFound, ProposalEnded."""
    begin_write(session)
    proposal = draft_or_409(session, id, by=by)
    proposal.state = ProposalState.DROPPED
    proposal.ended_by_name, proposal.ended_at = by.name, at
    session.add(proposal)
    session.flush()
    record(session, at, by, "matching.drop", "match_proposal", id, proposal.county_code)
    return proposal


def chosen_firms(session: Session, ids: Collection[UUID], by: User) -> list[Any]:
    """Firms to be matched, within scope and of the office's grades.  Raises NotFound."""
    query = sa.select(*FIRM).where(
        col(Entity.id).in_(ids),
        col(Entity.state).in_(COVERED),
        col(Entity.baobao_grade).in_(grades_of(by)),
    )
    found = list(session.execute(query.order_by(col(Entity.id))))
    if len(found) < len(set(ids)):
        raise NotFound("有主体已不在营、不归本级匹配，或不在本级范围内，请刷新后重选。")
    return found


def cadre_or_404(session: Session, id: UUID, by: User) -> Any:
    """A cadre whom the office disposes of.  Raises NotFound."""
    account = table_of(Account)
    query = sa.select(account).where(
        account.c.id == id,
        account.c.role == Role.CADRE,
        account.c.disabled_at.is_(None),
        account.c.level.in_(levels_of(by)),
        account.c.id.in_(
            sa.select(col(Account.id)).where(
                visible(Account, Scope(level=by.level, region_code=by.region_code))
            )
        ),
    )
    found = session.execute(query).first()
    if found is None:
        raise NotFound("没有这名包保干部，或账号已停用，请刷新后重选。")
    return found


def draft_load(
    session: Session, proposal_id: UUID | None, cadre: Cadre, without: Collection[UUID]
) -> int:
    """What a cadre would cover with the draft in force, some firms left out.

    `cadre.held` leaves out the same firms already.
    """
    if proposal_id is None:
        return cadre.held
    coming, leaving = flows(session, proposal_id, without=without)
    return cadre.held + coming.get(cadre.id, 0) - leaving.get(cadre.id, 0)


def _note_for(result: Check, note: str) -> str:
    if result.verdict == "refused":
        raise MatchRefused(result.text, code=result.code)
    if result.verdict == "with_reason" and not note:
        raise NoteMissing(result.text, code=result.code)
    return note


def _forget(session: Session, proposal_id: UUID, entity_ids: Collection[UUID]) -> None:
    session.execute(
        sa.delete(_line).where(
            _line.c.proposal_id == proposal_id, _line.c.entity_id.in_(entity_ids)
        )
    )
