"""The laws of a channel as sliding windows: no window ever holds more than it may, whatever is sent when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Laws
from bot.pacing import Pacer

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
TELEGRAM = Laws(per_second=30, per_chat_second=1, per_group_minute=20)


def is_group(chat: str) -> bool:
    return chat.startswith("-")


def sent_greedily(pacer: Pacer, chats: list[str]) -> list[tuple[datetime, str]]:
    """Sends to each chat as early as the laws allow, one after the other."""
    now, sent = START, []
    for chat in chats:
        now = max(pacer.channel_free(now), pacer.chat_free(chat, now))
        pacer.note(chat, now)
        sent.append((now, chat))
    return sent


def most_within(moments: list[datetime], window: timedelta) -> int:
    return max((sum(start <= at < start + window for at in moments) for start in moments), default=0)


@given(st.lists(st.sampled_from(["1", "2", "3", "-9"] + [str(n) for n in range(100, 160)]), max_size=200))
def test_no_window_is_ever_overfull(chats: list[str]) -> None:
    sent = sent_greedily(Pacer(TELEGRAM, is_group), chats)
    assert most_within([at for at, _ in sent], timedelta(seconds=1)) <= 30
    assert most_within([at for at, chat in sent if chat == "1"], timedelta(seconds=1)) <= 1
    assert most_within([at for at, chat in sent if chat == "-9"], timedelta(seconds=60)) <= 20


@given(st.lists(st.sampled_from(["1", "2", "-9"]), min_size=1, max_size=60), st.integers(1, 59))
def test_a_restart_changes_nothing(chats: list[str], cut: int) -> None:
    whole = sent_greedily(Pacer(TELEGRAM, is_group), chats)
    before = [(chat, at, 1) for at, chat in whole[:cut]]
    after = Pacer(TELEGRAM, is_group, before)
    for at, chat in whole[cut:]:
        assert after.channel_free(at) <= at
        assert after.chat_free(chat, at) <= at
        after.note(chat, at)


def test_a_channel_without_laws_never_waits() -> None:
    pacer = Pacer(Laws(), is_group)
    assert [at for at, _ in sent_greedily(pacer, ["1"] * 100)] == [START] * 100
