"""The filters of a list as they stand in its address."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from app.ledger.cursors import Sort
from app.ledger.filters import IssueFilter

Words = Annotated[str | None, Query(max_length=120)]
Flag = bool | None


async def wanted(
    state: Words = None,
    overdue: Flag = None,
    severity: Words = None,
    region: Annotated[str | None, Query(max_length=12)] = None,
    unit: UUID | None = None,
    listed: Flag = None,
    entity: UUID | None = None,
    q: Annotated[str | None, Query(max_length=60)] = None,
    grade: Words = None,
    business: Words = None,
    quarter: Annotated[str | None, Query(max_length=6)] = None,
    due_from: date | None = None,
    due_to: date | None = None,
    repeat: Flag = None,
    returned: Flag = None,
    mine: Flag = None,
    escalated: Words = None,
    sort: Sort = Sort.FOUND,
) -> IssueFilter:
    """What is looked for; no thread is needed to read it."""
    return IssueFilter(
        state=state,
        overdue=overdue,
        severity=severity,
        region=region,
        unit=unit,
        listed=listed,
        entity=entity,
        q=q,
        grade=grade,
        business=business,
        quarter=quarter,
        due_from=due_from,
        due_to=due_to,
        repeat=repeat,
        returned=returned,
        mine=mine,
        escalated=escalated,
        sort=sort,
    )


Wanted = Annotated[IssueFilter, Depends(wanted)]
