"""One effect however often Rasa sends it; what people write goes with the next call; nothing is lost when an answer is cut off."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select, update

from bot import clock
from bot.channels.base import Inbound, Refused
from bot.rasa.calls import Calls, Unanswered
from bot.rasa.door import LARGEST_BODY
from bot.rasa.trackers import call_of
from handlers.base import Picture
from handlers.staff import desk
from storage import outbox
from storage.outbox import outbox as messages
from storage.staff import by_name
from storage.ticket_rows import tickets
from tests.bot.rasa.calling import SECRET, Rasa, call, recorded


def rows(rasa: Rasa) -> list[Any]:
    with rasa.line.database.reading() as connection:
        return list(
            connection.execute(select(messages).where(messages.c.channel == "rasa").order_by(messages.c.id))
        )


async def reported(rasa: Rasa) -> list[Any]:
    """The messages, once the line has written down how their call ended, which is after the caller heard them."""
    async with asyncio.timeout(5):
        while any(row.state == "sending" for row in rows(rasa)):  # noqa: ASYNC110 - a database tells by itself nothing
            await asyncio.sleep(0.02)
    return rows(rasa)


def opened(rasa: Rasa) -> int:
    with rasa.line.database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(tickets)).scalar_one())


async def staff_reply(rasa: Rasa, words: str, pictures: tuple[Picture, ...] = ()) -> None:
    with rasa.line.database.reading() as connection:
        fang = by_name(connection, "王芳")
    ticket = rasa.ticket("LH-1001")
    assert fang
    assert ticket
    number = ticket.id
    await rasa.line.run_for_staff(
        fang,
        lambda request, store: desk.reply(
            request, store, desk.ticket_in_scope(store, number), words, pictures
        ),
    )


async def test_a_call_sent_again_has_one_effect_and_hears_the_same_answer(rasa: Rasa) -> None:
    body = recorded("calls/open_by_ann")
    first = await rasa.hears(body)
    assert [await rasa.hears(body) for _ in range(3)] == [first] * 3
    assert (opened(rasa), rasa.inbox_rows()) == (1, 1)


async def test_the_same_call_five_times_at_once_opens_one_ticket(rasa: Rasa) -> None:
    body = recorded("calls/open_by_ann")
    heard = await asyncio.gather(*(rasa.hears(body) for _ in range(5)))
    assert heard == [heard[0]] * 5
    assert heard[0]
    assert opened(rasa) == 1


async def test_two_messages_with_the_same_words_are_two_calls(rasa: Rasa) -> None:
    await rasa.does("follow_up", "ann", "how is it going?")
    await rasa.does("follow_up", "ann", "how is it going?")
    assert rasa.inbox_rows() == 2


async def test_two_actions_after_one_message_are_two_calls(rasa: Rasa) -> None:
    await rasa.does("open", "ann", "the tap drips", message_id="m1")
    await rasa.does("follow_up", "ann", "the tap drips", message_id="m1")
    assert rasa.inbox_rows() == 2


@pytest.mark.parametrize("rasa", [{"burst_seconds": 10, "burst_longest_seconds": 20}], indirect=True)
async def test_nothing_is_held_back_as_if_more_could_follow(rasa: Rasa) -> None:
    started = clock.monotonic()
    await rasa.does("say", "ann", "the kitchen tap drips")
    assert clock.monotonic() - started < rasa.line.settings.conversation.burst_seconds


async def test_what_people_write_goes_with_the_next_call_and_only_once(rasa: Rasa) -> None:
    await rasa.text(recorded("calls/open_by_ann"))
    await staff_reply(rasa, "The plumber comes at three")
    assert await rasa.hears(call("news", "cat", "")) == []
    assert "The plumber comes at three" in await rasa.text(call("news", "ann", ""))
    assert await rasa.hears(call("news", "ann", "")) == []
    assert {row.state for row in await reported(rasa)} == {"sent"}


async def test_news_leave_no_update_behind(rasa: Rasa) -> None:
    await rasa.hears(call("news", "ann", "hello"))
    assert rasa.inbox_rows() == 0


async def test_a_picture_cannot_be_shown_and_staff_are_told_so(rasa: Rasa) -> None:
    await rasa.text(recorded("calls/open_by_ann"))
    photo = Picture(attachment_id=1, kind="photo", channel="webchat", reference="file:photo.jpg")
    await staff_reply(rasa, "Like this?", (photo,))
    await rasa.hears(call("news", "ann", ""))
    last = (await reported(rasa))[-1]
    assert (last.state, last.error) == ("failed", "a Rasa assistant shows words alone, no pictures")


async def test_an_answer_that_was_cut_off_is_told_again_with_a_doubt(rasa: Rasa) -> None:
    calls = Calls(rasa.line.database, rasa.line.workers, _never)
    await rasa.text(recorded("calls/open_by_ann"))
    await staff_reply(rasa, "The plumber comes at three")
    answer = await calls.answer(call_of("action_ownerline_news", {"sender_id": "ann"}, clock.now()))
    await calls.report(answer, arrived=False)
    assert "The plumber comes at three" in await rasa.text(call("news", "ann", ""))
    assert [row.doubts for row in rows(rasa)] == [0, 1]


async def test_an_answer_that_a_dead_process_never_reported_on_is_told_again(rasa: Rasa) -> None:
    await rasa.text(recorded("calls/open_by_ann"))
    await staff_reply(rasa, "The plumber comes at three")
    with rasa.line.database.transaction() as connection:
        waiting = [message.id for message in outbox.waiting_for(connection, "rasa", "ann")]
        outbox.claim(connection, waiting, clock.now())
    assert await rasa.hears(call("news", "ann", "")) == []
    with rasa.line.database.transaction() as connection:
        long_ago = clock.now().replace(year=2020)
        connection.execute(update(messages).where(messages.c.id.in_(waiting)).values(attempted_at=long_ago))
    assert "The plumber comes at three" in await rasa.text(call("news", "ann", ""))
    assert rows(rasa)[-1].doubts == 1


async def _never(_updates: list[Inbound]) -> None:
    raise AssertionError("nothing is to be stored")


async def _refuses(_updates: list[Inbound]) -> None:
    raise Refused("the database cannot keep updates now")


async def _forgets(_updates: list[Inbound]) -> None:
    """Stored by a process whose turn never comes."""


@pytest.mark.parametrize(("intake", "why"), [(_refuses, "send it again"), (_forgets, "with the next action")])
async def test_where_there_is_no_answer_now_rasa_is_told_what_became_of_the_words(
    rasa: Rasa, intake: Callable[[list[Inbound]], Any], why: str
) -> None:
    calls = Calls(rasa.line.database, rasa.line.workers, intake, patience=0.3)
    tracker = recorded("calls/open_by_ann")["tracker"]
    with pytest.raises(Unanswered, match=why):
        await calls.answer(call_of("action_ownerline_open", tracker, clock.now()))
    assert opened(rasa) == 0


async def test_a_caller_who_hangs_up_has_its_words_kept_all_the_same(rasa: Rasa) -> None:
    body = json.dumps(recorded("calls/open_by_ann")).encode()
    head = f"POST /rasa/webhook HTTP/1.1\r\nHost: line\r\nAuthorization: Bearer {SECRET}\r\nContent-Length: {len(body)}\r\n\r\n"
    _, writer = await asyncio.open_connection("127.0.0.1", rasa.line.port)
    writer.write(head.encode() + body)
    await writer.drain()
    writer.close()
    async with asyncio.timeout(5):
        while opened(rasa) == 0:  # noqa: ASYNC110 - a database tells by itself nothing
            await asyncio.sleep(0.02)
    assert "LH-1001" in await rasa.text(recorded("calls/open_by_ann"))


async def test_a_named_ticket_that_is_not_done_is_not_rated_in_the_place_of_another(rasa: Rasa) -> None:
    await rasa.does("open", "ann", "the kitchen tap drips")
    await rasa.does("open", "ann", "the corridor lights are broken")
    with rasa.line.database.transaction() as connection:
        connection.execute(update(tickets).where(tickets.c.number == "LH-1001").values(stage="resolved"))
    filled = {"ownerline_ticket": "LH-1002", "ownerline_score": 5}
    await rasa.does("rate", "ann", "great", slots=filled)
    ticket = rasa.ticket("LH-1001")
    assert ticket
    assert ticket.stage == "resolved"
    assert "5" in await rasa.does("rate", "ann", "great", slots=filled | {"ownerline_ticket": "LH-1001"})


async def test_what_the_assistant_filled_in_is_used_up(rasa: Rasa) -> None:
    _, answer = await rasa.post(call("rate", "ann", "", slots={"ownerline_score": 5}))
    emptied = {event["name"] for event in answer["events"] if event["value"] is None}
    assert {"ownerline_ticket", "ownerline_score"} <= emptied


async def test_a_message_of_two_matters_is_two_tickets_although_rasa_read_one(rasa: Rasa) -> None:
    words = "the kitchen tap drips. also the corridor lights on my floor are broken"
    await rasa.does("open", "ann", words, intent={"name": "repair.home.leak", "confidence": 0.9})
    assert opened(rasa) == 2


async def test_a_question_that_the_assistant_read_goes_to_people_with_a_number(rasa: Rasa) -> None:
    asked = {"name": "enquiry.enquiry.fees", "confidence": 0.9}
    assert "LH-1001" in await rasa.does("open", "ann", "what do I pay for the second car?", intent=asked)
    ticket = rasa.ticket("LH-1001")
    assert ticket
    assert (ticket.intent, ticket.code) == ("enquiry", "enquiry.fees")


async def test_a_call_that_rasa_packs_is_unpacked(rasa: Rasa) -> None:
    packed = zlib.compress(json.dumps(recorded("calls/open_by_ann")).encode())
    status, answer = await rasa.post(None, raw=packed, **{"Content-Encoding": "deflate"})
    assert status == 200
    assert "LH-1001" in answer["responses"][0]["text"]


async def test_a_call_that_grows_beyond_all_measure_when_unpacked_is_not_read(rasa: Rasa) -> None:
    packed = zlib.compress(b" " * (LARGEST_BODY + 1))
    status, _ = await rasa.post(None, raw=packed, **{"Content-Encoding": "deflate"})
    assert status == 413


async def test_the_next_line_hears_what_an_earlier_one_left(rasa: Rasa, media_folder: Path) -> None:
    """The answer of a call is found by its key in the database, not in a process."""
    body = recorded("calls/open_by_ann")
    heard = await rasa.hears(body)
    other = Calls(rasa.line.database, rasa.line.workers, _forgets)
    found = await other.answer(call_of(body["next_action"], body["tracker"], clock.now()))
    assert [one.text for one in found.messages] == [one["text"] for one in heard]
    assert found.carried == ()


async def test_the_door_takes_nothing_but_calls(rasa: Rasa) -> None:
    url = f"http://127.0.0.1:{rasa.line.port}/rasa/webhook"
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        assert answer.status == 405
