"""The county office's imports: one taken in, and a sheet of new shops waiting with its faults."""

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import xlsxwriter
from sqlmodel import col, select

from app.accounts.user import User
from app.demo.places import COUNTIES, HOME_TOWN
from app.demo.stage import Stage
from app.entities.codes import uscc_check
from app.entities.models import Entity, EntityContact
from app.registry.columns import Shape
from app.registry.service import apply, hand_in
from app.registry.wire import ApplyOrder

NEW_SHOPS = 40
RENEWED = 6
_HEADING = (
    "企业名称", "社会信用代码", "业态", "包保级别", "区划代码", "经营场所", "食品安全员",
    "联系电话", "许可证有效期至",
)  # fmt: skip
_NAMES = ("李桂兰", "王秀英", "张建国", "刘志强", "陈玉梅", "赵立新", "孙国华", "周晓燕")
_FAULTS: dict[int, tuple[int, Callable[[str], str]]] = {
    4: (1, lambda said: said[:17]),
    9: (3, lambda said: "E"),
    15: (4, lambda said: said[:9] + "999"),
    21: (7, lambda said: said[:10]),
    27: (2, lambda said: "便利店"),
    33: (1, lambda said: said[:17] + ("A" if said[17] != "A" else "B")),
    36: (6, lambda said: ""),
}
"""By number of the shop: the cell that somebody typed wrong."""


def make_imports(stage: Stage, now: datetime) -> None:
    """Renewed licences that came in three days ago, and this morning's sheet of new shops."""
    office = stage.act(stage.people["office-county"])
    renewed = _sheet("许可证换证名单", [_renewed(*one, now) for one in _firms(stage)])
    _take_in(stage, renewed, office, now - timedelta(days=3))
    waiting = _sheet("新办户", [_new_shop(number) for number in range(NEW_SHOPS)])
    hand_in(stage.session, Shape.ENTITIES, waiting, "泉城路街道新办户.xlsx", by=office, at=now)
    stage.session.commit()


def _take_in(stage: Stage, file: io.BytesIO, office: User, at: datetime) -> None:
    session, name = stage.session, "历下区许可证换证名单.xlsx"
    batch, _ = hand_in(session, Shape.ENTITIES, file, name, by=office, at=at)
    session.commit()
    order = ApplyOrder(mode="all", version=batch.version)
    apply(session, batch.id, order, by=office, at=at + timedelta(minutes=9))
    session.commit()


def _sheet(title: str, rows: Sequence[Sequence[str]]) -> io.BytesIO:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    page = book.add_worksheet(title)
    page.write_row(0, 0, [f"{title}（虚构）"])
    for at, row in enumerate([_HEADING, *rows, ["合计", f"{len(rows)} 家"]], start=1):
        page.write_row(at, 0, row)
    book.close()
    content.seek(0)
    return content


def _firms(stage: Stage) -> list[tuple[Entity, EntityContact]]:
    """Firms of the county's other towns, each with its 食品安全员."""
    query = (
        select(Entity, EntityContact)
        .join(EntityContact, col(EntityContact.entity_id) == Entity.id)
        .where(
            col(Entity.county_code) == COUNTIES[0],
            col(Entity.town_code) != HOME_TOWN,
            col(Entity.uscc).is_not(None),
            col(EntityContact.role) == "officer",
        )
        .order_by(col(Entity.name))
        .limit(RENEWED)
    )
    return list(stage.session.exec(query).all())


def _renewed(firm: Entity, officer: EntityContact, now: datetime) -> list[str]:
    valid_to = date(now.year + 5, 11, 30)
    return [
        firm.name, firm.uscc or "", firm.kind, firm.baobao_grade, firm.region_code, firm.address,
        officer.name, officer.phone, valid_to.isoformat(),
    ]  # fmt: skip


def _new_shop(number: int) -> list[str]:
    body = f"92{HOME_TOWN[:6]}MANEW{number:04d}"
    row = [
        f"新泉{number + 1}号便利店",
        body + uscc_check(body),
        "便利店/食杂店",
        "D",
        f"{HOME_TOWN[:9]}{number % 3 + 1:03d}",
        f"泉城路{number + 301}号",
        _NAMES[number % len(_NAMES)],
        f"1390001{number:04d}",
        "2031-10-31",
    ]
    if number in _FAULTS:
        place, spoil = _FAULTS[number]
        row[place] = spoil(row[place])
    return row
