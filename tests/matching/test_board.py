from datetime import UTC, datetime

import pytest

from tests.builders import OTHER_TOWN, TOWN, VILLAGE, make_assignment
from tests.matching.conftest import County


@pytest.fixture
def shown(county: County) -> County:
    """One firm without a cadre, one well covered, one by a cadre of the wrong level."""
    county.cadre("李淑琴", post="办事处副主任")
    county.cadre("陈立新", post="党工委副书记")
    county.cadre("周明远", VILLAGE)
    county.firm("曲水茶馆")
    county.firm("泉边饺子馆")
    county.firm("巷口小店", "D")
    make_assignment(county.session, county.firms["泉边饺子馆"], county.cadres["李淑琴"])
    make_assignment(county.session, county.firms["巷口小店"], county.cadres["李淑琴"])
    return county


def test_firms_stand_under_the_tab_they_belong_to(shown: County) -> None:
    first = shown.get("/board")
    assert first["counts"] == {"open": 1, "matched": 1, "adjust": 1}
    assert [row["name"] for row in first["items"]] == ["曲水茶馆"]
    (well,) = shown.get("/board", tab="matched")["items"]
    assert (well["name"], well["cadre"]["name"], well["fault"]) == ("泉边饺子馆", "李淑琴", "")
    (wrong,) = shown.get("/board", tab="adjust")["items"]
    assert (wrong["name"], wrong["fault"]) == ("巷口小店", "层级不对应")


def test_who_is_beyond_a_hard_cap_has_firms_to_adjust(shown: County) -> None:
    shown.duty("李淑琴", cap=1)
    faults = {row["name"]: row["fault"] for row in shown.get("/board", tab="adjust")["items"]}
    assert faults == {"泉边饺子馆": "超过硬性上限", "巷口小店": "层级不对应"}


def test_a_cadre_whose_account_ended_has_firms_to_adjust(shown: County) -> None:
    shown.cadres["李淑琴"].disabled_at = datetime(2026, 11, 1, tzinfo=UTC)
    shown.session.add(shown.cadres["李淑琴"])
    shown.session.commit()
    rows = shown.get("/board", tab="adjust")["items"]
    assert {row["fault"] for row in rows} == {"干部账号已停用"}
    line = shown.lines(shown.propose()["id"])["泉边饺子馆"]
    assert line["reasons"][-1]["text"] == "原由李淑琴包保：干部账号已停用"


def test_the_board_narrows_to_a_place_a_grade_and_words(shown: County) -> None:
    shown.firm("大观园茶庄", "C", "370103001001")
    assert shown.get("/board", region=TOWN)["counts"]["open"] == 1
    assert shown.get("/board", grade="D")["counts"] == {"open": 0, "matched": 0, "adjust": 1}
    assert shown.get("/board", q="茶")["total"] == 1
    assert shown.browser.get(f"/api/v1/matching/board?region={OTHER_TOWN}").status_code == 404


def test_a_page_says_how_many_there_are(shown: County) -> None:
    for number in range(3):
        shown.firm(f"新店{number}")
    page = shown.get("/board", offset=2, limit=2)
    assert (page["total"], len(page["items"])) == (4, 2)


def test_cadres_stand_by_surname_with_load_and_cap(shown: County) -> None:
    shown.duty("陈立新", area_codes=[VILLAGE], lines=["教育"], cap=15)
    rows = shown.get("/cadres", level="town")["items"]
    assert [row["cadre"]["name"] for row in rows] == ["陈立新", "李淑琴"]
    chen, li = rows
    assert (chen["load"], chen["limit"], chen["hard"]) == (0, 15, True)
    assert (chen["areas"], chen["lines"], chen["place"]) == (["测试一社区"], ["教育"], "泉城路街道")
    assert (li["load"], li["limit"], li["hard"]) == (2, 30, False)


def test_the_firms_chosen_narrow_and_check_the_cadres(shown: County) -> None:
    chosen = [str(shown.firms[name].id) for name in ("曲水茶馆",)]
    rows = shown.get("/cadres", entity=chosen)["items"]
    assert [(row["cadre"]["name"], row["check"]["verdict"]) for row in rows] == [
        ("陈立新", "fits"),
        ("李淑琴", "fits"),
    ]
    both = [*chosen, str(shown.firms["巷口小店"].id)]
    words = {row["check"]["word"] for row in shown.get("/cadres", entity=both)["items"]}
    assert words == {"层级不对应"}


def test_a_draft_is_seen_on_both_sides(shown: County) -> None:
    made = shown.propose("hand", region=TOWN)["id"]
    shown.move(made, "陈立新", "曲水茶馆", "泉边饺子馆")
    (row,) = shown.get("/board", draft=made)["items"]
    assert row["draft"]["name"] == "陈立新"
    loads = {
        row["cadre"]["name"]: (row["load"], row["draft_load"])
        for row in shown.get("/cadres", level="town", draft=made)["items"]
    }
    assert loads == {"陈立新": (0, 2), "李淑琴": (2, 1)}


def test_the_rules_in_force_are_shown(shown: County) -> None:
    rules = shown.get("/rules")
    assert rules["caps"]["county"] == {"limit": 10, "hard": True}
    assert rules["weights"]["keep"] == 40
    assert rules["lines"]["教育"]["kinds"] == ["学校食堂", "幼儿园食堂"]
