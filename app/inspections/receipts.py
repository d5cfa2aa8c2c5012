"""Numbers of receipts: `SD370102-2026Q4-000123`, without gaps within county and period."""

from sqlmodel import Session

from app.ledger.numbers import advance, issue_numbers, issue_series, series_of


def numbers_for(
    session: Session, county_code: str, period: str, issues: int
) -> tuple[str, list[str]]:
    """The next receipt number of the county's series, and the numbers of the visit's issues.

    They lock the county's rows until the commit, so they are taken last.
    """
    series = series_of(county_code, period)
    counted, received = issue_series(series), f"receipt:{series}"
    wanted = {counted: issues, received: 1} if issues else {received: 1}
    last = advance(session, wanted)
    return f"SD{series}-{last[received]:06d}", issue_numbers(series, last.get(counted, 0), issues)
