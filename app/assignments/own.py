"""The caps and lines in force on an installation."""

from pathlib import Path

from app.assignments import caps, lines
from app.assignments.caps import Caps
from app.assignments.lines import Lines
from app.own_rules import read_rules
from app.settings import Settings

HERE = Path(__file__).parent


def caps_of(settings: Settings) -> Caps:
    """包保上限 in force.  Raises RulesFaulty, ValueError."""
    return Caps.read(read_rules(caps.FILE, HERE, settings.rules_folder))


def lines_of(settings: Settings) -> Lines:
    """分管行业 in force.  Raises RulesFaulty, ValueError."""
    return Lines.read(read_rules(lines.FILE, HERE, settings.rules_folder))
