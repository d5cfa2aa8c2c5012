"""The shelf of versions: loaded, looked up, frozen."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from app.checklists.authoring.checking import check, report
from app.checklists.authoring.releasing import freeze
from app.checklists.authoring.schema import SCHEMAS, write_schema
from app.checklists.format import Checklist
from app.checklists.freezing import digest
from app.checklists.library import ReleasedChecklistError, Version, load
from app.checklists.reading import ChecklistError

FOLDER = Path(__file__).resolve().parents[2] / "checklists"

Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A shelf with the special-food checklist alone, not yet frozen."""
    (tmp_path / "special").mkdir()
    shutil.copy(FOLDER / "special/v1.yaml", tmp_path / "special/v1.yaml")
    shutil.copy(FOLDER / "flags.yaml", tmp_path / "flags.yaml")
    write_schema(tmp_path)
    return tmp_path


@pytest.fixture
def edit(folder: Path) -> Edit:
    def change(name: str, old: str, new: str) -> None:
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")

    return change


@pytest.fixture
def second(folder: Path, edit: Edit) -> str:
    """A second version that begins on 2027-01-01; gives its name."""
    shutil.copy(folder / "special/v1.yaml", folder / "special/v2.yaml")
    edit("special/v2.yaml", "version: 1\n", "version: 2\n")
    edit("special/v2.yaml", "valid_from: 2026-01-01", "valid_from: 2027-01-01")
    return "special/v2.yaml"


def line_of(path: Path, text: str) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if text in line)


def get(folder: Path, version: int) -> Version:
    found = load(folder).get("special", version)
    assert found is not None
    return found


def test_the_shelf_holds_the_four_checklists_as_released() -> None:
    assert [(v.id, v.version) for v in load(FOLDER)] == [
        ("catering", 1),
        ("circulation", 1),
        ("production", 1),
        ("special", 1),
    ]


def test_every_version_on_the_shelf_is_frozen(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    assert freeze(tmp_path) == []
    assert (tmp_path / "released.yaml").read_text() == (FOLDER / "released.yaml").read_text()


def test_the_schema_files_are_current() -> None:
    for name, text in SCHEMAS.items():
        assert (FOLDER / name).read_text("utf-8") == text()


def test_the_body_phones_fetch_is_the_whole_format_and_its_digest(folder: Path) -> None:
    version = get(folder, 1)
    sent = json.loads(json.dumps(version.as_json()))
    assert sent.pop("digest") == version.digest
    assert Checklist.model_validate_json(json.dumps(sent)) == version.body
    assert sent["sections"][0]["items"][0]["optional"] is False


def test_the_newest_version_valid_on_a_day_is_found(folder: Path, second: str) -> None:
    library = load(folder)
    newest = [library.newest("special", date(*day)) for day in [(2026, 12, 31), (2027, 1, 1)]]
    assert [v.version if v else None for v in newest] == [1, 2]
    assert library.newest("special", date(2025, 12, 31)) is None
    assert library.newest("unheard-of", date(2026, 12, 31)) is None


def test_a_newer_version_ends_the_older_without_touching_its_file(
    folder: Path, second: str
) -> None:
    library = load(folder)
    assert library.last_day(get(folder, 1)) == date(2026, 12, 31)
    assert library.last_day(get(folder, 2)) is None


def test_layout_and_comments_do_not_change_the_digest(folder: Path, edit: Edit) -> None:
    before = get(folder, 1).digest
    edit("special/v1.yaml", "kinds:\n", "# 适用业态\nkinds:\n\n")
    assert get(folder, 1).digest == before


def test_a_key_written_with_its_default_does_not_change_the_digest(folder: Path) -> None:
    body = get(folder, 1).body
    assert digest(body) == digest(Checklist.model_validate(body.model_dump()))


def test_an_unreleased_version_may_still_change(folder: Path, edit: Edit) -> None:
    before = get(folder, 1).digest
    edit("special/v1.yaml", "看宣传页、微信群话术", "看宣传页和话术")
    assert get(folder, 1).digest != before


def test_a_changed_released_item_stops_the_start_with_name_and_line(
    folder: Path, edit: Edit
) -> None:
    assert freeze(folder) == ["special v1"]
    edit("special/v1.yaml", "看宣传页、微信群话术", "看宣传页和话术")
    with pytest.raises(ReleasedChecklistError) as stopped:
        load(folder)
    line = line_of(folder / "special/v1.yaml", "- code: SPEC-E06")
    assert str(stopped.value) == (
        f"special/v1.yaml 第 {line} 行：“SPEC-E06”与发布时不同，"
        "v1 已经发布，不能再改；请撤回改动，另写 v2.yaml"
    )


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("name: 特殊食品督导检查表", "name: 特殊食品检查表", "name"),
        ("title: 中华人民共和国广告法", "title: 广告法", "laws"),
        ("  name: 应急与整改复查", "  name: 应急", "SPEC-H"),
        ("valid_from: 2026-01-01", "valid_from: 2026-01-01\nvalid_to: 2027-01-01", "valid_to"),
    ],
)
def test_any_released_part_is_held(folder: Path, edit: Edit, old: str, new: str, at: str) -> None:
    freeze(folder)
    edit("special/v1.yaml", old, new)
    with pytest.raises(ReleasedChecklistError, match=f"“{at}”"):
        load(folder)


def test_a_released_version_may_not_vanish(folder: Path) -> None:
    freeze(folder)
    (folder / "special/v1.yaml").unlink()
    with pytest.raises(ReleasedChecklistError, match=r"special/v1\.yaml 不见了"):
        load(folder)


def test_freezing_adds_new_versions_and_leaves_old_ones(folder: Path, edit: Edit) -> None:
    freeze(folder)
    held = (folder / "released.yaml").read_text("utf-8")
    shutil.copy(folder / "special/v1.yaml", folder / "special/v2.yaml")
    edit("special/v2.yaml", "version: 1\n", "version: 2\n")
    edit("special/v2.yaml", "valid_from: 2026-01-01", "valid_from: 2027-01-01")
    assert freeze(folder) == ["special v2"]
    assert (folder / "released.yaml").read_text("utf-8").startswith(held)


def test_a_file_must_lie_where_its_content_says(folder: Path, second: str) -> None:
    (folder / second).rename(folder / "special/v3.yaml")
    with pytest.raises(ChecklistError, match=r"应放在 special/v2\.yaml"):
        load(folder)


def test_a_code_belongs_to_one_checklist(folder: Path, edit: Edit) -> None:
    (folder / "other").mkdir()
    shutil.copy(folder / "special/v1.yaml", folder / "other/v1.yaml")
    edit("other/v1.yaml", "id: special", "id: other")
    with pytest.raises(ChecklistError, match="编号“SPEC-A01”已用于 other"):
        load(folder)


def test_a_code_keeps_its_kind_of_answer(folder: Path, second: str, edit: Edit) -> None:
    edit(second, "    type: text\n", "")
    edit(second, "    max_length: 500\n", "")
    with pytest.raises(ChecklistError, match="“SPEC-H03”以前是另一种题型"):
        load(folder)


def test_the_check_prints_the_shelf_and_passes(folder: Path) -> None:
    console = Console(record=True, width=120)
    assert report(folder, console, date(2026, 11, 26)) == 0
    assert "特殊食品督导检查表" in console.export_text()


def test_the_check_prints_every_fault_and_fails(folder: Path, edit: Edit) -> None:
    edit("special/v1.yaml", "tier: core", "teir: core")
    console = Console(record=True, width=120)
    assert report(folder, console, date(2026, 11, 26)) == 1
    assert "不认识“teir”" in console.export_text()


def test_the_check_finds_a_stale_schema(folder: Path, edit: Edit) -> None:
    edit("checklist.schema.json", "督导检查表", "检查表")
    assert [problem.file for problem in check(folder)] == ["checklist.schema.json"]


def test_the_server_does_not_start_on_a_changed_release(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "checklists")
    changed = tmp_path / "checklists/special/v1.yaml"
    text = changed.read_text("utf-8").replace("看宣传页、微信群话术", "看宣传页")
    changed.write_text(text, "utf-8")
    place = {
        "DUDAO_CHECKLISTS": str(tmp_path / "checklists"),
        "DUDAO_DATA": str(tmp_path / "data"),
    }
    started = subprocess.run(
        [sys.executable, "-m", "app.cli", "serve", "--port", "0"],
        env=os.environ | place | {"COLUMNS": "200"},
        cwd=FOLDER.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert started.returncode == 1
    line = line_of(changed, "- code: SPEC-E06")
    assert f"special/v1.yaml:{line} “SPEC-E06”与发布时不同" in started.stdout
    assert "请撤回改动，另写 v2.yaml" in started.stdout
