"""The proof of a ledger of a million events: `python -m bench.ledger_verify --database sqlite`."""

import argparse
import os
import pty
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.db import table_of
from app.ledger.append_only import SQLITE
from app.ledger.models import Issue, IssueEvent
from bench.installation import Installation, installation
from bench.ledger_chains import STEPS, write_chains
from bench.ledger_load import without_indexes
from bench.ledger_rows import places, write_places
from bench.memory import memory_of
from bench.serving import ROOT

_issue, _event = table_of(Issue).c, table_of(IssueEvent).c
BROKEN_STEP = 3
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def _fill(there: Installation, events: int) -> None:
    done = there.settings.data / "filled"
    if done.exists():
        assert done.read_text() == f"{events}", f"the folder keeps {done.read_text()} events"
        return
    begun = time.perf_counter()
    with there.session() as session:
        write_places(session)
        with without_indexes(session):
            write_chains(session, places(), events // STEPS)
    done.write_text(f"{events}")
    print(f"written in {time.perf_counter() - begun:.0f} s", flush=True)


def _verify(there: Installation, *, holds: bool) -> str:
    """Run the command at a terminal, as an administrator does; gives what it said."""
    ours, theirs = pty.openpty()
    environment = os.environ | there.environment() | {"TERM": "xterm", "COLUMNS": "100"}
    command = [sys.executable, "-m", "app.cli", "ledger", "verify"]
    begun, said = time.perf_counter(), b""
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    with memory_of(process.pid) as memory:
        try:
            while piece := os.read(ours, 4096):
                said += piece
        except OSError:
            # How a terminal says that nobody is left to write to it.
            pass
        status = process.wait()
    os.close(ours)
    taken = time.perf_counter() - begun
    assert status == (0 if holds else 1), said.decode()
    print(
        f"{'whole' if holds else 'one byte changed'}: {taken:.1f} s; memory at a tenth, the half "
        f"and the end {memory.at(0.1):.0f}, {memory.at(0.5):.0f}, {memory.at(0.98):.0f} MB, "
        f"{memory.most:.0f} at most; the bar was drawn {said.count('核对台账'.encode())} times",
        flush=True,
    )
    return _COLOURS.sub("", said.decode())


@contextmanager
def _one_byte_changed(there: Installation) -> Iterator[str]:
    """Somebody with the database in their hands; gives the issue's number, and puts it back."""
    with there.session() as session:
        last = sa.select(_issue.id, _issue.number).order_by(_issue.id.desc()).limit(1)
        issue_id, number = session.execute(last).one()
    here = (_event.issue_id == issue_id) & (_event.seq == BROKEN_STEP)
    _behind_the_guards(there, sa.update(table_of(IssueEvent)).where(here).values(note="."))
    try:
        yield number
    finally:
        _behind_the_guards(there, sa.update(table_of(IssueEvent)).where(here).values(note=""))


def _behind_the_guards(there: Installation, change: Any) -> None:
    with there.session() as session:
        if there.engine.dialect.name == "sqlite":
            session.execute(sa.text("DROP TRIGGER issue_event_no_update"))
            session.execute(change)
            session.execute(sa.text(next(one for one in SQLITE if "event_no_update" in one)))
        else:
            session.execute(sa.text("SET LOCAL session_replication_role = replica"))
            session.execute(change)
        session.commit()


def main(arguments: argparse.Namespace) -> None:
    """Fill, verify, change one byte of the last issue, and verify again."""
    with installation(arguments.database, entities=10, keep=arguments.keep) as there:
        _fill(there, arguments.events)
        print(f"{arguments.database}, {arguments.events:,} events, {STEPS} of each issue")
        print(f"load before: {os.getloadavg()[0]:.2f}")
        _verify(there, holds=True)
        with _one_byte_changed(there) as number:
            said = _verify(there, holds=False)
            assert f"{number} 第 {BROKEN_STEP} 步" in said, said
            print(f"named: {number}, step {BROKEN_STEP}")
        print(f"load after: {os.getloadavg()[0]:.2f}")
        there.engine.dispose()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="a folder that keeps the events for more runs")
    return parser.parse_args()


if __name__ == "__main__":
    main(_arguments())
