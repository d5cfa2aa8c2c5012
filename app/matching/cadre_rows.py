"""The board's right side: cadres with load, cap and area, and the check for the firms chosen."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.user import User
from app.matching.adjusting import chosen_firms
from app.matching.checking import check
from app.matching.loads import flows
from app.matching.own import in_force
from app.matching.place import levels_of, place_of
from app.matching.problem import Cadre, Firm
from app.matching.proposals import proposal_or_404
from app.matching.reading import cadres_of, firm_of, held_by_firm, region_names
from app.matching.surnames import by_surname
from app.matching.wire import BoardCadre, BoardCadrePage, BoardCheck, BoardPerson
from app.regions.models import Level, Region
from app.regions.scope import Scope, visible
from app.regions.tree import at_or_below
from app.settings import Settings

MOST = 100


def cadre_rows(
    session: Session,
    settings: Settings,
    *,
    by: User,
    region: str | None,
    level: Level | None,
    q: str,
    draft: UUID | None,
    entity_ids: list[UUID],
) -> BoardCadrePage:
    """Cadres who may be of use here, by surname.

    Firms chosen that lie in one territory narrow them to its cadres: no other may cover them.
    """
    place, rules = place_of(session, region, by), in_force(settings)
    held = held_by_firm(session, entity_ids)
    rows = chosen_firms(session, entity_ids, by) if entity_ids else []
    firms = [firm_of(row, held.get(row.id)) for row in rows]
    found = by_surname(_accounts(session, by, place, level, q, firms))
    shown = found[:MOST]
    cadres = cadres_of(session, shown, rules, beside=entity_ids)
    now = cadres_of(session, shown, rules) if entity_ids else cadres
    proposal = proposal_or_404(session, draft, by=by) if draft else None
    coming, leaving = flows(session, proposal.id) if proposal else ({}, {})
    others = flows(session, proposal.id, without=entity_ids) if proposal else ({}, {})
    areas = {code for cadre in cadres.values() for code in cadre.areas}
    names = region_names(session, areas | {row.region_code for row in shown})
    items = []
    for account in shown:
        cadre = cadres[account.id]
        load = now[account.id].held
        without = cadre.held + others[0].get(cadre.id, 0) - others[1].get(cadre.id, 0)
        items.append(
            BoardCadre(
                cadre=BoardPerson(id=account.id, name=account.name, post=account.post),
                level=account.level,
                place=names.get(account.region_code, ""),
                load=load,
                draft_load=load + coming.get(cadre.id, 0) - leaving.get(cadre.id, 0),
                limit=cadre.cap.limit,
                hard=cadre.cap.hard,
                areas=[names.get(code, code) for code in sorted(cadre.areas)],
                lines=list(cadre.lines),
                check=_check(cadre, firms, without),
            )
        )
    return BoardCadrePage(items=items, total=len(found))


def _check(cadre: Cadre, firms: list[Firm], load: int) -> BoardCheck | None:
    if not firms:
        return None
    found = check(cadre, firms, load)
    return BoardCheck(verdict=found.verdict, code=found.code, word=found.word, text=found.text)


def _accounts(
    session: Session, by: User, place: Region, level: Level | None, q: str, firms: list[Firm]
) -> list[Any]:
    wanted: list[sa.ColumnElement[bool]] = [
        col(Account.role) == Role.CADRE,
        col(Account.disabled_at).is_(None),
        col(Account.level).in_([level] if level in levels_of(by) else levels_of(by)),
        visible(Account, Scope(level=by.level, region_code=by.region_code)),
    ]
    territories = {(firm.level, firm.territory) for firm in firms}
    if len(territories) == 1:
        wanted_level, territory = territories.pop()
        wanted += [col(Account.level) == wanted_level, col(Account.region_code) == territory]
    else:
        below = select(Region.code).where(at_or_below(place.code))
        above = [code for code in (place.town_code, place.county_code, place.city_code) if code]
        wanted.append(col(Account.region_code).in_(below) | col(Account.region_code).in_(above))
    if q := q.strip():
        wanted.append(
            col(Account.name).icontains(q, autoescape=True)
            | col(Account.post).icontains(q, autoescape=True)
        )
    return list(session.exec(select(Account).where(*wanted)))
