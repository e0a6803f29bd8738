"""What stands in an invitation: when, where, until when to answer, how many places are left; and the buttons under it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from handlers.base import Acting, Button
from handlers.notices.events.seats import Room
from handlers.notices.events.texts import said_in
from handlers.wording import say
from storage.events import Event

_BABEL = {"zh-Hans": "zh_CN", "zh-Hant": "zh_HK", "en": "en_GB"}

#: The head-counts that have a button; more are written.
HEADS = (1, 2, 3, 4, 5, 6)


def today(acting: Acting) -> date:
    """The day it is on the estate."""
    return acting.now.astimezone(acting.tz).date()


def title(language: str, event: Event, otherwise: str = "en") -> str:
    return said_in(event.title, language, otherwise)


def place(language: str, event: Event, otherwise: str = "en") -> str:
    return said_in(event.place, language, otherwise)


def at(language: str, moment: datetime, tz: ZoneInfo) -> str:
    """A moment with its date, in the estate's zone, which stays true whenever it is read: Sat 14 March 14:00, 3月14日 周六 14:00."""
    local = moment.astimezone(tz)
    pattern = "EEE d MMMM" if language == "en" else "M月d日 EEE"
    return f"{format_date(local, pattern, locale=_BABEL[language])} {local:%H:%M}"


def when(language: str, event: Event, tz: ZoneInfo) -> str:
    """From when to when; the day is said once where both lie on it."""
    ends = event.ends.astimezone(tz)
    same = event.starts.astimezone(tz).date() == ends.date()
    return f"{at(language, event.starts, tz)} – {f'{ends:%H:%M}' if same else at(language, event.ends, tz)}"


def words(
    language: str, event: Event, tz: ZoneInfo, *, room: Room | None = None, otherwise: str = "en", address: str = ""
) -> str:  # fmt: skip
    """When, where, until when to answer; the places left where `room` tells them; the calendar file where `address` is known."""
    free = room.free if room else None
    lines = (
        say(language, "events.when", when=when(language, event, tz)),
        say(language, "events.where", place=place(language, event, otherwise)) if any(event.place.values()) else "",
        say(language, "events.until", until=at(language, event.rsvp_until, tz)),
        "" if free is None else say(language, "events.places_left" if free else "events.full", free=free),
        calendar_line(language, event, address),
    )  # fmt: skip
    return "\n".join(line for line in lines if line)


def calendar_line(language: str, event: Event, address: str) -> str:
    """Where the calendar file lies, in the reader's language; "" while it has no address."""
    link = file_link(language, event, address)
    return say(language, "events.calendar", link=link) if link else ""


def file_link(language: str, event: Event, address: str) -> str:
    return f"{address}/event/{event.token}.ics?lang={language}" if event.token and address else ""


def asks(language: str, event: Event) -> tuple[tuple[Button, ...], ...]:
    """The three answers; the sequence stands in them, so that an old button answers no new time."""
    return answers(language, about(event))


def about(event: Event) -> str:
    """What a notice asks about: the event and its sequence, as a button carries them."""
    return f"{event.id}:{event.sequence}"


def answers(language: str, about: str) -> tuple[tuple[Button, ...], ...]:
    """The three answers to what a notice asks about."""
    return (
        tuple(
            Button(say(language, f"invitations.button.{answer}"), f"rsvp:{about}:{answer}")
            for answer in ("yes", "no", "maybe")
        ),
    )


def heads(language: str, event: Event, kind: str = "") -> tuple[tuple[Button, ...], ...]:
    """How many of you, by a tap. `kind` "here": how many are there."""
    more = f"{kind}:" if kind else ""
    made = [
        Button(say(language, "invitations.button.people", people=number), f"rsvp:{event.id}:{event.sequence}:{more}{number}")
        for number in HEADS
    ]  # fmt: skip
    return (tuple(made[:3]), tuple(made[3:]))


def here(language: str, event: Event) -> tuple[tuple[Button, ...], ...]:
    """Under what reaches people on the way: we are here; we cannot come after all."""
    return tuple(
        (Button(say(language, f"invitations.button.{name}"), f"rsvp:{event.id}:{event.sequence}:{name}"),)
        for name in ("here", "no")
    )
