"""Each standing report goes out once a person: with two processes at the same moment, after restarts, late until noon and no later."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.channels.base import Outbound, outbound_from_json
from bot.due.reports import SWEEPS
from bot.posting import Routes
from bot.sweeps import Sweeps
from handlers.reports import drawing
from storage import staff
from storage.db import Database
from storage.outbox import outbox
from tests.handlers.staff.house import SETTINGS, House, build

ROUTES = Routes(staff_group="-100", page_channels=())

#: Friday 27 November 2026 in Hong Kong.
EIGHT = datetime(2026, 11, 27, 0, 0, tzinfo=UTC)
MONDAY = EIGHT + timedelta(days=3)


@pytest.fixture
def managed(database_url: str) -> House:
    """With Eve above both estates, Max with a chat of his own, and one matter open."""
    house = build(database_url)
    with house.db.transaction() as connection:
        both = (house.estates["GV"], house.estates["SB"])
        for name, role, telegram in (("Eve", "executive", "901"), ("Dora", "director", None)):
            found = staff.by_id(
                connection, staff.add(connection, name=name, role=role, language="en", telegram_id=telegram, estate_ids=both)
            )  # fmt: skip
            assert found
            house.staff[name] = found
        staff.change(connection, house.staff["Max"].id, telegram_id="902")
    house.open("Ann", opened_at=EIGHT - timedelta(hours=2))
    yield house
    house.db.close()


def sweep(house: House, at: datetime, database: Database | None = None) -> None:
    Sweeps(database or house.db, ROUTES, SETTINGS, now=lambda: at, sweeps=SWEEPS).all_of_them()


def sent(house: House, chat: str = "901") -> list[Outbound]:
    with house.db.reading() as connection:
        rows = connection.execute(
            select(outbox).where(outbox.c.chat == chat).order_by(outbox.c.id)
        ).mappings()
        return [outbound_from_json(row["payload"]) for row in rows]


def heads(house: House, chat: str = "901") -> list[str]:
    return [one.text.partition("\n")[0][:14] for one in sent(house, chat)]


def test_it_goes_out_at_eight_once_however_often_the_clock_looks(managed: House) -> None:
    sweep(managed, EIGHT - timedelta(minutes=1))
    assert heads(managed) == []
    for minutes in (0, 1, 30, 180, 600):
        sweep(managed, EIGHT + timedelta(minutes=minutes))
    assert heads(managed) == ["☀️ Fri 27 Nov "]
    sweep(managed, EIGHT + timedelta(days=1))
    assert heads(managed) == ["☀️ Fri 27 Nov ", "☀️ Sat 28 Nov "]


def test_two_processes_at_the_same_moment_send_it_once(managed: House, database_url: str) -> None:
    other = Database(database_url)
    ready = threading.Barrier(2)

    def run(database: Database) -> None:
        ready.wait()
        sweep(managed, EIGHT, database)

    threads = [threading.Thread(target=run, args=(one,)) for one in (managed.db, other)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    other.close()
    sweep(managed, EIGHT + timedelta(seconds=5))
    assert heads(managed) == ["☀️ Fri 27 Nov "]


@pytest.mark.parametrize(("hours", "sends"), [(3.9, True), (4, False), (9, False)])
def test_a_late_start_still_sends_that_morning_until_noon(managed: House, hours: float, sends: bool) -> None:
    sweep(managed, EIGHT - timedelta(days=1))
    sweep(managed, EIGHT + timedelta(hours=hours))
    assert heads(managed) == ["☀️ Thu 26 Nov ", *(["☀️ Fri 27 Nov "] if sends else [])]


def test_what_came_on_a_skipped_morning_is_new_on_the_next(managed: House) -> None:
    sweep(managed, EIGHT - timedelta(days=1))
    sweep(managed, EIGHT + timedelta(hours=5))
    sweep(managed, EIGHT + timedelta(days=1))
    assert "New since Thu 26 Nov 08:00 (1): GV-1001" in sent(managed)[-1].text


def test_whoever_has_no_chat_and_whoever_is_not_named_gets_no_message(managed: House) -> None:
    """Dora has the page; Max manages and gets the week alone."""
    sweep(managed, EIGHT)
    assert {one.chat for chat in ("901", "902") for one in sent(managed, chat)} == {"901"}


def test_the_picture_is_in_the_message_as_its_values(managed: House) -> None:
    sweep(managed, EIGHT)
    (message,) = sent(managed)
    (media,) = message.media
    channel, _, words = media.reference.partition("|")
    chart, language = drawing.read(words)
    assert (channel, language, chart.title, chart.categories) == (
        "chart",
        "en",
        "Open now, by estate",
        ("Green Valley",),
    )


def test_the_week_goes_to_the_managers_on_monday_about_their_own_estate(managed: House) -> None:
    sweep(managed, EIGHT)
    sweep(managed, MONDAY)
    assert [one.text.splitlines()[0] for one in sent(managed, "902")] == [
        "📊 每週報告 2026-11-23 – 2026-11-29 · Green Valley"
    ]
    assert [head for head in heads(managed) if head.startswith("📊")] == ["📊 The week 202"]
    assert "No data in this period" in sent(managed)[-1].text or "In time" in sent(managed)[-1].text


def test_the_week_waits_for_the_next_morning_where_nobody_was_there_on_monday(managed: House) -> None:
    sweep(managed, EIGHT)
    sweep(managed, MONDAY + timedelta(hours=6))
    sweep(managed, MONDAY + timedelta(days=1))
    sweep(managed, MONDAY + timedelta(days=2))
    assert len(sent(managed, "902")) == 1


def test_the_quarter_goes_out_on_its_first_day(managed: House) -> None:
    sweep(managed, EIGHT)
    sweep(managed, datetime(2027, 1, 1, 0, 1, tzinfo=UTC))
    assert any("Management review Q4 2026" in one.text for one in sent(managed))


def test_somebody_without_an_estate_keeps_nobody_waiting(managed: House) -> None:
    with managed.db.transaction() as connection:
        staff.add(connection, name="Nan", role="executive", language="en", telegram_id="903", estate_ids=())
    sweep(managed, EIGHT)
    assert (heads(managed), heads(managed, "903")) == (["☀️ Fri 27 Nov "], [])
