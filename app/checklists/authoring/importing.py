"""Whatever workbook an author brings: an office's own sheet, or an XLSForm."""

from app.checklists.authoring.origin import Origin
from app.checklists.authoring.sheet import opened
from app.checklists.authoring.workbook_reading import Reading, read_workbook
from app.checklists.authoring.xlsform import is_xlsform, read_xlsform


def read_file(file: bytes, origin: Origin) -> Reading:
    """The next version of a checklist, or what keeps the file from being one.

    Raises NoWorkbook.
    """
    if is_xlsform(opened(file)):
        return read_xlsform(file, origin)
    return read_workbook(file, origin)
