"""A version as a page to look through and print, for who has no desk at hand."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from app.checklists.authoring import words
from app.checklists.authoring.cells import in_chinese
from app.checklists.authoring.child_differences import how
from app.checklists.format import Checklist, Child
from app.checklists.library import Library

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)


def preview_page(body: Checklist, library: Library) -> str:
    """The page: each item with its answers, its questions, and what follows from 不符合."""
    items = body.items()
    titles: Mapping[str, str] = defaultdict(
        str,
        {key: law.title for key, law in library.statutes.items()}
        | {key: law.title for key, law in body.laws.items()},
    )
    return _templates.get_template("preview.html").render(
        body=body,
        core=sum(item.tier == "core" for item in items),
        total=len(items),
        titles=titles,
        words=words,
        how=how,
        asked=asked,
        condition=lambda when: in_chinese(when, library.flags),
    )


def asked(child: Child) -> str:
    """When a question beneath an item is asked; empty where it always is."""
    show: Any = child.show
    if show == "always":
        return ""
    if hasattr(show, "answer"):
        return "符合时" if show.answer == "yes" else "不符合时"
    if hasattr(show, "one_of"):
        return f"选了{'、'.join(show.one_of)}时"
    return f"{show.when} 时"
