"""The rules that hold everywhere, checked on the code itself."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from sqlmodel import Session, SQLModel, select

from app.accounts.guards import Guard, current_user, public, signed_in
from app.db import make_engine
from app.entities.models import Entity
from app.main import create_app
from app.regions.scope import ScopeMissing, in_region_classes
from app.settings import Settings

NOT_IN_A_REGION = {
    "region": "is the tree itself; names of divisions are public",
    "unit": "names of offices are public",
    "account": "names are shown on records across levels; listing is narrowed in accounts/manage",
    "refresh_token": "reached through its account only",
    "login_failures": "counts by account or address, before anybody is known",
    "audit": "the auditor's own list, narrowed in audit/service",
    "media": "bytes by hash, reached through owner or link only (media/service)",
    "media_owner": "who uploaded which bytes",
    "upload": "an upload under way, reached by its owner only",
    "frequency_rule": "rules, not records",
    "stand_in": "who stands in for whom; narrowed to the office's cadres in changes/people",
    "entity_transfer": "seen by the giving and the receiving office (changes/transfers)",
    "quarter_freeze": "sums of the whole installation",
    "departure": "who leaves; narrowed to the office's cadres in changes/people",
    "cadre_duty": "reached through its account, narrowed in assignments/duties",
    "match_proposal": "an office's own, narrowed in matching/proposals",
    "liaison": "reached through its entity, joined with it in assignments/duties",
    "checklist_version": "templates are the same for all",
    "checklist_draft": "drafts of templates; whose one sees is said in publishing/drafts",
    "work_calendar": "days off are the same for all",
    "job": "work of the system itself",
    "message": "one's own only (reminders/mailbox)",
    "document_issue": "which issues a document names, reached through the document",
    "commitment": "of a cadre; whose one sees is said in papers/commitments",
    "document_template": "Word templates, nothing of a place",
    "counter": "the next number of a series",
    "visit_draft": "of its assistant and his leader, whatever the place (inspections/drafts)",
    "ledger_batch": "an order as it was given; its issues are narrowed where they are read",
    "ledger_view": "filters without rows; shown to its owner and his like by ledger/saved",
    "import_batch": "an import, shown to the offices of its own region (registry/batches)",
    "import_row": "reached through its batch",
    "import_finding": "reached through its batch",
    "import_change": "how things were before an import; read only to undo it",
    "change": "numbers of what changed, read only to find rows the session may see (sync/changes)",
}


def _routes(app: FastAPI) -> Iterator[APIRoute]:
    for context in iter_route_contexts(app.routes):
        route = getattr(context, "original_route", context)
        path = str(getattr(context, "path", ""))
        if isinstance(route, APIRoute) and path.startswith(("/api/", "/n/")):
            yield route


def _calls(dependant: Dependant) -> Iterator[object]:
    for inner in dependant.dependencies:
        yield inner.call
        yield from _calls(inner)


@pytest.fixture(scope="module")
def plain_app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """An application nobody calls."""
    return create_app(Settings(data=tmp_path_factory.mktemp("plain")))


def test_every_table_belongs_to_a_region_or_says_why_not() -> None:
    in_region = {str(cls.__tablename__) for cls in in_region_classes()}
    assert set(SQLModel.metadata.tables) == in_region | set(NOT_IN_A_REGION)


def test_every_route_names_who_may_call_it(plain_app: FastAPI) -> None:
    routes = list(_routes(plain_app))
    assert len(routes) > 30
    for route in routes:
        calls = list(_calls(route.dependant))
        guarded = any(
            isinstance(call, Guard) or call in (signed_in, current_user, public) for call in calls
        )
        assert guarded, f"{sorted(route.methods or ())} {route.path} is neither guarded nor public"


def test_every_route_says_what_it_gives(plain_app: FastAPI) -> None:
    for route in _routes(plain_app):
        assert route.description, route.path


def test_a_session_without_a_scope_reads_no_rows_of_a_place(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    engine = make_engine(Settings(data=tmp_path_factory.mktemp("bare")))
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session, pytest.raises(ScopeMissing):
        session.exec(select(Entity)).all()
    engine.dispose()
