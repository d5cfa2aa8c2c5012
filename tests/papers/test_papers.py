from datetime import UTC, date, datetime
from io import BytesIO
from uuid import uuid4

import pypdfium2
import pytest
from docx import Document
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlmodel import Session, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.assignments.models import Assignment
from app.demo.pictures import photo
from app.entities.models import EntityState
from app.ids import sha256_hex
from app.media.models import Media, MediaOwner
from app.media.shelf import shelf_of
from app.papers.models import Commitment
from app.papers.tasks import task_list
from app.papers.uncovered import NEVER
from app.regions.models import Level
from app.settings import Settings
from tests.builders import (
    COUNTY,
    OTHER_COUNTY,
    OTHER_VILLAGE,
    TOWN,
    make_account,
    make_assignment,
    make_entity,
)
from tests.people import Browser

MINE = "/api/v1/commitments/mine"


def _uploaded(session: Session, settings: Settings, owner: Account) -> str:
    data = photo(str(owner.id), datetime(2026, 6, 1, tzinfo=UTC), tidy=True)
    sha256 = sha256_hex(data)
    shelf_of(settings).storage.put(sha256, BytesIO(data))
    now = datetime(2026, 6, 1, tzinfo=UTC)
    kept = Media(sha256=sha256, size=len(data), content_type="image/jpeg", stored_at=now)
    session.add(kept)
    session.flush()
    session.add(MediaOwner(sha256=sha256, owner=f"account:{owner.id}"))
    session.commit()
    return sha256


def _text(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)


def test_a_cadre_signs_for_his_list_and_again_when_it_changes(
    client: Browser, session: Session, settings: Settings, cadre: Account
) -> None:
    person = client.as_(cadre)
    mine = person.get(MINE).json()
    assert (mine["state"], [one["name"] for one in mine["listed"]]) == ("unsigned", ["禾谷里餐饮"])
    assert "村（居）民委员会" in mine["counterpart"]
    heads = ["完善安全管理体系", "抓好常态化防控", "强化应急处置", "加强宣传和培训"]
    assert [head["name"] for head in mine["promises"]] == heads
    picture = _uploaded(session, settings, cadre)
    order = {"digest": mine["digest"], "signed_by": "signature", "pages": [picture]}
    where = f"/api/v1/commitments/{uuid4()}"
    for _ in "twice":
        signed = person.put(where, json=order).json()
        assert (signed["state"], signed["signed"]["version"]) == ("signed", 1)
    make_assignment(session, make_entity(session, name="新开的店"), cadre)
    changed = person.get(MINE).json()
    assert (changed["state"], changed["added"]) == ("changed", ["新开的店"])
    stale = person.put(f"/api/v1/commitments/{uuid4()}", json=order)
    assert (stale.status_code, "看过新名单" in stale.json()["detail"]) == (409, True)
    order["digest"] = changed["digest"]
    again = person.put(f"/api/v1/commitments/{uuid4()}", json=order).json()
    assert (again["state"], again["signed"]["version"]) == ("signed", 2)
    kept = session.exec(select(Commitment).order_by(Commitment.version)).all()  # type: ignore[arg-type]
    assert [len(one.listed) for one in kept] == [1, 2]


def test_only_ones_own_picture_that_has_arrived_is_a_signature(
    client: Browser, session: Session, settings: Settings, cadre: Account
) -> None:
    other = make_account(session, name="王建国")
    digest = client.as_(cadre).get(MINE).json()["digest"]
    for sha256 in ("0" * 64, _uploaded(session, settings, other)):
        order = {"digest": digest, "signed_by": "paper", "pages": [sha256]}
        refused = client.as_(cadre).put(f"/api/v1/commitments/{uuid4()}", json=order)
        assert refused.status_code == 409
        assert "没有传到服务器" in refused.json()["detail"]
    office = make_account(session, role=Role.OFFICE, region=COUNTY)
    order = {"digest": digest, "signed_by": "paper", "pages": ["0" * 64]}
    assert client.as_(office).put(f"/api/v1/commitments/{uuid4()}", json=order).status_code == 409
    assert session.exec(select(Commitment)).all() == []


def test_the_office_sees_who_has_signed_which_version(
    client: Browser, session: Session, settings: Settings, cadre: Account
) -> None:
    late = make_account(session, name="王建国")
    make_assignment(session, make_entity(session, name="豆腐坊"), late)
    make_account(session, name="没有企业的干部")
    mine = client.as_(cadre).get(MINE).json()
    picture = _uploaded(session, settings, cadre)
    order = {"digest": mine["digest"], "signed_by": "signature", "pages": [picture]}
    client.as_(cadre).put(f"/api/v1/commitments/{uuid4()}", json=order)
    office = client.as_(make_account(session, role=Role.OFFICE, region=COUNTY))
    page = office.get("/api/v1/commitments").json()
    assert [(row["name"], row["state"], row["version"]) for row in page["items"]] == [
        ("李淑琴", "signed", 1),
        ("王建国", "unsigned", 0),
    ]
    assert (page["signed"], page["unsigned"], page["changed"]) == (1, 1, 0)
    elsewhere = client.as_(make_account(session, role=Role.OFFICE, region=OTHER_COUNTY))
    assert elsewhere.get("/api/v1/commitments").json()["items"] == []
    assert client.as_(cadre).get("/api/v1/commitments").status_code == 403
    paper = office.get(f"/api/v1/commitments/of/{cadre.id}.pdf")
    said = _text(paper.content)
    assert "承诺人：李淑琴" in said
    assert "禾谷里餐饮" in said
    unsigned = _text(office.get(f"/api/v1/commitments/of/{late.id}.pdf").content)
    assert "承诺人（签字）" in unsigned
    assert elsewhere.get(f"/api/v1/commitments/of/{cadre.id}.pdf").status_code == 404
    assert client.as_(late).get(f"/api/v1/commitments/of/{cadre.id}.pdf").status_code == 404
    word = client.as_(cadre).get(f"/api/v1/commitments/of/{cadre.id}.docx").content
    rows = [cell.text for cell in Document(BytesIO(word)).tables[0].rows[1].cells]
    assert rows == ["1", "禾谷里餐饮", "D级", "测试路 1 号"]


def test_the_list_of_duties_is_that_of_its_day_and_of_its_place(
    client: Browser, session: Session, cadre: Account
) -> None:
    before = session.exec(select(Assignment)).one()
    before.valid_to = date(2026, 6, 1)
    session.add(before)
    successor = make_account(session, name="王建国", post="社区书记")
    now = Assignment(
        **before.model_dump(exclude={"id", "cadre_id", "valid_from", "valid_to"}),
        cadre_id=successor.id,
        valid_from=date(2026, 6, 1),
    )
    session.add(now)
    far = make_account(session, region=OTHER_VILLAGE, name="方志强")
    make_assignment(session, make_entity(session, region=OTHER_VILLAGE, name="外县店"), far)
    office = client.as_(make_account(session, role=Role.OFFICE, region=COUNTY))

    def rows(**asked: str) -> list[list[object]]:
        book = load_workbook(
            BytesIO(office.get("/api/v1/papers/duties.xlsx", params=asked).content)
        )
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        tall = {sheet.row_dimensions[row].height for row in range(3, sheet.max_row + 1)}
        assert None not in tall
        return [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]

    line = ["社区书记", "村居干部包保", "禾谷里餐饮", "D级", "餐饮服务", "测试路 1 号", "孙立华"]
    assert rows(region=TOWN) == [["1", "王建国", *line]]
    assert [row[1] for row in rows(on="2026-05-31")] == ["李淑琴"]
    assert rows(cadre=str(far.id)) == []
    said = _text(office.get("/api/v1/papers/duties.pdf").content)
    assert "食品安全包保责任清单" in said
    assert "王建国" in said
    assert "13800001234" not in said
    word = Document(BytesIO(office.get("/api/v1/papers/duties.docx").content))
    assert word.tables[0].rows[1].cells[4].text == "禾谷里餐饮"
    successor.disabled_at = datetime(2026, 7, 1, 4, tzinfo=UTC)
    session.add(successor)
    session.commit()
    assert rows(region=TOWN) == [["1", "空缺", "", *line[1:]]]
    assert [row[1] for row in rows(on="2026-07-01")] == ["空缺"]
    assert [row[1] for row in rows(on="2026-06-30")] == ["王建国"]


def test_a_shop_that_never_had_a_cadre_stands_first_and_says_so(
    client: Browser, session: Session, cadre: Account
) -> None:
    never = make_entity(session, name="豆腐坊", grade="C")
    make_entity(session, region=OTHER_VILLAGE, name="外县店")
    closed = make_entity(session, name="注销了的店")
    closed.state = EntityState.DEREGISTERED
    left = make_assignment(session, make_entity(session, name="馒头房"), cadre)
    left.valid_to = date(2026, 6, 1)
    later = make_entity(session, name="年底才开的店")
    later.active_from = date(2026, 12, 30)
    for one in (closed, left, later):
        session.add(one)
    session.commit()
    office = client.as_(make_account(session, role=Role.OFFICE, region=COUNTY))
    asked = {"on": "2026-07-01"}
    line = ["豆腐坊", "C级", "餐饮服务", "测试路 1 号", "孙立华"]
    wanted = [
        ["1", "尚未落实包保干部", "", "应由镇街干部包保", *line],
        ["2", "空缺", "", "应由村居干部包保", "馒头房", "D级", *line[2:]],
        ["3", "李淑琴", "社区党委委员", "村居干部包保", "禾谷里餐饮", "D级", *line[2:]],
    ]

    def words(**more: str) -> list[list[str]]:
        made = office.get("/api/v1/papers/duties.docx", params={**asked, **more})
        [table] = Document(BytesIO(made.content)).tables
        return [[cell.text for cell in row.cells] for row in table.rows[1:]]

    assert words() == wanted
    assert words(region=TOWN) == wanted
    assert words(cadre=str(cadre.id)) == [["1", *wanted[2][1:]]]
    assert [row[1] for row in words(on="2026-05-31")] == [NEVER, "李淑琴", "李淑琴"]
    book = office.get("/api/v1/papers/duties.xlsx", params=asked).content
    page = load_workbook(BytesIO(book)).active
    assert page is not None
    assert [list(row) for row in page.iter_rows(min_row=3, values_only=True)] == wanted
    assert "共 3 家　尚未落实包保干部 1 家　空缺 1 家" in str(page["A1"].value)
    said = _text(office.get("/api/v1/papers/duties.pdf", params=asked).content)
    assert "尚未落实包保干部" in said
    assert "外县店" not in said
    own = _text(client.as_(cadre).get("/api/v1/papers/duties.pdf", params=asked).content)
    assert (never.name in own, "禾谷里餐饮" in own) == (False, True)


@pytest.mark.parametrize("level", ["city", "county", "town", "village"])
def test_each_level_has_tasks_under_every_head(client: Browser, cadre: Account, level: str) -> None:
    asked = client.as_(cadre).get("/api/v1/papers/tasks.pdf", params={"level": level})
    said = _text(asked.content)
    for head in task_list().heads:
        wanted = [task.text for task in head.tasks if Level(level) in task.levels]
        assert wanted
        assert "".join(wanted[0].split()) in said
