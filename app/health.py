"""Alive, ready, and numbers for the operator."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlmodel import Session

from app.per_request import get_session

router = APIRouter(tags=["operation"])


@router.get("/healthz")
def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def ready(
    request: Request, session: Annotated[Session, Depends(get_session, scope="function")]
) -> dict[str, str]:
    """Database and media folder answer too."""
    session.connection().execute(text("SELECT 1"))
    folder = request.app.state.settings.media_folder
    folder.mkdir(parents=True, exist_ok=True)
    return {"status": "ok", "database": session.get_bind().dialect.name, "media": "ok"}


@router.get("/metrics", include_in_schema=False)
def metrics() -> Response:
    """Prometheus text."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
