"""What the clock tells about an event: reminders to those who have places, changes, the answers to whoever organises it."""

from __future__ import annotations

from handlers.base import Acting, Reply, ToContact, ToRoom, ToStaff
from handlers.notices.events import answering, inviting, itip
from handlers.notices.events.answering import reads, room
from handlers.notices.events.inviting import today
from handlers.wording import say, speak
from storage.contacts import Contact
from storage.estates import Estate
from storage.events import Event
from storage.rsvps import Rsvp
from storage.store import LineStore


def due(rsvp: Rsvp, acting: Acting, store: LineStore) -> None:
    """A household is told what is due; nothing any more once the event has begun, because the line was down."""
    event = store.events.by_id(rsvp.event_id)
    estate = store.events.estate_of(event) if event else None
    account = store.rsvps.account(event, rsvp, today(acting)) if event else None
    if event is None or estate is None:
        return
    reminds = rsvp.due in ("evening", "morning")
    if reminds and event.status == "CONFIRMED" and event.starts > acting.now and rsvp.has_places:
        store.rsvps.change(event, rsvp, **itip.reminded(event, rsvp, acting.now, acting.tz))
    if account is None:
        _freed(event, acting, store)
        return
    if event.starts <= acting.now:
        return
    reply = _reply(acting, store, event, rsvp, reads(account, rsvp, estate), estate)
    if reply:
        acting.told.append(Reply(to=ToContact(account.id), text=reply.text, buttons=reply.buttons))


def _freed(event: Event, acting: Acting, store: LineStore) -> None:
    """Nobody to tell: where that is because the household moved out, its places go to whoever waits."""
    fresh = store.events.lock(event)
    if fresh is None or fresh.status != "CONFIRMED" or fresh.starts <= acting.now:
        return
    if store.rsvps.free_moved_out(fresh, today(acting)):
        answering.settle(acting, store, fresh)


def _reply(
    acting: Acting, store: LineStore, event: Event, rsvp: Rsvp, language: str, estate: Estate
) -> Reply | None:
    values = {
        "title": inviting.title(language, event, estate.language), "when": inviting.when(language, event, acting.tz),
        "place": inviting.place(language, event, estate.language), "people": rsvp.people, "reason": event.reason,
    }  # fmt: skip
    if event.status == "CANCELLED":
        return (
            Reply(text=say(language, "invitations.cancelled", **values)) if rsvp.due == "cancelled" else None
        )
    if rsvp.due == "changed" and rsvp.answered_at is None:
        text = say(language, "invitations.changed", **values)
        words = inviting.words(
            language, event, acting.tz, room=room(store, event), otherwise=estate.language, address=acting.settings.address
        )  # fmt: skip
        return Reply(text=f"{text}\n{words}", buttons=inviting.asks(language, event))
    if rsvp.due in ("evening", "morning") and rsvp.has_places:
        text = say(language, f"invitations.{rsvp.due}", **values)
        return Reply(text=text, buttons=inviting.here(language, event)[rsvp.due == "evening" :])
    return None


def of_proposer(proposer: Contact, event: Event, estate: Estate) -> str:
    """The language of the owner who runs it: their own, else the one they proposed it in."""
    return speak(proposer.language or next(iter(event.title), None), estate.language)


def closing(event: Event, acting: Acting, store: LineStore) -> None:
    """The answers are due: whoever organises it hears how many come (H18)."""
    estate, counts = store.events.estate_of(event), store.rsvps.counts(event)
    if estate is None or event.status != "CONFIRMED":
        return
    values = {
        "homes": counts.accepted, "people": counts.people, "waiting": counts.waiting, "maybe": counts.tentative,
    }  # fmt: skip
    proposer = store.rsvps.proposer(event)
    if proposer:
        language = of_proposer(proposer, event, estate)
        text = say(
            language, "events.closing", title=inviting.title(language, event, estate.language), **values
        )
        acting.told.append(Reply(to=ToContact(proposer.id), text=text))
    language = speak(estate.language, "en")
    text = say(language, "events.closing", title=inviting.title(language, event, estate.language), **values)
    to = ToStaff(event.staff_id) if event.staff_id else ToRoom(estate.id)
    acting.told.append(Reply(to=to, text=text))
