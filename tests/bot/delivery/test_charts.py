"""A report's picture reaches the chat as a photo with the words below it; where it cannot be drawn, the words go alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.carrying import Carrier
from bot.channels.base import Media
from bot.charts.sending import Charts
from bot.media import MediaStore
from bot.workers import Workers
from handlers.reports import drawing
from storage.db import Database
from tests.bot.charts.test_sending import CHART
from tests.bot.mailroom import Mailroom, mailroom, people
from tests.fake_telegram import FakeTelegram

pytestmark = pytest.mark.usefixtures("plain_log")


@pytest.fixture
async def room(own: Database, fake_telegram: FakeTelegram, media_folder: Path) -> AsyncIterator[Mailroom]:
    workers, media = Workers(writers=1), MediaStore(media_folder)
    carrier = Carrier({drawing.CHANNEL: Charts()}, media, workers)
    async with mailroom(own, fake_telegram, carry=carrier.carry, read_file=media.read) as made:
        yield made
    workers.close()


def chart(words: str) -> tuple[Media, ...]:
    return (Media(kind="photo", reference=f"{drawing.CHANNEL}|{words}"),)


async def test_a_digest_is_one_bubble_with_its_picture(room: Mailroom, fake_telegram: FakeTelegram) -> None:
    (eve,) = people(fake_telegram, 1)
    room.put(eve, "☀️ Fri 27 Nov", media=chart(drawing.picture(CHART, "en").reference))
    await room.settled()
    (bubble,) = fake_telegram.people[eve].inbox
    assert (bubble.kind, room.states()) == ("photo", ["sent"])


@pytest.mark.parametrize("words", ["no chart at all", '{"language": "en", "chart": {"kind": "pie"}}'])
async def test_words_never_wait_for_a_picture_that_cannot_be_drawn(
    room: Mailroom, fake_telegram: FakeTelegram, words: str
) -> None:
    (eve,) = people(fake_telegram, 1)
    room.put(eve, "☀️ Fri 27 Nov", media=chart(words))
    await room.settled()
    (bubble,) = fake_telegram.people[eve].inbox
    assert (bubble.kind, bubble.text, [row.attempts for row in room.rows()]) == ("text", "☀️ Fri 27 Nov", [1])
