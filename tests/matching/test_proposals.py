from typing import Any

import pytest
from sqlmodel import col, select

from app.accounts.roles import Role
from app.audit.models import Audit
from app.entities.models import EntityState
from app.regions.models import Level, Region
from tests.builders import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    OTHER_TOWN,
    TOWN,
    VILLAGE,
    make_account,
    make_assignment,
)
from tests.matching.conftest import County


@pytest.fixture
def ready(county: County) -> County:
    """Two town cadres and one of the village; three firms of the town, one of the village."""
    county.cadre("李淑琴")
    county.cadre("陈立新")
    county.cadre("周明远", VILLAGE)
    county.duty("李淑琴", lines=["教育"])
    county.firm("明湖小学食堂", kind="学校食堂")
    county.firm("泉边饺子馆", kind="特大型/大型/中型/小型餐馆")
    county.firm("曲水茶馆")
    county.firm("巷口小店", "D")
    return county


def test_each_firm_goes_to_a_cadre_of_its_level_and_place_with_the_reason(ready: County) -> None:
    made = ready.propose()
    lines = ready.lines(made["id"])
    assert made["counts"]["changed"] == 4
    school = lines["明湖小学食堂"]
    assert (school["before"], school["after"]["name"]) == (None, "李淑琴")
    assert [one["text"] for one in school["reasons"]] == [
        "C级主体由镇街级干部包保",
        "任职地就是主体所在的泉城路街道",
        "分管教育，对应学校食堂",
        "现在没有包保干部",
    ]
    assert lines["巷口小店"]["after"]["name"] == "周明远"
    assert made["score"]["total"] >= made["baseline"]["total"]
    assert made["weights"]["keep"] == 40


def test_nothing_is_in_force_before_it_is_applied(ready: County) -> None:
    made = ready.propose()
    assert ready.covered_by("巷口小店") == []
    applied = ready.post(f"/proposals/{made['id']}/apply").json()
    assert (applied["state"], applied["counts"]["applied"]) == ("applied", 4)
    assert ready.covered_by("巷口小店") == ["周明远"]
    assert ready.covered_by("明湖小学食堂") == ["李淑琴"]
    again = ready.post(f"/proposals/{made['id']}/apply")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/proposal-ended")


def test_a_firm_that_is_well_covered_stays_where_it_is(ready: County) -> None:
    make_assignment(ready.session, ready.firms["曲水茶馆"], ready.cadres["陈立新"])
    assert "曲水茶馆" not in ready.lines(ready.propose()["id"])
    whole = ready.propose("all")
    kept = ready.lines(whole["id"], "kept")["曲水茶馆"]
    assert kept["after"]["name"] == "陈立新"
    assert "现在就由这名干部包保，保持不变" in [one["text"] for one in kept["reasons"]]
    ready.post(f"/proposals/{whole['id']}/apply")
    assert ready.covered_by("曲水茶馆") == ["陈立新"]


def test_a_relation_that_breaks_a_rule_is_proposed_anew_and_says_so(ready: County) -> None:
    make_assignment(ready.session, ready.firms["巷口小店"], ready.cadres["李淑琴"])
    line = ready.lines(ready.propose()["id"])["巷口小店"]
    assert (line["before"]["name"], line["after"]["name"]) == ("李淑琴", "周明远")
    assert line["reasons"][-1]["text"] == "原由李淑琴包保：层级不对应"


def test_what_nobody_can_cover_is_listed_with_the_reason(ready: County) -> None:
    ready.firm("无名小店", "D", TOWN)
    ready.firm("金街商场", "B")
    lines = ready.lines(ready.propose()["id"], "unmatched")
    assert {name: line["reasons"][0]["code"] for name, line in lines.items()} == {
        "无名小店": "no_village",
        "金街商场": "no_cadre",
    }
    assert lines["金街商场"]["reasons"][0]["text"] == "历下区没有区县级包保干部，请先录入干部"


def test_a_hard_cap_leaves_the_rest_without_a_cadre(ready: County) -> None:
    ready.duty("李淑琴", cap=1)
    ready.duty("陈立新", cap=1)
    lines = ready.lines(ready.propose()["id"], "unmatched")
    (line,) = lines.values()
    assert line["reasons"][0]["text"].startswith(
        "泉城路街道的镇街级干部共 2 人，都到上限，还差 1 家的名额"
    )


def test_the_county_does_not_name_the_citys_leaders(ready: County) -> None:
    ready.firm("中央厨房", "A")
    ready.cadre("宋怀远", CITY)
    assert "中央厨房" not in ready.lines(ready.propose()["id"])
    city = make_account(ready.session, role=Role.OFFICE, region=CITY)
    browser = ready.browser.as_(city)
    answer = browser.post("/api/v1/matching/proposals", json={"mode": "vacant", "grades": ["A"]})
    assert answer.json()["counts"]["changed"] == 1


def test_firms_are_moved_by_hand_and_the_rules_are_checked_at_once(ready: County) -> None:
    made = ready.propose()["id"]
    moved = ready.move(made, "陈立新", "明湖小学食堂")
    assert moved.status_code == 200, moved.text
    line = ready.lines(made)["明湖小学食堂"]
    assert (line["after"]["name"], line["by_hand"]) == ("陈立新", True)
    assert "line" not in [one["code"] for one in line["reasons"]]
    refused = ready.move(made, "周明远", "明湖小学食堂")
    assert (refused.status_code, refused.json()["code"]) == (409, "level")
    assert refused.json()["detail"] == "C级主体由镇街级干部包保，请选镇街级干部。"


def test_beyond_the_own_area_a_reason_is_wanted_and_kept(ready: County) -> None:
    other = "370102001002"
    name = "测试三社区"
    ready.session.add(
        Region(
            code=other,
            level=Level.VILLAGE,
            name=name,
            path_name=name,
            parent_code=TOWN,
            county_code=COUNTY,
            town_code=TOWN,
        )
    )
    ready.session.commit()
    ready.duty("陈立新", area_codes=[other])
    made = ready.propose("hand")["id"]
    missing = ready.move(made, "陈立新", "曲水茶馆")
    assert (missing.status_code, missing.json()["type"]) == (409, "/problems/match-note-missing")
    assert ready.move(made, "陈立新", "曲水茶馆", note="熟悉茶馆行业").status_code == 200
    line = ready.lines(made)["曲水茶馆"]
    assert (line["note"], line["reasons"][-1]["text"]) == ("熟悉茶馆行业", "人工选定：熟悉茶馆行业")


def test_a_draft_by_hand_counts_what_it_already_gave(ready: County) -> None:
    ready.duty("陈立新", cap=2)
    made = ready.propose("hand")["id"]
    assert ready.move(made, "陈立新", "曲水茶馆", "泉边饺子馆").status_code == 200
    full = ready.move(made, "陈立新", "明湖小学食堂")
    assert (full.status_code, full.json()["code"]) == (409, "cap")
    assert ready.move(made, "陈立新", "曲水茶馆").status_code == 200
    (change,) = ready.get(f"/proposals/{made}/cadres")
    assert (change["now"], change["coming"], change["after"], change["limit"]) == (0, 2, 2, 2)
    out = ready.post(f"/proposals/{made}/leave", entity_ids=[str(ready.firms["曲水茶馆"].id)])
    assert out.json()["counts"]["all"] == 1
    assert ready.move(made, "陈立新", "明湖小学食堂").status_code == 200


def test_what_changed_since_is_named_and_passed_over(ready: County) -> None:
    made = ready.propose()["id"]
    make_assignment(ready.session, ready.firms["曲水茶馆"], ready.cadres["陈立新"])
    ready.firms["巷口小店"].baobao_grade = "C"
    ready.firms["泉边饺子馆"].state = EntityState.DEREGISTERED
    ready.session.add_all(ready.firms.values())
    ready.session.commit()
    applied = ready.post(f"/proposals/{made}/apply").json()
    assert (applied["counts"]["applied"], applied["counts"]["stale"]) == (1, 3)
    stale = {n: line["outcome_note"] for n, line in ready.lines(made, "stale").items()}
    assert stale == {
        "曲水茶馆": "建议之后包保关系又变了",
        "巷口小店": "建议之后级别变了",
        "泉边饺子馆": "主体已不在营",
    }
    assert ready.covered_by("曲水茶馆") == ["陈立新"]


def test_a_cap_that_was_filled_meanwhile_is_kept(ready: County) -> None:
    ready.duty("陈立新", cap=1)
    made = ready.propose("hand")["id"]
    ready.move(made, "陈立新", "曲水茶馆")
    make_assignment(ready.session, ready.firms["泉边饺子馆"], ready.cadres["陈立新"])
    ready.post(f"/proposals/{made}/apply")
    assert ready.lines(made, "stale")["曲水茶馆"]["outcome_note"] == "陈立新已到上限 1 家"
    assert ready.covered_by("曲水茶馆") == []


def test_a_batch_is_undone_where_nothing_happened_since(ready: County) -> None:
    before = make_assignment(
        ready.session, ready.firms["曲水茶馆"], ready.cadres["陈立新"], level=Level.TOWN
    )
    made = ready.propose("hand")["id"]
    for firm in ("曲水茶馆", "泉边饺子馆", "明湖小学食堂"):
        assert ready.move(made, "李淑琴", firm).status_code == 200
    ready.post(f"/proposals/{made}/apply")
    later = ready.propose("hand")["id"]
    ready.move(later, "陈立新", "明湖小学食堂")
    ready.post(f"/proposals/{later}/apply")
    undone = ready.post(f"/proposals/{made}/undo").json()
    assert (undone["state"], undone["counts"]["undone"], undone["counts"]["stale"]) == (
        "undone",
        2,
        1,
    )
    assert ready.covered_by("曲水茶馆") == ["陈立新", "李淑琴", "陈立新"]
    assert ready.covered_by("泉边饺子馆") == ["李淑琴", "—"]
    assert ready.covered_by("明湖小学食堂") == ["李淑琴", "陈立新"]
    kept = ready.lines(made, "stale")["明湖小学食堂"]["outcome_note"]
    assert kept == "生效之后包保关系又变了"
    assert ready.post(f"/proposals/{made}/undo").status_code == 409
    assert before.id is not None
    actions = ready.session.exec(select(Audit.action).order_by(col(Audit.at), col(Audit.id))).all()
    assert actions[-3:] == ["matching.apply", "matching.apply", "matching.undo"]


def test_a_draft_given_up_changes_nothing_and_stays_to_be_seen(ready: County) -> None:
    made = ready.propose()["id"]
    assert ready.post(f"/proposals/{made}/drop").json()["state"] == "dropped"
    assert ready.move(made, "陈立新", "曲水茶馆").status_code == 409
    assert ready.covered_by("曲水茶馆") == []
    assert [one["state"] for one in ready.get("/proposals")] == ["dropped"]


def test_an_empty_draft_is_not_applied(ready: County) -> None:
    made = ready.propose("hand")["id"]
    answer = ready.post(f"/proposals/{made}/apply")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/nothing-to-apply")


@pytest.mark.parametrize("path", ["", "/lines", "/cadres"])
def test_another_countys_office_sees_no_proposal(ready: County, path: str) -> None:
    made = ready.propose()["id"]
    other = ready.browser.as_(make_account(ready.session, role=Role.OFFICE, region=OTHER_COUNTY))
    assert other.get(f"/api/v1/matching/proposals/{made}{path}").status_code == 404
    assert other.post(f"/api/v1/matching/proposals/{made}/apply").status_code == 404
    assert other.get("/api/v1/matching/proposals").json() == []


def test_nothing_beyond_the_own_region_is_matched(ready: County) -> None:
    ready.firm("市中小店", "C", "370103001001")
    ready.cadre("方志强", OTHER_TOWN)
    made = ready.propose("hand")["id"]
    assert ready.move(made, "陈立新", "市中小店").status_code == 404
    assert ready.move(made, "方志强", "曲水茶馆").status_code == 404
    answer: Any = ready.post("/proposals", mode="vacant", region=OTHER_TOWN)
    assert answer.status_code == 404


@pytest.mark.parametrize("role", [Role.CADRE, Role.BUREAU, Role.INSPECTOR, Role.SYSADMIN])
def test_only_offices_match(ready: County, role: Role) -> None:
    browser = ready.browser.as_(make_account(ready.session, role=role, region=COUNTY))
    assert browser.get("/api/v1/matching/board").status_code == 403
    assert browser.post("/api/v1/matching/proposals", json={"mode": "hand"}).status_code == 403
