"""A city's checklist laid over the province's: it says what is otherwise, the result is whole."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from app.checklists.answers import Answer
from app.checklists.authoring.checking import check, outgrown
from app.checklists.authoring.releasing import freeze
from app.checklists.authoring.schema import write_schema
from app.checklists.engine import evaluate
from app.checklists.library import Library, ReleasedChecklistError, Version, load
from app.checklists.profile import Profile
from app.checklists.reading import ChecklistError

FOLDER = Path(__file__).resolve().parents[2] / "checklists"
OWN = "catering-jinan/v1.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The province's catering checklist and the example laid over it, nothing frozen yet."""
    shutil.copytree(FOLDER / "catering", tmp_path / "catering")
    shutil.copytree(FOLDER / "examples/catering-jinan", tmp_path / "catering-jinan")
    shutil.copytree(FOLDER / "examples/pictures", tmp_path / "pictures")
    for name in ("flags.yaml", "laws.yaml"):
        shutil.copy(FOLDER / name, tmp_path / name)
    write_schema(tmp_path)
    return tmp_path


def edit(folder: Path, old: str, new: str, name: str = OWN) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def line_of(folder: Path, text: str, name: str = OWN) -> int:
    lines = (folder / name).read_text("utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if text in line)


def own(library: Library, version: int = 1) -> Version:
    found = library.get("catering-jinan", version)
    assert found is not None
    return found


def faults(folder: Path) -> list[str]:
    with pytest.raises(ChecklistError) as refused:
        load(folder)
    return [str(problem) for problem in refused.value.problems]


def test_the_result_is_the_base_with_what_the_city_says(folder: Path) -> None:
    library = load(folder)
    base, whole = library.get("catering", 1), own(library)
    assert base is not None
    codes = [item.code for item in whole.body.items()]
    before = [item.code for item in base.body.items()]
    assert [code for code in codes if code not in before] == ["CATR-E51", "CATR-T01"]
    assert codes.index("CATR-E51") == codes.index("CATR-E03") + 1
    assert [code for code in codes if code in before] == before
    items = {item.code: item for item in whole.body.items()}
    assert items["CATR-E01"].guide.startswith("打开冰箱看")
    assert (items["CATR-A04"].tier, items["CATR-A04"].deadline.value) == ("core", 1)
    unchanged = {item.code: item for item in base.body.items()}
    assert items["CATR-D01"] == unchanged["CATR-D01"]
    assert whole.body.base is not None
    assert (whole.body.base.version, whole.body.base.digest) == (1, base.digest)


def test_the_result_is_filled_in_like_any_other(folder: Path) -> None:
    body = own(load(folder)).body
    eatery = Profile(kind="小餐饮（登记）", level="town")
    found = evaluate(body, eatery, [Answer(item="CATR-E51", value=12)], date(2027, 1, 5))
    assert [issue.item for issue in found.issues] == ["CATR-E51"]
    assert "CATR-T01" in found.shown


def test_nothing_of_the_base_is_touched(folder: Path) -> None:
    released = load(FOLDER).get("catering", 1)
    beside = load(folder).get("catering", 1)
    assert released is not None
    assert beside is not None
    assert released.digest == beside.digest


def test_both_are_frozen_and_a_changed_overlay_stops_the_start_with_its_own_line(
    folder: Path,
) -> None:
    assert freeze(folder) == ["catering v1", "catering-jinan v1"]
    edit(folder, "刀板按颜色或标签分开", "刀板分开")
    with pytest.raises(ReleasedChecklistError) as stopped:
        load(folder)
    line = line_of(folder, "  CATR-E01:")
    assert str(stopped.value).startswith(f"{OWN} 第 {line} 行：“CATR-E01”与发布时不同")


def test_a_picture_is_part_of_what_is_frozen(folder: Path) -> None:
    version = own(load(folder))
    (sha,) = version.pictures
    assert version.pictures[sha].startswith("data:image/svg+xml;base64,")
    assert version.as_json()["pictures"] == dict(version.pictures)
    freeze(folder)
    picture = folder / "pictures/raw-and-cooked.svg"
    picture.write_text(picture.read_text("utf-8").replace("熟上生下", "熟食在上"), "utf-8")
    with pytest.raises(ReleasedChecklistError, match="“CATR-E01”与发布时不同"):
        load(folder)


def test_a_newer_base_is_told_and_not_taken(folder: Path) -> None:
    before = own(load(folder)).digest
    newer = (folder / "catering/v1.yaml").read_text("utf-8")
    newer = newer.replace("version: 1\n", "version: 2\n", 1).replace("2026-01-01", "2027-03-01", 1)
    (folder / "catering/v2.yaml").write_text(newer, "utf-8")
    library = load(folder)
    assert own(library).digest == before
    (told,) = outgrown(library)
    assert (told.file, told.line) == (OWN, line_of(folder, "base:"))
    assert told.text == (
        "上级表 catering 已有第 2 版，本表仍以第 1 版为底；请用 diff 核对两版差别，再另写 v2.yaml"
    )


def test_the_check_passes_and_a_city_may_publish_beside_the_province(folder: Path) -> None:
    assert check(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "at", "told"),
    [
        (
            "base: {id: catering, version: 1}",
            "base: {id: catering, version: 9}",
            "base:",
            "没有可以作底的 catering/v9.yaml",
        ),
        ("  CATR-A04:", "  CATR-A94:", "CATR-A94", "catering 第 1 版没有“CATR-A94”，请改正编号"),
        (
            "    tier: core\n    deadline: {value: 1",
            "    tier: standard\n    deadline: {value: 1",
            "tier: standard",
            "“tier”的值不对，可用：'core'",
        ),
        (
            "deadline: {value: 1, unit: workday}\nadd",
            "deadline: {value: 9, unit: workday}\nadd",
            "value: 9",
            "地方版只能缩短期限，不能放长",
        ),
        (
            "    pictures:",
            "    severity: minor\n    pictures:",
            "severity: minor",
            "地方版只能调高严重程度，不能调低",
        ),
        (
            "  - code: CATR-E51",
            "  - code: CATR-E09",
            "CATR-E09",
            "地方版增加的条目从 51 起编号，请改“CATR-E09”",
        ),
        (
            "after: CATR-E03",
            "after: CATR-F03",
            "CATR-F03",
            "“CATR-E”里没有“CATR-F03”，请改正 after 或删去",
        ),
        (
            "- section: CATR-T",
            "- section: CATR-M",
            "CATR-M",
            "地方版新增的部分用 T 到 Z 编号，请改正",
        ),
        ("  name: 本市专项\n", "", "- section: CATR-T", "新增的部分要写名称 name，请补上"),
        (
            "raw-and-cooked.svg",
            "cooked.svg",
            "cooked.svg",
            "没有图片 pictures/cooked.svg，请放进去或改正文件名",
        ),
        (
            "value('CATR-E51') > 8",
            "value('CATR-E59') > 8",
            "CATR-E59",
            "前面没有编号为“CATR-E59”的问题",
        ),
        (
            "    guide: 打开冰箱看",
            "    guid: 打开冰箱看",
            "guid: 打开",
            "不认识“guid”，请改正拼写或删去这一行",
        ),
        ("law: GB31654", "law: GB31655", "GB31655", "laws 里没有“GB31655”"),
    ],
)
def test_a_mistake_is_named_with_its_line_in_the_overlay(
    folder: Path, old: str, new: str, at: str, told: str
) -> None:
    edit(folder, old, new)
    said = faults(folder)
    assert any(f"{OWN} 第 {line_of(folder, at)} 行：" in one and told in one for one in said), said


def test_a_picture_too_large_for_a_village_network_is_refused(folder: Path) -> None:
    (folder / "pictures/raw-and-cooked.svg").write_bytes(b" " * 90_000)
    assert any("有 90 KB，最多 80 KB，请缩小后再放" in one for one in faults(folder))


def test_a_code_of_the_city_stays_its_own(folder: Path) -> None:
    shutil.copytree(folder / "catering-jinan", folder / "catering-zibo")
    edit(folder, "id: catering-jinan", "id: catering-zibo", "catering-zibo/v1.yaml")
    assert any("编号“CATR-E51”已用于 catering-jinan" in one for one in faults(folder))
