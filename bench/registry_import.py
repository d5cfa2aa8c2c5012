"""How long the register takes to come in, and in how much memory.

    python -m bench.registry_import              100,000 entities as .xlsx into SQLite
    python -m bench.registry_import --province   1,061,400 and 167,400 cadres into PostgreSQL

Files are made beforehand (`--make FOLDER`), or on the way, and not counted. `--folder` keeps all.
"""

import argparse
import csv
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import xlsxwriter
from pydantic import SecretStr
from sqlalchemy import Engine

from app.accounts.roles import Role
from app.accounts.user import scope_for, user_of
from app.db import insert_rows, make_engine, now, open_session
from app.entities.codes import licence_check, uscc_check
from app.migrate import migrate
from app.regions.models import Level, Region
from app.regions.scope import EVERYWHERE, set_scope
from app.registry import service
from app.registry.columns import Shape
from app.registry.wire import ApplyOrder
from app.settings import Settings
from bench.installation import SECRET
from bench.memory import memory_of
from bench.postgres import postgres
from tests.builders import make_account

ENTITIES, CADRES = 100_000, 0
PROVINCE_ENTITIES, PROVINCE_CADRES = 1_061_400, 167_400
CITIES, COUNTIES, TOWNS, VILLAGES = 16, 8, 14, 12
"""Of the province, of each city, of each county, of each town."""
HEADING = (
    "企业名称", "统一社会信用代码", "许可证编号", "业态", "包保级别", "区划代码", "经营地址",
    "主要负责人", "联系电话", "食品安全员", "联系电话", "包保干部", "包保干部电话",
)  # fmt: skip
PEOPLE = ("姓名", "手机号", "职务", "区划代码")


def villages() -> Iterator[str]:
    """The codes of every village."""
    for town in towns():
        yield from (f"{town[:9]}{n:03d}" for n in range(1, VILLAGES + 1))


def towns() -> Iterator[str]:
    """The codes of every town."""
    for city in range(1, CITIES + 1):
        for county in range(1, COUNTIES + 1):
            yield from (f"37{city:02d}{county:02d}{n:03d}000" for n in range(1, TOWNS + 1))


def cadre_phone(number: int) -> str:
    """The number of a cadre."""
    return f"139{number:08d}"


def entity_rows(many: int, places: list[str], cadres: int) -> Iterator[list[str]]:
    """Clean rows; every fourth firm has a licence of another kind."""
    for n in range(many):
        body = f"92{370000 + n % 900:06d}MA{n:07d}"
        shop = f"137{n % 1000000:06d}{n // 1000000:04d}"[:13]
        person = n % cadres if cadres else -1
        yield [
            f"示范食品店第{n}号",
            body + uscc_check(body),
            f"JY{shop}{licence_check(shop)}",
            "便利店/食杂店",
            "D",
            places[n % len(places)] if not cadres else places[person % len(places)],
            f"示范路{n % 900 + 1}号院{n // 900}门",
            "张建国",
            f"138{n:08d}",
            "李桂兰",
            f"136{n:08d}",
            f"包保干部{person}" if cadres else "",
            cadre_phone(person) if cadres else "",
        ]


def make_xlsx(path: Path, rows: Iterator[list[str]]) -> Path:
    """A workbook of one sheet."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet("包保台账")
    page.write_row(0, 0, HEADING[:11])
    for at, row in enumerate(rows, start=1):
        page.write_row(at, 0, row[:11])
    book.close()
    return path


def make_csv(path: Path, heading: tuple[str, ...], rows: Iterator[list[str]]) -> Path:
    """A file of comma-separated values."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        writer.writerows(rows)
    return path


def make_tree(engine: Engine) -> Any:
    """The province's divisions and its office."""
    with open_session(engine) as session:
        set_scope(session, EVERYWHERE)
        province = "37" + "0" * 10
        insert_rows(session, Region, [_region(province, Level.PROVINCE, None)])
        for city in range(1, CITIES + 1):
            code = f"37{city:02d}" + "0" * 8
            insert_rows(session, Region, [_region(code, Level.CITY, province)])
            insert_rows(
                session,
                Region,
                [
                    _region(f"{code[:4]}{n:02d}000000", Level.COUNTY, code)
                    for n in range(1, COUNTIES + 1)
                ],
            )
        insert_rows(session, Region, [_region(t, Level.TOWN, f"{t[:6]}000000") for t in towns()])
        insert_rows(session, Region, [_region(v, Level.VILLAGE, f"{v[:9]}000") for v in villages()])
        office = make_account(session, role=Role.OFFICE, region=province, name="省办")
        return user_of(office)


def _region(code: str, level: Level, parent: str | None) -> dict[str, Any]:
    return {
        "code": code,
        "level": level,
        "name": f"示范{code}",
        "parent_code": parent,
        "path_name": f"示范{code}",
        "city_code": f"{code[:4]}00000000" if level is not Level.PROVINCE else None,
        "county_code": f"{code[:6]}000000" if code[4:6] != "00" else None,
        "town_code": f"{code[:9]}000" if code[6:9] != "000" else None,
        "valid_from": None,
        "valid_to": None,
        "successor": None,
    }


def take_in(engine: Engine, user: Any, kind: Shape, file: Path) -> None:
    """Check a file and take it in; says how long each took and in how much memory."""
    with open_session(engine) as session, memory_of(os.getpid()) as memory:
        set_scope(session, scope_for(user))
        begun = time.perf_counter()
        with file.open("rb") as content:
            batch, _ = service.hand_in(session, kind, content, file.name, by=user, at=now())
        session.commit()
        checked = time.perf_counter()
        order = ApplyOrder(mode="all", version=batch.version)
        done = service.apply(session, batch.id, order, by=user, at=now())
        session.commit()
        ended = time.perf_counter()
        counts = done.totals
    print(
        f"{kind}: {counts['rows']} rows, {counts['taken']} taken; checked in {checked - begun:.1f},"
        f" taken in in {ended - checked:.1f} s, together {ended - begun:.1f} s;"
        f" memory {memory.before:.0f} MB before, {memory.at(0.2):.0f} at a fifth,"
        f" {memory.at(0.9):.0f} at nine tenths, {memory.most:.0f} at most",
        flush=True,
    )


def main() -> None:
    """Make the files, then measure."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--province", action="store_true")
    ask.add_argument("--rows", type=int, default=0)
    ask.add_argument("--cadres", type=int, default=0)
    ask.add_argument("--folder", type=Path)
    ask.add_argument("--make", action="store_true", help="only make the files")
    asked = ask.parse_args()
    with ExitStack() as stack:
        folder = asked.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        files = _files(folder, asked)
        if asked.make:
            return
        url = ""
        if asked.province:
            url = stack.enter_context(postgres(folder / "postgres")).get_uri()
        data = folder / "data"
        settings = Settings(data=data, secret=SecretStr(SECRET), database_url=url)
        engine = make_engine(settings)
        migrate(engine)
        user = make_tree(engine)
        for kind, file in files:
            take_in(engine, user, kind, file)
        engine.dispose()


def _files(folder: Path, asked: Any) -> list[tuple[Shape, Path]]:
    places = list(villages())
    if not asked.province:
        path = folder / "entities.xlsx"
        if not path.exists():
            make_xlsx(path, entity_rows(asked.rows or ENTITIES, places, 0))
        return [(Shape.ENTITIES, path)]
    cadres = asked.cadres or PROVINCE_CADRES
    people, firms = folder / "people.csv", folder / "entities.csv"
    if not people.exists():
        rows = (
            [f"包保干部{n}", cadre_phone(n), "委员", places[n % len(places)]] for n in range(cadres)
        )
        make_csv(people, PEOPLE, rows)
    if not firms.exists():
        make_csv(firms, HEADING, entity_rows(asked.rows or PROVINCE_ENTITIES, places, cadres))
    return [(Shape.ACCOUNTS, people), (Shape.ENTITIES, firms)]


if __name__ == "__main__":
    main()
