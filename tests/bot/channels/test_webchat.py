"""The web chat keeps the contract of a channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.base import Channel, Key, Laws, Media, Outbound, SendError, Sent
from storage import webchat
from storage.webchat import Line
from tests.bot.web.chat.house import House


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(tmp_path)
    await house.open()
    yield house
    await house.close()


def log_of(house: House, chat: str) -> list[Line]:
    with house.database.reading() as connection:
        return webchat.last(connection, chat)


async def test_it_is_a_channel_without_limits(house: House):
    channel: Channel = house.channel
    assert (channel.name, channel.laws, channel.is_group("w1")) == ("webchat", Laws(), False)


async def test_a_message_sent_twice_shows_once(house: House):
    first = await house.says("wANN", "Received.", message_id=5)
    assert await house.says("wANN", "Received.", message_id=5) == first
    (line,) = log_of(house, "wANN")
    assert first == Sent(str(line.id))


async def test_an_edit_names_the_line_it_replaces(house: House):
    sent = await house.says("wANN", "Settled?", [[("Yes", "yes")]])
    edit = Outbound(chat="wANN", action="edit", edit_of=sent.external_id, text="Settled.")
    assert await house.channel.send(2, edit) == sent
    assert log_of(house, "wANN")[-1].payload == {
        "kind": "edit",
        "edit_of": int(sent.external_id),
        "text": "Settled.",
    }


@pytest.mark.parametrize("edit_of", ["999", "x", "", None, "-1", "9" * 40])
async def test_what_is_not_there_cannot_be_edited(house: House, edit_of):
    outcome = await house.channel.send(2, Outbound(chat="wANN", action="edit", edit_of=edit_of, text="x"))
    assert isinstance(outcome, SendError)
    assert outcome.permanent


async def test_anothers_line_cannot_be_edited(house: House):
    anns = await house.says("wANN", "Settled?")
    outcome = await house.channel.send(
        2, Outbound(chat="wCAT", action="edit", edit_of=anns.external_id, text="x")
    )
    assert isinstance(outcome, SendError)


@pytest.mark.parametrize("action", ["topic", "close_topic"])
async def test_there_are_no_topics(house: House, action):
    outcome = await house.channel.send(1, Outbound(chat="wANN", action=action, text="CH-1001"))
    assert isinstance(outcome, SendError)
    assert outcome.permanent


async def test_media_of_the_store_are_shown_and_others_are_not(house: House):
    kept = Media(kind="photo", reference=house.media.keep(b"jpeg", "jpg", "telegram:1"), mime="image/jpeg")
    assert isinstance(await house.says("wANN", "After the repair", media=(kept,)), Sent)
    assert log_of(house, "wANN")[-1].payload["media"][0]["reference"] == kept.reference
    strange = await house.says("wANN", "?", media=(Media(kind="photo", reference="AgACAgUAA"),))
    assert isinstance(strange, SendError)
    assert strange.permanent


async def test_a_button_opens_addresses_of_the_web_and_no_script(house: House):
    keys = ((Key(text="bad", url="javascript:alert(1)"), Key(text="good", url="https://example.org")),)
    await house.channel.send(1, Outbound(chat="wANN", text="x", keys=keys))
    assert log_of(house, "wANN")[-1].payload["keys"] == [[{"text": "good", "url": "https://example.org"}]]


async def test_a_database_that_fails_is_an_outcome_and_no_exception(house: House):
    with house.database.transaction() as connection:
        connection.exec_driver_sql("DROP TABLE webchat_log")
    outcome = await house.says("wANN", "x")
    assert isinstance(outcome, SendError)
    assert not outcome.doubtful


@pytest.mark.parametrize("reference", ["file:" + "0" * 40 + ".jpg", "file:../chat.db", "AgACAgUAA", ""])
async def test_what_is_not_kept_cannot_be_fetched(house: House, reference):
    with pytest.raises(OSError, match="no such file"):
        await house.channel.fetch(reference)
