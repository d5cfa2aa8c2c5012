"""The scope in the session: every ORM statement sees the rows of its own region, and no other."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, delete, exists, func, select, union_all, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import scope_for, user_of
from app.assignments.models import Assignment
from app.db import open_session
from app.entities.models import Entity, EntityContact
from app.regions.models import Level
from app.regions.scope import EVERYWHERE, Scope, ScopeMissing, scope_of, set_scope
from tests import builders

HERE = Scope(level=Level.COUNTY, region_code=builders.COUNTY)


@pytest.fixture
def here(session: Session) -> Entity:
    builders.make_region_tree(session)
    return builders.make_entity(session, name="本区")


@pytest.fixture
def there(session: Session, here: Entity) -> Entity:
    return builders.make_entity(session, name="外区", region=builders.OTHER_VILLAGE)


@pytest.fixture
def county(engine: Engine, here: Entity, there: Entity) -> Iterator[Session]:
    with open_session(engine) as opened:
        set_scope(opened, HERE)
        yield opened


def names(session: Session, scope: Scope) -> list[str]:
    set_scope(session, scope)
    return sorted(session.execute(select(col(Entity.name))).scalars())


_entity = aliased(Entity)
STATEMENTS: dict[str, Any] = {
    "entities": select(Entity),
    "columns": select(col(Entity.name)),
    "an alias": select(col(_entity.name)),
    "a count": select(func.count()).select_from(Entity),
    "a subquery": select(select(col(Entity.name)).subquery().c.name),
    "an in-clause": select(col(EntityContact.name)).where(
        col(EntityContact.entity_id).in_(select(col(Entity.id)))
    ),
    "a join from elsewhere": select(col(Account.name)).join(
        Entity, col(Entity.region_code) == Account.region_code
    ),
    "an exists": select(col(Account.name)).where(
        exists().where(col(Entity.region_code) == Account.region_code)
    ),
    "a cte": select(select(col(Entity.name)).cte().c.name),
}


@pytest.mark.parametrize("way", list(STATEMENTS))
def test_no_way_of_asking_reaches_another_county(
    county: Session, session: Session, here: Entity, there: Entity, way: str
) -> None:
    for region in (builders.VILLAGE, builders.OTHER_VILLAGE):
        builders.make_account(session, region=region)
    statement = STATEMENTS[way]
    everywhere = session.execute(statement).all()
    within = county.execute(statement).all()
    if way == "a count":
        assert (everywhere, within) == ([(2,)], [(1,)])
    else:
        assert (len(everywhere), len(within)) == (2, 1)


def test_a_union_is_narrowed_in_each_part(county: Session) -> None:
    part = select(col(Entity.name))
    both = union_all(part, part).subquery()
    assert county.execute(select(both.c.name)).scalars().all() == ["本区", "本区"]


def test_a_row_of_another_county_is_not_got_by_its_id(
    county: Session, here: Entity, there: Entity
) -> None:
    assert county.get(Entity, there.id) is None
    assert county.get(Entity, here.id) is not None


def test_updates_and_deletes_keep_within_the_county(
    county: Session, session: Session, there: Entity
) -> None:
    county.execute(update(Entity).values(address="改"))
    county.execute(delete(EntityContact))
    county.commit()
    session.expire_all()
    assert session.get_one(Entity, there.id).address != "改"
    assert session.execute(select(func.count()).select_from(EntityContact)).scalar_one() == 1


def test_a_session_without_a_scope_refuses_to_read(engine: Engine, here: Entity) -> None:
    with open_session(engine) as unscoped:
        with pytest.raises(ScopeMissing):
            unscoped.execute(select(Entity))
        with pytest.raises(ScopeMissing):
            unscoped.get(Entity, here.id)
        with pytest.raises(ScopeMissing):
            scope_of(unscoped)


def test_a_change_of_scope_forgets_what_was_loaded(session: Session, there: Entity) -> None:
    assert session.get(Entity, there.id) is not None
    set_scope(session, HERE)
    assert session.get(Entity, there.id) is None


SUBTREES: tuple[tuple[Scope, list[str]], ...] = (
    (EVERYWHERE, ["外区", "本区"]),
    (Scope(level=Level.PROVINCE, region_code=builders.PROVINCE), ["外区", "本区"]),
    (Scope(level=Level.CITY, region_code=builders.CITY), ["外区", "本区"]),
    (Scope(level=Level.CITY, region_code="370200000000"), []),
    (HERE, ["本区"]),
    (Scope(level=Level.TOWN, region_code=builders.TOWN), ["本区"]),
    (Scope(level=Level.TOWN, region_code=builders.OTHER_TOWN), ["外区"]),
    (Scope(level=Level.VILLAGE, region_code=builders.VILLAGE), ["本区"]),
    (Scope(level=Level.COUNTY, region_code=builders.CITY), []),
    (Scope(), []),
)


def test_each_level_sees_its_own_subtree(session: Session, here: Entity, there: Entity) -> None:
    for scope, seen in SUBTREES:
        assert names(session, scope) == sorted(seen), scope


def test_a_cadre_sees_the_own_entities_wherever_they_lie(
    session: Session, here: Entity, there: Entity
) -> None:
    cadre = builders.make_account(session)
    builders.make_assignment(session, there, cadre)
    assert names(session, scope_for(user_of(cadre))) == ["外区"]


def test_an_entity_handed_over_is_seen_no_more(session: Session, here: Entity) -> None:
    cadre = builders.make_account(session)
    assignment = builders.make_assignment(session, here, cadre)
    assignment.valid_to = assignment.valid_from
    session.add(assignment)
    session.commit()
    assert names(session, scope_for(user_of(cadre))) == []
    assert session.execute(select(Assignment)).all() == []


def test_an_assistant_sees_what_the_leader_sees(session: Session, here: Entity) -> None:
    leader = builders.make_account(session)
    builders.make_assignment(session, here, leader)
    helper = builders.make_account(session, role=Role.ASSISTANT, assists=leader.id)
    alone = builders.make_account(session, role=Role.ASSISTANT)
    scopes = [scope_for(user_of(account)) for account in (helper, alone)]
    assert [names(session, scope) for scope in scopes] == [["本区"], []]


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR])
def test_administrators_see_no_business_rows(session: Session, here: Entity, role: Role) -> None:
    admin = builders.make_account(session, role=role, region=builders.CITY)
    assert names(session, scope_for(user_of(admin))) == []
