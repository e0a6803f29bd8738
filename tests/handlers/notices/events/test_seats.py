"""Places are people: who gets them, who waits, who moves up. Never more than there are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.notices.events.seats import Room, moving_up, place, position
from storage.rsvps import Rsvp
from tests.handlers.notices.events.values import rsvp


@pytest.mark.parametrize(
    ("capacity", "taken", "before", "people", "placed"),
    [
        (None, 5_000, rsvp(), 20, "kept"),
        (6, 0, rsvp(), 6, "kept"),
        (6, 3, rsvp(), 3, "kept"),
        (6, 3, rsvp(), 4, "waits"),
        (6, 6, rsvp(), 1, "waits"),
        (6, 6, rsvp(2), 1, "kept"),
        (6, 6, rsvp(2), 2, "kept"),
        (6, 6, rsvp(2), 3, "not_more"),
        (6, 4, rsvp(2), 4, "kept"),
        (6, 3, rsvp(4, waits=1), 4, "waits"),
        (6, 3, rsvp(4, waits=1), 3, "kept"),
    ],
)
def test_who_gets_places(capacity: int | None, taken: int, before: Rsvp, people: int, placed: str) -> None:
    assert place(Room(capacity, taken), before, people) == placed


@pytest.mark.parametrize(
    ("free", "waiting", "up"),
    [
        (0, [4, 1], []),
        (3, [4, 2, 2, 1], [2, 4]),  # the first does not fit and stays first; then whoever fits, in turn
        (4, [4, 2], [1]),
        (7, [4, 2, 2], [1, 2]),
        (2, [], []),
    ],
)
def test_the_first_that_fits_moves_up(free: int, waiting: list[int], up: list[int]) -> None:
    turns = [rsvp(people, waits=number, id=number) for number, people in enumerate(waiting, 1)]
    assert [one.id for one in moving_up(Room(10, 10 - free), turns)] == up


@given(
    capacity=st.integers(1, 40), taken=st.integers(0, 40), waiting=st.lists(st.integers(1, 9), max_size=12)
)
def test_never_more_places_than_there_are(capacity: int, taken: int, waiting: list[int]) -> None:
    taken = min(taken, capacity)
    turns = [rsvp(people, waits=number, id=number) for number, people in enumerate(waiting)]
    up = moving_up(Room(capacity, taken), turns)
    left = capacity - taken - sum(one.people for one in up)
    assert left >= 0
    assert all(one.people > left for one in turns if one not in up)


def test_a_turn_is_a_number_from_one() -> None:
    turns = [rsvp(4, waits=1, id=7), rsvp(2, waits=2, id=9)]
    assert [position(turns, one) for one in (*turns, rsvp(1, id=3))] == [1, 2, 0]


def test_an_event_without_a_limit_says_no_number_of_places() -> None:
    assert (Room(None, 12).free, Room(6, 4).free, Room(6, 9).free) == (None, 2, 0)
