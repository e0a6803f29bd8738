"""Calendar files: parsed by the library, and looked at octet by octet (RFC 5545, 3.1; RFC 5546, 3.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from handlers.notices.events import calendar
from tests.handlers.notices.events.values import ESTATE, NOW, STARTS, event

LONG = (
    "中秋灯会，猜灯谜、做灯笼、看表演；老人和孩子都欢迎，" * 6
    + "𨋢 and a comma, a semicolon; a \\ and\na second line"
)


def test_it_says_what_the_event_is() -> None:
    file = calendar.file(event(sequence=3, description={"zh-Hans": LONG}), ESTATE, "zh-Hans")
    parsed = Calendar.from_ical(file)
    [found] = parsed.walk("VEVENT")
    assert (parsed["METHOD"], parsed["VERSION"]) == ("PUBLISH", "2.0")
    assert (found["UID"], found["SEQUENCE"], found["STATUS"]) == ("abc@ownerline", 3, "CONFIRMED")
    assert (found["SUMMARY"], found["LOCATION"], found["DESCRIPTION"]) == ("中秋灯会", "会所", LONG)
    assert found["DTSTART"].dt == STARTS
    assert found["DTEND"].dt == STARTS + timedelta(hours=2)
    assert found["DTSTAMP"].dt == NOW
    assert (str(found["ORGANIZER"]), found["ORGANIZER"].params["CN"]) == ("tel:4000000000", "麗湖花園")
    assert "ATTENDEE" not in found


def test_times_name_a_zone_that_the_file_explains() -> None:
    text = calendar.file(event(), ESTATE, "zh-Hans").decode()
    assert "DTSTART;TZID=Asia/Shanghai:20260307T180000\r\n" in text
    assert "BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\n" in text
    assert "TZOFFSETTO:+0800\r\n" in text
    assert text.index("END:VTIMEZONE") < text.index("BEGIN:VEVENT")


def test_both_changes_of_the_clocks_are_explained() -> None:
    summer = event(starts=datetime(2026, 7, 1, 17, tzinfo=UTC), ends=datetime(2026, 7, 1, 19, tzinfo=UTC))
    text = calendar.file(summer, replace(ESTATE, timezone="Europe/London"), "en").decode()
    assert "DTSTART;TZID=Europe/London:20260701T180000\r\n" in text
    [zone] = Calendar.from_ical(text).walk("VTIMEZONE")
    changes = {(str(one.name), f"{one['DTSTART'].dt:%Y-%m-%d}") for one in zone.subcomponents}
    assert changes >= {("DAYLIGHT", "2026-03-29"), ("STANDARD", "2026-10-25")}


@pytest.mark.parametrize("text", [LONG, "a" * 400, "𨋢" * 90, "é" * 200, "x" * 63 + "中" * 60])
def test_lines_are_folded_at_75_octets_and_no_character_is_cut(text: str) -> None:
    file = calendar.file(event(title={"zh-Hans": text}), ESTATE, "zh-Hans")
    assert file.endswith(b"\r\n")
    assert b"\n" not in file.replace(b"\r\n", b"")
    lines = file.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode("utf-8")  # a cut character would not be one
    [found] = Calendar.from_ical(file).walk("VEVENT")
    assert found["SUMMARY"] == text


def test_commas_semicolons_backslashes_and_lines_are_escaped() -> None:
    text = calendar.file(event(title={"zh-Hans": "a,b;c\\d\ne"}), ESTATE, "zh-Hans").decode()
    assert "SUMMARY:a\\,b\\;c\\\\d\\ne\r\n" in text


@pytest.mark.parametrize(
    ("status", "method"), [("CONFIRMED", "REQUEST"), ("CANCELLED", "CANCEL"), ("CANCELLED", "PUBLISH")]
)
def test_a_change_and_a_cancellation_name_the_same_event(status: str, method: calendar.Method) -> None:
    parsed = Calendar.from_ical(calendar.file(event(status=status, sequence=1), ESTATE, "en", method))
    [found] = parsed.walk("VEVENT")
    assert (parsed["METHOD"], found["STATUS"], found["UID"], found["SEQUENCE"]) == (
        method,
        status,
        "abc@ownerline",
        1,
    )


def test_the_text_is_the_readers_else_the_one_there_is() -> None:
    both = event(title={"zh-Hans": "灯会", "en": "Lanterns"})
    for language, title in (("en", "Lanterns"), ("zh-Hant", "灯会")):
        [found] = Calendar.from_ical(calendar.file(both, ESTATE, language)).walk("VEVENT")
        assert found["SUMMARY"] == title
