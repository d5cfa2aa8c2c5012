"""`laws.yaml` to statutes, with every fault named by file, line and a sentence that mends it."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.checklists.laws import Statute, faults
from app.checklists.reading import ChecklistError, read_document, unlike

LAWS = "laws.yaml"
_FORM = TypeAdapter(dict[str, Statute])


def read_statutes(folder: Path) -> dict[str, Statute]:
    """The laws on record, by their code; none where there is no file.  Raises ChecklistError."""
    path = folder / LAWS
    if not path.exists():
        return {}
    document = read_document(path.read_text("utf-8"), LAWS)
    try:
        found = _FORM.validate_python(document.data or {})
    except ValidationError as error:
        raise unlike(document, error) from error
    wrong = [
        document.problem(place, text)
        for code, statute in found.items()
        for place, text in faults(code, statute)
    ]
    if wrong:
        raise ChecklistError(sorted(wrong))
    return found
