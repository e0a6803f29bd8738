"""A colleague asked to take a ticket over: what becomes of it when they do not answer, or the matter ends meanwhile (B19)."""

from __future__ import annotations

from handlers.base import Acting, Reply, ToStaff, ToTopic
from handlers.tickets import languages
from handlers.tickets.ladder import escalating
from handlers.wording import say, speak
from storage.staff import Staff
from storage.store import LineStore, Store
from storage.ticket_rows import Event, Ticket


def drop(_acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """What has ended is handed over no more."""
    if ticket.handover_to_id is None:
        return ticket
    return store.tickets.change(ticket, handover_to_id=None, handover_by=None) or ticket


def asked(store: Store, ticket: Ticket) -> Event | None:
    """The entry with which the colleague was asked."""
    entries = store.tickets.timeline(ticket)
    return next((one for one in reversed(entries) if one.kind == "handover_asked"), None)


def lapse(ticket: Ticket, acting: Acting, store: LineStore) -> None:
    """Nobody answered in time: the giver stays accountable; they and the managers are told, and it goes higher."""
    if ticket.handover_to_id is None:
        return
    people = store.serving(ticket)
    silent = next((one for one in people if one.id == ticket.handover_to_id), None)
    after = store.tickets.change(ticket, handover_to_id=None)
    if after is None:
        return
    entry = asked(store, after)
    name = silent.name if silent else (entry.text if entry else "")
    store.tickets.record(
        after, at=acting.now, kind="handover_lapsed", actor="line", text=name, shown=False,
        data={"to": ticket.handover_to_id},
    )  # fmt: skip
    giver_ids = {after.holder_id, entry.staff_id if entry else None}
    told = [one for one in people if one.id in giver_ids or one.role == "manager"]
    acting.told.extend(_told(after, one, name) for one in told)
    if not after.guard:
        text = say(languages.of_staff(store, after), "handover.lapsed", **_words(after, name))
        acting.told.extend((Reply(to=ToTopic(after.id), text=text), Reply(kind="card", to=ToTopic(after.id))))
    event = f"asked {entry.seq if entry else 0}"
    escalating.raise_to(acting, store, after, reason="handover", event=event)


def _told(ticket: Ticket, who: Staff, name: str) -> Reply:
    text = say(speak(who.language, "en"), "handover.lapsed", **_words(ticket, name))
    return Reply(to=ToStaff(who.id), text=text)


def _words(ticket: Ticket, name: str) -> dict[str, object]:
    return {"number": ticket.number, "name": name}
