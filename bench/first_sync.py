"""What a phone's first pull and the next one cost: `python -m bench.first_sync`."""

import argparse
import gzip
import json
import random
import urllib.request
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import select

from app.accounts.models import Account
from app.accounts.tokens import access_token
from app.accounts.user import scope_for, user_of
from app.db import now
from app.entities.models import Entity, EntityContact
from app.ids import random_token, uuid7
from app.inspections import service
from app.inspections.wire import InspectionBody
from app.notices.models import Notice
from app.regions.scope import set_scope
from bench.installation import Installation, installation
from bench.serving import HOST, Server
from bench.submissions import a_visit
from tests.builders import TOWN, make_account, make_assignment, make_entity

ENTITIES, ISSUES = 300, 200
LIMIT = 300_000
# Drawn one by one from some two thousand common characters: far less alike than real texts are.
_CHARACTERS = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 2000))


@dataclass(frozen=True)
class Figures:
    """Bytes on the wire, compressed, and how many answers they came in."""

    pages: list[int]
    checklists: int
    nothing_new: int
    one_change: int
    entities: int
    issues: int

    @property
    def first(self) -> int:
        """Everything a phone needs before its first visit."""
        return sum(self.pages) + self.checklists


def measure(there: Installation) -> Figures:
    """Fill, then pull over HTTP as a phone does."""
    cadre, changed = _filled(there)
    token = access_token(cadre, there.settings, now())
    server = Server(there.environment()).start()

    def get(path: str) -> tuple[dict[str, object], int]:
        headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip"}
        asked = urllib.request.Request(f"http://{HOST}:{server.port}{path}", headers=headers)
        with urllib.request.urlopen(asked) as answer:
            body: bytes = answer.read()
            assert answer.headers["Content-Encoding"] == "gzip"
        return json.loads(gzip.decompress(body)), len(body)

    try:
        pages, cursor, more, seen = [], "", True, [0, 0]
        page: dict[str, object] = {}
        while more:
            page, size = get(f"/api/v1/sync?cursor={cursor}")
            cursor, more = str(page["cursor"]), bool(page["more"])
            pages.append(size)
            seen = [seen[0] + _count(page, "entities"), seen[1] + _count(page, "issues")]
        pins = page["checklists"]
        assert isinstance(pins, list)
        forms = sum(get(f"/api/v1/checklists/{p['id']}/versions/{p['version']}")[1] for p in pins)
        _, nothing = get(f"/api/v1/sync?cursor={cursor}")
        _rename(there, changed)
        told, one = get(f"/api/v1/sync?cursor={cursor}")
        assert _count(told, "entities") == 1
    finally:
        server.stop()
    return Figures(pages, forms, nothing, one, *seen)


def _count(page: dict[str, object], what: str) -> int:
    rows = page[what]
    assert isinstance(rows, list)
    return len(rows)


def _filled(there: Installation) -> tuple[Account, UUID]:
    """A cadre with 300 entities and 200 issues whose texts are random."""
    chance = random.Random(2026)
    visit = a_visit()
    with there.session() as session:
        cadre = make_account(session, region=TOWN)
        made = []
        for _ in range(ENTITIES):
            entity = make_entity(session, name=_words(chance, 8, 20))
            make_assignment(session, entity, cadre, due_in="2026Q4")
            _dress(chance, entity)
            entity.address = _words(chance, 12, 30)
            contact = select(EntityContact).where(EntityContact.entity_id == entity.id)
            person = session.exec(contact).one()
            person.name, person.phone = _words(chance, 2, 4), f"1{chance.randrange(10**10):010d}"
            notice = Notice(
                entity_id=entity.id,
                token=random_token(),
                short_code=f"{chance.randrange(10**8):08d}",
                issued_at=now(),
                region_code=entity.region_code,
                city_code=entity.city_code,
                county_code=entity.county_code,
                town_code=entity.town_code,
            )
            session.add_all([entity, person, notice])
            made.append(entity.id)
        session.commit()
        by = user_of(cadre)
        set_scope(session, scope_for(by))
        for entity_id in made[: ISSUES // 2]:
            given = [_found(chance, answer) for answer in visit["answers"]]
            body = {**visit, "entity_id": str(entity_id), "answers": given}
            service.submit(session, uuid7(), InspectionBody.model_validate(body), by=by, at=now())
            session.commit()
    return cadre, made[-1]


def _dress(chance: random.Random, entity: Entity) -> None:
    entity.uscc = f"9137{chance.randrange(10**13):013d}X"
    entity.licence_no = f"JY2370102{chance.randrange(10**7):07d}"


def _found(chance: random.Random, answer: dict[str, object]) -> dict[str, object]:
    if answer["answer"] != "no":
        return answer
    photo = chance.randbytes(32).hex()
    return answer | {"note": _words(chance, 15, 60), "photos": [photo]}


def _words(chance: random.Random, least: int, most: int) -> str:
    return "".join(chance.choices(_CHARACTERS, k=chance.randint(least, most)))


def _rename(there: Installation, entity_id: UUID) -> None:
    with there.session() as session:
        entity = session.get_one(Entity, entity_id)
        entity.name = "改过名的店"
        session.add(entity)
        session.commit()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    with installation(parser.parse_args().database) as there:
        found = measure(there)
        there.engine.dispose()
    print(
        f"{found.entities} entities, {found.issues} issues, random texts, gzip, bytes on the wire"
    )
    print(f"first pull  {sum(found.pages):>8}  in {len(found.pages)} pages: {found.pages}")
    print(f"checklists  {found.checklists:>8}")
    print(f"together    {found.first:>8}  of {LIMIT} allowed")
    print(f"nothing new {found.nothing_new:>8}\none change  {found.one_change:>8}")


if __name__ == "__main__":
    main()
