"""Answers held to the checklist, with a pointer to every gap."""

from typing import Any

import pytest

from app.checklists.library import Version, get_library
from app.checklists.profile import Profile
from app.errors import Malformed
from app.inspections.judging import Judged, judge
from app.inspections.wire import InspectionBody
from tests.inspections.visits import NOW, answers, body, sha

PROFILE = Profile(kind="小餐饮（登记）", grade="D", level="village")


def _version(id: str = "catering") -> Version:
    found = get_library().get(id, 1)
    assert found is not None
    return found


def _judge(*versions: Version, **changes: Any) -> Judged:
    visit = InspectionBody.model_validate(body(**changes))
    return judge(visit, versions or [_version()], PROFILE, NOW.date())


def _pointers(**changes: Any) -> dict[str, str]:
    with pytest.raises(Malformed) as refused:
        _judge(**changes)
    return {error["pointer"]: error["detail"] for error in refused.value.errors or []}


def _at(item: str, given: list[dict[str, Any]]) -> int:
    return [answer["item"] for answer in given].index(item)


def test_a_visit_with_everything_in_order_opens_nothing() -> None:
    assert list(_judge().openings()) == []


def test_an_unanswered_item_is_named() -> None:
    given = [answer for answer in answers() if answer["item"] != "CATR-D02"]
    assert _pointers(answers=given)["/answers"].startswith("CATR-D02")


def test_an_item_of_no_checklist_is_pointed_at() -> None:
    given = [*answers(), {"item": "CATR-Z99", "answer": "yes"}]
    assert _pointers(answers=given) == {
        f"/answers/{len(given) - 1}/item": "检查表里没有 CATR-Z99 这一项"
    }


def test_an_item_answered_twice_is_pointed_at() -> None:
    given = [*answers(), {"item": "CATR-D01", "answer": "no", "note": "再答一次"}]
    assert f"/answers/{len(given) - 1}/item" in _pointers(answers=given)


def test_a_no_without_the_photo_it_asks_for_is_pointed_at() -> None:
    given = answers(wrong={"CATR-D02": []})
    assert f"/answers/{_at('CATR-D02', given)}/photos" in _pointers(answers=given)


def test_a_no_without_words_is_pointed_at() -> None:
    given = answers(wrong={"CATR-D01": []})
    given[_at("CATR-D01", given)]["note"] = " "
    assert f"/answers/{_at('CATR-D01', given)}/note" in _pointers(answers=given)


def test_lowering_the_severity_needs_a_reason() -> None:
    given = answers(wrong={"CATR-D02": [sha("d02")]})
    at = _at("CATR-D02", given)
    given[at]["severity"] = "minor"
    assert list(_pointers(answers=given)) == [f"/answers/{at}/severity_reason"]
    given[at]["severity_reason"] = "只有一袋，已当场封存"
    (_, _, _, opening) = next(iter(_judge(answers=given).openings()))
    assert (opening.severity, opening.original_severity) == ("minor", "critical")


def test_a_child_that_forces_no_opens_an_issue_the_phone_did_not_see() -> None:
    given = answers()
    at = _at("CATR-B04", given)
    given[at]["children"]["CATR-B04b"] = 2
    given[at]["note"] = "2 人没有健康证明"
    assert [opening.item for *_, opening in _judge(answers=given).openings()] == ["CATR-B04"]


def test_modules_are_judged_together_with_the_main_checklist() -> None:
    given = answers(modules=("circulation",))
    judged = _judge(_version(), _version("circulation"), answers=given)
    assert [answer.item for answer in judged.answers] == [answer["item"] for answer in given]
    with pytest.raises(Malformed) as refused:
        _judge(_version(), _version("circulation"), answers=answers())
    missing = {error["detail"][:8] for error in refused.value.errors or []}
    assert missing == {answer["item"] for answer in given} - {one["item"] for one in answers()}


def test_an_item_that_two_checklists_share_opens_one_issue() -> None:
    main, again = _version(), _version()
    wrong = answers(wrong={"CATR-E01": [sha("e01")]})
    judged = _judge(main, again, answers=wrong)
    assert [(version, item.code) for version, item, *_ in judged.openings()] == [(main, "CATR-E01")]


@pytest.mark.parametrize("outcome", ["suspended", "refused", "not_found", "not_food"])
def test_a_visit_that_could_not_be_made_needs_a_word_and_no_answers(outcome: str) -> None:
    assert list(_pointers(outcome=outcome, answers=[])) == ["/statement"]
    _judge(outcome=outcome, answers=[], statement="门口贴着停业告示")


def test_a_closed_door_needs_its_photo() -> None:
    closed = {"outcome": "closed_door", "answers": [], "statement": "两次敲门无人应"}
    assert list(_pointers(**closed)) == ["/photos"]
    _judge(**closed, photos=[sha("door")])


def test_a_visit_broken_off_keeps_what_was_found() -> None:
    given = [a for a in answers(wrong={"CATR-D01": []}) if a["item"] == "CATR-D01"]
    judged = _judge(outcome="refused", answers=given, statement="负责人中途拒绝继续")
    assert [opening.item for *_, opening in judged.openings()] == ["CATR-D01"]
