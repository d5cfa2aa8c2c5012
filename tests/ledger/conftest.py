"""The restaurant and everybody who has to do with its issues."""

import pytest
from sqlmodel import Session

from tests.ledger.scene import Scene, a_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    """A scene in an empty database."""
    return a_scene(session)
