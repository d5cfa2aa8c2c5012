"""The phone's engine in one process of its own, asked line by line."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.checklists.answers import Answer, Recheck
from app.checklists.engine import Evaluation
from app.checklists.format import Checklist
from app.checklists.profile import Profile

ROOT = Path(__file__).resolve().parents[3]
Judged = dict[str, Any]


class Phone:
    """Judges visits as `pwa/src/domain` does."""

    def __init__(self) -> None:
        path = f"{ROOT / '.tools/node/bin'}{os.pathsep}{os.environ['PATH']}"
        self._process = subprocess.Popen(
            ["node", "tools/judge.mjs"],
            cwd=ROOT / "pwa",
            env=os.environ | {"PATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert self._line() == "ready"

    def judge(
        self,
        body: Checklist,
        profile: Profile,
        answers: Sequence[Answer],
        today: str,
        rechecks: Sequence[Recheck],
        keep_answered: bool,
    ) -> Judged:
        """One visit, with every part in the words of the server."""
        visit = {
            "body": body.model_dump(mode="json"),
            "profile": asdict(profile) | {"flags": sorted(profile.flags)},
            "answers": [answer.model_dump(mode="json", exclude_unset=True) for answer in answers],
            "today": today,
            "rechecks": [recheck.model_dump(mode="json") for recheck in rechecks],
            "keepAnswered": keep_answered,
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(visit) + "\n")
        self._process.stdin.flush()
        found: Judged = json.loads(self._line())
        return found | {"answers": [_kept(answer) for answer in found["answers"]]}

    def close(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.wait(timeout=10)

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the phone's engine has ended"
        return line.rstrip("\n")


def as_phone(found: Evaluation) -> Judged:
    """The server's judgement in the shape of the phone's."""
    return {
        "shown": found.shown,
        "children": found.children,
        "required": found.required,
        "answers": [_kept(answer.model_dump(mode="json")) for answer in found.answers],
        "missing": [asdict(gap) for gap in found.missing],
        "derived": [asdict(derived) for derived in found.derived],
        "issues": [
            asdict(issue) | {"deadline": issue.deadline.model_dump()} for issue in found.issues
        ],
        "for_professional": found.for_professional,
        "too_many_na": found.too_many_na,
        "facts": found.facts,
        "unknown": found.unknown,
    }


def _kept(answer: Mapping[str, Any]) -> Judged:
    unsaid: Judged = {"answer": None, "note": "", "value": None, "children": {}, "photos": []}
    return {"item": answer["item"]} | {key: answer.get(key, unsaid[key]) for key in unsaid}
