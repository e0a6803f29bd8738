"""What somebody sends after or beside an answer: an edited answer never becomes a ticket with their name, and no picture is swallowed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from storage import estates
from storage.db import Database
from storage.inbox import inbox
from storage.survey_sheets import survey_sheets
from storage.ticket_rows import attachments, tickets
from tests.conversations import acting, survey_steps
from tests.support.house import House

SENTENCE, EDITED = "The lift is far too slow", "The lift is far too slow in the morning"


@pytest.fixture
def house(sqlite_url: str, now: datetime) -> Iterator[House]:
    database = Database(sqlite_url)
    yield House(database, now)
    database.close()


async def asked(house: House, *questions: str) -> None:
    """Ann is asked in English, in a home that she has lived in for long."""
    await house.give(house.message("1", "Hello, good morning"))
    with house.database.transaction() as connection:
        for unit in estates.units_of(connection, (house.estate_id,)):
            estates.change_unit(connection, unit.id, delivered_on=date(2015, 1, 31))
    survey_steps.do(house, {"survey": "run", "questions": list(questions)})
    house.later(seconds=6)
    house.heard("1")


async def writes(house: House, text: str, **more: Any) -> list[str]:
    await house.give(house.message("1", text, **more))
    house.later(seconds=6)
    return [one.text for one in house.heard("1")]


def kept(house: House) -> tuple[int, str, list[Any]]:
    """How many tickets there are, all that came in as text, and the sheets."""
    with house.database.reading() as connection:
        count = len(connection.execute(select(tickets.c.id)).all())
        came = json.dumps([row.payload for row in connection.execute(select(inbox.c.payload))])
        sheets = [row.answers for row in connection.execute(select(survey_sheets.c.answers))]
    return count, came, sheets


async def test_an_edited_sentence_stays_on_its_sheet_as_it_was_and_opens_no_ticket(house: House) -> None:
    await asked(house, "overall", "sentence")
    await house.taps("1", "4")
    await writes(house, SENTENCE, message_id="m7")
    for _ in range(2):
        (told,) = await writes(house, EDITED, kind="edit", message_id="m7")
        assert "editing it changes nothing" in told
    assert kept(house)[0] == 0
    assert "lift" not in kept(house)[1]
    assert kept(house)[2] == [{"overall": 4, "sentence": SENTENCE}]


async def test_an_edited_number_answers_no_other_question(house: House) -> None:
    await asked(house, "recommend", "overall")
    await writes(house, "5", message_id="m7")
    await writes(house, "3", kind="edit", message_id="m7")
    assert kept(house)[2] == []
    await writes(house, "4")
    assert kept(house)[2] == [{"recommend": 5, "overall": 4}]


async def test_what_was_no_answer_is_corrected_as_ever(house: House) -> None:
    await writes(house, "The kitchen tap drips all day", message_id="m7")
    (told,) = await writes(house, "The bathroom tap drips all day", kind="edit", message_id="m7")
    assert "bathroom" in told
    assert kept(house)[0] == 1


async def test_a_picture_with_words_is_no_answer_and_reaches_people(house: House) -> None:
    await asked(house, "overall", "sentence")
    await house.taps("1", "4")
    await acting.act(house, {"ann": {"photo": "The wall of the lobby has a hole"}})
    with house.database.reading() as connection:
        (whose,) = connection.execute(select(attachments.c.ticket_id)).all()
    assert whose.ticket_id is not None
    assert kept(house)[2] == []
