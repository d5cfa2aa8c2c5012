"""Where commands speak: as wide as the terminal, and in whole lines into a file or a pipe."""

import sys

from rich.console import Console

_IN_A_FILE = 400


def console() -> Console:
    """A console whose lines are broken for a reader's eyes only, never for a program's."""
    return Console(width=None if sys.stdout.isatty() else _IN_A_FILE)
