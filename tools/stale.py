"""Fails when a generated file no longer matches its source; `--write` makes it anew.

pwa/openapi.json    from the routes

And when the migrations end in two heads, which neither of two branches that grew apart could see.
"""

import json
import sys
import tempfile
from pathlib import Path

from alembic.script import ScriptDirectory

from app.main import create_app
from app.settings import ROOT, Settings


def openapi() -> str:
    """The API's description as committed."""
    with tempfile.TemporaryDirectory() as folder:
        made = create_app(Settings(data=Path(folder)))
    return json.dumps(made.openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


GENERATED = {ROOT / "pwa" / "openapi.json": openapi}


def main() -> int:
    """Exit code: 1 when something is stale."""
    stale = 0
    for path, make in GENERATED.items():
        text = make()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if "--write" in sys.argv:
            path.write_text(text, encoding="utf-8")
        else:
            print(f"{path.relative_to(ROOT)} 已过期：运行 make schema 后提交。")
            stale = 1
    heads = ScriptDirectory(str(ROOT / "migrations")).get_heads()
    if len(heads) > 1:
        print(f"迁移有 {len(heads)} 个末端（{'、'.join(sorted(heads))}）：把后来的接在前一个之后。")
        stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main())
