"""A proposal looked at: its lines, and what it does to each cadre's load."""

from collections.abc import Iterable
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import Account
from app.assignments.duties import NO_DUTY, duties_of
from app.db import table_of
from app.entities.models import Entity
from app.matching.loads import flows, loads_now
from app.matching.models import MatchLine, MatchProposal, Outcome, ProposalState
from app.matching.own import in_force
from app.matching.reading import accounts_by_id
from app.matching.surnames import by_surname
from app.matching.wire import BoardPerson, LoadChange, MatchLinePage, MatchLineShown
from app.regions.models import Region
from app.settings import Settings

Which = Literal["all", "changed", "kept", "unmatched", "by_hand", "stale"]
_line = table_of(MatchLine)
_entity = table_of(Entity)
_region = table_of(Region)
_account = table_of(Account)
_before, _after = _account.alias("before"), _account.alias("after")


def lines(
    session: Session,
    proposal: MatchProposal,
    *,
    which: Which,
    cadre_id: UUID | None,
    q: str,
    offset: int,
    limit: int,
) -> MatchLinePage:
    """A page of a proposal's lines, by place and name; of one cadre, before or after."""
    wanted = [_line.c.proposal_id == proposal.id, *_of(which)]
    if cadre_id is not None:
        wanted.append((_line.c.cadre_id == cadre_id) | (_line.c.before_cadre_id == cadre_id))
    if q := q.strip():
        wanted.append(_entity.c.name.icontains(q, autoescape=True))
    tables = (
        _line.join(_entity, _entity.c.id == _line.c.entity_id)
        .join(_region, _region.c.code == _entity.c.region_code)
        .outerjoin(_before, _before.c.id == _line.c.before_cadre_id)
        .outerjoin(_after, _after.c.id == _line.c.cadre_id)
    )
    total = session.execute(sa.select(sa.func.count()).select_from(tables).where(*wanted)).scalar()
    query = (
        sa.select(
            _line,
            *(_entity.c[name] for name in ("name", "kind", "baobao_grade")),
            _region.c.name.label("place"),
            *(_before.c[name].label(f"before_{name}") for name in ("name", "post")),
            *(_after.c[name].label(f"after_{name}") for name in ("name", "post")),
        )
        .select_from(tables)
        .where(*wanted)
        .order_by(_line.c.region_code, _entity.c.name, _entity.c.id)
    )
    found = session.execute(query.offset(offset).limit(limit))
    return MatchLinePage(items=[_shown(row) for row in found], total=total or 0)


def changes(session: Session, proposal: MatchProposal, settings: Settings) -> list[LoadChange]:
    """Cadres to whom or from whom firms go, by surname."""
    coming, leaving = flows(session, proposal.id)
    ids = coming.keys() | leaving.keys()
    accounts = by_surname(accounts_by_id(session, ids).values())
    duties, now = duties_of(session, ids), loads_now(session, ids)
    caps = in_force(settings).caps
    found = []
    for account in accounts:
        comes, leaves = coming.get(account.id, 0), leaving.get(account.id, 0)
        cap = caps.of(account.level, duties.get(account.id, NO_DUTY).cap)
        has = now.get(account.id, 0)
        draft = proposal.state is ProposalState.DRAFT
        found.append(
            LoadChange(
                cadre=BoardPerson(id=account.id, name=account.name, post=account.post),
                level=account.level,
                coming=comes,
                leaving=leaves,
                now=has,
                after=has + comes - leaves if draft else None,
                limit=cap.limit,
                hard=cap.hard,
            )
        )
    return found


def _of(which: Which) -> Iterable[sa.ColumnElement[bool]]:
    given = _line.c.cadre_id.is_not(None)
    kept = _line.c.cadre_id == _line.c.before_cadre_id
    conditions: dict[Which, Iterable[sa.ColumnElement[bool]]] = {
        "all": (),
        "changed": (given, _line.c.before_cadre_id.is_(None) | ~kept),
        "kept": (kept,),
        "unmatched": (~given,),
        "by_hand": (_line.c.by_hand,),
        "stale": (_line.c.outcome.in_([Outcome.STALE, Outcome.KEPT]),),
    }
    return conditions[which]


def _shown(row: Any) -> MatchLineShown:
    def person(id: UUID | None, name: str, post: str) -> BoardPerson | None:
        return None if id is None else BoardPerson(id=id, name=name, post=post)

    return MatchLineShown(
        entity_id=row.entity_id,
        name=row.name,
        kind=row.kind,
        grade=row.baobao_grade,
        place=row.place,
        before=person(row.before_cadre_id, row.before_name, row.before_post),
        after=person(row.cadre_id, row.after_name, row.after_post),
        reasons=row.reasons,
        by_hand=row.by_hand,
        note=row.note,
        outcome=row.outcome,
        outcome_note=row.outcome_note,
    )
