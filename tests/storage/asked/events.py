"""What is asked of events, of answers to them, and of what households say afterwards.

They belong to an estate and its invited homes, to no ticket: whoever must not see a ticket may well be invited.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from storage.db import Connection
from storage.estates import units
from storage.event_pulses import EventPulses, Pulse
from storage.events import Event, Events
from storage.fund_posts import FundPosts
from storage.rsvps import Rsvp, Rsvps
from storage.store import LineStore
from tests.handlers.staff.house import NOW, House
from tests.storage.asked.nowhere import NOWHERE

Ask = Callable[[Any, Any], Any]

STARTS = NOW + timedelta(days=4)

FACTS: dict[str, Any] = {
    "kind": "company", "title": {"en": "Mooncakes"}, "description": {}, "place": {"en": "Hall"}, "starts": STARTS,
    "ends": STARTS + timedelta(hours=2), "rsvp_until": STARTS, "capacity": 6, "status": "CONFIRMED", "reason": "",
    "token": None, "currency": "HKD", "minutes": 0, "effect": "", "made_at": NOW, "changed_at": NOW,
}  # fmt: skip


def made(connection: Connection, house: House, *homes: str, **values: Any) -> Event:
    """An event of Green Valley, to which the homes of these people are invited."""
    line = LineStore(connection)
    row = {**FACTS, "staff_id": house.staff["Ivy"].id, **values}
    found = line.events.add(estate_id=house.estates["GV"], uid=row.pop("uid", "mooncakes@ownerline"), **row)
    assert found
    line.rsvps.invite(found, [house.units[name] for name in homes], NOW)
    return found


def event(x: Any) -> Event:
    """The first event, as whoever knows its number would name it; or none."""
    empty: dict[str, Any] = dict.fromkeys(Event.__dataclass_fields__)
    known = Event(**empty | FACTS | {"id": 1, "sequence": 0, "uid": "mooncakes@ownerline"})
    return replace(known, id=known.id if x.ticket.id != NOWHERE else NOWHERE, estate_id=x.ticket.estate_id)


def rsvp(x: Any) -> Rsvp:
    """The first answer, of Ann's home."""
    empty: dict[str, Any] = dict.fromkeys(Rsvp.__dataclass_fields__)
    number = 1 if x.ticket.id != NOWHERE else NOWHERE
    return Rsvp(
        **empty
        | {"id": number, "event_id": number, "unit_id": x.ticket.unit_id, "people": 0, "partstat": "ACCEPTED"}
    )


def pulse(x: Any) -> Pulse:
    empty: dict[str, Any] = dict.fromkeys(Pulse.__dataclass_fields__)
    return Pulse(**empty | {"id": 1 if x.ticket.id != NOWHERE else NOWHERE, "event_id": event(x).id})


def drawn(x: Any) -> list[dict[str, Any]]:
    values: dict[str, Any] = {"came": False, "rank": 2, "skipped": "", "asked_at": NOW, "contact_id": None}
    return [{"unit_id": x.ticket.unit_id, **values}]


EVENTS: dict[str, Ask] = {
    "by_id": lambda s, x: s.by_id(event(x).id),
    "newest": lambda s, x: [one for one in s.newest() if one.id == event(x).id],
    "live": lambda s, x: [one for one in s.live(NOW) if one.id == event(x).id],
    "proposed": lambda s, x: s.proposed(x.ticket.contact_id),
    "estate_of": lambda s, x: s.estate_of(event(x)),
    "add": lambda s, x: s.add(
        estate_id=x.ticket.estate_id if x.ticket.id != NOWHERE else NOWHERE, uid=f"new-{event(x).id}", **FACTS
    ),
    "change": lambda s, x: s.change(event(x), effect="forged"),
    "lock": lambda s, x: s.lock(event(x)),
}

RSVPS: dict[str, Ask] = {
    "invite": lambda s, x: s.invite(event(x), (x.house.units["Cat"],), NOW),
    "invite_all": lambda s, x: s.invite_all(event(x), select(units.c.id), NOW),
    "invite_reached": lambda s, x: s.invite_reached(event(x), x.notices.sending, NOW),
    "own": lambda s, x: s.own(event(x)),
    "one": lambda s, x: s.one(event(x), rsvp(x).id),
    "at_home": lambda s, x: s.at_home(event(x), x.ticket.unit_id),
    "change": lambda s, x: s.change(event(x), rsvp(x), partstat="DECLINED", people=0),
    "taken": lambda s, x: s.taken(event(x)),
    "turns": lambda s, x: s.turns(event(x)),
    "seat": lambda s, x: s.seat(event(x), rsvp(x)),
    "free_moved_out": lambda s, x: s.free_moved_out(event(x), NOW.date()),
    "tell_all": lambda s, x: s.tell_all(event(x), "changed", NOW),
    "listed": lambda s, x: s.listed(event(x)),
    "counts": lambda s, x: s.counts(event(x)),
    "account": lambda s, x: s.account(event(x), rsvp(x), NOW.date()),
    "proposer": lambda s, x: s.proposer(replace(event(x), contact_id=x.house.contacts["Ann"])),
}

PULSES: dict[str, Ask] = {
    "homes": lambda s, x: s.homes(event(x), came=False),
    "keep": lambda s, x: s.keep(event(x), drawn(x)),
    "of": lambda s, x: s.of(event(x)),
    "answer": lambda s, x: s.answer(event(x), pulse(x), heard=True),
}

FUND: dict[str, Ask] = {
    "newest": lambda s, x: [one for one in s.newest() if one.estate_id == x.ticket.estate_id],
    "post": lambda s, x: s.post(
        x.ticket.estate_id if x.ticket.id != NOWHERE else NOWHERE, poster="P", amount="1", note="n", at=NOW
    ),
}

#: the attribute of a store -> its class, the questions
EVENT_PARTS: dict[str, tuple[type, dict[str, Ask]]] = {
    "events": (Events, EVENTS),
    "rsvps": (Rsvps, RSVPS),
    "event_pulses": (EventPulses, PULSES),
    "fund_posts": (FundPosts, FUND),
}
