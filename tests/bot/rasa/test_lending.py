"""A line that Rasa reads for: whose reading a ticket has, what is never asked, and that nobody waits for a slow Rasa in vain."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import clock
from bot.channels.base import Inbound
from bot.inbox import Inbox
from bot.lending import Unread
from bot.rasa.reader import FAILURES
from nlu import model
from tests.bot.rasa.calling import SECRET, Rasa, call, recorded
from tests.bot.rasa.fake_rasa import FakeRasa, fake_rasa
from tests.support.house import House
from tests.support.line import at_home, running, settle


@dataclass
class Scene:
    rasa: Rasa
    fake: FakeRasa

    def reading(self, number: str) -> tuple[str, str | None, str]:
        ticket = self.rasa.ticket(number)
        assert ticket
        return ticket.intent, ticket.code, ticket.reading["version"]


@pytest.fixture
async def scene(database_url: str, media_folder: Path) -> AsyncIterator[Scene]:
    homes = settle(database_url)
    at_home(database_url, homes, "Ann", "ann", "rasa")
    async with fake_rasa() as fake, aiohttp.ClientSession() as http:
        groups: dict[str, Any] = {
            "nlu": {"engine": "rasa", "rasa_url": fake.url, "rasa_timeout_seconds": 0.6},
            "rasa": {"webhook": True, "secret": SECRET},
        }
        async with running(database_url, media_folder, **groups) as line:
            yield Scene(Rasa(line, http), fake)


RASA = f"rasa:{recorded('parse/status')['body']['model_id']}"


async def test_a_ticket_has_rasas_reading_and_the_name_of_its_model(scene: Scene) -> None:
    scene.fake.reads("repair.public.lift")
    await scene.rasa.does("say", "ann", "the pipe under the sink leaks")
    assert scene.reading("LH-1001") == ("repair", "public.lift", RASA)
    assert scene.fake.asked == ["the pipe under the sink leaks"]


async def test_our_own_cut_decides_how_many_matters_there_are_and_each_is_asked_about(scene: Scene) -> None:
    await scene.rasa.does(
        "say", "ann", "the kitchen tap drips. also the corridor lights on my floor are broken"
    )
    assert len(scene.fake.asked) == 2
    assert scene.reading("LH-1002")[2] == RASA


async def test_danger_is_never_asked_about_and_so_never_waits(scene: Scene) -> None:
    scene.fake.reads("praise")
    scene.fake.slow = 5
    heard = await scene.rasa.does("say", "dan", "there is a fire in my kitchen")
    assert heard.startswith("Get out now")
    assert scene.fake.asked == []
    assert scene.reading("LH-1001")[:2] == ("emergency", "fire")


async def test_while_rasa_thinks_about_one_chat_the_others_go_on(scene: Scene) -> None:
    scene.fake.slow = 0.5
    slow = asyncio.create_task(scene.rasa.does("say", "ann", "the pipe under the sink leaks"))
    async with asyncio.timeout(5):
        while not scene.fake.asked:  # noqa: ASYNC110 - a server tells by itself nothing
            await asyncio.sleep(0.01)
    await scene.rasa.does("say", "dan", "there is a fire in my kitchen")
    assert not slow.done()
    assert "LH-1002" in await slow


async def test_a_rasa_that_does_not_answer_in_time_is_replaced_by_our_own_reader(scene: Scene) -> None:
    scene.fake.slow = 5
    await scene.rasa.does("say", "ann", "the pipe under the sink leaks")
    assert scene.reading("LH-1001") == ("repair", "home.leak", model.load().version)


async def test_a_dead_rasa_delays_a_few_messages_and_then_none(scene: Scene) -> None:
    scene.fake.slow = 5
    for number in range(FAILURES):
        await scene.rasa.does("say", f"dan{number}", "the corridor lights are broken")
    asked, started = len(scene.fake.asked), clock.monotonic()
    for number in range(10):
        await scene.rasa.does("say", f"eve{number}", "the corridor lights are broken")
    assert clock.monotonic() - started < 5
    assert len(scene.fake.asked) == asked


async def test_a_rasa_that_is_not_sure_makes_the_line_ask_and_offer_what_rasa_thought_of(
    scene: Scene,
) -> None:
    unsure = recorded("parse/unsure")["body"]
    unsure["intent_ranking"] = [
        {"name": "nlu_fallback", "confidence": 0.4},
        {"name": "repair.public.lift", "confidence": 0.3},
    ]
    scene.fake.parse = (200, unsure)
    (asked,) = await scene.rasa.hears(call("say", "ann", "something about that thing over there"))
    assert asked["buttons"][0]["payload"] == '/ownerline{"press": "mean:repair:public.lift"}'
    assert scene.rasa.ticket("LH-1001") is None


async def test_pieces_of_one_report_are_read_together(scene: Scene) -> None:
    line = scene.rasa.line
    inbox = Inbox(line.database, line.workers, line.settings.conversation, lambda _updates: None)
    for number, piece in enumerate(("the tap", "in the kitchen", "drips all night")):
        await inbox.store([
            Inbound(
                channel="webchat", update_id=str(number), kind="message", chat="c1", sender="c1", sender_name="",
                sent_at=clock.now(), text=piece,
            )
        ])  # fmt: skip
    async with asyncio.timeout(8):
        while scene.rasa.ticket("LH-1001") is None:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert scene.reading("LH-1001")[2] == RASA
    assert "\n".join(scene.fake.asked).count("drips all night") == 1


def test_an_answer_for_an_update_that_was_handled_meanwhile_changes_nothing(database: Any, now: Any) -> None:
    house = House(database, now)
    house.turn.lent(Unread(12345, ("words",), timedelta(seconds=1)), None)
    assert house.turn.next() is False
