"""However a ticket comes into being, it keeps which version of the reader read it, how sure it was, and from which words.

And where the conversation itself shows that a reading failed, the words are kept as a candidate for the corpus.
"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from handlers import registry
from nlu import model
from storage.db import Database
from storage.readings import reading_corrections
from storage.ticket_rows import tickets
from tests.support.house import GROUP, House


@pytest.fixture
def house(sqlite_url: str, now: Any) -> Any:
    database = Database(sqlite_url)
    yield House(database, now)
    database.close()


def opened(house: House) -> list[Any]:
    with house.database.reading() as connection:
        return list(connection.execute(select(tickets).order_by(tickets.c.id)).all())


def candidates(house: House) -> list[tuple[str, str, str, str]]:
    with house.database.reading() as connection:
        table = reading_corrections.c
        rows = connection.execute(select(table.read_as, table.label, table.source, table.words)).all()
    return [tuple(row) for row in rows]  # type: ignore[misc]


#: What Ann, or staff for her, do; how many tickets come of it. {"photo": …} is a photo, "tap …" a button.
WAYS: dict[str, tuple[list[Any], int]] = {
    "a report": (["厨房水龙头一直滴水，关不紧"], 1),
    "several matters": (["厨房水龙头一直滴水，关不紧，还有楼道的灯也不亮"], 2),
    "an emergency and what stands beside it": (["厨房水管爆了，漏到楼下了，还有楼道的灯也不亮"], 2),
    "a photo without words": ([{"photo": ""}], 1),
    "a photo first, then words": ([{"photo": ""}, "the kitchen tap drips all day"], 1),
    "a photo first, then words that nobody understands": ([{"photo": ""}, "хочу спросить"], 1),
    "a photo first, then an emergency": ([{"photo": ""}, "There is smoke coming from the flat next door"], 1),
    "a question": (["what are the opening hours of the gym?"], 1),
    "a wish for a person": (["I want to talk to a person"], 1),
    "twice unclear": (["хочу спросить", "ещё раз"], 1),
    "unclear, and a person by the button": (["хочу спросить", "press person"], 1),
    "unclear, and a reading chosen": (["хочу спросить", "press mean:repair:home.leak"], 1),
    "filed by staff": (["staff /file 3-2-1502 the kitchen tap drips all day"], 1),
    "filed by staff in words that nobody understands": (["staff /file 3-2-1502 хочу спросить"], 1),
}


@pytest.mark.parametrize(("done", "count"), WAYS.values(), ids=WAYS)
async def test_every_ticket_keeps_the_readers_version_and_how_sure_it_was(
    house: House, done: list[Any], count: int
) -> None:
    for one in done:
        await _do(house, one)
    found = opened(house)
    assert len(found) == count
    for ticket in found:
        assert ticket.reading["version"] == model.version()
        assert 0.0 <= ticket.reading["confidence"] <= 1.0
        assert isinstance(ticket.reading["text"], str)


async def _do(house: House, done: Any) -> None:
    if isinstance(done, dict):
        await house.shows("1", done["photo"])
    elif done.startswith("press "):
        await house.presses("1", done.removeprefix("press "))
    elif done.startswith("staff "):
        await house.says(GROUP, done.removeprefix("staff "), sender="900", private=False)
    else:
        await house.says("1", done)


async def test_what_nobody_read_says_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def decide(*_: Any) -> Any:
        raise RuntimeError("a bug")

    monkeypatch.setattr(registry, "decide", decide)
    await house.says("1", "the kitchen tap drips all day")
    [ticket] = opened(house)
    assert ticket.intent == "handoff"
    assert (ticket.reading["version"], ticket.reading["confidence"]) == (None, None)


async def test_a_reading_chosen_by_its_button_is_kept_with_the_words_and_their_own_reading(
    house: House,
) -> None:
    await house.says("1", "хочу спросить")
    await house.presses("1", "mean:repair:home.leak")
    [ticket] = opened(house)
    assert (ticket.words, ticket.code, ticket.reading["read_as"]) == ("хочу спросить", "home.leak", "")
    assert ticket.reading["confidence"] < 1.0, "the owner was sure, the reader was not"
    assert candidates(house) == [("", "repair/home.leak", "owner", "хочу спросить")]


async def test_another_reading_chosen_under_a_report_is_kept_and_the_first_one_again_is_not(
    house: House,
) -> None:
    await house.says("1", "厨房水龙头一直滴水，关不紧")
    [ticket] = opened(house)
    was = f"{ticket.intent}/{ticket.code}"
    other = "home.window" if ticket.code != "home.window" else "home.leak"
    await house.presses("1", f"as:{ticket.id}:{other}")
    assert candidates(house) == [(was, f"repair/{other}", "owner", ticket.words)]
    await house.presses("1", f"as:{ticket.id}:{ticket.code}")
    assert candidates(house) == []


async def test_an_alarm_that_was_none_is_kept_without_a_label_until_staff_say_what_it_is(
    house: House,
) -> None:
    await house.says("1", "There is smoke coming from the flat next door")
    await house.taps("1", "It is no emergency")
    assert [one[:3] for one in candidates(house)] == [("emergency/fire", "", "owner")]
    thread, _ = house.topic("LH-1001")
    await house.says(GROUP, "/kind community.smoking", sender="900", private=False, thread=thread)
    assert [one[:3] for one in candidates(house)] == [
        ("emergency/fire", "complaint/community.smoking", "staff")
    ]
    assert opened(house)[0].code == "community.smoking"


async def test_a_danger_that_is_over_was_no_misreading(house: House) -> None:
    await house.says("1", "There is smoke coming from the flat next door")
    await house.says("1", "all clear now")
    assert opened(house)[0].urgency == "N"
    assert candidates(house) == []


async def test_what_is_hidden_from_the_home_is_not_kept(house: House) -> None:
    await house.says("1", "My husband is hitting me, please help")
    assert opened(house)[0].private
    await house.presses("1", f"undo:{opened(house)[0].id}")
    assert candidates(house) == []
