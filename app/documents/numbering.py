"""Numbers of documents: 历下市监整〔2026〕3号, a series for each unit, kind and year."""

from sqlmodel import Session

from app.documents.kinds import Kind, Kinds
from app.ledger.numbers import advance
from app.regions.models import Level, Region, Unit

_ENDINGS = {
    Level.PROVINCE: ("省", "自治区", "市"),
    Level.CITY: ("市", "地区", "自治州", "盟"),
    Level.COUNTY: ("自治县", "区", "县", "市", "旗"),
    Level.TOWN: ("街道", "镇", "乡"),
}
_UNIT_ENDINGS = ("市场监督管理所", "市场监管所", "所")


def take_number(
    session: Session, kinds: Kinds, kind: Kind, issuer: Unit, year: int
) -> tuple[int, str]:
    """The next number of the series: as counted, and as written.

    It locks the series until the commit: the last lock that a transaction takes. What is refused
    rolls back and leaves no hole.
    """
    series = f"doc:{issuer.id.hex}:{kind.code}:{year}"
    seq = advance(session, {series: 1})[series]
    return seq, written(session, kinds, kind, issuer, year, seq)


def written(
    session: Session, kinds: Kinds, kind: Kind, issuer: Unit, year: int, seq: int | str
) -> str:
    """A number as GB/T 9704 writes it: six-cornered brackets, no 第, no leading noughts."""
    region = session.get_one(Region, issuer.region_code)
    county = session.get(Region, region.county_code) if region.county_code else None
    mark = kinds.numbers[issuer.kind].format(
        place=short_name(region),
        county=short_name(county or region),
        unit=_without(issuer.name, _UNIT_ENDINGS),
        mark=kind.mark,
    )
    return f"{mark}〔{year}〕{seq}号"


def short_name(region: Region) -> str:
    """历下区 → 历下; a name of two characters stays whole: 单县."""
    return _without(region.name, _ENDINGS.get(region.level, ()))


def _without(name: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name.removesuffix(ending)
    return name
