"""The ledger at millions of issues: `python -m bench.ledger_list --database postgresql`."""

import argparse
import os
import time
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qsl

import sqlalchemy as sa
from pydantic import TypeAdapter

from app.accounts.tokens import access_token
from app.accounts.user import scope_for, user_of
from app.clock import shanghai_date
from app.db import now, table_of
from app.ledger.filters import IssueFilter
from app.ledger.listing import asked
from app.ledger.models import Issue
from app.regions.scope import set_scope
from bench.asking import Asking
from bench.installation import Installation, cpu_of, family, installation
from bench.ledger_cases import Case, Who, cases, people_of
from bench.ledger_load import fill
from bench.ledger_rows import Town, places, write_places
from bench.memory import memory_of
from bench.serving import HOST, Server

ISSUES = "/api/v1/issues"
EMPTY = ("/healthz", "/api/v1/ledger/views")
"""What the server alone costs: without an account, and for somebody who has saved no view."""
WARM, RUNS = 60, 300
"""So often a page is asked for before it is measured: what changes after some runs, shows."""
_FILTER = TypeAdapter(IssueFilter)


def _get(token: str, path: str) -> bytes:
    return (f"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n").encode()


def _asked(asking: Asking, request: bytes, most: int, seconds: float) -> list[float]:
    """Milliseconds of each of so many requests, as many as fit into the time."""
    begun, taken = time.perf_counter(), list[float]()
    while len(taken) < most and time.perf_counter() - begun < seconds:
        taken.append(asking.seconds(request) * 1000)
    return taken


def _measure(
    there: Installation, server: Server, who: Who, path: str, label: str, seconds: float
) -> None:
    request = _get(access_token(who.account, there.settings, now()), path)
    assert server.process is not None
    watched = family(server.process.pid), there.database_processes()
    with Asking(server.port) as asking:
        _asked(asking, request, WARM, seconds)
        before = [cpu_of(processes) for processes in watched]
        taken = sorted(_asked(asking, request, RUNS, seconds))
    count = len(taken)
    spent = [
        (cpu_of(processes) - was) / count * 1000
        for processes, was in zip(watched, before, strict=True)
    ]
    p50, p95 = taken[count // 2], taken[count * 95 // 100]
    print(
        f"{label:<88}{count:>4}{p50:>8.1f}{p95:>8.1f}{spent[0]:>8.2f}{spent[1]:>8.2f}",
        flush=True,
    )


def _label(case: Case) -> str:
    asks = " ".join(f"{name}={value}" for name, value in parse_qsl(case.query)) or "(all)"
    return f"{case.who.name} ({case.who.issues:,}): {asks}"


def _plan(there: Installation, case: Case) -> None:
    """What the database says it does for a page."""
    with there.session() as session:
        user = user_of(case.who.account)
        set_scope(session, scope_for(user))
        filter = _FILTER.validate_python(dict(parse_qsl(case.query)))
        how = asked(session, filter, by=user, cursor=None, limit=50, at=now())
        print(f"\n-- {case.who.name}: {case.query or '(all)'}")
        print("\n".join(f"   {line}" for line in how.statement.plan(session, how.values)))


def _export(there: Installation, server: Server, who: Who, kind: str, rows: int) -> None:
    """A file of about so many rows: everything found since the day that gives as many."""
    issue = table_of(Issue).c
    with there.session() as session:
        newest = sa.select(issue.found_at).where(issue.county_code == who.account.county_code)
        last = newest.order_by(issue.found_at.desc()).offset(rows).limit(1)
        since = session.execute(last).scalar()
    first = shanghai_date(since) + timedelta(days=8) if since else shanghai_date(now())
    token = access_token(who.account, there.settings, now())
    assert server.process is not None
    with memory_of(server.process.pid) as memory:
        begun = time.perf_counter()
        connection = HTTPConnection(HOST, server.port, timeout=300)
        path = f"{ISSUES}.{kind}" + (f"?due_from={first}" if since else "")
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        waited = time.perf_counter() - begun
        size = 0
        while piece := answer.read(1 << 20):
            size += len(piece)
        assert answer.status == 200, answer.status
        taken = time.perf_counter() - begun
    print(
        f"{kind}, about {rows:,} rows: {taken:.1f} s, first byte {waited:.1f} s, "
        f"{size / 1e6:.1f} MB; server {memory.before:.0f} MB before, {memory.most:.0f} at most",
        flush=True,
    )


def _filled(there: Installation, issues: int) -> tuple[list[Town], dict[str, Who]]:
    done = there.settings.data / "filled"
    if done.exists():
        assert done.read_text() == f"{issues}", f"the folder keeps {done.read_text()} issues"
    else:
        begun = time.perf_counter()
        with there.session() as session:
            write_places(session)
        fill(there.engine, places(), issues)
        print(f"written in {time.perf_counter() - begun:.0f} s", flush=True)
    with there.session() as session:
        people = people_of(session, places())
    done.write_text(f"{issues}")
    return places(), people


def main(arguments: argparse.Namespace) -> None:
    """Fill, then read page after page, then take files away."""
    with installation(arguments.database, entities=10, keep=arguments.keep) as there:
        towns, people = _filled(there, arguments.issues)
        print(f"{arguments.database}, {arguments.issues:,} issues", flush=True)
        asked_for = [c for c in cases(people, towns) if arguments.only in _label(c)]
        server = Server(there.environment()).start()
        try:
            print(f"load before: {os.getloadavg()[0]:.2f}")
            print(f"{'page of 50, ms':<88}{'n':>4}{'p50':>8}{'p95':>8}{'server':>8}{'base':>8}")
            for path in EMPTY:
                _measure(there, server, people["county"], path, path, arguments.seconds)
            for case in asked_for:
                path = f"{ISSUES}?limit=50&{case.query}"
                _measure(there, server, case.who, path, _label(case), arguments.seconds)
            for kind in () if arguments.only else ("xlsx", "csv"):
                for rows in (10_000, 100_000):
                    _export(there, server, people["largest county"], kind, rows)
            print(f"load after: {os.getloadavg()[0]:.2f}")
        finally:
            server.stop()
        if arguments.plans:
            for case in asked_for:
                _plan(there, case)
        there.engine.dispose()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--issues", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=5, help="at most, for each page")
    parser.add_argument("--only", default="", help="pages whose line holds these words, no files")
    parser.add_argument("--keep", type=Path, help="a folder that keeps the issues for more runs")
    parser.add_argument("--plans", action="store_true", help="show how each page is found")
    return parser.parse_args()


if __name__ == "__main__":
    main(_arguments())
