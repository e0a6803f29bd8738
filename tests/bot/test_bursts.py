"""Which waiting updates make one item."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.bursts import next_item
from bot.channels.base import Inbound, inbound_to_json
from bot.inbox import ready_at
from bot.settings import ConversationGroup
from storage.inbox import Stored

AT = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def stored(number: int, text: str = "", *, held: bool = True, after: float = 0, **more: object) -> Stored:
    values = {
        "channel": "telegram", "update_id": str(number), "kind": "message", "chat": "1", "sender": "1",
        "sender_name": "Ann", "sent_at": AT, "text": text,
    }  # fmt: skip
    payload = inbound_to_json(Inbound(**(values | more)))
    return Stored(id=number, payload=payload, received_at=AT + timedelta(seconds=after), held=held)


@pytest.mark.parametrize(
    ("waiting", "expected"),
    [
        pytest.param([stored(1, "漏水"), stored(2, "厨房")], (1, 2), id="pieces in a row are one"),
        pytest.param([stored(1, "在吗"), stored(2, "着火了", held=False)], (1, 2), id="the complete message ends the row"),
        pytest.param([stored(1, "着火了", held=False), stored(2, "快来")], (1,), id="an emergency does not wait"),
        pytest.param([stored(1, "漏水"), stored(2, kind="button", button="x", held=False)], (1,), id="a button stands alone"),
        pytest.param([stored(1, "漏水"), stored(2, "/help", held=False)], (1,), id="a command stands alone"),
        pytest.param([stored(1, "漏水"), stored(2, "改", kind="edit", held=False)], (1,), id="an edit stands alone"),
        pytest.param(
            [stored(1, album="a"), stored(2, "谢谢", held=False), stored(3, album="a")], (1, 2, 3), id="an album stays whole"
        ),
    ],
)  # fmt: skip
def test_the_oldest_item_of_a_chat(waiting: list[Stored], expected: tuple[int, ...]) -> None:
    assert next_item(waiting).ids == expected


@pytest.mark.parametrize(
    ("waiting", "expected"),
    [
        pytest.param([stored(1)], 2, id="a piece waits two quiet seconds"),
        pytest.param([stored(1), stored(2, after=1.5)], 3.5, id="each piece starts the quiet time anew"),
        pytest.param([stored(n, after=n) for n in range(12)], 8, id="but never longer than eight seconds"),
        pytest.param([stored(1), stored(2, held=False, after=1)], 1, id="a complete message is due at once"),
    ],
)
def test_when_a_chat_is_due(waiting: list[Stored], expected: float) -> None:
    now = AT + timedelta(seconds=1)
    assert ready_at(waiting, now, ConversationGroup()) == AT + timedelta(seconds=expected)
