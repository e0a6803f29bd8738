"""Owners who say themselves that they are there: one tap on the way in, with another number where more or fewer came."""

from __future__ import annotations

from datetime import timedelta

from handlers.base import Mistake, Outcome, Reply, Request
from handlers.notices.events import inviting, itip
from handlers.voice.points import causes
from handlers.wording import say
from storage.events import Event
from storage.owner_store import OwnerStore
from storage.rsvps import Rsvp


def arrived(request: Request, store: OwnerStore, event: Event, rsvp: Rsvp) -> Outcome:
    """ "We are here", perhaps with a number. Raises Mistake too early, too late, and for a household that has no places."""
    rules = request.settings.tickets.events
    if not itip.may_check_in(event, request.now, rules.check_in_minutes):
        opens = event.starts - timedelta(minutes=rules.check_in_minutes)
        early = event.status == "CONFIRMED" and request.now < opens
        raise Mistake(
            "invitations.too_early" if early else "invitations.over",
            at=inviting.at(request.language, opens, request.tz),
        )
    if not rsvp.has_places:
        raise Mistake("invitations.at_the_door")
    people = _number(request) or rsvp.people
    if people > rules.most_people:
        raise Mistake("invitations.too_many", most=rules.most_people)
    store.rsvps.change(
        event, rsvp, came=people, came_at=request.now, points_at=causes.after_event(request, event)
    )
    text = say(
        request.language, "invitations.welcome", people=people,
        title=inviting.title(request.language, event, request.estate.language),
    )  # fmt: skip
    buttons = inviting.heads(request.language, event, "here") if len(request.button) < 5 else ()
    return Outcome(replies=(Reply(text=text, buttons=buttons),))


def _number(request: Request) -> int:
    said = request.button[4] if len(request.button) > 4 else ""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else 0
