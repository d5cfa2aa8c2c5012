"""`dudao checklists publish` for a folder: what is not locked yet is frozen into released.yaml."""

from collections.abc import Collection
from pathlib import Path

from ruamel.yaml import YAML

from app.checklists.authoring.breakage import across
from app.checklists.authoring.cautions import unconfirmed
from app.checklists.freezing import digests
from app.checklists.library import LOCK, load
from app.checklists.reading import ChecklistError, read_document

_LOCK_HEAD = """\
# 已发布的版本。由 dudao checklists publish 写入，不要手改；
# 发布过的文件一改，系统就停止启动，并指出是哪一条。要改内容，请另写下一个版本。
"""


def freeze(
    folder: Path, reworded: Collection[str] = (), confirmed: Collection[str] = ()
) -> list[str]:
    """Lock every version that is not locked yet; gives their names. A locked one never changes.

    Raises ChecklistError for what would break stored data, and for what nobody confirmed.
    """
    library = load(folder)
    waiting = [problem for problem, _ in unconfirmed(library, folder, confirmed)]
    if broken := [*across(library, folder, reworded), *waiting]:
        raise ChecklistError(broken)
    lock = folder / LOCK
    released = (read_document(lock.read_text("utf-8"), LOCK).data or {}) if lock.exists() else {}
    added = []
    for version in library:
        versions = released.setdefault(version.id, {})
        if version.version not in versions:
            versions[version.version] = {
                "digest": version.digest,
                "parts": digests(version.body),
            }
            added.append(f"{version.id} v{version.version}")
    with lock.open("w", encoding="utf-8") as file:
        file.write(_LOCK_HEAD)
        YAML(typ="rt").dump(released, file)
    return added
