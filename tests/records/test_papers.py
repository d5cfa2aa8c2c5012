"""督导检查表 as Word, PDF and a page: the words of the day it was received, for good."""

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from docx import Document
from PIL import Image
from pypdf import PdfReader
from sqlmodel import Session, col

from app.accounts.models import Account
from app.accounts.roles import Role
from app.db import begin_write
from app.entities.models import Entity
from app.ledger.models import Issue
from tests.builders import COUNTY, OTHER_COUNTY, make_account
from tests.inspections.visits import Scene, a_scene, answers, body
from tests.media.conftest import Phone, a_photo, sha_of
from tests.people import Browser

BEFORE, SIGNED = a_photo(1), a_photo(2)
KINDS = ("docx", "pdf")
ENFORCING = re.compile("责令|查封|扣押|罚款|处罚|停产停业")


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


@pytest.fixture
def hers(client: Browser, scene: Scene) -> Browser:
    """The cadre's own browser."""
    return client.as_(scene.cadre)


@pytest.fixture
def visit(hers: Browser, scene: Scene) -> UUID:
    """A visit with one 否, its photo and the cadre's signature, all arrived."""
    return submitted(hers, scene)


def submitted(hers: Browser, scene: Scene, **changes: Any) -> UUID:
    id, at = uuid4(), datetime.now(UTC)
    given = answers(wrong={"CATR-E01": [sha_of(BEFORE)]}, at=at)
    told = {
        "answers": given,
        "signatures": {
            "cadre": sha_of(SIGNED),
            "enterprise": None,
            "enterprise_refused": True,
            "refusal_reason": "说要等老板回来",
        },
        "participants": [
            {"role": "enterprise", "name": "孙立华"},
            {"role": "regulator", "name": "高文静", "post": "市场监管所"},
        ],
        "statement": "冷柜当天已经清理",
    }
    sent = hers.put(f"/api/v1/inspections/{id}", json=body(scene.entity, at=at, **(told | changes)))
    assert sent.status_code == 201, sent.text
    phone = Phone(hers)
    for data in (BEFORE, SIGNED):
        phone.upload(data)
    return id


def file(hers: Browser, visit: UUID, kind: str) -> bytes:
    answer = hers.get(f"/api/v1/inspections/{visit}/report.{kind}")
    assert answer.status_code == 200, answer.text
    content: bytes = answer.content
    return content


def words(hers: Browser, visit: UUID, kind: str) -> str:
    """What a reader finds on the paper, without blanks."""
    if kind == "pdf":
        read = PdfReader(BytesIO(file(hers, visit, kind)))
        found = "".join(sheet.extract_text() for sheet in read.pages)
    elif kind == "docx":
        made = Document(BytesIO(file(hers, visit, kind)))
        found = "".join(made.element.body.itertext())
    else:
        found = re.sub("<style>.*?</style>|<[^>]*>", "", page(hers, visit), flags=re.S)
    return re.sub(r"\s", "", found)


def page(hers: Browser, visit: UUID) -> str:
    link = hers.post(f"/api/v1/inspections/{visit}/print").json()["url"]
    shown = hers.get(link)
    assert shown.status_code == 200
    text: str = shown.text
    return text


@pytest.mark.parametrize("kind", [*KINDS, "html"])
def test_it_says_what_was_found_and_who_was_there(
    hers: Browser, scene: Scene, visit: UUID, kind: str
) -> None:
    told = hers.get(f"/api/v1/inspections/{visit}").json()
    said = words(hers, visit, kind)
    for part in (
        told["receipt_no"],
        told["issues"][0]["number"],
        scene.entity.name,
        "李淑琴（社区党委书记）",
        "高文静（市场监管所）",
        "拒绝签字。说要等老板回来",
        "冷柜当天已经清理",
        "×不符合",
        "不符合1项",
    ):
        assert part in said, part
    assert "照片还没上传完" not in said
    assert not ENFORCING.search(said)


@pytest.mark.parametrize("kind", KINDS)
def test_asked_again_years_later_it_is_the_same_file(
    hers: Browser, session: Session, scene: Scene, visit: UUID, kind: str
) -> None:
    first = file(hers, visit, kind)
    begin_write(session)
    session.execute(sa.update(Entity).values(name="换了名字的店", address="别处"))
    hers_too = sa.update(Account).where(col(Account.id) == scene.cadre.id)
    session.execute(hers_too.values(post="已调任"))
    session.execute(sa.update(Issue).values(severity="minor", state="closed"))
    session.commit()
    assert file(hers, visit, kind) == first


def test_the_pdf_is_a4_and_carries_its_face(hers: Browser, visit: UUID) -> None:
    read = PdfReader(BytesIO(file(hers, visit, "pdf")))
    for sheet in read.pages:
        assert [round(float(side)) for side in sheet.mediabox[2:]] == [595, 842]
        fonts: Any = sheet["/Resources"]
        for font in fonts["/Font"].values():
            whole: Any = font.get_object()
            inner = whole["/DescendantFonts"][0].get_object()
            assert "/FontFile3" in inner["/FontDescriptor"].get_object()


def test_the_word_file_shows_the_photo_the_signature_and_the_code(
    hers: Browser, visit: UUID
) -> None:
    with ZipFile(BytesIO(file(hers, visit, "docx"))) as packed:
        pictures = [name for name in packed.namelist() if name.startswith("word/media/")]
        sizes = {Image.open(BytesIO(packed.read(name))).size for name in pictures}
    assert len(pictures) == 3
    assert (64, 48) in sizes


def test_what_has_not_arrived_is_said_so(hers: Browser, scene: Scene) -> None:
    id = uuid4()
    at = datetime.now(UTC)
    given = answers(wrong={"CATR-E01": ["ab" * 32]}, at=at)
    hers.put(f"/api/v1/inspections/{id}", json=body(scene.entity, at=at, answers=given))
    for kind in (*KINDS, "html"):
        assert "照片还没上传完" in words(hers, id, kind), kind


def test_a_visit_that_was_not_possible_says_why(hers: Browser, scene: Scene) -> None:
    id = uuid4()
    shut = body(
        scene.entity, at=datetime.now(UTC), outcome="closed_door", answers=[], statement="店门锁着"
    )
    shut |= {"photos": [sha_of(BEFORE)], "participants": []}
    shut |= {"signatures": {"cadre": sha_of(SIGNED)}}
    sent = hers.put(f"/api/v1/inspections/{id}", json=shut)
    assert sent.status_code == 201, sent.text
    for kind in (*KINDS, "html"):
        assert "无法督导：闭门" in words(hers, id, kind), kind


@pytest.mark.parametrize("way", ["report.docx", "report.pdf", "print"])
def test_another_county_has_no_such_record(
    hers: Browser, session: Session, visit: UUID, way: str
) -> None:
    office = make_account(session, role=Role.OFFICE, region=OTHER_COUNTY, name="外县办")
    browser = hers.as_(office)
    address = f"/api/v1/inspections/{visit}/{way}"
    answer = browser.post(address) if way == "print" else browser.get(address)
    assert answer.status_code == 404
    own = make_account(session, role=Role.OFFICE, region=COUNTY, name="本县办")
    assert hers.as_(own).post(f"/api/v1/inspections/{visit}/print").status_code == 200
