"""Visits per second: `python -m bench.submissions [--database sqlite] [--connections 1 8 32]`."""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from sqlalchemy import func
from sqlmodel import select

from app.checklists.library import get_library
from app.checklists.profile import Profile
from app.db import now
from app.demo.filling import fill
from app.ids import sha256_hex, uuid7
from app.inspections.models import Inspection
from app.ledger.models import Issue
from bench.ceiling import Ceiling
from bench.installation import Installation, cpu_of, family, installation
from bench.load import Requests, Result, run
from bench.serving import Server

FLAGS = frozenset({"is_enterprise", "is_canteen", "is_school", "cold_chain"})
WRONG = {"CATR-D01": [sha256_hex("d01")], "CATR-E01": [sha256_hex("e01")]}
ANSWERS = 25
MANY = 3_000
"""Enterprises: one is visited as often in a run as in some years, not a hundred times."""


def a_visit() -> dict[str, Any]:
    """A visit of 25 answers that opens two issues."""
    version = get_library().get("catering", 1)
    assert version is not None
    profile = Profile(flags=FLAGS, kind="学校食堂", grade="C", level="town")
    at = now()
    return {
        "checklist": {"id": "catering", "version": 1},
        "mode": "onsite",
        "outcome": "done",
        "started_at": at.isoformat(),
        "finished_at": at.isoformat(),
        "device_now": at.isoformat(),
        "answers": fill(version.body, profile, WRONG, at.date()),
        "participants": [{"role": "enterprise", "name": "孙立华"}],
        "signatures": {"cadre": sha256_hex("cadre"), "enterprise": sha256_hex("enterprise")},
        "profile": {
            "flags": sorted(FLAGS),
            "kind": "学校食堂",
            "grade": "C",
            "level": "town",
        },
    }


def requests(there: Installation) -> Requests:
    """Such visits, ever new, going round the entities."""
    visit = a_visit()
    print(f"{len(visit['answers'])} answers, 2 issues, {len(json.dumps(visit))} bytes a visit")
    bodies = [
        (token, json.dumps(visit | {"entity_id": str(entity)}, ensure_ascii=False).encode())
        for token, entity in there.visits
    ]

    def ever_new() -> Iterator[bytes]:
        while True:
            for token, body in bodies:
                head = (
                    f"PUT /api/v1/inspections/{uuid7()} HTTP/1.1\r\nHost: bench\r\n"
                    f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n"
                )
                yield head.encode() + body

    return ever_new


def _measured(
    server: Server,
    there: Installation,
    send: Requests,
    connections: int,
    ceiling: Ceiling | None,
) -> Result:
    most = ceiling.per_second(connections, ARGS.seconds / 2) if ceiling else None
    assert server.process is not None
    watched = family(server.process.pid), there.database_processes()
    before = [cpu_of(processes) for processes in watched]
    result = run(server.port, send, connections=connections, seconds=ARGS.seconds, most=20_000)
    watched = family(server.process.pid), there.database_processes()
    spent = [cpu_of(processes) - was for processes, was in zip(watched, before, strict=True)]
    count = len(result.latencies)
    assert result.refused == 0, f"{result.refused} of {count} were refused"
    print(
        f"{connections:>4} {count:>7} {result.per_second:>8.1f} {result.percentile(0.5):>8.1f} "
        f"{result.percentile(0.95):>8.1f} {spent[0] / count * 1000:>9.2f} "
        f"{spent[1] / count * 1000:>9.2f} {result.generator_cpu / count * 1000:>9.2f}"
        + (f" {most:>8.0f} = {result.per_second / most:.1%}" if most else "")
    )
    return result


def main() -> None:
    """Measure on each database, and check that every acknowledged visit is there."""
    for database in ARGS.database or ("sqlite", "postgresql"):
        _on(database)


def _ceiling(there: Installation, stack: ExitStack) -> Ceiling | None:
    if there.engine.dialect.name == "sqlite":
        print("no share of the ceiling: pgbench measures PostgreSQL alone")
        return None
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    ceiling = Ceiling(there.engine, Path(folder), json.dumps(a_visit()["answers"]))
    if ceiling.per_second(1, 1) is None:
        print("no share of the ceiling: the embedded PostgreSQL came without pgbench")
        return None
    return ceiling


def _on(database: str) -> None:
    with installation(database, entities=MANY) as there, ExitStack() as stack:
        ceiling = _ceiling(there, stack)
        server = Server(there.environment(), workers=ARGS.workers).start()
        try:
            send = requests(there)
            run(server.port, send, connections=4, seconds=2, most=100)
            with there.session() as session:
                earlier = session.exec(select(func.count()).select_from(Inspection)).one()
            print(f"{database}, {ARGS.workers} worker(s), {ARGS.seconds} s each")
            print(
                "   c   count    per s   p50 ms   p95 ms  server ms  database  generator  ceiling"
            )
            sent = [
                len(_measured(server, there, send, connections, ceiling).latencies)
                for _ in range(ARGS.rounds)
                for connections in ARGS.connections
            ]
            assert server.process is not None
            resident = sum(p.memory_info().rss for p in family(server.process.pid))
            print(f"server memory after load: {resident / 2**20:.0f} MB")
        finally:
            server.stop()
        time.sleep(0.5)
        with there.session() as session:
            visits = session.exec(select(func.count()).select_from(Inspection)).one()
            issues = session.exec(select(func.count()).select_from(Issue)).one()
        assert visits - earlier == sum(sent), f"{visits - earlier} stored, {sum(sent)} answered"
        assert issues == 2 * visits, f"{issues} issues for {visits} visits"
        print(f"{visits} visits and {issues} issues stored: every answered one is there")
        there.engine.dispose()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    ARGS = _arguments()
    main()
