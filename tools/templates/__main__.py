"""`make templates`: writes the shipped Word templates."""

from app.settings import ROOT
from tools.templates import notices, paper, record, reports

FOLDER = ROOT / "app" / "documents" / "templates"


def main() -> None:
    """Write every template."""
    FOLDER.mkdir(exist_ok=True)
    for make in (
        notices.rectify,
        notices.listing,
        notices.talk,
        notices.urge,
        reports.feedback,
        reports.quarterly,
        record.record,
    ):
        paper.save(make(), FOLDER / f"{make.__name__}.docx")


if __name__ == "__main__":
    main()
