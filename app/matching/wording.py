"""Why a firm goes to a cadre, or to nobody, in the words of the trade; each sentence a fact."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.assignments.lines import Lines
from app.matching.problem import Cadre, Firm, Part
from app.matching.weighing import speaks_for

LEVELS = {"city": "市级", "county": "区县级", "town": "镇街级", "village": "村级"}

Reason = dict[str, str]
"""`code` for programs and `text` for people."""


@dataclass(frozen=True)
class Names:
    """What to call divisions and people."""

    regions: Mapping[str, str]
    cadres: Mapping[UUID, str]
    loads: Mapping[UUID, int]
    """Firms that cadres covered before."""
    faults: Mapping[UUID, str]
    """What is wrong with a firm's present relation, where something is."""


def reason(code: str, text: str) -> Reason:
    """One reason."""
    return {"code": code, "text": text}


def matched(firm: Firm, cadre: Cadre, lines: Lines, names: Names) -> list[Reason]:
    """What speaks for the pair, from the rules that always hold down to the former cadre."""
    level = LEVELS[firm.level]
    found = [
        reason("level", f"{firm.grade}级主体由{level}干部包保"),
        reason("place", f"任职地就是主体所在的{names.regions[cadre.region]}"),
    ]
    places = set(firm.places.values())
    for name in speaks_for(cadre, firm, lines):
        found.append(reason(name, _principle(name, firm, cadre, places, lines, names)))
    if firm.cadre_id != cadre.id:
        found += _former(firm, cadre, names)
    return found


def _principle(
    name: str, firm: Firm, cadre: Cadre, places: set[str], lines: Lines, names: Names
) -> str:
    if name == "keep":
        return "现在就由这名干部包保，保持不变"
    if name == "liaison":
        return "是这名干部的联系企业"
    if name == "line":
        line = lines.covering(cadre.lines, firm.kind, firm.business_types)
        return f"分管{line}，对应{firm.kind}"
    where = names.regions[min((cadre.heads if name == "head" else cadre.areas) & places)]
    return f"在{where}任主要负责人" if name == "head" else f"在其片区{where}"


def _former(firm: Firm, cadre: Cadre, names: Names) -> list[Reason]:
    if firm.cadre_id is None:
        return [reason("vacant", "现在没有包保干部")]
    former = names.cadres.get(firm.cadre_id, "原干部")
    if fault := names.faults.get(firm.id):
        return [reason("fault", f"原由{former}包保：{fault}")]
    had, has = names.loads.get(firm.cadre_id, 0), names.loads.get(cadre.id, 0)
    if had > has:
        text = f"原由{former}包保（原有 {had} 家），这名干部原有 {has} 家，更均衡"
        return [reason("balance", text)]
    return [reason("whole", f"原由{former}包保，按权重合计调整后更好")]


def unmatched(firm: Firm, part: Part, names: Names) -> list[Reason]:
    """Why nobody can cover a firm, and what to do."""
    level = LEVELS[firm.level]
    if firm.territory is None:
        return [reason("no_village", "只登记到镇街，没有写到村（社区），请先补登所在村（社区）")]
    where = names.regions.get(firm.territory, firm.territory)
    if not part.cadres:
        return [reason("no_cadre", f"{where}没有{level}包保干部，请先录入干部")]
    count = len(part.cadres)
    text = f"{where}的{level}干部共 {count} 人，都到上限，还差 {part.short} 家的名额"
    return [reason("full", f"{text}，请增加干部或调整上限")]
