"""What a page may put into the reply before anybody types: a known answer, or calm words; always with where it comes from.

It is asked for in the address (?draft=known-12) and never sent by itself: a person reads it, changes it, and sends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.web.ids import is_id
from handlers.staff.owner_side import owner_language
from handlers.tickets.people.abusing import CALM
from handlers.tickets.people.known_search import spoken
from handlers.wording import moment, say
from storage.known_answers import KnownAnswer
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True)
class Draft:
    """The words, and the line under them that tells their source."""

    text: str = ""
    source: str = ""


def draft(store: StaffStore, language: str, ticket: Ticket, wanted: str, now: datetime) -> Draft:
    """The draft that an address asks for; an empty one for what is none."""
    kind, _, number = wanted.partition("-")
    if not is_id(number):
        return Draft()
    if kind == "calm" and int(number) in CALM:
        words = say(owner_language(store, ticket), f"abuse.calm.{int(number)}", number=ticket.number)
        return Draft(words, say(language, "abuse.source", which=int(number)))
    return _known(store, language, ticket, int(number), now) if kind == "known" else Draft()


def _known(store: StaffStore, language: str, ticket: Ticket, number: int, now: datetime) -> Draft:
    answer = store.known.by_id(number)
    if answer is None or answer.state != "approved" or answer.estate_id != ticket.estate_id:
        return Draft()
    _, (_, text) = spoken(answer.texts, owner_language(store, ticket))
    return Draft(text, source(store, language, answer, now))


def source(store: StaffStore, language: str, answer: KnownAnswer, now: datetime) -> str:
    """Where an answer comes from: its number and version, the case while the reader may see it, who proposed it, and, once it is
    approved, who did that and when."""
    estate = store.estate(answer.estate_id)
    zone = ZoneInfo(estate.timezone if estate else "UTC")
    who = store.colleague(answer.decided_by) if answer.decided_by else None
    case = store.tickets.by_id(answer.ticket_id) if answer.ticket_id else None
    by = store.colleague(answer.proposed_by)
    values = {
        "id": answer.line_id, "version": answer.version, "by": by.name if by else "–",
        "case": case.number if case else say(language, "known.no_case"),
    }  # fmt: skip
    if answer.state != "approved" or answer.decided_at is None:
        return say(language, "known.source_open", **values)
    when = moment(language, answer.decided_at, zone, now)
    return say(language, "known.source", name=who.name if who else "–", when=when, **values)
