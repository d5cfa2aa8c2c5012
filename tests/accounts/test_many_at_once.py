"""More people at once than the server has threads and connections: they queue, nobody is lost."""

import asyncio

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlmodel import Session

from app.accounts.tokens import access_token
from app.db import now
from app.settings import Settings
from tests.builders import make_account, make_region_tree

AT_ONCE = 80
"""Twice the threads that there are."""


def test_eighty_people_at_once_are_all_answered(
    app: FastAPI, session: Session, settings: Settings
) -> None:
    make_region_tree(session)
    token = access_token(make_account(session), settings, now())
    session.rollback()

    async def all_at_once() -> list[int]:
        headers = {"Authorization": f"Bearer {token}"}
        server = ASGITransport(app, raise_app_exceptions=False)
        async with AsyncClient(transport=server, base_url="http://test", headers=headers) as many:
            answers = await asyncio.gather(*(many.get("/api/v1/me") for _ in range(AT_ONCE)))
        return [answer.status_code for answer in answers]

    assert asyncio.run(all_at_once()) == [200] * AT_ONCE
