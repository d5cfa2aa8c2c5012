"""QR codes: level Q on screens and in documents, level H on the notice, which hangs for years."""

import io
from typing import Literal

import segno

QUIET_ZONE = 4
"""Modules of white around the code, as the standard asks."""


def svg(text: str, error: Literal["q", "h"] = "q") -> str:
    """The code as SVG that fills its box; byte-exact level, no micro code."""
    out = io.BytesIO()
    code = segno.make(text, error=error, micro=False, boost_error=False)
    code.save(out, kind="svg", border=QUIET_ZONE, xmldecl=False, omitsize=True, light="#fff")
    return out.getvalue().decode()


def png(text: str) -> bytes:
    """The same code as a picture, for a paper that is written in Word."""
    out = io.BytesIO()
    code = segno.make(text, error="q", micro=False, boost_error=False)
    code.save(out, kind="png", scale=10, border=QUIET_ZONE)
    return out.getvalue()
