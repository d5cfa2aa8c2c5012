"""What stands in the Word file, whatever people type and whatever an office's template says."""

from io import BytesIO, StringIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from docx import Document as Word
from docx.shared import Pt
from rich.console import Console
from sqlmodel import Session

from app.documents.kinds import HERE, kinds_of
from app.documents.samples import REPORTS, report
from app.ledger.models import Issue, RectifyLink
from app.settings import Settings
from tests.documents.scene import WHERE, an_issue_now, issue, text_of, word_of
from tests.ledger.scene import Scene
from tests.people import Browser


def a_template(settings: Settings, name: str, *lines: str) -> None:
    """An office's own template of a few lines."""
    made = Word()
    for line in lines:
        made.add_paragraph(line)
    settings.templates_folder.mkdir(exist_ok=True)
    made.save(str(settings.templates_folder / name))


def test_a_rectification_notice_says_what_the_law_asks_for(
    client: Browser, session: Session, scene: Scene
) -> None:
    found = an_issue_now(session, scene)
    shown = issue(client, scene.bureau, "rectify", found.id).json()
    text = text_of(word_of(client.as_(scene.bureau), shown["id"]))
    for words in (
        shown["number"],
        "历下区市场监管局",
        "禾谷里餐饮店：",
        f"1. 冷藏柜生熟混放。（问题编号：{found.number}，",
        "依据：《食品安全法》第33条。",
        "立即分柜存放。",
        "送 达 回 证",
    ):
        assert words in text, words
    assert "责令" not in text
    assert "处罚" not in text


def test_it_carries_the_enterprises_link_as_address_and_code(
    client: Browser, session: Session, scene: Scene
) -> None:
    found = an_issue_now(session, scene)
    shown = issue(client, scene.station, "rectify", found.id).json()
    file = word_of(client.as_(scene.station), shown["id"])
    link = client.as_(scene.station).post(f"/api/v1/issues/{found.id}/link").json()
    assert link["url"] in text_of(file)
    assert len(Word(BytesIO(file)).inline_shapes) == 1
    session.commit()
    stored = session.execute(sa.text("SELECT body FROM document")).scalar_one()
    assert link["token"] not in str(stored)
    # It opens: what it asks for is the code that is told apart from the paper.
    opened = client.get(f"/api/v1/rectify/{link['token']}").json()
    assert opened["type"] == "/problems/code-needed"
    assert link["code"] not in text_of(file)
    assert session.execute(sa.select(sa.func.count()).select_from(RectifyLink)).scalar() == 1


@pytest.mark.parametrize("kind", ["listing", "urge"])
def test_an_offices_paper_lists_its_issues_and_carries_no_link(
    client: Browser, session: Session, scene: Scene, kind: str
) -> None:
    found = [an_issue_now(session, scene) for _ in range(3)]
    shown = issue(client, scene.office, kind, *(one.id for one in found)).json()
    file = word_of(client.as_(scene.office), shown["id"])
    text = text_of(file)
    assert all(one.number in text for one in found)
    assert "历下市场监管所：" in text
    assert "签收回执" in text
    assert "/r/" not in text
    assert len(Word(BytesIO(file)).inline_shapes) == 0


def test_a_talk_names_person_time_and_place(
    client: Browser, session: Session, scene: Scene
) -> None:
    found = an_issue_now(session, scene)
    when = {"time": "2099-01-05T09:05", "place": "三楼会议室"}
    shown = issue(client, scene.bureau, "talk", found.id, fields=when).json()
    text = text_of(word_of(client.as_(scene.bureau), shown["id"]))
    assert "时间：2099年1月5日09:05" in text
    assert "地点：三楼会议室" in text
    assert "第一百一十四条" in text


def test_the_page_is_as_the_standard_has_it() -> None:
    for kind in kinds_of(Settings()).kinds:
        made = Word(str(HERE / "templates" / kind.template))
        page = made.sections[0]
        edges = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
        assert [round(edge.mm) for edge in edges if edge is not None] == [37, 35, 28, 26]
        sides = (page.page_width, page.page_height)
        assert [round(side.mm) for side in sides if side is not None] == [210, 297]
        normal = made.styles["Normal"]
        assert (normal.font.size, normal.paragraph_format.line_spacing) == (Pt(16), Pt(28))
        assert "仿宋_GB2312" in normal.element.xml


ODD = '<A&B> "引号" {{ 7*7 }} {% if x %} ‹尖› \\ %s &amp; </w:t>'


def test_whatever_is_typed_stands_there_as_typed(
    client: Browser, session: Session, scene: Scene
) -> None:
    found = an_issue_now(session, scene, description=ODD)
    words = {"requirement": f"{ODD}\n第二行\x00\x07\x0b末", "contact": ODD[:40]}
    shown = issue(client, scene.bureau, "rectify", found.id, fields=words).json()
    text = text_of(word_of(client.as_(scene.bureau), shown["id"]))
    assert f"1. {ODD}" in text
    assert f"\n{ODD}\n第二行末\n" in text


def test_it_stays_as_it_was_issued(
    client: Browser, session: Session, scene: Scene, settings: Settings
) -> None:
    found = an_issue_now(session, scene)
    shown = issue(client, scene.bureau, "rectify", found.id).json()
    before = text_of(word_of(client.as_(scene.bureau), shown["id"]))
    session.commit()
    session.execute(sa.update(Issue).values(description="别的", entity_name="别家"))
    session.commit()
    a_template(settings, "rectify.docx", "本局模板：{{ number }}")
    assert text_of(word_of(client.as_(scene.bureau), shown["id"])) == before
    later = issue(client, scene.bureau, "rectify", found.id).json()
    assert text_of(word_of(client.as_(scene.bureau), later["id"])) == (
        f"本局模板：{later['number']}"
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{{ nubmer }}", "没有“nubmer”这项内容。可以用的有：number、name、"),
        ("{%p for one in issues %}{{ one.qr2 }}", "写法不对"),
        ("{{ number }", "写法不对"),
        ("{{ issues[0].foo }}", "没有“foo”这项内容"),
        ("{% if number %}", "写法不对"),
        ("{{ ''.__class__.__mro__ }}", "不允许的写法"),
    ],
)
def test_a_bad_template_is_named_with_what_is_wrong_in_it(
    client: Browser, session: Session, scene: Scene, settings: Settings, line: str, told: str
) -> None:
    found = an_issue_now(session, scene)
    a_template(settings, "rectify.docx", "整改通知书", line)
    answer = issue(client, scene.bureau, "rectify", found.id)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/template-faulty")
    assert answer.json()["detail"].startswith("文书模板 rectify.docx 有误：")
    assert told in answer.json()["detail"]


@pytest.mark.parametrize("content", [b"", b"no Word file", b"PK\x03\x04 torn"])
def test_a_file_that_is_no_word_document_is_called_so(
    client: Browser, session: Session, scene: Scene, settings: Settings, content: bytes
) -> None:
    found = an_issue_now(session, scene)
    settings.templates_folder.mkdir(exist_ok=True)
    (settings.templates_folder / "rectify.docx").write_bytes(content)
    answer = issue(client, scene.bureau, "rectify", found.id)
    assert "不是 Word 文档。请用 Word 或 WPS 另存为 .docx" in answer.json()["detail"]


def told_of(settings: Settings) -> tuple[int, str]:
    """What the check of templates says."""
    console = Console(record=True, width=200, file=StringIO())
    return report(settings, console), console.export_text()


def test_every_shipped_template_can_be_filled_in(settings: Settings) -> None:
    code, said = told_of(settings)
    assert code == 0, said
    assert said.count("可以用") == len(kinds_of(settings).kinds) + len(REPORTS)


def test_the_check_names_a_template_that_fails_and_a_list_that_does(settings: Settings) -> None:
    a_template(settings, "talk.docx", "{{ person")
    code, said = told_of(settings)
    assert (code, "约谈通知书：文书模板 talk.docx 有误" in said) == (1, True)
    own: Path = settings.templates_folder / "kinds.yaml"
    shipped = (HERE / "kinds.yaml").read_text(encoding="utf-8")
    own.write_text(shipped.replace("mark: 约", "mark: 整"), encoding="utf-8")
    assert told_of(settings) == (1, "kinds.yaml 第 1 行：两种文书的 mark 相同\n")
    own.write_text(shipped.replace("bureau: [county", "cadre: [county"), encoding="utf-8")
    assert "别的角色不出具文书" in told_of(settings)[1]


def test_an_offices_own_list_adds_a_kind(
    client: Browser, session: Session, scene: Scene, settings: Settings
) -> None:
    settings.templates_folder.mkdir(exist_ok=True)
    more = """
- code: advice
  name: 工作建议书
  mark: 建
  issuers: {office: [county]}
  addressee: body
  sign: 2
  feedback: 5
  template: advice.docx
  fields:
  - {name: phone, label: 联系电话, kind: line}
"""
    shipped = (HERE / "kinds.yaml").read_text(encoding="utf-8")
    (settings.templates_folder / "kinds.yaml").write_text(shipped + more, encoding="utf-8")
    a_template(settings, "advice.docx", "{{ name }} {{ number }} {{ addressee }}")
    shown = issue(client, scene.office, "advice", an_issue_now(session, scene).id).json()
    text = text_of(word_of(client.as_(scene.office), shown["id"]))
    assert text == f"工作建议书 {shown['number']} 历下市场监管所"
    assert "食药安办建〔" in shown["number"]


def test_the_file_is_saved_under_its_name_and_number(
    client: Browser, session: Session, scene: Scene
) -> None:
    shown = issue(client, scene.bureau, "rectify", an_issue_now(session, scene).id).json()
    answer = client.as_(scene.bureau).get(f"{WHERE}/{shown['id']}.docx")
    assert answer.headers["content-disposition"].startswith(
        "attachment; filename*=UTF-8''%E6%95%B4%E6%94%B9"
    )
    assert answer.headers["cache-control"] == "private, no-store"
