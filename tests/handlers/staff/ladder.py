"""Help for whatever goes higher: people are hired, the clock acts, and what was told is read by whom it was told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.base import LineAct, Reply, ToOwner, ToPage, ToStaff
from storage import pages, staff
from storage.escalations import Call, Escalation
from storage.pages import Page
from storage.scope import LineScope
from storage.store import LineStore
from storage.ticket_rows import Ticket
from storage.tickets import Tickets
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House


def hire(house: House, name: str, role: str, estate: str = "GV", **roster: Any) -> int:
    """Somebody new on the staff of an estate."""
    with house.db.transaction() as connection:
        values = {"language": "en", "telegram_id": f"tg-{name}", **roster}
        staff_id = staff.add(connection, name=name, role=role, estate_ids=(house.estates[estate],), **values)
        found = staff.by_id(connection, staff_id)
        assert found
        house.staff[name] = found
        return staff_id


def line(
    house: House, work: Callable[..., Any], ticket: Ticket, now: datetime = NOW, **more: Any
) -> list[Reply]:
    """A rule `(acting, store, ticket, …)` applied by the line itself; what it told."""
    acting = LineAct(now=now, tz=TZ, settings=replace(SETTINGS))
    with house.db.transaction() as connection:
        work(acting, LineStore(connection), house_ticket(connection, ticket), **more)
    return acting.told


def house_ticket(connection: Any, ticket: Ticket) -> Ticket:
    found = Tickets(connection, LineScope()).by_id(ticket.id)
    assert found
    return found


def subject(house: House, ticket: Ticket, name: str, guard: str = "named") -> Ticket:
    """The ticket complains of somebody."""
    with house.db.transaction() as connection:
        store = LineStore(connection)
        guarded = store.tickets.change(ticket, guard=guard)
        assert guarded
        store.subjects.name(guarded, house.staff[name].id, by="staff", at=NOW)
        return guarded


def escalations(house: House, ticket: Ticket) -> list[Escalation]:
    with house.db.reading() as connection:
        return LineStore(connection).escalations.of(ticket)


def calls(house: House, ticket: Ticket) -> list[Call]:
    with house.db.reading() as connection:
        return LineStore(connection).escalations.calls(ticket)


def called(house: House, ticket: Ticket) -> list[Page]:
    with house.db.reading() as connection:
        return LineStore(connection).pages.of(ticket)


def acceptances(house: House, page_id: int) -> list[tuple[int, str]]:
    with house.db.reading() as connection:
        return [(one.staff_id, one.route) for one in pages.acceptances(connection, page_id)]


def told_owner(replies: Any) -> list[str]:
    return [one.text for one in replies if isinstance(one.to, ToOwner)]


def told(house: House, replies: Any, name: str) -> list[str]:
    """What one member of staff was told in private."""
    return [one.text for one in replies if one.to == ToStaff(house.staff[name].id)]


def pages_sent(replies: Any) -> list[Reply]:
    return [one for one in replies if isinstance(one.to, ToPage)]


def kinds(house: House, ticket: Ticket) -> list[str]:
    return [event.kind for event in house.timeline(ticket)]
