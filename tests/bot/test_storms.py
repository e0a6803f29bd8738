"""Whether refusals to single chats mean the whole channel, as a table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.storms import STORM, Storm

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def after(told: list[tuple[str, float]]) -> float | None:
    """Seconds until which the channel rests after these chats were told to wait so long, a thirtieth of a second apart."""
    storm, halted = Storm(), None
    for number, (chat, seconds) in enumerate(told):
        if chat == "sent":
            storm.passed()
            continue
        halted = storm.refused(chat, START + timedelta(seconds=number / 30 + seconds))
    return (halted - START).total_seconds() if halted else None


CHATS = [str(number) for number in range(STORM)]


@pytest.mark.parametrize(
    ("told", "halted"),
    [
        ([(chat, 9) for chat in CHATS], 9 + (STORM - 1) / 30),
        ([(chat, 9 + number) for number, chat in enumerate(CHATS)], 9 + (STORM - 1) * 31 / 30),
        ([("0", 40), *((chat, 9) for chat in [*CHATS[1:], "x"])], 9 + STORM / 30),
        ([(chat, 9) for chat in CHATS[1:]], None),
        ([("0", 9)] * 9, None),
        ([(chat, 9 + 7 * number) for number, chat in enumerate(CHATS)], None),
        ([(CHATS[0], 9), ("sent", 0), *((chat, 9) for chat in CHATS[1:])], None),
    ],
    ids=[
        "one moment told to all",
        "each request before it puts it off by a second",
        "an odd one before them",
        "too few",
        "one chat again and again",
        "each its own moment",
        "something got through",
    ],
)  # fmt: skip
def test_several_chats_in_a_row_until_the_same_moment_are_the_channel(
    told: list[tuple[str, float]], halted: float | None
) -> None:
    assert after(told) == pytest.approx(halted, abs=1e-5)
