"""Whether firms may be given to a cadre by hand: what forbids it, and what asks for a reason."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from app.matching.problem import Cadre, Firm
from app.matching.wording import LEVELS

Verdict = Literal["fits", "with_reason", "refused"]


@dataclass(frozen=True)
class Check:
    """The strongest objection, in a word for the table and a sentence for who asks."""

    verdict: Verdict
    code: str
    word: str
    text: str


def check(cadre: Cadre, firms: Collection[Firm], load: int) -> Check:
    """Check a cadre who would have `load` firms besides these."""
    limit, total = cadre.cap.limit, load + len(firms)
    if any(firm.level != cadre.level for firm in firms):
        wanted = next(firm for firm in firms if firm.level != cadre.level)
        level = LEVELS[wanted.level]
        text = f"{wanted.grade}级主体由{level}干部包保，请选{level}干部。"
        return Check("refused", "level", "层级不对应", text)
    if any(firm.territory is None for firm in firms):
        text = "有主体只登记到镇街，请先补登所在村（社区）。"
        return Check("refused", "place", "没有登记到村", text)
    if any(firm.territory != cadre.region for firm in firms):
        text = "主体不在这名干部任职的地方，请选当地的干部。"
        return Check("refused", "place", "不属本地", text)
    if cadre.cap.hard and total > limit:
        word = "已到上限" if load >= limit else "匹配后超上限"
        text = f"上限 {limit} 家，现有 {load} 家，再加 {len(firms)} 家就超了，请选别的干部。"
        return Check("refused", "cap", word, text)
    return _remind(cadre, firms, total)


def _remind(cadre: Cadre, firms: Collection[Firm], total: int) -> Check:
    limit = cadre.cap.limit
    if total > limit:
        text = f"匹配后 {total} 家，超过提醒上限 {limit} 家，要写明理由。"
        return Check("with_reason", "over", "超提醒上限", text)
    elsewhere = [firm for firm in firms if not cadre.areas & set(firm.places.values())]
    if cadre.areas and elsewhere:
        text = f"有 {len(elsewhere)} 家不在这名干部的片区，要写明理由。"
        return Check("with_reason", "area", "不在同一片区", text)
    word = "同片区、未超上限" if cadre.areas else "属地、未超上限"
    return Check("fits", "fits", word, f"匹配后 {total} 家，上限 {limit} 家。")
