"""Changes of people over HTTP: vacancies, appointments, departures and stand-ins."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from app.accounts.guards import Db, Now, User, may
from app.accounts.roles import May
from app.changes import appointing, leaving, people_listing, standing_in, vacancies
from app.changes.orders import (
    Appointed,
    Appointment,
    CadreChoice,
    DepartureShown,
    NewDeparture,
    NewStandIn,
    StandInShown,
    VacancyPage,
)

router = APIRouter(prefix="/api/v1/changes", tags=["changes"])

Reader = Annotated[User, may(May.SEE_CHANGES)]
Office = Annotated[User, may(May.MANAGE_REGISTRY)]


@router.get("/vacancies")
def list_vacancies(
    session: Db,
    actor: Reader,
    at: Now,
    cursor: Annotated[str | None, Query(max_length=160)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> VacancyPage:
    """Entities that nobody answers for, the longest first."""
    return vacancies.page(session, cursor=cursor, limit=limit, at=at)


@router.get("/cadres")
def list_cadres(
    session: Db, actor: Office, q: Annotated[str, Query(max_length=40)] = ""
) -> list[CadreChoice]:
    """Cadres of the office's region by name, post or place; fifty at most."""
    return people_listing.choices(session, q, by=actor)


@router.post("/appointments")
def appoint_cadre(session: Db, actor: Office, at: Now, order: Appointment) -> Appointed:
    """补位: make a cadre responsible for entities, all or none."""
    return Appointed(entities=appointing.appoint(session, order, by=actor, at=at))


@router.get("/departures")
def list_departures(session: Db, actor: Office) -> list[DepartureShown]:
    """Departures of the office's region: those to come, and the latest carried out."""
    return people_listing.departures(session, by=actor)


@router.post("/departures", status_code=201)
def register_departure(session: Db, actor: Office, at: Now, order: NewDeparture) -> DepartureShown:
    """离任: all a cadre answers for passes on or becomes vacant, in one act."""
    made = leaving.depart(session, order, by=actor, at=at)
    return people_listing.departure_shown(session, made)


@router.post("/departures/{departure_id}/cancel")
def cancel_departure(session: Db, actor: Office, at: Now, departure_id: UUID) -> DepartureShown:
    """Take back a departure whose day has not come."""
    cancelled = leaving.cancel(session, departure_id, by=actor, at=at)
    return people_listing.departure_shown(session, cancelled)


@router.get("/stand-ins")
def list_stand_ins(session: Db, actor: Office, at: Now) -> list[StandInShown]:
    """Stand-ins of the office's region, those that hold first."""
    return people_listing.stand_ins(session, by=actor, at=at)


@router.post("/stand-ins", status_code=201)
def set_up_stand_in(session: Db, actor: Office, at: Now, order: NewStandIn) -> StandInShown:
    """代理: a cadre stands in for another from a day to a day."""
    made = standing_in.set_up(session, order, by=actor, at=at)
    return people_listing.stand_in_shown(session, made, at)


@router.post("/stand-ins/{stand_in_id}/end")
def end_stand_in(session: Db, actor: Office, at: Now, stand_in_id: UUID) -> StandInShown:
    """A stand-in ends before its last day."""
    ended = standing_in.end_early(session, stand_in_id, by=actor, at=at)
    return people_listing.stand_in_shown(session, ended, at)
