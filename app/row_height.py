"""How tall a row of a spreadsheet must be for the words that are broken into lines in it.

Excel measures rows by itself; LibreOffice, and WPS in part, measure none of a workbook that says it
is Excel's, and lay the second line over the row below.
"""

from collections.abc import Iterable

LINE_PT = 16
_TALLEST_PT = 409
"""More a row cannot be."""


def row_height(cells: Iterable[tuple[str, float]]) -> int:
    """The height in points for texts, each with the width of its column in characters."""
    lines = max((_lines(text, width) for text, width in cells), default=1)
    return min(max(lines, 1) * LINE_PT, _TALLEST_PT)


def _lines(text: str, width: float) -> int:
    # Two bytes in this encoding is what stands as wide as two digits. One character is left free:
    # punctuation that may not begin a line takes another down with it.
    room = max(int(width) - 1, 1)
    return sum(1 + (len(part.encode("gb18030")) - 1) // room for part in text.split("\n"))
