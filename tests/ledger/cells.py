"""Who and what the cells of the table of moves are tried with."""

from datetime import date
from uuid import UUID

from app.ledger.facts import OrderFacts, TargetUnit

OWN, ELSEWHERE = UUID(int=1), UUID(int=2)
ME, SOMEBODY = "account:me", "account:somebody"
TODAY = date(2026, 11, 23)
FULL = OrderFacts(
    today=TODAY,
    note="理由",
    photos=1,
    date=TODAY,
    days=1,
    unit=TargetUnit(ELSEWHERE, parent_id=OWN),
    number="〔2026〕1号",
    deadline=TODAY,
    on_site=True,
)
