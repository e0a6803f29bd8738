"""A ticket's whole file as one document: what happened, who did it, in whose words, and whether the file proves itself (C40, C41).

For the owner it leaves out what is among staff, and the names of other households. What was corrected stands as versions; what
was redacted stands as its place in the chain.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.web.staff.ticket_view import what_happened
from handlers.staff import card
from handlers.tickets.fairness import bodies
from handlers.wording import say
from nlu.anonymise import Known
from storage.file_chain import Fault
from storage.promises import Promise
from storage.store import Store
from storage.ticket_rows import Event, Ticket

#: Entries that say what the matter is: the first and each that puts it right is a version of it.
VERSIONS = ("received", "filed", "corrected", "relabelled", "place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the file. `confidence`: how sure the reader was of the words, 0..1, where it read any; `of`: which version of the
    matter it is, 0 for none.
    """

    seq: int
    at: str
    when: str
    side: str
    who: str
    kind: str
    what: str
    text: str
    data: dict[str, Any]
    shown: bool
    program: str
    confidence: float | None
    of: int
    redacted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """A promise: what, until when, and whether it was kept, broken, or is still open."""

    kind: str
    made: str
    due: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    name: str
    kind: str
    size: int
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """The case before a body outside."""

    body: str
    when: str
    consent: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeFile:
    """Everything there is. `faults` is empty for a file that proves itself."""

    number: str
    estate: str
    opened: str
    stage: str
    what: str
    place: str
    words: str
    language: str
    remedy_sought: str
    for_owner: bool
    made: str
    entries: tuple[Entry, ...]
    promises: tuple[Undertaking, ...]
    transfers: int
    enclosures: tuple[Enclosure, ...]
    outside: tuple[Outside, ...]
    faults: tuple[Fault, ...]

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"


def gathered(
    store: Store,
    ticket: Ticket,
    language: str,
    now: datetime,
    *,
    for_owner: bool,
    own: bodies.Listed | None = None,
) -> WholeFile:
    """The file of a ticket within a scope, in a reader's language."""
    estate = store.estate_of(ticket)
    tz = ZoneInfo(estate.timezone)
    unit = store.unit_of(ticket)
    hide = _hiding(store, ticket) if for_owner else _as_it_is

    def when(at: datetime) -> str:
        return f"{at.astimezone(tz):%Y-%m-%d %H:%M %Z}"

    return WholeFile(
        number=ticket.number,
        estate=estate.name,
        opened=when(ticket.opened_at),
        stage=card.stage_name(language, ticket.stage),
        what=card.reading(language, ticket),
        place=" · ".join(part for part in (unit.label if unit else "", ticket.place or "") if part),
        words=hide(ticket.words),
        language=ticket.language,
        remedy_sought=hide(ticket.remedy_sought or ""),
        for_owner=for_owner,
        made=when(now),
        entries=_entries(store, ticket, language, tz, now, for_owner=for_owner, hide=hide),
        promises=tuple(_undertaking(language, one, when) for one in store.promises.of(ticket)),
        transfers=ticket.transfers,
        enclosures=tuple(
            Enclosure(name=one.name or one.kind, kind=one.kind, size=one.size, when=when(one.at))
            for one in store.tickets.attachments(ticket)
        ),
        outside=tuple(
            Outside(
                body=bodies.name_of(language, estate, one.body, own), when=when(one.at),
                consent=when(one.consent_at) if one.consent_at else "", outcome=hide(one.outcome or ""),
            )
            for one in store.referrals.of(ticket)
        ),
        faults=tuple(store.tickets.faults(ticket)),
    )  # fmt: skip


def _undertaking(language: str, one: Promise, when: Callable[[datetime], str]) -> Undertaking:
    state = "kept" if one.kept_at else "broken" if one.broken_at else "open"
    return Undertaking(
        kind=one.kind,
        made=when(one.made_at),
        due=when(one.due_at),
        state=say(language, f"whole_file.promise.{state}"),
    )


def _entries(
    store: Store,
    ticket: Ticket,
    language: str,
    tz: ZoneInfo,
    now: datetime,
    *,
    for_owner: bool,
    hide: Callable[[str], str],
) -> tuple[Entry, ...]:
    names = {one.id: one.name for one in store.staff_of_estate(ticket)}
    found, version = [], 0
    for event in store.tickets.timeline(ticket):
        version += event.kind in VERSIONS
        if for_owner and not event.shown:
            continue
        found.append(
            Entry(
                seq=event.seq,
                at=event.at.isoformat(),
                when=moment_in_full(event.at, tz),
                side=event.actor,
                who=names.get(event.staff_id or 0, say(language, f"staff_pages.actor.{event.actor}")),
                kind=event.kind,
                what=what_happened(language, event, tz, now),
                text=hide(event.text),
                data={} if for_owner else event.data,
                shown=event.shown,
                program=event.version,
                confidence=_confidence(event, ticket),
                of=version if event.kind in VERSIONS else 0,
                redacted=event.redacted_at is not None,
            )
        )
    return tuple(found)


def moment_in_full(at: datetime, tz: ZoneInfo) -> str:
    return f"{at.astimezone(tz):%Y-%m-%d %H:%M:%S %Z}"


def _confidence(event: Event, ticket: Ticket) -> float | None:
    """Of the words that were read: those that opened the ticket; later readings keep their own."""
    found = (
        ticket.reading.get("confidence")
        if event.kind in ("received", "filed")
        else event.data.get("confidence")
    )
    return float(found) if isinstance(found, (int, float)) else None


def _as_it_is(text: str) -> str:
    return text


def _hiding(store: Store, ticket: Ticket) -> Callable[[str], str]:
    """Takes the names of other households out, as far as they are registered."""
    known = Known(names=store.third_parties(ticket), ordinary=_everyday())

    def hide(text: str) -> str:
        for start, end in sorted(known.people.found(text), reverse=True):
            text = f"{text[:start]}█{text[end:]}"
        return text

    return hide


@cache
def _everyday() -> frozenset[str]:
    """The everyday words that names are told from."""
    from nlu.corpus import own_phrases
    from nlu.harvest import everyday

    return everyday(own_phrases())
