"""Proposals kept: found within scope, counted, shown."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.user import User
from app.db import table_of
from app.errors import Conflict, NotFound
from app.matching.models import MatchLine, MatchProposal, Mode, Outcome, ProposalState
from app.matching.weighing import Weights
from app.matching.wire import MatchCounts, MatchProposalShown, score_shown
from app.regions.models import Region
from app.regions.scope import Scope, visible

MOST_LISTED = 50
_line = table_of(MatchLine)


class ProposalEnded(Conflict, slug="proposal-ended", title="方案已办结"):
    """The proposal is no draft any more."""

    def __init__(self) -> None:
        super().__init__("这份方案已经生效或放弃，不能再改，请刷新后重新建议。")


def new_proposal(
    session: Session, place: Region, mode: Mode, *, by: User, at: datetime
) -> MatchProposal:
    """An empty draft for a division, in the caller's write."""
    proposal = MatchProposal(
        region_code=place.code,
        city_code=place.city_code,
        county_code=place.county_code,
        town_code=place.town_code,
        place=place.path_name,
        office_level=by.level,
        mode=mode,
        made_by=by.id,
        made_by_name=by.name,
        made_at=at,
    )
    session.add(proposal)
    session.flush()
    return proposal


def proposal_or_404(session: Session, id: UUID, *, by: User, lock: bool = False) -> MatchProposal:
    """A proposal of the office's region.  Raises NotFound."""
    query = select(MatchProposal).where(MatchProposal.id == id, _within(by))
    found = session.exec(query.with_for_update() if lock else query).first()
    if found is None:
        raise NotFound("没有这份匹配方案，或不在本级范围内，请返回刷新。")
    return found


def draft_or_409(session: Session, id: UUID, *, by: User) -> MatchProposal:
    """A draft, held until the caller's write ends.  Raises NotFound, ProposalEnded."""
    proposal = proposal_or_404(session, id, by=by, lock=True)
    if proposal.state is not ProposalState.DRAFT:
        raise ProposalEnded
    return proposal


def listed(session: Session, *, by: User) -> list[MatchProposalShown]:
    """The newest proposals of the office's region."""
    query = select(MatchProposal).where(_within(by)).order_by(col(MatchProposal.made_at).desc())
    found = session.exec(query.limit(MOST_LISTED)).all()
    counts = _counts(session, [one.id for one in found])
    return [_shown(one, counts[one.id]) for one in found]


def shown(session: Session, proposal: MatchProposal) -> MatchProposalShown:
    """One proposal with its counts."""
    return _shown(proposal, _counts(session, [proposal.id])[proposal.id])


def _within(by: User) -> sa.ColumnElement[bool]:
    own = visible(MatchProposal, Scope(level=by.level, region_code=by.region_code))
    return own & (col(MatchProposal.office_level) == by.level)


def _counts(session: Session, ids: list[UUID]) -> dict[UUID, MatchCounts]:
    kept = _line.c.cadre_id == _line.c.before_cadre_id

    def number(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    given = _line.c.cadre_id.is_not(None)
    query = (
        sa.select(
            _line.c.proposal_id,
            sa.func.count().label("all"),
            number(given & (_line.c.before_cadre_id.is_(None) | ~kept)).label("changed"),
            number(kept).label("kept"),
            number(~given).label("unmatched"),
            number(_line.c.by_hand).label("by_hand"),
            number(_line.c.outcome == Outcome.APPLIED).label("applied"),
            number(_line.c.outcome.in_([Outcome.STALE, Outcome.KEPT])).label("stale"),
            number(_line.c.outcome == Outcome.UNDONE).label("undone"),
        )
        .where(_line.c.proposal_id.in_(ids))
        .group_by(_line.c.proposal_id)
    )
    nothing = dict.fromkeys(MatchCounts.model_fields, 0)
    found = {id: MatchCounts.model_validate(nothing) for id in ids}
    for row in session.execute(query):
        found[row.proposal_id] = MatchCounts.model_validate(row._mapping, from_attributes=True)
    return found


def _shown(proposal: MatchProposal, counts: MatchCounts) -> MatchProposalShown:
    weighed = proposal.weighed
    return MatchProposalShown.model_validate(
        proposal.model_dump(exclude={"weighed"})
        | {
            "counts": counts,
            "score": score_shown(weighed.get("ours")),
            "baseline": score_shown(weighed.get("greedy")),
            "weights": Weights.read(weighed["weights"]) if "weights" in weighed else None,
            "seconds": weighed.get("seconds"),
        }
    )
