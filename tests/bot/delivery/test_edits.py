"""Edits: what was never sent takes the words, and of several only the last leaves."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.channels.base import Key, Sent
from storage import outbox
from storage.db import Database
from tests.bot.mailroom import scripted

pytestmark = pytest.mark.usefixtures("plain_log")

URGENT, INTERACTIVE, BULK = outbox.URGENT, outbox.INTERACTIVE, outbox.BULK


async def test_an_edit_of_a_card_that_was_never_sent_goes_into_the_card(own: Database) -> None:
    async with scripted(own, []) as (room, tried):
        await room.pause()
        card = room.put("-1", "received", keys=((Key(text="claim", data="c"),),))
        room.put("-1", "assigned", action="edit", edit_of=f"outbox:{card}", priority=URGENT)
        room.put("-1", "resolved", action="edit", edit_of=f"outbox:{card}")
        room.start()
        await room.settled()
        assert [(one.action, one.text) for one in tried] in (
            [("send", "resolved")],
            [("send", "assigned"), ("edit", "resolved")],
        )
        assert set(room.states()) == {"sent"}


async def test_of_several_edits_of_one_bubble_only_the_last_leaves(own: Database) -> None:
    async with scripted(own, [Sent("77")]) as (room, tried):
        card = room.put("-1", "received")
        await room.settled()
        await room.pause()
        with own.transaction() as connection:
            connection.execute(update(outbox.outbox).values(ticket_id=None))
        for text in ("assigned", "in progress", "resolved"):
            room.put("-1", text, action="edit", edit_of=f"outbox:{card}")
        room.start()
        await room.settled()
        assert [(one.action, one.text, one.edit_of) for one in tried[1:]] == [("edit", "resolved", "77")]
        assert set(room.states()) == {"sent"}
