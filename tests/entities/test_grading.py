import pytest

from app.entities.grading import criteria


@pytest.mark.parametrize(
    ("kind", "facts", "grade"),
    [
        ("婴幼儿配方食品生产企业", {}, "A"),
        ("集体用餐配送单位", {"diners": 1000}, "A"),
        ("集体用餐配送单位", {"diners": 999}, "B"),
        ("中央厨房", {}, "B"),
        ("食品生产企业", {"scale": "large"}, "A"),
        ("食品生产企业", {"scale": "medium"}, "B"),
        ("食品生产企业", {"scale": "small"}, "C"),
        ("商场超市", {"scale": "large"}, "B"),
        ("商场超市", {"scale": "small"}, "C"),
        ("学校食堂", {"diners": 30}, "C"),
        ("特大型/大型/中型/小型餐馆", {"scale": "large"}, "B"),
        ("便利店/食杂店", {"chain_headquarters": True}, "C"),
        ("便利店/食杂店", {"chain_headquarters": False}, "D"),
        ("食品摊点", {}, "D"),
        ("小餐饮（登记）", {"diners": "很多"}, "D"),
    ],
)
def test_the_first_criterion_that_fits_gives_the_grade(
    kind: str, facts: dict[str, object], grade: str
) -> None:
    proposed = criteria().propose(kind, facts)
    assert proposed.grade == grade
    assert proposed.why
