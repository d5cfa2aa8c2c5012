"""From a folder of files to versions: read, checked, laid over their bases, pictures taken in."""

from collections.abc import Collection, Iterator
from pathlib import Path

from pydantic import ValidationError

from app.checklists import pictures
from app.checklists.coherence import findings
from app.checklists.format import Checklist
from app.checklists.freezing import digest
from app.checklists.items import BaseItem
from app.checklists.laying import LaidOver, laid_over, places
from app.checklists.laying import findings as laying_faults
from app.checklists.overlay import Overlay
from app.checklists.parts import Place
from app.checklists.reading import (
    ChecklistError,
    Document,
    Problem,
    read_checklist,
    read_document,
    unlike,
)
from app.checklists.version import Version


class Shelving:
    """Reads every `<id>/v<n>.yaml` of a folder; what is wrong is gathered in `problems`."""

    def __init__(self, folder: Path, flags: Collection[str], statutes: Collection[str]) -> None:
        self._folder = folder
        self._flags = flags
        self._statutes = statutes
        self.versions: list[Version] = []
        self.problems: list[Problem] = []

    def read(self) -> None:
        """First what stands by itself, then what is laid over it."""
        overlays = []
        for path in sorted(self._folder.glob("*/v*.yaml")):
            name = path.relative_to(self._folder).as_posix()
            try:
                document = read_document(path.read_text("utf-8"), name)
                if isinstance(document.data, dict) and "base" in document.data:
                    overlays.append(document)
                    continue
                body = read_checklist(document, self._flags, self._statutes)
            except ChecklistError as error:
                self.problems += error.problems
                continue
            self._put(body, document)
        for document in overlays:
            try:
                self._lay(document)
            except ChecklistError as error:
                self.problems += error.problems

    def _lay(self, document: Document) -> None:
        try:
            overlay = Overlay.model_validate(document.data)
        except ValidationError as error:
            raise unlike(document, error) from error
        wanted = (overlay.base.id, overlay.base.version)
        base = next((v for v in self.versions if (v.id, v.version) == wanted), None)
        if base is None or base.body.base is not None:
            text = f"没有可以作底的 {wanted[0]}/v{wanted[1]}.yaml，请改正 base 的 id 和 version"
            raise ChecklistError([document.problem(("base",), text)])
        self._refuse(document, laying_faults(base.body, overlay))
        whole = laid_over(base.body, base.digest, overlay)
        laid = LaidOver(document.file, document.data, document.marked, places(whole, overlay))
        self._refuse(laid, findings(whole, self._flags, self._statutes))
        self._put(whole, laid)

    def _refuse(self, document: Document, found: Iterator[tuple[Place, str]]) -> None:
        problems = {document.problem(place, text) for place, text in found}
        if problems:
            raise ChecklistError(sorted(problems))

    def _put(self, body: Checklist, document: Document) -> None:
        wanted = f"{body.id}/v{body.version}.yaml"
        if document.file != wanted:
            text = f"文件名与内容不符：应放在 {wanted}"
            self.problems.append(document.problem(("version",), text))
        shown = [
            (("sections", s, "items", i, "pictures", p), picture)
            for s, section in enumerate(body.sections)
            for i, item in enumerate(section.items)
            for p, picture in enumerate(item.pictures)
        ]
        wrong = [
            document.problem(at, text)
            for place, picture in shown
            for at, text in pictures.faults(picture, place, self._folder)
        ]
        if wrong:
            self.problems += wrong
            return
        whole = self._with_hashes(body) if shown else body
        kept = {
            picture.sha256: pictures.as_data(picture, self._folder)
            for item in whole.items()
            for picture in item.pictures
            if picture.sha256
        }
        self.versions.append(Version(whole, document, digest(whole), kept))

    def _with_hashes(self, body: Checklist) -> Checklist:
        def hashed(item: BaseItem) -> BaseItem:
            taken = [pictures.with_hash(picture, self._folder) for picture in item.pictures]
            return item.model_copy(update={"pictures": taken}) if taken else item

        sections = [
            section.model_copy(update={"items": [hashed(item) for item in section.items]})
            for section in body.sections
        ]
        return body.model_copy(update={"sections": sections})
