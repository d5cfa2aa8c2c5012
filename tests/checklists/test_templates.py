"""The four templates against the material they carry, item by item."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.checklists.format import BaseItem, Child, Item, YesNoItem
from app.checklists.library import Library, Version, load
from app.checklists.reading import read_document

HERE = Path(__file__).parent
IDS = ("production", "circulation", "catering", "special")
FORBIDDEN_OF_A_CADRE = ("责令停产停业", "查封", "扣押", "罚款")

Facts = dict[str, Any]
Difference = tuple[str, str, str, str]


def yaml(name: str) -> Any:
    return read_document((HERE / name).read_text("utf-8"), name).data


SOURCE = yaml("source_items.yaml")
DECLARED = yaml("differences.yaml")
TRANSLATED = {rule["prose"]: rule["data"] for rule in DECLARED["rules"]}


@pytest.fixture(scope="module")
def library() -> Library:
    return load(HERE.parents[1] / "checklists")


def version(library: Library, id: str) -> Version:
    found = library.get(id, 1)
    assert found is not None
    return found


def source_items() -> Iterator[Facts]:
    for checklist in SOURCE["checklists"].values():
        yield from checklist["items"]


def test_the_source_holds_133_items_and_88_children() -> None:
    items = list(source_items())
    children = [child for item in items for child in item.get("children", [])]
    assert (len(items), len(children)) == (133, 88)


@pytest.mark.parametrize("id", IDS)
def test_a_template_has_the_items_of_its_source_in_their_order(library: Library, id: str) -> None:
    body, source = version(library, id).body, SOURCE["checklists"][id]
    assert [item.code for item in body.items()] == [item["code"] for item in source["items"]]
    assert {section.code: section.name for section in body.sections} == source["sections"]
    assert (body.name, body.business_type) == (source["name"], source["business_type"])
    assert body.kinds == source["kinds"]


@pytest.mark.parametrize("id", IDS)
def test_a_template_quotes_its_laws_as_the_source_does(library: Library, id: str) -> None:
    laws = version(library, id).body.laws
    quoted = {key: law.model_dump(exclude_defaults=True) for key, law in laws.items()}
    assert quoted == {key: SOURCE["laws"][key] for key in quoted}


def test_every_difference_to_the_source_is_declared_with_its_reason(library: Library) -> None:
    ours = {item.code: item for id in IDS for item in version(library, id).body.items()}
    found: set[Difference] = set()
    for source in source_items():
        item = ours[source["code"]]
        children = source.get("children", [])
        found |= set(differing(without(source, "children"), of_item(item)))
        own = {child.code: child for child in children_of(item)}
        assert list(own) == [child["code"] for child in children]
        for child in children:
            translated = TRANSLATED[child["rule"]] if "rule" in child else {}
            wanted = without(child, "rule") | translated
            found |= set(differing(wanted, of_child(own[child["code"]])))
    declared = {
        (code, entry["key"], written(entry["source"]), written(entry["ours"]))
        for entry in DECLARED["differences"]
        for code in entry["at"]
    }
    assert found == declared
    assert all(len(entry["reason"]) > 8 for entry in DECLARED["differences"])


def test_every_photo_asked_for_says_why_it_is_necessary(library: Library) -> None:
    reasons = [
        item.photo_on_fail.reason
        for id in IDS
        for item in version(library, id).body.items()
        if isinstance(item, YesNoItem) and item.photo_on_fail
    ]
    assert len(reasons) == 79
    assert all(re.match(r"(截图或)?拍", reason) for reason in reasons)


def test_no_text_claims_powers_a_cadre_does_not_have(library: Library) -> None:
    for id in IDS:
        for item in version(library, id).body.items():
            said = item.text + item.rectify
            assert not any(word in said for word in FORBIDDEN_OF_A_CADRE), item.code


def test_a_village_form_stays_within_sixteen_items_besides_school_meals(library: Library) -> None:
    for id in IDS:
        core = [
            item
            for item in version(library, id).body.items()
            if item.tier == "core" and not about_school_meals_or_stage(item)
        ]
        assert len(core) <= 16, id


def about_school_meals_or_stage(item: BaseItem) -> bool:
    return item.when is not None and re.search("is_school|is_canteen|stage", item.when) is not None


def differing(source: Facts, ours: Facts) -> Iterator[Difference]:
    for key in sorted({*source, *ours} - {"code"}):
        if source.get(key) != ours.get(key):
            yield source["code"], key, written(source.get(key)), written(ours.get(key))


def written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def without(facts: Facts, key: str) -> Facts:
    return {k: v for k, v in facts.items() if k != key}


def children_of(item: BaseItem) -> list[Child]:
    return item.children if isinstance(item, YesNoItem) else []


def of_item(item: Item) -> Facts:
    """Our item in the words of the source."""
    plain = item.model_dump(exclude_defaults=True, exclude={"children", "photo_on_fail"})
    basis = [f"{b.law}|{b.article}|{b.confidence}" for b in item.basis]
    facts = plain | {
        "type": item.type,
        "basis": basis,
        "deadline": f"{item.deadline.value} {item.deadline.unit}",
        "photo": isinstance(item, YesNoItem) and item.photo_on_fail is not None,
    }
    return facts | ({"allow_na": item.allow_na} if isinstance(item, YesNoItem) else {})


def of_child(child: Child) -> Facts:
    """Our child in the words of the source."""
    facts = child.model_dump(exclude_defaults=True)
    if "rules" in facts:
        # The file says 0 where the format keeps 0.0.
        facts["rules"] = [
            rule | ({"number": int(rule["number"])} if "number" in rule else {})
            for rule in facts["rules"]
        ]
    return facts
