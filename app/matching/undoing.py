"""撤回: a batch undone where nothing has happened since; the rest stays and is named."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.roles import Role
from app.accounts.user import User
from app.assignments.models import Assignment
from app.audit.service import record
from app.clock import shanghai_date
from app.db import begin_write, table_of
from app.errors import Conflict
from app.matching.applying import write_outcomes
from app.matching.changing import Change, beyond_caps, bring_about, lock_firms
from app.matching.models import MatchLine, MatchProposal, Outcome, ProposalState
from app.matching.proposals import proposal_or_404
from app.matching.reading import accounts_by_id, chunks, held_by_firm
from app.settings import Settings

_line = table_of(MatchLine)
_assignment = table_of(Assignment)


class NotInForce(Conflict, slug="proposal-not-in-force", title="不能撤回"):
    """Only a batch in force can be undone, once."""


def undo(
    session: Session, id: UUID, settings: Settings, *, by: User, at: datetime
) -> MatchProposal:
    """Give each firm back to who had it before.  Raises NotFound, NotInForce."""
    begin_write(session)
    proposal = proposal_or_404(session, id, by=by, lock=True)
    if proposal.state is not ProposalState.APPLIED:
        raise NotInForce("这份方案没有生效，或已撤回，请刷新查看。")
    query = sa.select(_line).where(_line.c.proposal_id == id, _line.c.outcome == Outcome.APPLIED)
    lines = list(session.execute(query.order_by(_line.c.entity_id)))
    ids = [line.entity_id for line in lines]
    lock_firms(session, ids)
    held = held_by_firm(session, ids)
    accounts = accounts_by_id(session, (one.before_cadre_id for one in lines if one.before_id))
    levels = _levels(session, [line.before_id for line in lines if line.before_id])
    kept: dict[UUID, str] = {}
    wanted: list[Change] = []
    for line in lines:
        now = held.get(line.entity_id)
        if now is None or now.id != line.assignment_id:
            kept[line.entity_id] = "生效之后包保关系又变了"
        elif line.before_id and _gone(accounts.get(line.before_cadre_id)):
            kept[line.entity_id] = "原干部账号已停用"
        else:
            level = levels.get(line.before_id, now.level)
            wanted.append(Change(line, line.entity_id, line.before_cadre_id, level, now))
    kept |= beyond_caps(session, wanted, settings)
    changes = [change for change in wanted if change.entity_id not in kept]
    bring_about(session, changes, on=shanghai_date(at), at=at)
    write_outcomes(session, id, Outcome.UNDONE, {one.entity_id: "" for one in changes})
    write_outcomes(session, id, Outcome.KEPT, kept)
    proposal.state = ProposalState.UNDONE
    proposal.undone_by_name, proposal.undone_at = by.name, at
    session.add(proposal)
    session.flush()
    numbers = {"undone": len(changes), "kept": len(kept)}
    record(session, at, by, "matching.undo", "match_proposal", id, proposal.county_code, **numbers)
    return proposal


def _gone(account: Any) -> bool:
    return account is None or account.disabled_at is not None or account.role != Role.CADRE


def _levels(session: Session, ids: list[UUID]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for some in chunks(ids):
        query = sa.select(_assignment.c.id, _assignment.c.level).where(_assignment.c.id.in_(some))
        found.update((id, str(level)) for id, level in session.execute(query))
    return found
