"""A town with everybody who has to do with changes of its entities."""

import pytest
from sqlmodel import Session

from tests.changes.scene import Scene, a_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    """A scene in an empty database."""
    return a_scene(session)
