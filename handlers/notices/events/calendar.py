"""An event as a calendar file (RFC 5545, RFC 5546): what a phone's calendar takes. Nothing in it is private.

METHOD PUBLISH has no attendees: it is the notice-board's copy. Times are wall-clock times of the estate with their VTIMEZONE, so that
they stay right where the clocks change.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone, vCalAddress, vText
from icalendar import Event as VEvent

from handlers.notices.events.texts import said_in
from storage.estates import Estate
from storage.events import Event

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]

#: Who made the file, as the standard wants it (RFC 5545, 3.7.3).
_MADE_BY = "-//Ownerline//Events//EN"


def file(event: Event, estate: Estate, language: str, method: Method = "PUBLISH") -> bytes:
    """The event as a file, in a reader's language."""
    zone = ZoneInfo(estate.timezone)
    calendar = Calendar()
    calendar.add("prodid", _MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    day = event.starts.astimezone(zone).date()
    calendar.add_component(
        Timezone.from_tzinfo(
            zone, zone.key, first_date=day.replace(month=1, day=1), last_date=day + timedelta(days=366)
        )
    )
    calendar.add_component(_event(event, estate, language, zone))
    return bytes(calendar.to_ical(sorted=False))


def _event(event: Event, estate: Estate, language: str, zone: ZoneInfo) -> VEvent:
    found = VEvent()
    found.add("uid", event.uid)
    found.add("sequence", event.sequence)
    found.add("dtstamp", event.changed_at.astimezone(UTC).replace(microsecond=0))
    found.add("dtstart", event.starts.astimezone(zone))
    found.add("dtend", event.ends.astimezone(zone))
    found.add("summary", said_in(event.title, language, estate.language))
    for name, texts in (("location", event.place), ("description", event.description)):
        text = said_in(texts, language, estate.language)
        if text:
            found.add(name, text)
    organiser = vCalAddress("tel:" + "".join(one for one in estate.phone if one.isdecimal() or one == "+"))
    organiser.params["cn"] = vText(estate.name)
    found.add("organizer", organiser)
    found.add("status", event.status)
    return found
