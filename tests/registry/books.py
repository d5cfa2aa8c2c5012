"""Workbooks as offices hand them in, and the desk that hands them in."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import xlsxwriter
from httpx import Response
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.roles import Role
from app.entities.codes import licence_check, uscc_check
from tests.builders import CITY, COUNTY, OTHER_COUNTY, TOWN, VILLAGE, make_account, make_region_tree
from tests.people import Browser

HEADING = (
    "序号",
    "企业名称",
    "统一社会信用代码",
    "许可证编号",
    "许可证有效期至",
    "业态",
    "包保级别",
    "风险等级",
    "区划代码",
    "经营场所",
    "法定代表人",
    "联系电话",
    "食品安全员",
    "联系电话",
    "包保干部",
    "包保干部电话",
    "备注",
)
PHONE = "13900000009"
_PARTS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_CELL = f"{{{_PARTS['m']}}}c"
_AS_GIVEN = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
"""Neither formulas nor links are made of texts."""


def uscc(number: int) -> str:
    """A code with its check digit, another one for each number."""
    body = f"92370102MA{number:07d}"
    return body + uscc_check(body)


def licence(number: int) -> str:
    """A JY number of a shop."""
    body = f"1370102{number:06d}"
    return f"JY{body}{licence_check(body)}"


def shop(number: int, **other: Any) -> dict[str, Any]:
    """A clean row by heading; `other` by place in the heading, as c1=…"""
    row: list[Any] = [
        number,
        f"示范便利店{number:05d}号",
        uscc(number),
        licence(number),
        "2029-12-31",
        "便利店/食杂店",
        "D",
        "B",
        VILLAGE,
        f"历下区示范路 {number} 号",
        "张建国",
        f"138{number:08d}",
        "李桂兰",
        f"137{number:08d}",
        "周明远",
        PHONE,
        "",
    ]
    for place, value in other.items():
        row[int(place[1:])] = value
    return {"cells": row}


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    """A workbook of sheets of rows."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, _AS_GIVEN)
    for title, rows in sheets:
        page = book.add_worksheet(title)
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    book.close()
    return file.getvalue()


def coloured(book: bytes, sheet: str, *, below: int) -> set[tuple[int, str]]:
    """Row and column letter of every filled cell under a row, as the workbook's own parts say."""
    parts = ZipFile(io.BytesIO(book))
    styles = ElementTree.parse(parts.open("xl/styles.xml")).getroot()
    fills = [one.find("m:patternFill", _PARTS) for one in styles.findall("m:fills/m:fill", _PARTS)]
    solid = {
        at for at, one in enumerate(fills) if one is not None and one.get("patternType") == "solid"
    }
    painted = {
        str(at)
        for at, one in enumerate(styles.findall("m:cellXfs/m:xf", _PARTS))
        if int(one.get("fillId", "0")) in solid
    }
    found = set()
    for _, cell in ElementTree.iterparse(parts.open(sheet)):
        if cell.tag == _CELL and cell.get("s") in painted:
            place = cell.get("r", "")
            column = place.rstrip("0123456789")
            if (row := int(place[len(column) :])) > below:
                found.add((row, column))
    return found


def register(*rows: Mapping[str, Any], titles: Sequence[Sequence[Any]] = ()) -> bytes:
    """The register of entities as one sheet, below its titles."""
    return workbook(("包保台账", [*titles, HEADING, *(row["cells"] for row in rows)]))


@dataclass
class Offices:
    """People of the test tree."""

    county: Account
    other: Account
    city: Account
    cadre: Account


def make_offices(session: Session) -> Offices:
    """Three offices, and a village cadre with a telephone number."""
    tree = make_region_tree(session)
    cadre = make_account(session, username="cadre", region=VILLAGE, post="社区党委委员")
    cadre.phone = PHONE
    session.add(cadre)
    session.commit()
    return Offices(
        make_account(session, role=Role.OFFICE, region=COUNTY, unit=tree.office, name="县办甲"),
        make_account(
            session, role=Role.OFFICE, region=OTHER_COUNTY, unit=tree.other_office, name="县办丁"
        ),
        make_account(session, role=Role.OFFICE, region=CITY, name="市办乙"),
        cadre,
    )


class Importing:
    """An office at its desk."""

    def __init__(self, client: Browser, office: Account) -> None:
        self.browser = client.as_(office)

    def _sent(self, where: str, **said: Any) -> Response:
        answer = self.browser.post(where, **said)
        assert isinstance(answer, Response)
        return answer

    def hand_in(self, file: bytes, kind: str = "entities", name: str = "台账.xlsx") -> Response:
        return self._sent(
            f"/api/v1/imports/{kind}",
            params={"name": name},
            content=file,
            headers={"Content-Type": "application/octet-stream"},
        )

    def checked(self, file: bytes, kind: str = "entities", name: str = "台账.xlsx") -> Any:
        answer = self.hand_in(file, kind, name)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def findings(self, batch: Any, **asked: Any) -> list[Any]:
        found: list[Any] = []
        cursor = ""
        while True:
            page = self.browser.get(
                f"/api/v1/imports/{batch['id']}/findings",
                params={"limit": 200, "cursor": cursor, **asked},
            ).json()
            found += page["items"]
            if not page["next"]:
                return found
            cursor = page["next"]

    def codes(self, batch: Any) -> list[tuple[int, str, str]]:
        """Row, column and code of each finding."""
        return [(one["number"], one["letter"], one["code"]) for one in self.findings(batch)]

    def post(self, batch: Any, what: str, **order: Any) -> Response:
        return self._sent(f"/api/v1/imports/{batch['id']}/{what}", json=order)

    def apply(self, batch: Any, mode: str = "all") -> Response:
        return self.post(batch, "apply", mode=mode, version=batch["version"])

    def undo(self, batch: Any) -> Response:
        return self._sent(f"/api/v1/imports/{batch['id']}/undo")


__all__ = ["TOWN", "Importing", "Offices", "make_offices", "register", "shop", "uscc", "workbook"]
