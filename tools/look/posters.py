"""公示牌, 承诺书 and the lists as they come out of the printer, in pixels."""

from typing import Any

import pypdfium2

from tests.e2e.caller import Caller
from tools.look.camera import Camera, Shot

_DOTS = 96


def printed(camera: Camera, url: str) -> None:
    """Take the first page of each paper that an office prints."""
    office = Caller(url, "office-county")
    [row] = office.get("/notices?state=valid&limit=1")["items"]
    for on in ("a4", "a3"):
        order = {"notices": [row["id"]], "paper": on}
        made = office.http.post("/api/v1/notices/print", json=order).raise_for_status()
        _take(camera, "17-poster" if on == "a4" else "17-poster-a3", "公示牌", made.content)
    signed: list[dict[str, Any]] = office.get("/commitments?state=signed")["items"]
    papers = [
        ("duties", "责任清单", "/papers/duties.pdf"),
        ("tasks", "任务清单", "/papers/tasks.pdf"),
    ]
    papers += [("commitment", "承诺书", f"/commitments/of/{signed[0]['cadre_id']}.pdf")]
    for name, title, path in papers:
        made = office.http.get(f"/api/v1{path}").raise_for_status()
        _take(camera, f"31-{name}", title, made.content)


def _take(camera: Camera, name: str, title: str, pdf: bytes) -> None:
    shot = Shot(name, title)
    camera.shots.append(shot)
    print(f"  {len(camera.shots):2}  {name}  {title}", flush=True)
    document = pypdfium2.PdfDocument(pdf)
    file = f"{name}-light.png"
    document[0].render(scale=_DOTS / 72).to_pil().save(camera.folder / file)
    document.close()
    shot.files["light"] = file
