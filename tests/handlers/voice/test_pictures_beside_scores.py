"""A picture beside a score, or beside the sentence after it, lies with the ticket that was rated, and its people are shown it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from storage.db import Database
from storage.ticket_rows import attachments
from tests.conversations import acting
from tests.support.house import GROUP, House


@pytest.fixture
def house(sqlite_url: str, now: datetime) -> Iterator[House]:
    database = Database(sqlite_url)
    yield House(database, now)
    database.close()


@pytest.mark.parametrize(
    "steps",
    [
        [{"ann": {"photo": "5"}}],
        [{"ann": {"photo": "1"}}],
        [{"ann": {"tap": "4 ★"}}, {"ann": {"photo": "look how neat it is now"}}],
    ],
    ids=["a score", "a low score", "a sentence"],
)
async def test_a_picture_is_never_lost(house: House, steps: list[dict[str, Any]]) -> None:
    for step in (
        {"ann": "The kitchen tap leaks all the time"},
        {"staff": {"resolve": "LH-1001"}},
        {"ann": {"tap": "Settled"}},
        *steps,
    ):
        await acting.act(house, step)
    with house.database.reading() as connection:
        found = connection.execute(select(attachments.c.ticket_id)).scalars().all()
    assert found == [house.ticket_id("LH-1001")]
    assert any(one.media for one in house.all_to(GROUP))
