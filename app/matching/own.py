"""What decides on an installation: caps, lines of industry and weights in force."""

from dataclasses import dataclass
from pathlib import Path

from app.assignments.caps import Caps
from app.assignments.lines import Lines
from app.assignments.own import caps_of, lines_of
from app.matching.weighing import FILE, Weights
from app.own_rules import read_rules
from app.settings import Settings


@dataclass(frozen=True)
class InForce:
    """The data files behind every proposal and check."""

    caps: Caps
    lines: Lines
    weights: Weights


def in_force(settings: Settings) -> InForce:
    """The office's own files, else ours.  Raises RulesFaulty, ValueError."""
    weights = Weights.read(read_rules(FILE, Path(__file__).parent, settings.rules_folder))
    return InForce(caps_of(settings), lines_of(settings), weights)
