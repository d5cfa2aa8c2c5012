"""Numbers of receipts: `SD370102-2026Q4-000123`, without gaps within county and period."""

from sqlmodel import Session

from app.ledger.numbers import advance


def next_receipt(session: Session, county_code: str, period: str) -> str:
    """The next number of the county's series.

    It locks the county's row until the commit, so it is taken last.
    """
    series = f"{county_code[:6]}-{period}"
    return f"SD{series}-{advance(session, f'receipt:{series}', 1):06d}"
