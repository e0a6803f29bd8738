"""A household's answer is kept: places are given, or its turn; whoever fits moves up and is told.

Every step locks the event first, so that two households that answer at the same moment stand in line, and no place is given twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from handlers.base import Acting, Mistake, Reply, ToContact
from handlers.notices.events import inviting, itip, seats
from handlers.notices.events.heads import Said
from handlers.notices.events.inviting import today
from handlers.notices.events.seats import Room
from handlers.wording import say, speak
from storage.contacts import Contact
from storage.estates import Estate
from storage.events import Event
from storage.rsvps import Rsvp
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer as it stands now, and as it stood before. `position`: its place on the waiting list, 0 where it does not wait."""

    event: Event
    before: Rsvp
    rsvp: Rsvp
    position: int


def keep(
    acting: Acting, store: Store, event: Event, mine: Callable[[Event], Rsvp | None], said: Said, *,
    contact_id: int | None, language: str | None = None,
) -> Kept:  # fmt: skip
    """Keeps a yes with its head-count, a no or a maybe, for the household that `mine` finds once its turn has come.

    A yes without a head-count is a maybe until the number is known. Raises Mistake for what is off, over or closed, for too many
    people, for more places than there are to a household that has some, and for an event whose time or place changed just now.
    """
    fresh = store.events.lock(event)
    before = mine(fresh) if fresh else None
    if fresh is None or before is None:
        raise Mistake("invitations.none")
    if fresh.status != "CONFIRMED":
        raise Mistake("invitations.off")
    if itip.is_stale(fresh, event.sequence):
        raise Mistake("invitations.moved_on")
    freed = store.rsvps.free_moved_out(fresh, today(acting))
    values = _values(acting, fresh, before, said, room(store, fresh))
    rsvp = store.rsvps.change(
        fresh, before, **values, language=language or before.language, contact_id=contact_id or before.contact_id, sequence=fresh.sequence, answered_at=acting.now
    )  # fmt: skip
    assert rsvp is not None
    rsvp = store.rsvps.change(fresh, rsvp, **itip.reminded(fresh, rsvp, acting.now, acting.tz))
    assert rsvp is not None
    if before.has_places or freed:
        settle(acting, store, fresh)
    return Kept(fresh, before, rsvp, seats.position(store.rsvps.turns(fresh), rsvp))


def room(store: Store, event: Event) -> Room:
    return Room(event.capacity, store.rsvps.taken(event))


def _values(acting: Acting, event: Event, before: Rsvp, said: Said, left: Room) -> dict[str, Any]:
    """What the answer becomes. A no is heard until it begins; a yes and a maybe until the answers are due."""
    if event.starts <= acting.now:
        raise Mistake("invitations.begun")
    if said.answer == "no":
        return {"partstat": "DECLINED", "people": 0, "waiting_at": None}
    people, most = said.people, acting.settings.tickets.events.most_people
    fewer = people is not None and before.has_places and people <= before.people
    if itip.is_closed(event, acting.now) and not fewer:
        raise Mistake("invitations.closed")
    if said.answer == "maybe" or people is None:
        return {"partstat": "TENTATIVE", "people": 0, "waiting_at": None}
    if not 1 <= people <= most:
        raise Mistake("invitations.too_many", most=most)
    placed = seats.place(left, before, people)
    if placed == "not_more":
        raise Mistake("invitations.not_more", kept=before.people, free=left.free or 0)
    waits = (before.waiting_at or acting.now) if placed == "waits" else None
    return {"partstat": "ACCEPTED", "people": people, "waiting_at": waits}


def settle(acting: Acting, store: Store, event: Event) -> None:
    """Whoever waits and fits moves up, in turn, and is told. The event is locked by whoever calls."""
    estate = store.events.estate_of(event)
    for one in seats.moving_up(room(store, event), store.rsvps.turns(event)):
        seated = replace(one, waiting_at=None)
        store.rsvps.seat(event, one, **itip.reminded(event, seated, acting.now, acting.tz))
        account = store.rsvps.account(event, one, today(acting))
        if account and estate:
            acting.told.append(_moved_up(acting, event, seated, account, estate))


def reads(account: Contact, rsvp: Rsvp, estate: Estate) -> str:
    """The language a household is told in: the account's own, that of its answer, the estate's."""
    answered = rsvp.language if account.id == rsvp.contact_id else None
    return speak(account.language or answered, estate.language)


def _moved_up(acting: Acting, event: Event, rsvp: Rsvp, account: Contact, estate: Estate) -> Reply:
    language = reads(account, rsvp, estate)
    text = say(
        language, "invitations.moved_up", people=rsvp.people, title=inviting.title(language, event, estate.language),
        when=inviting.when(language, event, acting.tz),
    )  # fmt: skip
    link = inviting.calendar_line(language, event, acting.settings.address)
    return Reply(
        to=ToContact(account.id), text="\n".join(filter(None, (text, link))), buttons=inviting.here(language, event)[1:]
    )  # fmt: skip
