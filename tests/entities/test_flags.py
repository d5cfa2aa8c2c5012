import pytest

from app.entities import flags


def test_the_code_decides_whether_it_is_an_enterprise() -> None:
    assert flags.is_enterprise("91370102MA3TE5T11P", said=False)
    assert flags.is_enterprise("93370102MA3TE5T11P", said=False)
    assert not flags.is_enterprise("92370102MA3TE5T11P", said=True)
    assert not flags.is_enterprise("12370100MB3TE5T15E", said=True)


def test_without_a_code_what_was_said_counts() -> None:
    assert flags.is_enterprise(None, said=True)
    assert not flags.is_enterprise(None, said=False)


@pytest.mark.parametrize("kind", ["中央厨房", "保健食品生产企业"])
def test_some_kinds_always_need_a_director(kind: str) -> None:
    assert flags.requires_director(kind, True, {})


@pytest.mark.parametrize(
    ("kind", "diners", "needed"),
    [
        ("学校食堂", 499, False),
        ("学校食堂", 500, True),
        ("幼儿园食堂", 299, False),
        ("养老机构食堂", 300, True),
        ("建筑工地食堂", 999, False),
        ("集体用餐配送单位", 1000, True),
    ],
)
def test_canteens_need_a_director_by_their_diners(kind: str, diners: int, needed: bool) -> None:
    assert flags.requires_director(kind, False, {"diners": diners}) is needed


@pytest.mark.parametrize(
    ("scale", "needed"), [("large", True), ("medium", True), ("small", False), (None, False)]
)
def test_enterprises_need_a_director_by_their_scale(scale: str | None, needed: bool) -> None:
    assert flags.requires_director("商场超市", True, {"scale": scale}) is needed


def test_an_individual_shop_needs_no_director_whatever_its_scale() -> None:
    assert not flags.requires_director("商场超市", False, {"scale": "medium"})


def test_a_chains_headquarters_needs_a_director() -> None:
    facts = {"chain_headquarters": True}
    assert flags.requires_director("便利店/食杂店", True, facts)
    assert not flags.requires_director("便利店/食杂店", False, facts)
