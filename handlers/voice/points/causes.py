"""What the line itself sees and gives points for: being at an event (K02), a suggestion that is adopted (K04); and what waited."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.base import Acting
from handlers.notices.events import inviting
from handlers.voice.points import crediting
from handlers.voice.points.crediting import Cause, Credited
from handlers.wording import speak
from storage.estates import Estate
from storage.events import Event
from storage.points_waiting import Waiting
from storage.rsvps import Rsvp
from storage.store import LineStore, Store
from storage.ticket_rows import Ticket


def after_event(acting: Acting, event: Event) -> datetime:
    """When whoever is there is given points: once it is over and the number of those who came is settled, outside quiet hours."""
    return acting.settings.notices.after_quiet(max(event.ends, acting.now), acting.tz)


def attended(rsvp: Rsvp, acting: Acting, store: LineStore) -> None:
    """A household was at an event: one of it is given the points, whoever answered first of all. Nothing where it did not take
    place, or where the check-in was taken back.
    """
    event = store.events.by_id(rsvp.event_id)
    estate = store.events.estate_of(event) if event else None
    if event is None or estate is None or event.status != "CONFIRMED" or not rsvp.came:
        return
    today = acting.now.astimezone(ZoneInfo(estate.timezone)).date()
    person_id = store.points.of_home(rsvp.unit_id, rsvp.contact_id, today)
    if person_id is None:
        return
    title = inviting.title(speak(estate.language, "en"), event, estate.language)
    crediting.credit(
        acting, store, estate, Cause(person_id=person_id, rule="event", ref=f"rsvp:{rsvp.id}", reason=title)
    )


def adopted(acting: Acting, store: Store, estate: Estate, ticket: Ticket, staff_id: int) -> Credited | None:
    """A suggestion is taken up: whoever made it is given points (A05). None where nobody known made it."""
    if ticket.person_id is None or ticket.intent != "suggestion":
        return None
    cause = Cause(
        person_id=ticket.person_id, rule="suggestion", ref=f"ticket:{ticket.id}", reason=ticket.number, staff_id=staff_id
    )  # fmt: skip
    return crediting.credit(acting, store, estate, cause)


def waited(one: Waiting, acting: Acting, store: LineStore) -> None:
    """A survey is over: what was earned comes now; before another one it goes on waiting."""
    estate = store.estate(one.estate_id)
    if estate is not None and store.points_waiting.take(one):
        cause = Cause(
            person_id=one.person_id, rule=one.rule, ref=one.ref, reason=one.reason, staff_id=one.staff_id
        )
        crediting.credit(acting, store, estate, cause)
