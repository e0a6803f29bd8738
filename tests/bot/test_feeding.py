"""Notices on their way into the outbox: in pieces, not by night, each account once whoever feeds, and held where something is wrong."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.delivery_outcomes import delivery_put_off
from bot.feeding import AHEAD, Feeder
from bot.posting import Routes
from bot.sweeps import Sweeps
from handlers.notices import approval, sending
from storage import contacts, people
from storage import outbox as queue
from storage.notices import Notice, notices
from storage.outbox import outbox
from tests.handlers.notices.writing import proposed
from tests.handlers.staff.house import NOW, SETTINGS, House, build

NOBODY_ELSE = Routes(staff_group=None, page_channels=())


@pytest.fixture
def house(database_url: str):
    made = build(database_url)
    yield made
    made.db.close()


def feeder(house: House, at: datetime = NOW, per_second: int = 30, **rules: Any) -> Feeder:
    settings = replace(SETTINGS, notices=replace(SETTINGS.notices, **rules))
    return Feeder(house.db, NOBODY_ELSE, settings, per_second, now=lambda: at)


def on_its_way(house: House, at: datetime = NOW, **values: Any) -> Notice:
    notice = proposed(house, **values)
    with house.store("Max") as store:
        return approval.approve(house.request("Max", now=at), store, notice)


def crowd(house: House, count: int) -> None:
    """So many more people in Ann's home."""
    with house.db.transaction() as connection:
        for number in range(count):
            person = people.add(connection, estate_id=house.estates["GV"], name=f"P{number}", language="en")
            people.occupy(connection, estate_id=house.estates["GV"], person_id=person, unit_id=house.units["Ann"],
                          role="family", at=NOW)  # fmt: skip
            made = contacts.add(
                connection,
                estate_id=house.estates["GV"],
                channel="telegram",
                address=f"c{number}",
                name="P",
                at=NOW,
            )
            contacts.change(connection, made.id, person_id=person)


def rows(house: House) -> list[Any]:
    with house.db.reading() as connection:
        return list(
            connection.execute(select(outbox).where(outbox.c.delivery_id.isnot(None)).order_by(outbox.c.id))
        )


def state(house: House, notice: Notice) -> str:
    with house.store("Max") as store:
        found = store.notices.by_id(notice.id)
        assert found
        return found.state


def test_it_is_handed_on_in_pieces_as_fast_as_the_channel_takes_them(house: House) -> None:
    crowd(house, 20)
    on_its_way(house)
    slow = feeder(house, per_second=2)
    assert [slow.feed(), slow.feed()] == [AHEAD * 2, 0], "nothing left yet, so there is no room"
    with house.db.transaction() as connection:
        connection.execute(update(outbox).values(state="sent"))
    assert slow.feed() == AHEAD * 2
    assert len({row.chat for row in rows(house)}) == AHEAD * 4
    assert {row.priority for row in rows(house)} == {2}


def test_alerts_are_fed_before_the_rest(house: House) -> None:
    crowd(house, 10)
    on_its_way(house, form="a")
    alert = on_its_way(house, form="b", kind="safety")
    feeder(house, per_second=1).feed()
    with house.db.reading() as connection:
        fed = connection.execute(select(outbox.c.payload)).scalars().all()
    assert len(fed) == AHEAD
    assert all("Safety alert" in one["title"] or "安全" in one["title"] for one in fed), alert.id


def test_what_runs_into_the_night_goes_on_in_the_morning(house: House) -> None:
    on_its_way(house)
    assert feeder(house, NOW + timedelta(hours=5)).feed() == 0
    assert feeder(house, NOW + timedelta(hours=14)).feed() == 3


def test_a_safety_alert_does_not_wait_for_the_morning(house: House) -> None:
    on_its_way(house, kind="safety")
    assert feeder(house, NOW + timedelta(hours=5)).feed() == 3


def test_held_nothing_is_fed_and_what_had_not_left_is_called_back(house: House) -> None:
    notice = on_its_way(house)
    feeder(house).feed()
    with house.store("Max") as store:
        held = sending.hold(house.request("Max"), store, notice)
    assert {row.state for row in rows(house)} == {"failed"}, "called back before it left"
    assert feeder(house).feed() == 0
    with house.store("Max") as store:
        sending.resume(house.request("Max"), store, held)
    assert feeder(house).feed() == 3


def test_stopped_what_may_have_arrived_ends_as_unknown_and_is_not_sent_again(house: House) -> None:
    notice = on_its_way(house)
    feeder(house).feed()
    first = rows(house)[0]
    with house.db.transaction() as connection:
        connection.execute(update(outbox).where(outbox.c.id == first.id).values(doubts=1))
    with house.store("Max") as store:
        stopped = sending.stop(house.request("Max"), store, notice, "Put off")
        assert store.deliveries.reach(stopped).contacts == {"unknown": 1, "stopped": 2}
    assert [row.state for row in rows(house)] == ["unknown", "failed", "failed"]


@pytest.mark.parametrize(
    ("held", "doubt", "row", "account"),
    [(True, False, "failed", "waiting"), (True, True, "failed", "waiting"), (False, False, "failed", "stopped"),
     (False, True, "unknown", "unknown")],
)  # fmt: skip
def test_what_was_under_way_when_it_was_held_or_stopped_is_not_tried_again(
    house: House, held: bool, doubt: bool, row: str, account: str
) -> None:
    notice = on_its_way(house)
    feeder(house).feed()
    first = rows(house)[0]
    with house.db.transaction() as connection:
        [message] = queue.claim(connection, [first.id], NOW)
    with house.store("Max") as store:
        request = house.request("Max")
        after = (
            sending.hold(request, store, notice) if held else sending.stop(request, store, notice, "Put off")
        )
    with house.db.transaction() as connection:
        queue.try_again(connection, message.id, NOW, "told to wait", doubt=doubt)
        delivery_put_off(connection, message, NOW)
    assert rows(house)[0].state == row
    with house.store("Max") as store:
        assert store.deliveries.reach(after).contacts.get(account, 0) >= 1
        assert "queued" not in store.deliveries.reach(after).contacts


def test_what_lay_ready_when_the_quiet_hours_began_is_called_back(house: House) -> None:
    notice = on_its_way(house)
    feeder(house).feed()
    assert feeder(house, NOW + timedelta(hours=5)).feed() == 0
    assert {row.state for row in rows(house)} == {"failed"}
    assert state(house, notice) == "sending"
    assert feeder(house, NOW + timedelta(hours=14)).feed() == 3


def test_what_has_run_out_is_stopped_and_staff_hear_of_it(house: House) -> None:
    notice = on_its_way(house, expires=NOW + timedelta(hours=1))
    told = Feeder(
        house.db,
        Routes(staff_group="-100", page_channels=()),
        SETTINGS,
        30,
        now=lambda: NOW + timedelta(hours=2),
    )
    assert told.feed() == 0
    assert state(house, notice) == "stopped"
    with house.db.reading() as connection:
        words = connection.execute(select(outbox.c.payload).where(outbox.c.chat == "-100")).scalars().all()
    assert "had run out before everybody had it" in words[-1]["text"]


def test_a_scheduled_notice_begins_once_at_its_moment(house: House) -> None:
    at = NOW + timedelta(hours=1)
    notice = on_its_way(house, send_at=at)
    assert state(house, notice) == "approved"

    def sweep(now: datetime) -> None:
        Sweeps(house.db, NOBODY_ELSE, SETTINGS, now=lambda: now).all_of_them()

    sweep(at - timedelta(seconds=1))
    assert state(house, notice) == "approved"
    sweep(at)
    sweep(at + timedelta(seconds=5))
    assert state(house, notice) == "sending"
    assert feeder(house, at).feed() == 3


def test_two_who_feed_at_once_feed_each_account_once(house: House) -> None:
    crowd(house, 60)
    notice = on_its_way(house)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: feeder(house).feed(), range(8)))
    assert len(rows(house)) == len({row.chat for row in rows(house)}) == 63
    assert state(house, notice) == "sending"


@pytest.mark.usefixtures("plain_log")
def test_a_notice_that_cannot_be_sent_is_held_and_the_others_go_on(house: House) -> None:
    odd = on_its_way(house, form="a")
    on_its_way(house, form="b")
    with house.db.transaction() as connection:
        connection.execute(update(notices).where(notices.c.id == odd.id).values(question="nobody:knows"))
    assert feeder(house).feed() == 3
    assert state(house, odd) == "paused"
    with house.store("Max") as store:
        assert store.deliveries.reach(odd).contacts == {"waiting": 3}, "nothing of it is lost"
