"""The wire, the prepared phone, and a case of both for each test."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.faults.stage import Case, Prepared, prepare
from tests.faults.wire import Wire
from tests.serving import free_port

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker takes all of these, so that the phone they start from is filled in but once."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("faults"))


@pytest.fixture(scope="session")
def wire() -> Iterator[Wire]:
    """The page's own origin, the same for all cases: what the phone keeps hangs on it."""
    made = Wire(free_port())
    yield made
    made.close()


@pytest.fixture(scope="session")
def prepared(
    wire: Wire,
    playwright_: Playwright,
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Prepared:
    """A visit filled in and not yet handed in."""
    return prepare(tmp_path_factory.mktemp("prepared"), wire, playwright_, sqlite_template)


@pytest.fixture
def case(prepared: Prepared, wire: Wire, playwright_: Playwright) -> Iterator[Case]:
    """A fresh copy of it."""
    with tempfile.TemporaryDirectory(prefix="dudao-fault-") as folder:
        one = Case(prepared, wire, playwright_, Path(folder))
        yield one
        one.close()
