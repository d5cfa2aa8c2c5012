import pytest
from sqlmodel import Session, select

from app.assignments.models import Due
from app.entities.models import Entity, EntityState
from tests.changes.scene import Scene, decide, not_done, proposals, visit
from tests.people import Browser


def owed(session: Session) -> list[Due]:
    session.rollback()
    found = session.exec(select(Due)).all()
    return [due for due in found if due.done_at is None and due.dropped_at is None]


def in_state(session: Session, scene: Scene) -> EntityState:
    session.rollback()
    return EntityState(session.exec(select(Entity.state).where(Entity.id == scene.shop.id)).one())


@pytest.mark.parametrize(
    ("outcome", "to"),
    [("suspended", "suspended"), ("not_found", "not_found"), ("not_food", "deregistered")],
)
def test_a_visit_that_could_not_be_done_is_put_before_the_office(
    client: Browser, scene: Scene, outcome: str, to: str
) -> None:
    assert visit(client, scene.cadre, scene.shop, **not_done(outcome)).status_code == 201
    [told] = proposals(client, scene.office)
    assert (told["to_state"], told["from_state"], told["origin"]) == (to, "open", "visit")
    assert told["reason"].endswith("门口贴着告示")
    assert told["proposed_by"] == "李淑琴"


@pytest.mark.parametrize("outcome", ["refused", "closed_door"])
def test_a_refusal_or_one_closed_door_says_nothing_of_the_state_and_leaves_the_visit_owed(
    client: Browser, session: Session, scene: Scene, outcome: str
) -> None:
    assert visit(client, scene.cadre, scene.shop, **not_done(outcome, "door")).status_code == 201
    assert proposals(client, scene.office) == []
    assert len(owed(session)) == 1


def test_a_door_found_closed_twice_running_speaks_for_a_firm_out_of_business(
    client: Browser, scene: Scene
) -> None:
    for _ in range(2):
        visit(client, scene.cadre, scene.shop, **not_done("closed_door", "door"))
    [told] = proposals(client, scene.office)
    assert told["to_state"] == "suspended"
    assert "连续两次" in told["reason"]


def test_a_firm_found_out_of_business_with_a_photo_counts_as_done_at_once(
    client: Browser, session: Session, scene: Scene
) -> None:
    visit(client, scene.cadre, scene.shop, **not_done("suspended", "notice on the door"))
    assert owed(session) == []


def test_without_a_photo_it_counts_once_the_office_has_confirmed(
    client: Browser, session: Session, scene: Scene
) -> None:
    visit(client, scene.cadre, scene.shop, **not_done("suspended"))
    assert len(owed(session)) == 1
    [told] = proposals(client, scene.office)
    assert decide(client, scene.office, told["id"], "confirm").status_code == 200
    assert owed(session) == []
    [due] = session.exec(select(Due))
    assert str(due.done_inspection_id) == told["inspection_id"]
    assert in_state(session, scene) is EntityState.SUSPENDED


def test_the_same_finding_lies_before_the_office_once(client: Browser, scene: Scene) -> None:
    for _ in range(2):
        visit(client, scene.cadre, scene.shop, **not_done("not_found"))
    assert len(proposals(client, scene.office)) == 1


def test_a_correction_takes_back_what_the_visit_said_of_the_state(
    client: Browser, scene: Scene
) -> None:
    first = visit(client, scene.cadre, scene.shop, **not_done("not_found")).json()
    corrected = visit(
        client,
        scene.cadre,
        scene.shop,
        corrects=first["id"],
        correction_reason="走错了门",
    )
    assert corrected.status_code == 201, corrected.text
    assert proposals(client, scene.office) == []
    [lapsed] = proposals(client, scene.office, "decided")
    assert (lapsed["decision"], lapsed["decision_note"]) == ("lapsed", "督导记录已更正")


def test_a_dormant_firm_found_open_is_proposed_to_be_in_business_again(
    client: Browser, session: Session, scene: Scene
) -> None:
    visit(client, scene.cadre, scene.shop, **not_done("suspended"))
    decide(client, scene.office, proposals(client, scene.office)[0]["id"], "confirm")
    assert visit(client, scene.cadre, scene.shop).status_code == 201
    [told] = proposals(client, scene.office)
    assert (told["from_state"], told["to_state"]) == ("suspended", "open")
    assert decide(client, scene.office, told["id"], "confirm").status_code == 200
    assert in_state(session, scene) is EntityState.OPEN
