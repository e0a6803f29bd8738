"""Who comes through the door, and what is answered to everything else: clear words, no exception, nothing half-written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.rasa.door import LARGEST_BODY
from tests.bot.rasa.calling import SECRET, Rasa, call, recorded
from tests.support.line import running, settle


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        f"Basic {SECRET}",
        SECRET,
        f"Bearer {SECRET}x",
        "Bearer \u00e9\u00e9",
    ],
)
async def test_without_the_right_secret_nothing_is_read_and_nothing_is_kept(rasa: Rasa, header: str) -> None:
    status, answer = await rasa.post(recorded("calls/open_by_ann"), Authorization=header)
    assert (status, answer["error"]) == (401, "the secret is missing or wrong")
    assert rasa.inbox_rows() == 0


async def test_a_secret_given_twice_is_refused(rasa: Rasa) -> None:
    headers = [("Authorization", f"Bearer {SECRET}"), ("Authorization", f"Bearer {SECRET}")]
    url = f"http://127.0.0.1:{rasa.line.port}/rasa/webhook"
    async with rasa.http.post(url, json=recorded("calls/open_by_ann"), headers=headers) as answer:
        assert answer.status == 401
    assert rasa.inbox_rows() == 0


def _without(name: str, *path: str) -> Any:
    body = recorded("calls/open_by_ann")
    inner = body
    for step in path:
        inner = inner[step]
    del inner[name]
    return body


def _with(value: Any, *path: str) -> Any:
    body = recorded("calls/open_by_ann")
    inner = body
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return body


BAD = {
    "no tracker": (_without("tracker"), 400, "'tracker' is missing"),
    "tracker is null": (_with(None, "tracker"), 400, "'tracker' is missing"),
    "tracker is a list": (_with([], "tracker"), 400, "'tracker' is missing"),
    "no sender": (_without("sender_id", "tracker"), 400, "'tracker.sender_id' is missing"),
    "blank sender": (_with("  ", "tracker", "sender_id"), 400, "'tracker.sender_id' is missing"),
    "sender is a number": (_with(7, "tracker", "sender_id"), 400, "'tracker.sender_id' is missing"),
    "long sender": (_with("x" * 81, "tracker", "sender_id"), 400, "80 printable characters"),
    "NUL in the sender": (_with("a\x00b", "tracker", "sender_id"), 400, "80 printable characters"),
    "half a character in the sender": (_with("a\ud800", "tracker", "sender_id"), 400, "80 printable characters"),
    "message is a list": (_with([], "tracker", "latest_message"), 400, "no object"),
    "slots are a text": (_with("x", "tracker", "slots"), 400, "no object"),
    "text is a number": (_with(5, "tracker", "latest_message", "text"), 400, "no text"),
    "huge text": (_with("x" * 100_001, "tracker", "latest_message", "text"), 400, "longer than 100000"),
    "button too long": (
        _with([{"entity": "press", "value": "x" * 65}], "tracker", "latest_message", "entities"), 400, "no button of ours",
    ),
    "no action": (_without("next_action"), 400, "'next_action' is missing"),
    "action is null": (_with(None, "next_action"), 400, "'next_action' is missing"),
    "action is a list": (_with(["x"], "next_action"), 400, "'next_action' is missing"),
    "unknown action": (_with("action_fly", "next_action"), 404, "there is no such action"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
async def test_a_call_that_is_not_understood_is_told_so_and_leaves_no_trace(rasa: Rasa, name: str) -> None:
    body, status, why = BAD[name]
    found, answer = await rasa.post(body)
    assert (found, set(answer)) == (status, {"error", "action_name"})
    assert why in answer["error"]
    assert rasa.inbox_rows() == 0


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "no JSON"), (b"{", "no JSON"), (b"\xff\xfe", "no JSON"), (b"[" * 100_000, "no JSON"),
        (b"[]", "a JSON object"), (b"null", "a JSON object"), (b'"text"', "a JSON object"),
    ],
    ids=["empty", "cut off", "not UTF-8", "nested", "list", "null", "text"],
)  # fmt: skip
async def test_a_body_that_is_no_call_is_told_so(rasa: Rasa, raw: bytes, why: str) -> None:
    status, answer = await rasa.post(None, raw=raw)
    assert status == 400
    assert why in answer["error"]
    assert rasa.inbox_rows() == 0


async def test_a_body_beyond_all_measure_is_not_read(rasa: Rasa) -> None:
    status, answer = await rasa.post(None, raw=b" " * (LARGEST_BODY + 1))
    assert status == 413
    assert "16 MB" in answer["error"]


@pytest.mark.parametrize(
    "text", ["", "\x00", "\ud800", "🔥" * 3, "<b>&amp;", "x" * 100_000, "/", "//", "مرحبا"]
)
async def test_any_words_at_all_get_an_answer(rasa: Rasa, text: str) -> None:
    for action in ("open", "follow_up", "correct", "withdraw", "rate", "hand_off", "say", "news"):
        status, answer = await rasa.post(call(action, "ann", text))
        assert (status, set(answer)) == (200, {"events", "responses"})


_ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(message=_ODD, slots=_ODD, events=_ODD, entities=_ODD, ticket=_ODD)
async def test_whatever_stands_in_a_tracker_the_answer_is_clear(
    rasa: Rasa, message: Any, slots: Any, events: Any, entities: Any, ticket: Any
) -> None:
    parts = {"text": message, "entities": entities, "intent": slots, "message_id": events}
    filled = {"ownerline_ticket": ticket, "ownerline_score": message}
    for latest, given_slots in ((message, slots), (parts, filled)):
        tracker = {"sender_id": "ann", "latest_message": latest, "slots": given_slots, "events": events}
        status, answer = await rasa.post({"next_action": "action_ownerline_rate", "tracker": tracker})
        assert status in (200, 400), answer
        assert set(answer) in ({"events", "responses"}, {"error", "action_name"})


async def test_the_door_is_shut_until_it_is_switched_on(sqlite_url: str, media_folder: Path) -> None:
    settle(sqlite_url)
    async with running(sqlite_url, media_folder) as line, aiohttp.ClientSession() as http:
        url = f"http://127.0.0.1:{line.port}/rasa/webhook"
        async with http.post(url, data=json.dumps(recorded("calls/open_by_ann"))) as answer:
            assert answer.status == 404
