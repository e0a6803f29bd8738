"""The laws of a channel: whatever is sent when, and however long each request is under way, no window holds more than it may."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Laws
from bot.pacing import CATCH_UP, EVENLY, LATEST, Pacer

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
TELEGRAM = Laws(per_second=30, per_chat_second=1, per_group_minute=20)
PAID = Laws(per_second=30, per_chat_second=1, bulk_per_second=1000)

SECOND = timedelta(seconds=1)


def is_group(chat: str) -> bool:
    return chat.startswith("-")


@dataclass(frozen=True)
class Way:
    """Milliseconds on the way to the channel and back."""

    there: int = 2
    back: int = 2


def arrivals(
    pacer: Pacer,
    chats: list[str],
    ways: list[Way] | None = None,
    *,
    bulk: bool = False,
    began: datetime = START,
) -> list[tuple[datetime, str]]:
    """Sends to each chat as early as the laws allow; tells when each request arrived."""
    now, arrived, answers = began, [], list[tuple[datetime, str]]()
    for number, chat in enumerate(chats):
        while True:
            free = max(pacer.free(now, bulk=bulk), pacer.chat_free(chat, now))
            busy = [at for at, other in answers if other == chat]
            now = max([free, *busy])
            if not answers or answers[0][0] > now:
                break
            at, other = heapq.heappop(answers)
            pacer.ended(other, at)
        pacer.note(chat, now, bulk=bulk)
        pacer.left(chat, now)
        way = ways[number % len(ways)] if ways else Way()
        arrived.append((now + timedelta(milliseconds=way.there), chat))
        heapq.heappush(answers, (now + timedelta(milliseconds=way.there + way.back), chat))
    for at, chat in answers:
        pacer.ended(chat, at)
    return sorted(arrived)


def most_within(moments: list[datetime], window: timedelta) -> int:
    return max((sum(start <= at < start + window for at in moments) for start in moments), default=0)


WAYS = st.lists(st.builds(Way, st.integers(1, 240), st.integers(1, 400)), min_size=1, max_size=20)


@given(
    st.lists(st.sampled_from(["1", "2", "3", "-9"] + [str(n) for n in range(100, 160)]), max_size=100),
    WAYS,
    st.booleans(),
)
def test_no_window_is_ever_overfull_where_they_arrive(chats: list[str], ways: list[Way], bulk: bool) -> None:
    sent = arrivals(Pacer(TELEGRAM, is_group), chats, ways, bulk=bulk)
    assert most_within([at for at, _ in sent], SECOND) <= 30
    assert most_within([at for at, chat in sent if chat == "1"], SECOND) <= 1
    assert most_within([at for at, chat in sent if chat == "-9"], timedelta(seconds=60)) <= 20


@given(
    st.lists(st.sampled_from(["1", "2", "-9"] + [str(n) for n in range(100, 160)]), min_size=1, max_size=80),
    WAYS,
    st.integers(1, 79),
)
def test_a_restart_changes_nothing(chats: list[str], ways: list[Way], cut: int) -> None:
    before = arrivals(Pacer(TELEGRAM, is_group), chats[:cut], ways)
    known = [
        (chat, at + timedelta(milliseconds=400), 1) for at, chat in before
    ]  # written down when they were answered
    began = max((at for at, _ in before), default=START)
    after = arrivals(Pacer(TELEGRAM, is_group, known), chats[cut:], ways, began=began)
    assert most_within([at for at, _ in before + after], SECOND) <= 30
    assert most_within([at for at, chat in before + after if chat == "1"], SECOND) <= 1


def test_what_goes_to_many_leaves_evenly_and_loses_hardly_anything_of_the_rate() -> None:
    sent = [at for at, _ in arrivals(Pacer(TELEGRAM, is_group), [str(n) for n in range(3000)], bulk=True)]
    assert (sent[-1] - sent[0]).total_seconds() <= 3000 / 30 * 1.01
    gaps = sorted(later - earlier for earlier, later in pairwise(sent))
    assert gaps[len(gaps) // 20] >= timedelta(milliseconds=30)
    assert gaps[-1] <= timedelta(milliseconds=50)


def test_time_in_which_nothing_could_leave_is_made_up_for_only_a_little() -> None:
    pacer = Pacer(TELEGRAM, is_group)
    arrivals(pacer, ["1", "2", "3"], bulk=True)
    later = START + timedelta(seconds=10)
    assert pacer.room(later, bulk=True) == CATCH_UP // (EVENLY / 30) + 1
    assert pacer.room(later) == 30


def test_an_answer_to_somebody_takes_the_next_place() -> None:
    pacer = Pacer(TELEGRAM, is_group)
    last = arrivals(pacer, [str(n) for n in range(300)], bulk=True)[-1][0]
    assert pacer.free(last) - last <= timedelta(milliseconds=40)


def test_a_request_counts_until_it_was_answered_and_an_unanswered_one_for_a_while() -> None:
    pacer = Pacer(Laws(per_second=1), is_group)
    pacer.note("1", START)
    pacer.left("1", START)
    assert pacer.free(START) >= START + LATEST + SECOND
    pacer.ended("1", START + timedelta(milliseconds=100))
    assert timedelta(seconds=1.09) <= pacer.free(START) - START <= timedelta(seconds=1.11)


def test_a_message_counts_from_when_it_left() -> None:
    pacer = Pacer(Laws(per_second=1), is_group)
    pacer.note("1", START)
    left = START + timedelta(seconds=0.7)
    pacer.left("1", left)
    pacer.ended("1", left + timedelta(milliseconds=1))
    assert pacer.free(START) >= left + SECOND


def test_what_was_refused_takes_no_place() -> None:
    pacer = Pacer(Laws(per_second=1, per_chat_second=1), is_group)
    pacer.note("1", START, bulk=True)
    pacer.ended("1", START + timedelta(milliseconds=5), refused=True)
    assert pacer.free(START, bulk=True) == START
    assert pacer.chat_free("1", START) > START


def test_a_paid_rate_leaves_single_answers_their_own() -> None:
    pacer = Pacer(PAID, is_group)
    sent = [at for at, _ in arrivals(pacer, [str(n) for n in range(2000)], bulk=True)]
    assert most_within(sent, SECOND) <= 1000
    assert (sent[-1] - sent[0]).total_seconds() <= 2.05
    assert pacer.room(sent[-1]) == 30


def test_a_channel_without_laws_never_waits() -> None:
    sent = arrivals(Pacer(Laws(), is_group), [str(n) for n in range(100)], bulk=True)
    assert {at for at, _ in sent} == {START + timedelta(milliseconds=2)}
