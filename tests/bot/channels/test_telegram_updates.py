"""Recorded updates in, our own values out; and whatever is not as documented is "unknown", never an exception."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.base import inbound_from_json, inbound_to_json
from bot.channels.telegram_updates import group_joined, language_of, read_update, update_number

RECEIVED = datetime(2026, 3, 2, 8, 0, 5, tzinfo=UTC)
CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "telegram_updates.yaml").read_text("utf-8")
)
BY_NAME = {case["name"]: case["update"] for case in CASES}
#: Values of every wrong kind, to stand where a documented one is expected.
WRONG: list[Any] = [
    None,
    True,
    -1,
    10**30,
    1.5,
    float("nan"),
    "",
    "x",
    "\ud800",
    [],
    [[]],
    {},
    {"id": "x"},
    [None],
]


def read(update: dict[str, Any]) -> dict[str, Any]:
    return inbound_to_json(read_update(update, "110200300", RECEIVED))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_an_update_becomes_what_it_says(case: dict[str, Any]) -> None:
    blank = {
        "channel": "telegram", "update_id": f"110200300:{case['update']['update_id']}", "chat": "81", "sender": "81",
        "sender_name": "Ann Lee", "sent_at": "2026-03-02T08:00:00Z",
    }  # fmt: skip
    assert read(case["update"]) == blank | case["inbound"]


def test_a_name_turns_no_line_around_and_a_files_name_neither() -> None:
    update = deepcopy(BY_NAME["document"])
    update["message"]["from"] |= {"first_name": "A\u200bnn\n", "last_name": "\u202eLee"}
    update["message"]["document"]["file_name"] = "bill\u202efdp.exe"
    found = read(update)
    assert found["sender_name"] == "Ann Lee"
    assert found["media"][0]["name"] == "billfdp.exe"


def test_every_kind_of_inbound_has_a_recorded_update() -> None:
    kinds = {case["inbound"]["kind"] for case in CASES}
    assert kinds == {"message", "edit", "button", "start", "reach", "unknown"}


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh-hans", "zh-Hans"), ("zh-Hans", "zh-Hans"), ("zh", "zh-Hans"), ("zh-cn", "zh-Hans"), ("zh_CN", "zh-Hans"),
        ("zh-hant", "zh-Hant"), ("zh-hk", "zh-Hant"), ("zh-TW", "zh-Hant"), ("zh-mo", "zh-Hant"), ("yue", "zh-Hant"),
        ("zh-hant-hk", "zh-Hant"), ("en", "en"), ("en-GB", "en"), ("eng", None), ("de", None), ("", None),
    ],
)  # fmt: skip
def test_the_language_of_an_app_is_a_hint(code: str, language: str | None) -> None:
    assert language_of(code) == language


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ({"update_id": 7}, 7), ({"update_id": 0}, 0), ({"update_id": True}, None), ({"update_id": "7"}, None),
        ({"update_id": -1}, None), ({"update_id": 2**63}, None), ({"update_id": 1.0}, None), ({}, None), ([], None),
        ("update_id", None), (None, None),
    ],
)  # fmt: skip
def test_only_a_numbered_object_is_an_update(raw: Any, number: int | None) -> None:
    assert update_number(raw) == number


def test_the_group_that_the_bot_was_added_to_is_named() -> None:
    assert group_joined(BY_NAME["the bot is added to a group"]) == ("-1001500000001", "Staff")
    assert group_joined(BY_NAME["Ann lets the bot in again"]) is None
    assert group_joined(BY_NAME["text"]) is None
    promoted = deepcopy(BY_NAME["the bot is added to a group"])
    promoted["my_chat_member"]["old_chat_member"]["status"] = "member"
    assert group_joined(promoted) is None


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("text", ["not", "words"]), ("message_id", "5"), ("chat", None), ("chat", {"id": "81", "type": "private"}),
        ("from", 81), ("date", "today"), ("date", 10**30), ("photo", [{"file_id": 5}]),
    ],
)  # fmt: skip
def test_a_field_of_another_type_makes_the_update_unknown(what: str, value: Any) -> None:
    update = deepcopy(BY_NAME["text"])
    update["message"][what] = value
    if what == "photo":
        del update["message"]["text"]
    assert read(update)["kind"] == "unknown"


def test_a_file_id_that_looks_like_a_file_of_ours_is_not_taken() -> None:
    update = deepcopy(BY_NAME["voice"])
    update["message"]["voice"]["file_id"] = "file:/etc/passwd"
    assert read(update)["kind"] == "unknown"


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_no_damage_to_an_update_gets_past_the_door(data: st.DataObject) -> None:
    update = deepcopy(data.draw(st.sampled_from(CASES))["update"])
    for _ in range(data.draw(st.integers(1, 3))):
        holder = _somewhere(update, data)
        if holder:
            key = data.draw(st.sampled_from(sorted(holder)))
            holder[key] = deepcopy(data.draw(st.sampled_from(WRONG)))
    if update_number(update) is None:
        return
    inbound = read_update(update, "110200300", RECEIVED)
    assert inbound_from_json(inbound_to_json(inbound)).update_id == f"110200300:{update['update_id']}"
    assert all(len(value) < 80 for value in (inbound.chat, inbound.sender, inbound.thread or ""))


def _somewhere(update: Any, data: st.DataObject) -> dict[str, Any]:
    """Some object within the update."""
    found, waiting = [], [update]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            found.append(one)
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return data.draw(st.sampled_from(found)) if found else {}
