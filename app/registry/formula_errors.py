"""Cells of a workbook whose formula went wrong: #N/A and the like, which calamine leaves empty."""

import re
from html import unescape
from typing import BinaryIO
from zipfile import ZipFile

_SAID = re.compile(r'([\w:]+)="([^"]*)"')
_CELL = re.compile(rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>.*?<(?:\w+:)?v>([^<]*)<')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_PIECE = 4 << 20
_OVERLAP = 4096
_MOST = 1 << 20


def formula_errors(file: BinaryIO) -> dict[str, dict[tuple[int, int], str]]:
    """Per sheet the cells that hold an error, by row and column from 0."""
    with ZipFile(file) as parts:
        found = {}
        for name, part in _sheets(parts).items():
            errors = _errors(parts, part)
            if errors:
                found[name] = errors
        return found


def _sheets(parts: ZipFile) -> dict[str, str]:
    """The part of each sheet."""
    names = set(parts.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    links = _said(parts, "xl/_rels/workbook.xml.rels", "Relationship")
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for sheet in _said(parts, "xl/workbook.xml", "sheet"):
        target = targets.get(sheet.get("r:id", ""), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            found[sheet.get("name", "")] = part
    return found


def _said(parts: ZipFile, name: str, tag: str) -> list[dict[str, str]]:
    """The attributes of each element of a kind in a small part."""
    with parts.open(name) as part:
        text = part.read(_MOST).decode("utf-8", "replace")
    elements = re.findall(rf"<(?:\w+:)?{tag}\s([^>]*)>", text)
    return [{key: unescape(said) for key, said in _SAID.findall(one)} for one in elements]


def _errors(parts: ZipFile, name: str) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    rest = b""
    with parts.open(name) as part:
        while piece := part.read(_PIECE):
            text = rest + piece
            if b't="e"' in text:
                for cell, said in _CELL.findall(text):
                    if place := _PLACE.search(cell):
                        found[int(place[2]) - 1, _column(place[1])] = said.decode("ascii", "ignore")
            rest = text[-_OVERLAP:]
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
