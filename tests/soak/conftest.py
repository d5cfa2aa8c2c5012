"""The same prepared phone and wire as the fault cases."""

from tests.e2e.conftest import playwright_
from tests.faults.conftest import case, prepared, wire

__all__ = ["case", "playwright_", "prepared", "wire"]
