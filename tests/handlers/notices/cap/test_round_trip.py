"""What is written is what the schema asks for, and what is read from it is the value again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings

from handlers.notices.cap.reading import read
from handlers.notices.cap.values import Alert
from handlers.notices.cap.writing import Unwritable, write
from tests.handlers.notices.cap.examples import ALERTS, storm, told_by_the_schema


@given(ALERTS)
@settings(max_examples=60, deadline=None)
def test_any_alert_is_written_as_the_schema_asks_and_read_again_as_it_was(alert: Alert) -> None:
    written = write(alert)
    assert told_by_the_schema(written) == []
    assert read(written) == alert
    assert write(read(written)) == written


def test_the_same_alert_gives_the_same_bytes() -> None:
    assert write(storm()) == write(storm())


@pytest.mark.parametrize(
    ("offset", "written"),
    [
        (timezone(timedelta(hours=8)), "2026-08-20T09:30:00+08:00"),
        (timezone(-timedelta(hours=3, minutes=30)), "2026-08-20T09:30:00-03:30"),
        (UTC, "2026-08-20T09:30:00-00:00"),
        (timezone(timedelta(0)), "2026-08-20T09:30:00-00:00"),
    ],
)
def test_a_time_is_written_with_its_offset_in_numbers(offset: timezone, written: str) -> None:
    alert = storm(sent=datetime(2026, 8, 20, 9, 30, tzinfo=offset), infos=())
    assert f"<sent>{written}</sent>".encode() in write(alert)


def test_signs_of_xml_in_peoples_words_stay_words() -> None:
    words = 'Do not touch </info> & "<b>" ]]> <!-- here'
    first, second = storm().infos
    alert = storm(infos=(replace(first, description=words), second))
    assert read(write(alert)).infos[0].description == words


def test_an_alert_that_breaks_the_standard_is_not_written() -> None:
    with pytest.raises(Unwritable, match="references: an Update must name the message"):
        write(storm(msg_type="Update"))
