"""One page with all pictures, each screen beside its design."""

import os
from html import escape
from pathlib import Path

from tools.look.camera import Shot

VARIANTS = {
    "light": "亮色",
    "light-full": "整页",
    "dark": "深色",
    "320": "320 px",
    "1024": "1024 px",
    "1920": "1920 px",
    "130": "特大字",
    **{f"page {n}": f"第 {n} 页" for n in range(1, 10)},
}
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 24px; background: #e9edf1; color: #14202d }
section { margin: 0 0 40px } h2 { font-size: 18px; margin: 0 0 8px }
div { display: flex; gap: 16px; align-items: flex-start; overflow-x: auto }
figure { margin: 0; flex: none } figcaption { margin: 0 0 4px; color: #46545f }
img { display: block; width: 300px; border: 1px solid #c5ced8 }
.design img { border-color: #7150a8 }
"""


def write_board(folder: Path, shots: list[Shot], design: Path | None) -> Path:
    """Write `index.html`; each screen stands beside the design's picture of it."""
    parts = [_section(folder, shot, design) for shot in shots]
    page = (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>督导通的界面</title>'
        f"<style>{_STYLE}</style><h1>督导通的界面（{len(shots)}）</h1>{''.join(parts)}</html>"
    )
    target = folder / "index.html"
    target.write_text(page, encoding="utf-8")
    return target


def _section(folder: Path, shot: Shot, design: Path | None) -> str:
    pictures = [
        _figure(caption, shot.files[variant])
        for variant, caption in VARIANTS.items()
        if variant in shot.files
    ]
    if wanted := _design_of(shot, design):
        pictures.insert(0, _figure("设计稿", os.path.relpath(wanted, folder), "design"))
    heading = f"{escape(shot.name)} {escape(shot.title)}"
    return f"<section><h2>{heading}</h2><div>{''.join(pictures)}</div></section>"


def _figure(caption: str, file: str, kind: str = "ours") -> str:
    return (
        f'<figure class="{kind}"><figcaption>{caption}</figcaption>'
        f'<a href="{escape(file)}"><img loading="lazy" src="{escape(file)}" alt=""></a></figure>'
    )


def _design_of(shot: Shot, design: Path | None) -> Path | None:
    """The design's picture of this screen: the one of its whole name, else of its number."""
    if design is None:
        return None
    number = shot.name.split("-")[0]
    for pattern in (
        f"{shot.name}-full.png",
        f"{shot.name}.png",
        f"{number}-*-full.png",
        f"{number}-*.png",
    ):
        if found := sorted(design.rglob(pattern)):
            return found[0]
    return None
