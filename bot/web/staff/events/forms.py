"""What is typed about an event, and what it means: texts by language, the estate's own time, places, money."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.web.staff.local_time import typed
from handlers.base import Mistake
from handlers.notices.events.desk import Facts
from handlers.tickets.works.prices import amount_of
from handlers.wording import LANGUAGES
from storage.estates import Estate
from storage.events import Event

Form = dict[str, str]


def facts(form: Form, estate: Estate) -> Facts:
    """The facts of a form. Without a date for the answers they are due when it begins. Raises Mistake."""
    zone = ZoneInfo(estate.timezone)
    starts, ends = typed(form, "starts", zone), typed(form, "ends", zone)
    if starts is None or ends is None:
        raise Mistake("events.time_needed")
    return Facts(
        title=_texts(form, "title"), description=_texts(form, "description"), place=_texts(form, "place"), starts=starts,
        ends=ends, rsvp_until=typed(form, "until", zone) or starts, capacity=number(form, "capacity"),
    )  # fmt: skip


def _texts(form: Form, name: str) -> dict[str, str]:
    """What was typed, by language; nothing for a language that was left empty."""
    found = {language: form.get(f"{name}_{language}", "").strip() for language in LANGUAGES}
    return {language: text for language, text in found.items() if text}


def shown(event: Event, estate: Estate) -> Form:
    """An event as its form shows it."""
    zone = ZoneInfo(estate.timezone)
    found = {
        f"{name}_{language}": text
        for name in ("title", "description", "place")
        for language, text in getattr(event, name).items()
    }
    moments = {"starts": event.starts, "ends": event.ends, "until": event.rsvp_until}
    found |= {name: f"{at.astimezone(zone):%Y-%m-%dT%H:%M}" for name, at in moments.items()}
    return found | {"capacity": str(event.capacity or "")}


def number(form: Form, name: str) -> int | None:
    """A number that was typed; None where the field was left empty. Raises Mistake for what is none."""
    said = form.get(name, "").strip()
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) < 8):
        raise Mistake("events.number_wrong", typed=said[:40])
    return int(said)


def money(form: Form, name: str, currency: str) -> int | None:
    """An amount in the currency's smallest unit; None where the field was left empty. Raises Mistake."""
    said = form.get(name, "").strip()
    return amount_of(said, currency) if said else None
