"""Nothing is lost and nothing doubled on the way to the page, whatever happens to its connection."""

from __future__ import annotations

import asyncio

import pytest

from bot import clock
from bot.web.chat import stream
from storage import webchat
from tests.bot.web.chat.conftest import Visitor
from tests.bot.web.chat.house import House


async def test_what_the_line_says_arrives_at_once(ann: Visitor, house: House):
    async with ann.listens() as listening:
        await house.says(ann.chat, "Received.")
        assert (await listening.line())["text"] == "Received."


async def test_typing_is_told_and_leaves_no_line(ann: Visitor, house: House):
    async with ann.listens() as listening:
        await house.channel.typing(ann.chat)
        async with asyncio.timeout(5):
            assert (await listening.event())["event"] == "typing"
    assert await ann.log() == []


@pytest.mark.parametrize("how", ["after", "Last-Event-ID"])
async def test_a_page_goes_on_where_it_was(ann: Visitor, house: House, how):
    numbers = [int((await house.says(ann.chat, f"line {count}")).external_id) for count in range(5)]
    after, headers = (
        (numbers[2], None) if how == "after" else (numbers[0], {"Last-Event-ID": str(numbers[2])})
    )
    async with ann.listens(after, headers) as listening:
        assert [line["text"] for line in await listening.until_silent()] == ["line 3", "line 4"]


async def test_a_torn_line_loses_and_doubles_nothing(ann: Visitor, house: House):
    async def talk() -> None:
        for count in range(150):
            await house.says(ann.chat, str(count))

    talking, heard, after = asyncio.create_task(talk()), [], 0
    while len(heard) < 150:
        async with ann.listens(after) as listening:
            for _ in range(min(7, 150 - len(heard))):
                heard.append(await listening.line())
                after = heard[-1]["line"]
    await talking
    assert [line["text"] for line in heard] == [str(count) for count in range(150)]


async def test_a_long_absence_is_caught_up_whole(ann: Visitor, house: House):
    for count in range(450):
        await house.says(ann.chat, str(count))
    async with ann.listens(0) as listening:
        assert [line["text"] for line in await listening.until_silent(1)] == [
            str(count) for count in range(450)
        ]


async def test_a_new_page_is_given_the_newest_and_asks_upwards_for_the_rest(ann: Visitor, house: House):
    for count in range(130):
        await house.says(ann.chat, str(count))
    newest = await ann.log()
    assert [line["text"] for line in newest] == [str(count) for count in range(30, 130)]
    above = await (await ann.client.get(f"/chat/lines?before={newest[0]['line']}")).json()
    assert [line["text"] for line in above["lines"]] == [str(count) for count in range(30)]


async def test_cat_never_hears_ann(ann: Visitor, cat: Visitor, house: House):
    async with cat.listens() as listening:
        await ann.writes("My tap leaks at 3-2-1502")
        await house.says(ann.chat, "Ms Lin comes at 14:30")
        await house.channel.typing(ann.chat)
        await house.says(cat.chat, "for Cat")
        assert [line["text"] for line in await listening.until_silent()] == ["for Cat"]
    lines = await (await cat.client.get("/chat/lines?before=999")).json()
    assert [line["text"] for line in lines["lines"]] == ["for Cat"]


async def test_two_pages_of_one_browser_see_the_same(ann: Visitor, house: House):
    async with ann.listens() as one, ann.listens() as other:
        await ann.writes("from one")
        await house.says(ann.chat, "to both")
        assert await one.until_silent() == await other.until_silent()


async def test_a_silent_line_shows_that_it_lives(ann: Visitor, monkeypatch):
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.05)
    async with ann.listens() as listening:
        async with asyncio.timeout(5):
            event = await listening.event()
    assert event["comment"] == "alive"
    assert event["event"] == "beat"


async def test_what_another_process_writes_is_heard(ann: Visitor, house: House, monkeypatch):
    monkeypatch.setattr(stream, "WATCH_SECONDS", 0.1)
    async with ann.listens() as listening:
        await asyncio.sleep(2.2)  # the watch looks once in its old rhythm, then in the new one
        with house.database.transaction() as connection:
            webchat.write(
                connection,
                chat=ann.chat,
                source="out:7001",
                side="line",
                payload={"kind": "text", "text": "hi"},
                at=clock.now(),
            )
        assert (await listening.line())["text"] == "hi"


@pytest.mark.parametrize("after", ["-1", "x", "1e3", "９", "9" * 30])
async def test_a_cursor_that_is_no_number_is_refused(ann: Visitor, after):
    assert (await ann.client.get(f"/chat/events?after={after}")).status == 400


async def test_a_page_that_left_is_forgotten(ann: Visitor, house: House):
    async with ann.listens():
        assert len(house.channel._rooms) == 1
    for _ in range(50):
        await house.says(ann.chat, "are you there?")  # noticed at the next write
        if not len(house.channel._rooms):
            break
        await asyncio.sleep(0.05)
    assert len(house.channel._rooms) == 0


async def test_stopping_lets_every_page_go(ann: Visitor, house: House):
    async with ann.listens() as listening:
        await house.channel.stop()
        with pytest.raises(EOFError):
            await listening.line()
