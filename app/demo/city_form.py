"""地方版: what the city has laid over the catering checklist, on the shelf of the demo."""

from datetime import datetime, timedelta
from pathlib import Path

from app.checklists.format import Checklist
from app.checklists.laying import laid_over
from app.checklists.library import Library
from app.checklists.overlay import Overlay
from app.checklists.published import forget, frozen
from app.checklists.reading import read_document
from app.clock import shanghai_date
from app.db import begin_write
from app.demo.stage import Stage

BEGAN = timedelta(days=30)


def lay_city_form(stage: Stage, library: Library, now: datetime) -> Checklist:
    """The city's catering checklist, in force for a month."""
    text = Path(__file__).with_name("city_form.yaml").read_text("utf-8")
    overlay = Overlay.model_validate(read_document(text, "city_form.yaml").data)
    base = library.get(overlay.base.id, overlay.base.version)
    assert base is not None
    begins = shanghai_date(now - BEGAN)
    whole = laid_over(base.body, base.digest, overlay).model_copy(update={"valid_from": begins})
    begin_write(stage.session)
    stage.session.add(frozen(whole, now - BEGAN, stage.people["office-city"].name))
    stage.session.commit()
    forget(stage.session)
    return whole
