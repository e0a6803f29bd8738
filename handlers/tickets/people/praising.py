"""Praise reaches whoever it means (A04, L14): linked to the person and the place, told to them and to their managers.

The line asks the owner nothing about it. Whoever is thanked hears the words without where the household lives.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from handlers.base import Acting, Reply, ToStaff
from handlers.tickets.people.naming import praised, without_address
from handlers.wording import say, speak
from storage.staff import Staff
from storage.store import Store
from storage.ticket_rows import Ticket

#: How far back somebody's visit or step lies who may be meant without a name; a month covers a repair and its second visit.
LATELY = timedelta(days=30)

#: The longest words that are passed on, in characters.
_LONGEST = 600


def on_received(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Keeps whom a ticket praises, once, and tells them. Of a message of several matters only the thanks are read."""
    if ticket.intent != "praise" or store.praises.of(ticket):
        return ticket
    said = str(ticket.reading.get("text") or ticket.words)
    meant = praised(said, store.serving(ticket), store.praises.near(ticket, acting.now - LATELY))
    unit = store.unit_of(ticket)
    label = unit.label if unit else ""
    values = {
        "named_by": "line", "building_id": unit.building_id if unit else None, "at": acting.now,
        "place": without_address(ticket.place or "", label), "words": without_address(said, label)[:_LONGEST],
    }  # fmt: skip
    for staff_id in sorted(meant) or (None,):
        store.praises.add(ticket, staff_id, **values)
    tell(acting, store, ticket, meant)
    return ticket


def tell(acting: Acting, store: Store, ticket: Ticket, meant: Collection[int]) -> None:
    """The people hear that they were thanked, and with which words; the managers hear whom it is for, or that nobody knows yet."""
    serving = store.serving(ticket)
    people = [one for one in serving if one.id in meant]
    words = next((one.words for one in store.praises.of(ticket)), "")
    estate = store.estate_of(ticket).name
    for one in people:
        text = say(speak(one.language, "en"), "praise.told.you", estate=estate, words=words)
        acting.told.append(Reply(to=ToStaff(one.id), text=text))
    for one in serving:
        if one.role == "manager" and one.id not in meant:
            acting.told.append(Reply(to=ToStaff(one.id), text=_to_manager(one, ticket, people, words)))
    if people:
        store.tickets.record(
            ticket, at=acting.now, kind="praised", actor="line", shown=False, text=_names(people),
            data={"staff": [one.id for one in people]},
        )  # fmt: skip


def _to_manager(who: Staff, ticket: Ticket, people: list[Staff], words: str) -> str:
    language = speak(who.language, "en")
    if not people:
        return say(language, "praise.told.unnamed", number=ticket.number, words=words)
    return say(language, "praise.told.manager", number=ticket.number, names=_names(people), words=words)


def _names(people: list[Staff]) -> str:
    return ", ".join(one.name for one in people)


def thanked(language: str, store: Store, ticket: Ticket) -> str:
    """What the owner hears: that it is kept, and who hears it, by the names that stand on the staff list."""
    ids = {one.staff_id for one in store.praises.of(ticket)}
    people = [one for one in store.serving(ticket) if one.id in ids]
    if not people:
        return say(language, "report.praise", number=ticket.number)
    return say(language, "report.praise_named", number=ticket.number, names=_names(people))
