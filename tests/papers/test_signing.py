"""承诺书 signed without network and by pen: once, dated when it was signed, kept as it came."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pypdfium2
import pytest
from alembic import command
from httpx import Response
from PIL import Image
from pypdf import PdfReader, PdfWriter
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.audit.models import Audit
from app.demo.pictures import photo
from app.ids import sha256_hex
from app.media.shelf import shelf_of
from app.migrate import alembic_config
from app.papers.models import Commitment
from app.papers.scans import LARGEST
from app.settings import Settings
from tests.builders import (
    COUNTY,
    OTHER_COUNTY,
    make_account,
    make_assignment,
    make_entity,
)
from tests.people import Browser

HERE = "/api/v1/commitments"
BEFORE_PAGES = "0099_transfer_address"
BYTES = {"Content-Type": "application/octet-stream"}


@pytest.fixture
def clerk(session: Session, cadre: Account) -> Account:
    """Of the office of his county."""
    return make_account(session, role=Role.OFFICE, region=COUNTY)


@pytest.fixture
def office(client: Browser, clerk: Account) -> Browser:
    """The office, signed in."""
    return client.as_(clerk)


def _pdf(pages: int = 2, password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _jpeg() -> bytes:
    return photo("paper", datetime(2026, 6, 1, tzinfo=UTC), tidy=True)


def _digest(office: Browser, cadre: Account) -> str:
    rows = office.get(HERE).json()["items"]
    found: str = next(row["digest"] for row in rows if row["cadre_id"] == str(cadre.id))
    return found


def _file(office: Browser, cadre: Account, data: bytes, **told: str) -> Response:
    params = {"digest": _digest(office, cadre), **told}
    where = f"{HERE}/of/{cadre.id}/{uuid4()}/scan"
    answer: Response = office.put(where, params=params, content=data, headers=BYTES)
    return answer


def test_a_signature_given_without_network_bears_the_day_it_was_given(
    client: Browser, session: Session, cadre: Account
) -> None:
    person = client.as_(cadre)
    mine = person.get(f"{HERE}/mine").json()
    # The phone's clock is a year behind: what counts is how long ago it was.
    now = datetime(2025, 3, 9, 8, tzinfo=UTC)
    told = {
        "digest": mine["digest"],
        "signed_at": (now - timedelta(days=3)).isoformat(),
        "device_now": now.isoformat(),
    }
    where = f"{HERE}/{uuid4()}/scan"
    for _ in "twice":
        signed = person.put(where, params=told, content=_pdf(), headers=BYTES).json()
        assert (signed["state"], signed["signed"]["version"]) == ("signed", 1)
    kept = session.exec(select(Commitment)).one()
    assert kept.received_at - kept.signed_at == timedelta(days=3)
    assert kept.filed_by == cadre.id


def test_the_office_hands_in_the_paper_that_a_cadre_signed_with_a_pen(
    client: Browser,
    session: Session,
    settings: Settings,
    cadre: Account,
    clerk: Account,
    office: Browser,
) -> None:
    pdf = _pdf(2)
    before = len(pypdfium2.PdfDocument(office.get(f"{HERE}/of/{cadre.id}.pdf").content))
    filed = _file(office, cadre, pdf).json()
    assert (filed["state"], filed["signed"]["signed_by"]) == ("signed", "scan")
    kept = session.exec(select(Commitment)).one()
    assert (kept.cadre_id, kept.filed_by) == (cadre.id, clerk.id)
    assert kept.pages == [sha256_hex(pdf)]
    with shelf_of(settings).storage.open(kept.pages[0]) as file:
        assert file.read() == pdf
    line = session.exec(select(Audit).where(Audit.action == "commitment.sign")).one()
    assert line.actor_id == clerk.id
    assert line.detail["cadre_id"] == str(cadre.id)
    for person in (office, client.as_(cadre)):
        assert person.get(f"{HERE}/of/{cadre.id}/scan.pdf").content == pdf
    # Each page of the scan is a page of the paper that is printed.
    printed = office.get(f"{HERE}/of/{cadre.id}.pdf").content
    assert len(pypdfium2.PdfDocument(printed)) == before + 2


def test_a_photo_of_the_paper_will_do_and_prints_upright_within_the_page(
    office: Browser, cadre: Account
) -> None:
    wide = BytesIO()
    Image.open(BytesIO(_jpeg())).resize((1600, 700)).save(wide, "JPEG")
    filed = _file(office, cadre, wide.getvalue()).json()
    assert filed["signed"]["signed_by"] == "paper"
    printed = PdfReader(BytesIO(office.get(f"{HERE}/of/{cadre.id}.pdf").content))
    assert sum(len(page.images) for page in printed.pages) == 1
    assert office.get(f"{HERE}/of/{cadre.id}/scan.pdf").status_code == 404


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        (b"MZ" + bytes(400), 415, "不是 PDF"),
        (b"%PDF-1.7\n" + bytes(400), 415, "打不开"),
        (_pdf(password="secret"), 415, "加了密码"),
        (_pdf(11), 415, "最多 10 页"),
        (b"%PDF-1.7\n" + bytes(LARGEST), 413, "10 MB"),
    ],
    ids=["a program", "a broken PDF", "a locked PDF", "too many pages", "too large"],
)
def test_what_is_no_scan_by_its_content_is_refused_with_what_to_do(
    office: Browser, cadre: Account, session: Session, data: bytes, status: int, said: str
) -> None:
    refused = _file(office, cadre, data)
    assert (refused.status_code, said in refused.json()["detail"]) == (status, True)
    assert session.exec(select(Commitment)).all() == []


def test_nobody_hands_in_for_a_cadre_of_another_place_or_reads_his_scan(
    client: Browser, session: Session, cadre: Account, office: Browser
) -> None:
    digest = _digest(office, cadre)
    where = f"{HERE}/of/{cadre.id}/{uuid4()}/scan"
    ask = {"params": {"digest": digest}, "content": _pdf(), "headers": BYTES}
    elsewhere = client.as_(make_account(session, role=Role.OFFICE, region=OTHER_COUNTY))
    assert elsewhere.put(where, **ask).status_code == 404
    assert client.as_(cadre).put(where, **ask).status_code == 403
    assert _file(office, cadre, _pdf()).status_code == 200
    other = client.as_(make_account(session, name="王建国"))
    inspector = client.as_(make_account(session, role=Role.INSPECTOR, region=COUNTY))
    for person in (elsewhere, other, inspector):
        assert person.get(f"{HERE}/of/{cadre.id}/scan.pdf").status_code == 404
        assert person.get(f"{HERE}/of/{cadre.id}.pdf").status_code == 404


def test_what_was_signed_before_papers_had_pages_keeps_its_picture(
    engine: Engine, session: Session, cadre: Account, office: Browser
) -> None:
    _file(office, cadre, _jpeg())
    session.rollback()
    config = alembic_config(engine)
    command.downgrade(config, BEFORE_PAGES)
    command.upgrade(config, "head")
    session.expire_all()
    kept = session.exec(select(Commitment)).one()
    assert (kept.pages, kept.filed_by) == ([sha256_hex(_jpeg())], cadre.id)
    assert kept.received_at == kept.signed_at
    session.rollback()


def test_a_paper_signed_for_another_list_is_not_filed(
    session: Session, cadre: Account, office: Browser
) -> None:
    before = _digest(office, cadre)
    make_assignment(session, make_entity(session, name="新开的店"), cadre)
    refused = _file(office, cadre, _pdf(), digest=before)
    assert (refused.status_code, "打印新名单" in refused.json()["detail"]) == (409, True)


def test_a_number_used_by_another_cadre_signs_nothing(
    client: Browser, session: Session, cadre: Account, office: Browser
) -> None:
    filed = _file(office, cadre, _pdf())
    assert filed.status_code == 200
    used = session.exec(select(Commitment)).one().id
    other = make_account(session, name="王建国")
    make_assignment(session, make_entity(session, name="豆腐坊"), other)
    person = client.as_(other)
    digest = person.get(f"{HERE}/mine").json()["digest"]
    asked = {"params": {"digest": digest}, "content": _pdf(), "headers": BYTES}
    assert person.put(f"{HERE}/{used}/scan", **asked).status_code == 409
    assert len(session.exec(select(Commitment)).all()) == 1
