from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio

from tests.bot.web.staff.desk_house import Browser, Desk, opened
from tests.handlers.staff.conftest import _built, house
from tests.handlers.staff.house import House, build

__all__ = ["_built", "house"]

SignIn = Callable[[str], Awaitable[Browser]]


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


@pytest_asyncio.fixture
async def signed_in(desk: Desk) -> AsyncIterator[SignIn]:
    """Opens a browser of its own for somebody by name."""
    browsers: list[Browser] = []

    async def sign_in(name: str = "Ivy") -> Browser:
        browsers.append(await opened(desk))
        return await browsers[-1].signs_in(name) if name else browsers[-1]

    yield sign_in
    for one in browsers:
        await one.client.close()
    desk.workers.close()


@pytest_asyncio.fixture
async def desk_on_both(database_url: str) -> AsyncIterator[Desk]:
    """The desk on SQLite and on PostgreSQL, for what happens at the same moment."""
    made = Desk(build(database_url))
    yield made
    made.workers.close()
    made.house.db.close()
