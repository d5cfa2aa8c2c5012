"""`dudao checklists import / export / blank / preview`: between files, Excel and pages."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from rich.console import Console

from app.checklists.authoring.importing import read_file
from app.checklists.authoring.marking import marked
from app.checklists.authoring.origin import Origin, origin
from app.checklists.authoring.preview import preview_page
from app.checklists.authoring.sheet import NoWorkbook
from app.checklists.authoring.workbook_reading import Reading
from app.checklists.authoring.workbook_writing import blank_workbook, write_workbook
from app.checklists.authoring.yaml_text import file_text
from app.checklists.format import Checklist
from app.checklists.library import Library, load
from app.checklists.reading import ChecklistError
from app.clock import shanghai_date
from app.publishing.comparing import Unknown, named
from app.settings import Settings


def import_file(
    settings: Settings,
    folder: Path | None,
    file: Path,
    id: str,
    valid_from: str,
    out: Path | None,
    console: Console,
) -> int:
    """Write the draft of the next version, or the workbook with its faults marked; 1 for those."""
    shelf = folder or settings.checklists
    try:
        day = date.fromisoformat(valid_from) if valid_from else None
        beside = origin(load(shelf), id, day)
        content = file.read_bytes()
        reading = read_file(content, beside)
    except (ChecklistError, NoWorkbook) as refused:
        console.print(f"[red]{refused}[/]", highlight=False)
        return 1
    except OSError:
        console.print(f"[red]读不了 {file}，请核对文件名。[/]")
        return 1
    except ValueError:
        console.print(f"[red]看不懂日期“{valid_from}”，请写成 2027-01-01。[/]")
        return 1
    if reading.body is None:
        return _refused(file, content, reading, console)
    body = reading.body
    if day is None and beside.current and body.valid_from <= beside.current.valid_from:
        tomorrow = shanghai_date(datetime.now(UTC)) + timedelta(days=1)
        reading.body = body.model_copy(update={"valid_from": tomorrow})
        reading.notes.append(f"没写启用日期，先写成明天 {tomorrow}；要改用 --from 或改文件")
    target = out or shelf / beside.id / f"v{beside.version}.yaml"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(file_text(reading.body), "utf-8")
    _told(target, beside, reading, console)
    return 0


def export_file(
    settings: Settings, folder: Path | None, name: str, out: Path, console: Console
) -> int:
    """Write a version as a workbook; 1 where there is none of that name."""
    found = _version(settings, folder, name, console)
    if found is None:
        return 1
    library, body = found
    out.write_bytes(write_workbook(body, library.flags, library.statutes))
    console.print(f"{body.name} 第 {body.version} 版已写到 {out}", highlight=False)
    return 0


def _version(
    settings: Settings, folder: Path | None, name: str, console: Console
) -> tuple[Library, Checklist] | None:
    """The version of that name and its shelf; None, and said so, where there is none."""
    try:
        library = load(folder or settings.checklists)
        return library, named(library, name).body
    except (ChecklistError, Unknown) as refused:
        console.print(f"[red]{refused}[/]", highlight=False)
        return None


def write_preview(
    settings: Settings, folder: Path | None, name: str, out: Path, console: Console
) -> int:
    """Write the page of a version; 1 where there is none of that name."""
    found = _version(settings, folder, name, console)
    if found is None:
        return 1
    library, body = found
    out.write_text(preview_page(body, library), "utf-8")
    console.print(f"{body.name} 第 {body.version} 版的样子已写到 {out}", highlight=False)
    return 0


def write_blank(settings: Settings, out: Path) -> None:
    """Write a workbook to begin with."""
    out.write_bytes(blank_workbook(load(settings.checklists).flags))


def _refused(file: Path, content: bytes, reading: Reading, console: Console) -> int:
    for fault in reading.faults:
        console.print(f"[red]{fault.sheet} {fault.cell}[/] {fault.text}", highlight=False)
    answer = file.with_name(f"{file.stem}-要改{file.suffix}")
    answer.write_bytes(marked(content, reading.faults))
    console.print(f"共 {len(reading.faults)} 处要改，已标在 {answer} 里。", highlight=False)
    return 1


def _told(target: Path, beside: Origin, reading: Reading, console: Console) -> None:
    assert reading.body is not None
    console.print(
        f"{reading.body.name} 第 {beside.version} 版，{len(reading.body.items())} 条，"
        f"草稿已写到 {target}",
        highlight=False,
    )
    for note in reading.notes:
        console.print(f"注意：{note}", highlight=False)
    console.print("核对后用 dudao checklists publish 发布。")
