"""What is done with the ledger; other packages call it here."""

from app.ledger.findings import EntitySnapshot, Finding, OpenedIssue, issue_id_of
from app.ledger.opening import open_issues

__all__ = ["EntitySnapshot", "Finding", "OpenedIssue", "issue_id_of", "open_issues"]
