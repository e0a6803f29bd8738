"""What the clock does with empty homes and with seasons, on both engines: once, also when it is run twice or late; and that nothing is left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from handlers.staff import seasons as steps
from handlers.staff.request import StaffRequest
from storage import contacts, estates, people, staff
from storage.absence_leftovers import absence_leftovers
from storage.absences import absence_totals, absences
from storage.base import metadata
from storage.conversations import conversations
from storage.db import Database
from storage.inbox import inbox
from storage.notices import Notices, notices
from storage.outbox import SENT, outbox
from storage.seasons import season_reminders
from storage.staff_store import StaffStore
from storage.webchat import webchat_log
from tests.support.house import GROUP, House

pytestmark = pytest.mark.usefixtures("plain_log")

WORDS = "away until 5 March, please keep an eye, aunt Mo has the key"


@pytest.fixture
def house(database: Database, now: datetime) -> House:
    return House(database, now)


def rows(house: House) -> str:
    """Every row of every table, as text."""
    with house.database.reading() as connection:
        return "\n".join(str(connection.execute(table.select()).all()) for table in metadata.sorted_tables)


def delivered(house: House) -> None:
    """Everything that waits has been sent."""
    with house.database.transaction() as connection:
        connection.execute(outbox.update().values(state=SENT, attempted_at=house.now))


def told(house: House, chat: str) -> list[str]:
    return [one.text for one in house.all_to(chat)]


async def test_when_it_is_over_the_words_are_gone_from_every_table_and_a_count_is_left(house: House) -> None:
    await house.says("1", WORDS)
    await house.taps("1", "Other days")
    await house.says("1", "until 6 March, aunt Mo comes at noon")
    delivered(house)
    assert "aunt Mo" in rows(house)
    house.later(days=3)
    assert "aunt Mo" in rows(house)
    house.later(days=2)
    left = rows(house)
    for word in ("aunt Mo", "6 March", "6 Mar", "keep an eye"):
        assert word not in left, word
    with house.database.reading() as connection:
        assert connection.execute(absences.select()).all() == []
        (total,) = connection.execute(absence_totals.select()).all()
    assert (total.month, total.absences) == ("2026-03", 1)


async def test_when_they_say_that_they_are_back_it_is_gone_at_once(house: House) -> None:
    await house.says("1", WORDS)
    delivered(house)
    await house.says("2", "we're back")
    assert "aunt Mo" not in rows(house)


async def test_it_is_deleted_once_and_told_once_however_often_the_clock_runs(house: House) -> None:
    await house.says("1", WORDS)
    house.later(days=10)
    for _ in range(3):
        house.sweeps.all_of_them()
    assert (
        len([text for text in told(house, "1") if "entry is deleted" in text and "Still away?" in text]) == 1
    )


async def test_an_account_that_blocked_us_is_not_written_to_and_its_entry_goes_all_the_same(
    house: House,
) -> None:
    await house.says("1", WORDS)
    await house.give(house.message("1", "", kind="reach", reachable=False))
    before = len(told(house, "1"))
    house.later(days=10)
    assert len(told(house, "1")) == before
    assert "aunt Mo" not in rows(house).replace(WORDS, "")
    with house.database.reading() as connection:
        assert connection.execute(absences.select()).all() == []


async def test_nothing_of_an_absence_ever_goes_to_staff(house: House) -> None:
    await house.says("1", WORDS)
    await house.says("1", "we're back")
    await house.says("1", "we are away again 8-12 March")
    house.later(days=20)
    assert told(house, GROUP) == []
    assert told(house, "900") == []


def reminders(house: House) -> list[tuple[str, int]]:
    with house.database.reading() as connection:
        found = connection.execute(select(season_reminders).order_by(season_reminders.c.id)).all()
    return [(one.season, one.year) for one in found]


async def test_a_season_is_put_forward_once_on_its_first_day_where_the_estate_is(house: House) -> None:
    house.now = datetime(2026, 5, 31, 15, 59, tzinfo=UTC)  # one minute before midnight in Shanghai
    house.sweeps.all_of_them()
    assert ("e_bikes", 2026) not in reminders(house)
    house.later(minutes=1)
    house.later(hours=1)
    house.later(days=1)
    assert reminders(house).count(("e_bikes", 2026)) == 1
    assert len([text for text in told(house, GROUP) if "Charging e-bikes" in text]) == 1
    house.now = datetime(2027, 6, 2, 1, 0, tzinfo=UTC)
    house.sweeps.all_of_them()
    assert ("e_bikes", 2027) in reminders(house)


async def test_a_line_that_stood_still_for_a_week_makes_up_for_it_and_for_a_month_does_not(
    house: House,
) -> None:
    house.now = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
    house.sweeps.all_of_them()
    assert reminders(house) == [("e_bikes", 2026)]
    house.now = datetime(2026, 8, 1, 1, 0, tzinfo=UTC)
    house.sweeps.all_of_them()
    assert reminders(house) == [("e_bikes", 2026)]


async def test_managers_hear_of_it_in_private_and_one_proposes_while_another_approves(house: House) -> None:
    with house.database.transaction() as connection:
        for name, number in (("Mei", "910"), ("Moe", "911")):
            staff.add(
                connection,
                name=name,
                role="manager",
                language="en",
                telegram_id=number,
                estate_ids=(house.estate_id,),
            )
    house.now = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
    house.sweeps.all_of_them()
    assert any("Charging e-bikes" in text for text in told(house, "910"))
    assert any("Charging e-bikes" in text for text in told(house, "911"))
    assert not any("e-bikes" in text for text in told(house, GROUP))
    with house.database.transaction() as connection:
        mei, moe = (staff.by_telegram(connection, one) for one in ("910", "911"))
        assert mei
        assert moe
        request = StaffRequest(who=mei, now=house.now, tz=ZoneInfo("Asia/Shanghai"), settings=house.rules)
        store = StaffStore(connection, mei)
        (one,) = store.seasons.newest()
        steps.propose(request, store, one.id, {"en": "Six more charging places at gate 2."})
        (notice,) = connection.execute(notices.select()).all()
        assert (notice.state, notice.author_id, notice.category) == ("proposed", mei.id, "Fire")
        assert store.notices.approve(_notice(store, notice.id), house.now) is None
        assert StaffStore(connection, moe).notices.approve(_notice(store, notice.id), house.now)
        assert [(now.outcome, now.settled_name) for now in store.seasons.newest()] == [("written", "Mei")]


def _notice(store: StaffStore, number: int):
    assert isinstance(store.notices, Notices)
    found = store.notices.by_id(number)
    assert found
    return found


@pytest.mark.parametrize("hours", [0, 23])
async def test_two_estates_in_two_zones_have_their_own_midnight(house: House, hours: int) -> None:
    with house.database.transaction() as connection:
        estates.add_estate(
            connection,
            code="UK",
            name="Brook",
            timezone="Europe/London",
            jurisdiction="GB",
            language="en",
            phone="1",
        )
    house.now = datetime(2026, 5, 31, 22, 30, tzinfo=UTC) + timedelta(hours=hours)
    house.sweeps.all_of_them()
    assert len([one for one in reminders(house) if one[0] == "e_bikes"]) == (2 if hours else 1)


#: What is said of Ann's absence, each way that words of it come in or go out.
PATHS: dict[str, list[tuple[str, str]]] = {
    "it is shown": [("1", WORDS), ("2", "are we away? aunt Mo asks, please keep an eye")],
    "days that cannot be": [("1", WORDS), ("1", "!Other days"), ("1", "until 7 March 2029, aunt Mo")],
    "other days asked for": [("1", WORDS), ("1", "!Other days")],
    "the end that ends it": [("1", WORDS), ("1", "we're back, aunt Mo")],
    "nothing more": [("1", WORDS)],
    "no end known": [("1", "we are away from tomorrow, aunt Mo has the key, please keep an eye on the flat")],
    "wrong days never answered": [("1", "we were away 2-3 February, aunt Mo, please keep an eye")],
}
SAID_OF_IT = ("aunt Mo", "keep an eye", "Mar", "Feb", "3-2-1502")


@pytest.mark.parametrize("ends", ["in words", "by the clock"])
@pytest.mark.parametrize("path", PATHS)
async def test_no_word_of_the_home_and_its_days_is_left_anywhere(house: House, path: str, ends: str) -> None:
    for who, words in PATHS[path]:
        await (house.taps(who, words[1:]) if words.startswith("!") else house.says(who, words))
        delivered(house)
    if ends == "in words":
        await house.says("2", "we're back")
        delivered(house)
    for _ in range(12):
        house.later(days=5)
        delivered(house)
    left = words_of(house)
    for word in SAID_OF_IT:
        assert word not in left, word


async def test_which_home_is_never_answered_and_its_words_go_all_the_same(house: House) -> None:
    with house.database.transaction() as connection:
        unit = estates.unit_labelled(connection, house.estate_id, "3-2-1503")
        ann = contacts.at(connection, "telegram", "1")
        assert unit
        assert ann
        assert ann.person_id
        people.occupy(
            connection, estate_id=house.estate_id, person_id=ann.person_id, unit_id=unit.id, role="owner", at=house.now
        )  # fmt: skip
    await house.says("1", "away 8-12 March, aunt Mo, please keep an eye")
    delivered(house)
    assert "aunt Mo" in words_of(house)
    house.later(days=2)
    assert "aunt Mo" not in words_of(house)


def words_of(house: House) -> str:
    """Everything that was taken in, sent, asked and noted, as text."""
    tables = (inbox, outbox, webchat_log, conversations, absences, absence_leftovers)
    with house.database.reading() as connection:
        return "\n".join(str(connection.execute(table.select()).all()) for table in tables)
