"""An outbox of its own on SQLite, and a delivery that sends it to the fake Bot API."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.db import Database
from tests.bot.mailroom import Mailroom, mailroom
from tests.fake_telegram import FakeTelegram


@pytest.fixture
def own(sqlite_url: str):
    database = Database(sqlite_url)
    yield database
    database.close()


@pytest.fixture
async def room(own: Database, fake_telegram: FakeTelegram) -> AsyncIterator[Mailroom]:
    async with mailroom(own, fake_telegram) as made:
        yield made
