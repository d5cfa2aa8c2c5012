"""反馈单 and the quarterly page: what they say, and to whom."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from docx import Document as Word
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from app.assignments.models import Due
from app.assignments.rules import period_bounds, period_of
from app.clock import shanghai_date, start_of_day
from app.ledger.models import Issue
from tests.builders import CITY, OTHER_COUNTY, VILLAGE, make_account
from tests.documents.scene import WHERE, an_issue_now, text_of
from tests.inspections.visits import address, answers, body
from tests.ledger.scene import Scene, an_issue, bring
from tests.people import Browser


def quarter() -> str:
    return period_of(shanghai_date(datetime.now(UTC)))


def page_of(client: Browser, who: Account, cadre: Account, of: str | None = None) -> str:
    answer = client.as_(who).get(
        f"{WHERE}/quarterly/{cadre.id}.docx", params={"quarter": of or quarter()}
    )
    assert answer.status_code == 200, answer.text
    return text_of(answer.content)


def test_the_note_tells_the_cadre_what_became_of_his_finding(
    client: Browser, session: Session, scene: Scene
) -> None:
    issue = bring(session, scene, an_issue_now(session, scene), "closed")
    for person in (scene.cadre, scene.office, scene.station):
        answer = client.as_(person).get(f"{WHERE}/feedback/{issue.id}.docx")
        text = text_of(answer.content)
        for words in ("李淑琴（社区党委书记）：", issue.number, "已分柜存放", "已销号", "准予销号"):
            assert words in text, words


def test_the_note_of_an_open_issue_promises_nothing(
    client: Browser, session: Session, scene: Scene
) -> None:
    issue = an_issue_now(session, scene, description="<A&B> {{ 7*7 }}")
    text = text_of(client.as_(scene.cadre).get(f"{WHERE}/feedback/{issue.id}.docx").content)
    assert "尚未提交整改情况" in text
    assert "正在督促整改，结果另行反馈。" in text
    assert "<A&B> {{ 7*7 }}" in text


def test_the_quarter_counts_what_was_visited_found_and_closed(
    client: Browser, session: Session, scene: Scene
) -> None:
    now = datetime.now(UTC)
    first, last = period_bounds(quarter())
    place = {name: getattr(scene.entity, f"{name}_code") for name in ("city", "county", "town")}
    session.add(
        Due(
            entity_id=scene.entity.id,
            period=quarter(),
            due_by=last,
            region_code=scene.entity.region_code,
            **{f"{name}_code": code for name, code in place.items()},
        )
    )
    session.commit()
    sent = body(scene.entity, at=now, answers=answers(at=now))
    assert client.as_(scene.cadre).put(address(), json=sent).status_code == 201
    session.commit()
    bring(session, scene, an_issue_now(session, scene), "closed")
    still = an_issue_now(session, scene)
    listed = an_issue_now(session, scene)
    before = start_of_day(first) - timedelta(days=3)
    old = an_issue(session, scene, at=before, found_at=before, received_at=before)
    session.execute(sa.update(Issue).where(Issue.id == listed.id).values(listed=True))  # type: ignore[arg-type]
    yesterday = shanghai_date(now) - timedelta(days=1)
    session.execute(sa.update(Issue).where(Issue.id == still.id).values(deadline=yesterday))  # type: ignore[arg-type]
    session.commit()
    told = [page_of(client, person, scene.cadre) for person in (scene.cadre, scene.office)]
    assert told[0] == told[1]
    for words in (
        f"{quarter()[:4]}年第",
        "1家",
        "应督导1次，已完成1次",
        "3条",
        "2条，其中逾期1条、挂牌督办1条",
        "1条未销号",
        old.number,
    ):
        assert words in told[0], words
    assert "排名" not in told[0]


def test_it_is_one_page_however_much_is_open(
    client: Browser, session: Session, scene: Scene
) -> None:
    for _ in range(11):
        an_issue_now(session, scene)
    answer = client.as_(scene.cadre).get(
        f"{WHERE}/quarterly/{scene.cadre.id}.docx", params={"quarter": quarter()}
    )
    read = Word(BytesIO(answer.content))
    assert len(read.tables[1].rows) == 1 + 5
    assert "另有 6 条见台账" in text_of(answer.content)


def test_a_quarter_without_anything_is_told_as_such(
    client: Browser, session: Session, scene: Scene
) -> None:
    text = page_of(client, scene.cadre, scene.cadre, "2020Q1")
    assert "应督导0次，已完成0次" in text
    assert "未销号问题" not in text


@pytest.mark.parametrize("of", ["2026", "2026Q5", "x", "2026Q0"])
def test_what_is_no_quarter_is_refused(client: Browser, scene: Scene, of: str) -> None:
    answer = client.as_(scene.cadre).get(
        f"{WHERE}/quarterly/{scene.cadre.id}.docx", params={"quarter": of}
    )
    assert answer.status_code == 422


def test_only_he_his_assistant_and_the_offices_above_read_it(
    client: Browser, session: Session, scene: Scene
) -> None:
    def asked(who: Account) -> int:
        where = f"{WHERE}/quarterly/{scene.cadre.id}.docx"
        return int(client.as_(who).get(where, params={"quarter": quarter()}).status_code)

    assistant = make_account(session, role=Role.ASSISTANT, region=CITY, assists=scene.cadre.id)
    for person in (scene.cadre, assistant, scene.office, scene.city_office):
        assert asked(person) == 200, person.role
    neighbour = make_account(session, region=VILLAGE)
    stranger = make_account(
        session, role=Role.OFFICE, region=OTHER_COUNTY, unit=scene.tree.other_office
    )
    for person in (neighbour, stranger, scene.station, scene.bureau, scene.inspector):
        assert asked(person) == 404, person.role
    of_a_station = f"{WHERE}/quarterly/{scene.station.id}.docx"
    answer = client.as_(scene.office).get(of_a_station, params={"quarter": quarter()})
    assert answer.status_code == 404


def test_another_county_reads_no_note(client: Browser, session: Session, scene: Scene) -> None:
    issue = an_issue_now(session, scene)
    stranger = make_account(
        session, role=Role.OFFICE, region=OTHER_COUNTY, unit=scene.tree.other_office
    )
    assert client.as_(stranger).get(f"{WHERE}/feedback/{issue.id}.docx").status_code == 404


def test_an_office_finds_its_cadres_by_name_or_place_and_no_others(
    client: Browser, session: Session, scene: Scene
) -> None:
    make_account(session, name="外县周", region=OTHER_COUNTY)
    gone = make_account(session, name="离任李")
    gone.disabled_at = datetime.now(UTC)
    session.add(gone)
    session.commit()
    office = client.as_(scene.office)

    def found(words: str) -> list[str]:
        answer = office.get(f"{WHERE}/quarterly", params={"q": words})
        assert answer.status_code == 200, answer.text
        return [row["name"] for row in answer.json()]

    assert found("") == ["李淑琴"]
    assert found("淑琴") == ["李淑琴"]
    assert found("周") == []
    (row,) = office.get(f"{WHERE}/quarterly").json()
    assert (row["id"], row["post"]) == (str(scene.cadre.id), "社区党委书记")
    assert found(row["place"]) == ["李淑琴"]
    assert "李淑琴" in page_of(client, scene.office, scene.cadre)
    for person in (scene.cadre, scene.bureau, scene.station, scene.inspector):
        assert client.as_(person).get(f"{WHERE}/quarterly").status_code == 403
