"""The ledger as a list on the wire: a page of rows, and the counts of its tabs."""

from pydantic import BaseModel

from app.ledger.wire import IssueRow


class IssuePage(BaseModel):
    """A keyset page of the ledger.

    `total` stands on the first page and stops counting at 1000; a search that finds more than 200
    has none.
    """

    items: list[IssueRow]
    next: str | None
    total: int | None = None


class IssueCounts(BaseModel):
    """How many there are; each stops counting at 1000."""

    open: int
    reviewing: int
    overdue: int
    listed: int
    mine: int
    """Waiting for who looks."""
    approve: int
    """Of these, what another person asked for: more days, to be voided, to be countersigned."""
    due_week: int
    """Open, not overdue, with a deadline from Monday to Sunday of this week."""
    critical: int
    """重大, open."""
    all: int
