"""Rasa asked over real HTTP: what it says well, what it says badly, when it is slow, away, and back again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import unused_port
from structlog.testing import capture_logs

from bot import clock
from bot.rasa.reader import FAILURES, RasaReader
from tests.bot.rasa.calling import recorded
from tests.bot.rasa.fake_rasa import FakeRasa, fake_rasa

MODEL = f"rasa:{recorded('parse/status')['body']['model_id']}"


@pytest.fixture
async def fake() -> AsyncIterator[FakeRasa]:
    async with fake_rasa() as running:
        yield running


@pytest.fixture
async def reader(fake: FakeRasa) -> AsyncIterator[RasaReader]:
    made = RasaReader(fake.url, 0.5, probe_seconds=0.05)
    yield made
    await made.stop()


async def test_a_recorded_answer_becomes_our_label_with_rasas_model(
    fake: FakeRasa, reader: RasaReader
) -> None:
    lent = await reader.read(["the lift is out of order again"])
    assert lent
    told = lent.told["the lift is out of order again"]
    assert (lent.version, told.label, round(told.confidence, 2)) == (MODEL, "repair/public.lift", 0.69)
    assert told.ranking[1][0] == "repair/public.playground"


@pytest.mark.parametrize(
    ("name", "label"), [("zh", None), ("unsure", None), ("emergency", "emergency/fire"), ("empty", "affirm")]
)
async def test_every_recorded_answer_is_read(
    fake: FakeRasa, reader: RasaReader, name: str, label: str | None
) -> None:
    fake.parse = (200, recorded(f"parse/{name}")["body"])
    lent = await reader.read(["words"])
    assert lent
    assert lent.told["words"].label == label


_WELL = recorded("parse/repair")["body"]
_ODD: dict[str, tuple[int, Any]] = {
    "not authenticated": (401, recorded("parse/no_token")["body"]),
    "its own mistake": (500, recorded("parse/no_text")["body"]),
    "no JSON": (200, b"<html>"),
    "empty": (200, b""),
    "not UTF-8": (200, b"\xff\xfe\xfa"),
    "nested": (200, b"[" * 100_000),
    "too long": (200, b'{"intent": "' + b"x" * 2_000_000 + b'"}'),
    "a list": (200, []),
    "null": (200, None),
    "no intent": (200, {"text": "x"}),
    "intent is a text": (200, {"intent": "repair.public.lift"}),
    "name is a number": (200, {"intent": {"name": 5, "confidence": 1}}),
    "no confidence": (200, {"intent": {"name": "repair.public.lift"}}),
    "confidence is a text": (200, {"intent": {"name": "repair.public.lift", "confidence": "1"}}),
    "confidence beyond one": (200, {"intent": {"name": "repair.public.lift", "confidence": 7}}),
    "confidence is not a number": (200, b'{"intent": {"name": "repair.public.lift", "confidence": NaN}}'),
    "ranking of texts": (200, _WELL | {"intent_ranking": ["x"]}),
    "sent elsewhere": (302, {}),
}


@pytest.mark.parametrize("name", _ODD)
async def test_an_odd_answer_is_no_reading(fake: FakeRasa, reader: RasaReader, name: str) -> None:
    fake.parse = _ODD[name]
    assert await reader.read(["the lift"]) is None
    assert reader.reads()


@pytest.mark.parametrize("status", [(200, {}), (200, {"model_id": None}), (401, {}), (200, b"x"), (200, [])])
async def test_a_model_without_a_name_is_no_reader(fake: FakeRasa, reader: RasaReader, status: Any) -> None:
    fake.status = status
    assert await reader.read(["the lift"]) is None


@pytest.mark.parametrize(
    "name", ["book_gym", "repair", "repair.home.unheard_of", "repair/home.leak", "ownerline", ""]
)
async def test_an_intent_that_is_none_of_ours_is_no_reading_and_no_failure(
    fake: FakeRasa, reader: RasaReader, name: str
) -> None:
    fake.reads(name)
    with capture_logs() as logs:
        for _ in range(FAILURES + 2):
            assert await reader.read(["the lift"]) is None
    assert reader.reads()
    assert [line["action"] for line in logs] == ["rasa_strange"]


async def test_the_token_is_sent_where_there_is_one(fake: FakeRasa) -> None:
    fake.token = "tok-1"
    with_token, without = RasaReader(fake.url, 0.5, "tok-1"), RasaReader(fake.url, 0.5)
    assert await with_token.read(["the lift"])
    assert await without.read(["the lift"]) is None
    await with_token.stop()
    await without.stop()


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://[::bad", "http://127.0.0.1:99999"])
async def test_an_address_that_leads_nowhere_is_no_reading_and_the_token_stays_out_of_the_log(
    url: str,
) -> None:
    reader = RasaReader(url, 0.5, "hush-1")
    with capture_logs() as logs:
        assert await reader.read(["the lift"]) is None
    await reader.stop()
    assert "hush-1" not in str(logs)
    assert [line["action"] for line in logs] == ["rasa_away"]


async def test_nobody_waits_longer_than_the_time_limit(fake: FakeRasa) -> None:
    fake.slow = 5
    reader = RasaReader(fake.url, 0.2)
    started = clock.monotonic()
    assert await reader.read(["the lift", "the door"]) is None
    assert clock.monotonic() - started < 1
    await reader.stop()


async def test_a_connection_that_is_refused_is_no_reading() -> None:
    reader = RasaReader(f"http://127.0.0.1:{unused_port()}", 0.5)
    assert await reader.read(["the lift"]) is None
    await reader.stop()


async def test_while_rasa_is_away_nobody_asks_it_and_when_it_is_back_everybody_does(
    fake: FakeRasa, reader: RasaReader
) -> None:
    well, fake.parse = fake.parse, (503, {})
    with capture_logs() as logs:
        for _ in range(FAILURES):
            assert reader.reads()
            assert await reader.read(["the lift"]) is None
        assert not reader.reads()
        fake.parse = well
        async with asyncio.timeout(5):
            while not reader.reads():  # noqa: ASYNC110 - it finds out by itself
                await asyncio.sleep(0.02)
    assert fake.asked[-1] == "hello"
    assert [line["action"] for line in logs] == ["rasa_away", "rasa_reads"]


async def test_one_good_answer_between_failures_keeps_it_in_use(fake: FakeRasa, reader: RasaReader) -> None:
    well = fake.parse
    for _ in range(FAILURES):
        fake.parse = (503, {})
        await reader.read(["the lift"])
        fake.parse = well
        assert await reader.read(["the lift"])
    assert reader.reads()
