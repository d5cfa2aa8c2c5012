"""Versions are kept in the database as they were released."""

from pathlib import Path

import pytest
from sqlmodel import Session, select

from app.checklists.library import Library, ReleasedChecklistError, load, release
from app.checklists.models import ChecklistVersion

FOLDER = Path(__file__).resolve().parents[2] / "checklists"


@pytest.fixture(scope="module")
def library() -> Library:
    return load(FOLDER)


@pytest.fixture
def empty(session: Session) -> Session:
    for kept in session.exec(select(ChecklistVersion)).all():
        session.delete(kept)
    session.commit()
    return session


def test_a_release_keeps_every_version_with_its_digest(empty: Session, library: Library) -> None:
    assert release(empty, library) == 4
    empty.commit()
    kept = {row.id: row for row in empty.exec(select(ChecklistVersion))}
    assert {id: row.digest for id, row in kept.items()} == {v.id: v.digest for v in library}
    assert kept["catering"].body["sections"][0]["items"][0]["code"] == "CATR-A01"


def test_a_second_release_changes_nothing(empty: Session, library: Library) -> None:
    release(empty, library)
    empty.commit()
    assert release(empty, library) == 0


def test_a_file_that_differs_from_what_was_released_stops_with_name_and_line(
    empty: Session, library: Library
) -> None:
    release(empty, library)
    kept = empty.get(ChecklistVersion, ("catering", 1))
    assert kept is not None
    body = kept.body | {"name": "另一份表"}
    kept.body, kept.digest = body, "0" * 64
    empty.add(kept)
    empty.commit()
    with pytest.raises(
        ReleasedChecklistError, match=r"catering/v1\.yaml 第 4 行：“name”与发布时不同"
    ):
        release(empty, library)
