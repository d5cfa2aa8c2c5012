"""“其余均符合”: what was answered together stays known as such, and never covers a grave item."""

from typing import Any

import pytest
from sqlmodel import Session, select

from app.ids import uuid7
from app.inspections.models import Inspection
from tests.inspections.conftest import Counter
from tests.inspections.visits import a_scene, answers, body

PLAIN = ("CATR-A03", "CATR-E01", "CATR-F01", "CATR-F03", "CATR-F04")
pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


def _together(*codes: str) -> list[dict[str, Any]]:
    return [a | {"bulk": True} if a["item"] in codes else a for a in answers()]


def test_answers_given_together_are_kept_and_remarked(counter: Counter, session: Session) -> None:
    scene, id = a_scene(session), uuid7()
    taken = counter.put(scene.cadre, body(scene.entity, answers=_together(*PLAIN)), id)
    assert taken.status_code == 201, taken.json()
    shown = counter.get(scene.cadre, f"/api/v1/inspections/{id}").json()
    assert {a["item"] for a in shown["answers"] if a["bulk"]} == set(PLAIN)
    assert "bulk" in shown["remarks"]


def test_more_than_half_together_is_a_remark_of_its_own(counter: Counter, session: Session) -> None:
    scene = a_scene(session)
    given = [a["item"] for a in answers() if a["answer"] == "yes"]
    grave = {"CATR-A01", "CATR-D02", "CATR-D03"}
    counter.put(scene.cadre, body(scene.entity, answers=_together(*(set(given) - grave))))
    remarks = session.exec(select(Inspection)).one().remarks
    assert "bulk_most" in remarks
    assert "bulk" not in remarks


@pytest.mark.parametrize(
    ("code", "answer", "told"),
    [
        ("CATR-D02", "yes", "这是重大项目，不能用“其余均符合”，请看过后单独作答"),
        ("CATR-E01", "no", "“其余均符合”只能记“符合”，请逐题作答"),
    ],
)
def test_a_grave_item_or_a_no_cannot_be_answered_together(
    counter: Counter, session: Session, code: str, answer: str, told: str
) -> None:
    scene = a_scene(session)
    given = _together(code)
    place = next(n for n, a in enumerate(given) if a["item"] == code)
    given[place] |= {"answer": answer}
    refused = counter.put(scene.cadre, body(scene.entity, answers=given))
    assert refused.status_code == 422
    assert {"pointer": f"/answers/{place}/bulk", "detail": told} in refused.json()["errors"]


def test_a_phone_that_knows_nothing_of_it_is_taken_as_before(
    counter: Counter, session: Session
) -> None:
    scene = a_scene(session)
    assert counter.put(scene.cadre, body(scene.entity)).status_code == 201
    kept = session.exec(select(Inspection)).one()
    assert not [a for a in kept.answers if "bulk" in a]
    assert not {"bulk", "bulk_most"} & set(kept.remarks)


def test_the_paper_says_how_many_were_answered_together(counter: Counter, session: Session) -> None:
    scene, id = a_scene(session), uuid7()
    counter.put(scene.cadre, body(scene.entity, answers=_together(*PLAIN)), id)
    link = counter.post(scene.cadre, f"/api/v1/inspections/{id}/print").json()["url"]
    page = counter.get(scene.cadre, link).text
    assert f"（其中批量符合 {len(PLAIN)} 项）" in page
