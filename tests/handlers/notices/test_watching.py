"""The message in the staff group that shows how a notice comes along: when it changes, what it estimates, when it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.posting import Posting, Routes
from bot.sweeps import SWEEPS, Sweeps
from handlers.base import LineAct
from handlers.notices import progress_words, sending, watching
from handlers.notices.progress import Progress
from storage import outbox
from storage.outbox import Message
from storage.store import LineStore
from tests.handlers.notices.writing import arrived, sent
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House

ROUTES = Routes(staff_group="-100", page_channels=())
WATCHES = tuple(sweep for sweep in SWEEPS if sweep.name == "watches")


class Clock:
    """The sweep of the line at moments of the test's choosing, and what it put into the staff group."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.now = NOW

    def after(self, seconds: int) -> int:
        self.now += timedelta(seconds=seconds)
        return Sweeps(self.house.db, ROUTES, SETTINGS, now=lambda: self.now, sweeps=WATCHES).all_of_them()

    def posted(self) -> list[Message]:
        with self.house.db.reading() as connection:
            return outbox.waiting_for(connection, "telegram", "-100")


@pytest.fixture
def clock(house: House) -> Clock:
    return Clock(house)


def test_it_is_sent_once_and_edited_only_when_something_changed(house: House, clock: Clock) -> None:
    _, replies = sent(house)
    assert clock.after(9) == 0, "not before ten seconds"
    assert clock.after(1) == 1
    assert clock.after(10) == 1
    [first] = clock.posted()
    assert (first.kind, first.payload["text"].splitlines()[1]) == (
        "send",
        "0 of 3 accounts · 3 left, time not known",
    )
    arrived(house, replies[:1])
    clock.after(10)
    _, edit = clock.posted()
    assert (edit.kind, edit.payload["edit_of"]) == ("edit", f"outbox:{first.id}")
    assert edit.payload["text"].splitlines() == ["▰▰▰▱▱▱▱▱▱▱ 33 %", "1 of 3 accounts · 2 left, about 20 s"]


def test_two_lines_at_once_look_once(house: House, clock: Clock) -> None:
    sent(house)
    clock.after(10)
    assert clock.after(0) == 0


def test_the_last_look_says_what_it_came_to_and_nobody_looks_again(house: House, clock: Clock) -> None:
    notice, replies = sent(house)
    arrived(house, replies)
    with house.db.transaction() as connection:
        sending.finish(LineAct(now=NOW, tz=TZ, settings=SETTINGS), LineStore(connection), notice)
    clock.after(10)
    [done] = clock.posted()
    assert done.payload["text"].splitlines() == ["Done.", "Delivered to 2 of 2 households."]
    assert not done.payload.get("keys")
    assert clock.after(60) == 0


def test_quiet_hours_say_when_it_goes_on(house: House, clock: Clock) -> None:
    sent(house)
    clock.after(5 * 3600)
    [held] = clock.posted()
    assert "goes on at" in held.payload["text"]


def test_without_a_staff_group_nothing_is_posted(house: House) -> None:
    notice, _ = sent(house)
    with house.db.transaction() as connection:
        acting = LineAct(now=NOW, tz=TZ, settings=SETTINGS)
        watching.now(acting, LineStore(connection), notice)
        Posting(connection, Routes(None, ()), now=NOW, turn_id="t").post(tuple(acting.told), None)
        assert outbox.waiting_for(connection, "telegram", "-100") == []


def test_a_notice_with_the_number_of_a_guarded_ticket_shows_all_the_same(house: House, clock: Clock) -> None:
    ticket = house.open(guard="conflict")
    notice, _ = sent(house)
    assert ticket.id == notice.id, "its buttons name the notice, not the ticket of that id"
    clock.after(10)
    assert len(clock.posted()) == 1


@pytest.mark.parametrize(
    ("done", "everybody", "shown"),
    [(0, 3, "▱▱▱▱▱▱▱▱▱▱ 0 %"), (1, 2, "▰▰▰▰▰▱▱▱▱▱ 50 %"), (999, 1000, "▰▰▰▰▰▰▰▰▰▱ 99 %"), (5, 5, "▰▰▰▰▰▰▰▰▰▰ 100 %"), (0, 0, "▰▰▰▰▰▰▰▰▰▰ 100 %")],
)  # fmt: skip
def test_the_bar_is_full_only_when_nothing_is_left(done: int, everybody: int, shown: str) -> None:
    assert watching.bar(Progress(all=everybody, done=done, left=everybody - done, time_left=None)) == shown


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "1 s"), (89, "89 s"), (90, "2 min"), (5340, "89 min"), (5401, "1 h 31 min")]
)
def test_a_time_is_as_coarse_as_it_is_certain(seconds: int, words: str) -> None:
    assert progress_words.span("en", timedelta(seconds=seconds)) == words
