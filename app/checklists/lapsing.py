"""Bases that have lapsed or are about to, told to who writes checklists."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.checklists.format import Basis, Checklist
from app.checklists.laws import NOTICE, Span, Statutes, spans
from app.checklists.parts import Place


@dataclass(frozen=True)
class Lapse:
    """A clause whose ground moves: where it stands, what to do, and whether it is past already."""

    place: Place
    text: str
    past: bool


def lapses(body: Checklist, statutes: Statutes, today: date) -> Iterator[Lapse]:
    """Every basis of a checklist that ended, changed its edition, or does so within 60 days."""
    for s, section in enumerate(body.sections):
        for i, item in enumerate(section.items):
            for b, basis in enumerate(item.basis):
                place = ("sections", s, "items", i, "basis", b)
                for text, past in _of(basis, body, statutes, today):
                    yield Lapse(place, f"{item.code} 的依据{text}", past)


def _of(
    basis: Basis, body: Checklist, statutes: Statutes, today: date
) -> Iterator[tuple[str, bool]]:
    named = f"“{basis.law} {basis.article}”"
    if basis.valid_to and basis.valid_to - today <= NOTICE:
        yield _ended(named, basis.valid_to, today), basis.valid_to < today
        return
    statute = statutes.get(basis.law)
    if statute is None:
        return
    known = spans(statute)
    last = known[-1].last
    if last and last - today <= NOTICE:
        yield _ended(named, last, today), last < today
        return
    for span in known[1:]:
        if _concerns(span, basis, body) and span.first and span.first - today <= NOTICE:
            past = span.first <= today
            when = "已于" if past else "将于"
            yield (
                f"{named}{when} {span.first} 换为“{span.edition.version}”，"
                "请核对条号；条号变了的另写一版，没变的在新版里写上 valid_from",
                past,
            )


def _concerns(span: Span, basis: Basis, body: Checklist) -> bool:
    # Who wrote the clause after the edition began knew it.
    written = max(body.valid_from, basis.valid_from or body.valid_from)
    return span.first is not None and span.first > written


def _ended(named: str, last: date, today: date) -> str:
    if last < today:
        return f"{named}已于 {last} 失效，请改引现行条款，另写一版"
    return f"{named}将于 {last} 失效，还有 {(last - today).days} 天，请准备新版"
