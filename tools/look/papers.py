"""Every Word document as pictures, page by page, by LibreOffice where there is one."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from app.documents.kinds import file_of, kinds_of
from app.documents.rendering import render
from app.documents.samples import REPORTS, body_for
from app.settings import Settings
from tools.look.camera import Camera, Shot

_SECONDS = 300
_DOTS = "80"


def papers(camera: Camera) -> None:
    """Take every shipped template, filled in."""
    if not (shutil.which("soffice") and shutil.which("pdftoppm")):
        print("  没有 LibreOffice 或 pdftoppm，文书不截图")
        return
    with tempfile.TemporaryDirectory(prefix="dudao-papers-") as name:
        folder = Path(name)
        settings = Settings(data=folder)
        bodies = {kind.template: body_for(kind) for kind in kinds_of(settings).kinds} | REPORTS
        for template, body in bodies.items():
            made = render(file_of(settings, template).read_bytes(), template, body)
            (folder / template).write_bytes(made)
        _to_pdf(folder)
        for template, body in bodies.items():
            _take(camera, folder / template, str(body.get("name", "")) or template)


def _to_pdf(folder: Path) -> None:
    # A profile of its own: an office that is open elsewhere would take the work and not do it.
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    files = [str(path) for path in sorted(folder.glob("*.docx"))]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=_SECONDS)


def _take(camera: Camera, word: Path, title: str) -> None:
    shot = Shot(f"30-paper-{word.stem}", title)
    camera.shots.append(shot)
    print(f"  {len(camera.shots):2}  {shot.name}  {title}", flush=True)
    pages = camera.folder / shot.name
    pdf = str(word.with_suffix(".pdf"))
    subprocess.run(["pdftoppm", "-r", _DOTS, "-png", pdf, str(pages)], check=True)
    for n, picture in enumerate(sorted(camera.folder.glob(f"{shot.name}-*.png")), start=1):
        shot.files[f"page {n}"] = picture.name
