"""Pages of the ledger at 100,000 issues: `python -m bench.ledger_list [--database sqlite]`."""

import argparse
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from app.clock import shanghai_date
from app.db import insert_rows, now
from app.ids import uuid7
from app.ledger.models import Issue
from app.ledger.transitions import State
from bench.installation import Installation, installation
from bench.load import Requests, run
from bench.serving import Server
from tests.builders import CITY, COUNTY, OTHER_COUNTY, OTHER_TOWN, OTHER_VILLAGE, TOWN, VILLAGE

PLACES = ((COUNTY, TOWN, VILLAGE), (OTHER_COUNTY, OTHER_TOWN, OTHER_VILLAGE))
OPEN_SHARE = 0.1
CHUNK = 5000
SEARCHED = "%E7%94%9F%E8%82%89"
"""生肉."""


def _issues(there: Installation, count: int) -> Iterator[dict[str, Any]]:
    """Two years of issues over two counties, one in ten still open."""
    chance = random.Random(7)
    at = now()
    for number in range(count):
        county, town, village = PLACES[number % 2]
        found = at - timedelta(minutes=chance.randrange(2 * 365 * 24 * 60))
        is_open = chance.random() < OPEN_SHARE
        deadline = shanghai_date(found) + timedelta(days=7)
        yield {
            "id": uuid7(),
            "number": f"{county[:6]}-2026Q4-{number:06d}",
            "origin": "visit",
            "entity_id": there.visits[number % len(there.visits)][1],
            "entity_name": f"测试餐饮店 {number % 300:03d} 号",
            "entity_grade": "D",
            "entity_kind": "小餐饮（登记）",
            "business_type": "catering",
            "item_code": "CATR-E01",
            "item_text": "食品储存分类分架、离墙离地、生熟分开",
            "description": "冷藏柜里生肉放在熟食上方，没有加盖。",
            "severity": chance.choice(("minor", "minor", "major", "critical")),
            "severity_given": "major",
            "finder_id": uuid7(),
            "finder_name": "李淑琴",
            "found_at": found,
            "received_at": found,
            "state": State.RECTIFYING if is_open else State.CLOSED,
            "deadline_value": 5,
            "deadline_unit": "workday",
            "deadline": deadline,
            "original_deadline": deadline,
            "closed_at": None if is_open else found + timedelta(days=6),
            "changed_at": found,
            "city_code": CITY,
            "county_code": county,
            "town_code": town,
            "region_code": village,
        }


def fill(there: Installation, count: int) -> None:
    """Write the issues straight into the table: it is reading that is measured."""
    waiting = list(_issues(there, count))
    with there.session() as session:
        for start in range(0, count, CHUNK):
            insert_rows(session, Issue, waiting[start : start + CHUNK])
            session.commit()
    with there.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def _get(token: str, path: str) -> Requests:
    head = f"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n"

    def same() -> Iterator[bytes]:
        while True:
            yield head.encode()

    return same


def main(arguments: argparse.Namespace) -> None:
    """Fill, then read pages one after another."""
    with installation(arguments.database) as there:
        fill(there, arguments.issues)
        server = Server(there.environment()).start()
        try:
            print(f"{arguments.database}, {arguments.issues} issues, one connection")
            print("page                                     count   p50 ms   p95 ms")
            for label, token, path in (
                ("county, open, 50", there.county_token, "/api/v1/issues?state=open&limit=50"),
                ("city, open, 50", there.city_token, "/api/v1/issues?state=open&limit=50"),
                ("county, all, 50", there.county_token, "/api/v1/issues?limit=50"),
                ("county, overdue, 50", there.county_token, "/api/v1/issues?overdue=true&limit=50"),
                (
                    "county, two characters",
                    there.county_token,
                    "/api/v1/issues?q=%E7%94%9F%E8%82%89",
                ),
            ):
                send = _get(token, path)
                run(server.port, send, connections=1, seconds=2, most=5)
                seconds = arguments.seconds
                result = run(server.port, send, connections=1, seconds=seconds, most=300)
                assert result.refused == 0, f"{label}: {result.refused} refused"
                print(
                    f"{label:<40}{len(result.latencies):>6} {result.percentile(0.5):>8.1f} "
                    f"{result.percentile(0.95):>8.1f}"
                )
        finally:
            server.stop()
        there.engine.dispose()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--issues", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=8)
    return parser.parse_args()


if __name__ == "__main__":
    main(_arguments())
