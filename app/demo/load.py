"""Loads the demo into an empty installation: places, people, firms, visits, the ledger."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Literal

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from sqlmodel import Session

from app.accounts.models import Account
from app.accounts.service import create_account
from app.accounts.shown import NewAccount
from app.assignments.rules import period_of
from app.assignments.service import assign, generate_due
from app.audit.service import record
from app.checklists.library import get_library, release
from app.clock import shanghai_date
from app.db import begin_write
from app.demo import firms
from app.demo.changes import make_changes
from app.demo.desk import make_desk
from app.demo.drafts import make_draft
from app.demo.duties import make_duties
from app.demo.imports import make_imports
from app.demo.kinds import make_kinds
from app.demo.notices import hang_notices
from app.demo.on_behalf import make_on_behalf
from app.demo.once import MARK
from app.demo.papers import make_papers
from app.demo.pending import make_pending
from app.demo.people import FIXED, PASSWORD, Person, holder, invented_name, local_people
from app.demo.places import COUNTIES, HOME_TOWN, OTHER_TOWN, make_regions, make_units
from app.demo.promises import sign_promises
from app.demo.quarters import make_quarters
from app.demo.reminding import remind
from app.demo.stage import Covered, Stage
from app.demo.story import play, quarters_until
from app.demo.undelivered import make_undelivered
from app.entities.service import NewContact, NewEntity, register_entity
from app.media.shelf import shelf_of
from app.notices.issuing import issue
from app.regions.models import Level, Region, Unit
from app.regions.scope import EVERYWHERE, set_scope
from app.settings import Settings

SEED = 20261123
TOWNS_WITH_FIRMS = 4
BEGAN = datetime(2026, 1, 5, 1, tzinfo=UTC)
RISKS: tuple[Literal["A", "B", "C"], ...] = ("A", "B", "C")


def load(session: Session, settings: Settings, console: Console) -> None:
    """Load all of it; the session sees everything."""
    console.print("第一次启动：装入演示数据（一到两分钟）")
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        console=console,
    ) as progress:
        now = datetime.now(UTC)
        stage = Stage(session, shelf_of(settings))
        _through_the_year(stage, progress, now)
        make_papers(stage, settings, now)
        make_draft(stage, now)
        make_duties(stage, settings, now)
        hang_notices(stage, now)
        sign_promises(stage, settings, now)
        make_on_behalf(stage, get_library(), now)
        _finish(session, settings, now)


def _through_the_year(stage: Stage, progress: Progress, now: datetime) -> None:
    random = Random(SEED)
    session = stage.session
    release(session)
    session.commit()
    regions = make_regions(session)
    units = make_units(session, regions)
    session.commit()
    # From here on plain values: the acts that follow forget what the session had loaded.
    session.expunge_all()
    chosen = _chosen(regions)
    posts = [p for region in chosen for p in local_people(region, random)]
    _people(
        session, [*FIXED, *(p for p in posts if holder(p.username) == p.username)], units, progress
    )
    stage.read_people()
    covered = _firms(stage, chosen, random, progress)
    quarters = quarters_until(shanghai_date(now))
    for first, _, _ in quarters:
        begin_write(session)
        generate_due(session, period_of(first))
        session.commit()
    play(stage, get_library(), covered, quarters, random, progress, now)
    make_quarters(stage, get_library(), covered, quarters, now)
    make_undelivered(stage, get_library(), covered, random, now)
    make_kinds(stage, get_library(), covered, random, now)
    make_pending(stage, now)
    make_desk(stage, now)
    make_changes(stage, now)
    make_imports(stage, now)


def _finish(session: Session, settings: Settings, now: datetime) -> None:
    remind(session, settings, now)
    begin_write(session)
    record(session, now, None, MARK)
    session.commit()


def _chosen(regions: list[Region]) -> list[Region]:
    """The divisions where the demo's firms are: some towns of each county, all above and below."""
    towns = []
    for county, home in zip(COUNTIES, (HOME_TOWN, OTHER_TOWN), strict=True):
        others = [
            r.code
            for r in regions
            if r.level is Level.TOWN and r.county_code == county and r.code != home
        ]
        towns += [home, *others[: TOWNS_WITH_FIRMS - 1]]
    return [
        r
        for r in regions
        if r.level is Level.COUNTY
        or (r.level in (Level.TOWN, Level.VILLAGE) and r.town_code in towns)
    ]


def _people(
    session: Session, people: list[Person], units: dict[str, Unit], progress: Progress
) -> None:
    accounts: dict[str, Account] = {}
    for person in progress.track(people, description="账号"):
        fixed = person in FIXED
        account = create_account(
            session,
            NewAccount(
                username=person.username,
                name=person.name,
                post=person.post,
                role=person.role,
                region_code=person.region,
                unit_id=units[person.unit].id if person.unit else None,
                assists_id=accounts[person.assists].id if person.assists else None,
                # Only the accounts that are printed can sign in.
                password=PASSWORD if fixed else None,
                must_change_password=not fixed,
            ),
            BEGAN,
        )
        session.commit()
        accounts[person.username] = account


def _firms(stage: Stage, chosen: list[Region], random: Random, progress: Progress) -> Covered:
    """Register every firm, name its cadre and hang up its notice."""
    villages = [r for r in chosen if r.level is Level.VILLAGE]
    names = {r.code: r.name for r in chosen}
    kinds = [kind for kind in firms.KINDS for _ in range(kind.weight)]
    random.shuffle(kinds)
    covered = []
    set_scope(stage.session, EVERYWHERE)
    for number, kind in enumerate(progress.track(kinds, description="主体"), start=1):
        village = villages[number % len(villages)]
        made = firms.firm(number, kind, village.code, names[village.town_code or ""], random)
        post = {
            "A": "cadre-370100000000",
            "B": f"cadre-{village.county_code}",
            "C": f"cadre-{village.town_code}",
            "D": f"cadre-{village.code}",
        }[kind.grade]
        cadre = stage.people[holder(post)]
        begin_write(stage.session)
        entity = register_entity(stage.session, _new(made, random), BEGAN).entity
        assign(stage.session, entity.id, cadre.id, cadre.level, on=date(2026, 1, 5), at=BEGAN)
        office = stage.people[holder(f"office-{village.county_code}")]
        issue(stage.session, entity.id, public_url="", by=office, at=BEGAN)
        stage.session.commit()
        stage.session.expunge_all()
        covered.append((entity, cadre.username))
    return covered


def _new(made: firms.Firm, random: Random) -> NewEntity:
    contacts = [
        NewContact(
            role="officer",
            name=invented_name(random),
            post="食品安全员",
            phone=f"1390000{random.randint(0, 9999):04d}",
        )
    ]
    if made.kind.grade in "AB":
        contacts.append(
            NewContact(
                role="director",
                name=invented_name(random),
                post="食品安全总监",
                phone=f"1390000{random.randint(0, 9999):04d}",
            )
        )
    return NewEntity(
        name=made.name,
        uscc=made.uscc,
        licence_no=made.licence_no,
        licence_valid_to=date(2027, 1, 1) + timedelta(days=random.randint(30, 1200)),
        business_type=made.kind.business_type,
        business_types=[made.kind.business_type, *made.kind.more],
        kind=made.kind.name,
        flags=made.kind.flags,
        baobao_grade=made.kind.grade,
        risk_level=random.choice(RISKS),
        region_code=made.region,
        address=made.address,
        contacts=contacts,
    )
