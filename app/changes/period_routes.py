"""督导频次 and frozen quarters over HTTP."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from app.accounts.guards import Db, Now, User, may
from app.accounts.roles import May
from app.changes import frequencies, quarters
from app.changes.frequency_wire import EffectShown, EndOrder, NewRule, RuleShown
from app.changes.quarter_sheet import quarter_sheet
from app.changes.quarters import FrozenShown, QuarterShown

router = APIRouter(prefix="/api/v1", tags=["changes"])

Reader = Annotated[User, may(May.SEE_CHANGES)]
Office = Annotated[User, may(May.MANAGE_REGISTRY)]
Code = Annotated[str | None, Query(pattern=r"^\d{12}$")]
Quarter = Annotated[str, Path(pattern=r"^\d{4}Q[1-4]$")]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/frequency-rules")
def list_rules(session: Db, actor: Office) -> list[RuleShown]:
    """The rules of frequency that touch this office's entities."""
    return frequencies.rules(session, by=actor)


@router.post("/frequency-rules/preview")
def preview_rule(session: Db, actor: Office, at: Now, new: NewRule) -> EffectShown:
    """How many visits a rule would ask for in its first cycle, beside those asked for now."""
    return frequencies.preview(session, new, by=actor, at=at)


@router.post("/frequency-rules", status_code=201)
def add_rule(session: Db, actor: Office, at: Now, new: NewRule) -> RuleShown:
    """Add a rule of frequency for a division of this office."""
    return frequencies.add(session, new, by=actor, at=at)


@router.post("/frequency-rules/{rule_id}/end/preview")
def preview_end(session: Db, actor: Office, at: Now, rule_id: UUID, order: EndOrder) -> EffectShown:
    """How many visits would be asked for without a rule, in the first cycle after its end."""
    return frequencies.preview_end(session, rule_id, order, by=actor, at=at)


@router.post("/frequency-rules/{rule_id}/end")
def end_rule(session: Db, actor: Office, at: Now, rule_id: UUID, order: EndOrder) -> RuleShown:
    """Say the last day on which a rule holds."""
    return frequencies.end_rule(session, rule_id, order, by=actor, at=at)


@router.get("/quarters")
def list_quarters(session: Db, _: Reader) -> list[FrozenShown]:
    """The quarters frozen so far, the latest first."""
    return quarters.frozen_quarters(session)


@router.get("/quarters/{period}.xlsx", response_class=Response)
def read_quarter_sheet(
    session: Db, actor: Reader, at: Now, period: Quarter, region: Code = None
) -> Response:
    """A frozen quarter as a workbook: the divisions, and each enterprise as it stood."""
    told = quarters.quarter(session, period, region or actor.region_code)
    made = quarter_sheet(session, told, by=actor, at=at)
    name = f"季度快照 {told.whole.name} {period}.xlsx"
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "private, no-store",
    }
    return Response(made, media_type=_XLSX, headers=headers)


@router.get("/quarters/{period}")
def read_quarter(session: Db, actor: Reader, period: Quarter, region: Code = None) -> QuarterShown:
    """A frozen quarter by division, with what was handed in late apart."""
    return quarters.quarter(session, period, region or actor.region_code)
