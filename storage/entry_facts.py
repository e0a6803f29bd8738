"""What staff wrote down, and what they left out, entry by entry (L10): the facts only, the measure is handlers/reports/completeness.py.

An entry is a case that somebody noted for an owner ("filed"), or the end of a case ("resolved"). No score of any touch-point is
looked at here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, Connection, exists, func, literal, select, type_coerce

from storage.defects import defects
from storage.efforts import efforts
from storage.ticket_rows import ticket_events, tickets
from storage.tickets import Tickets, estates_within


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: whose, of which kind (filed, resolved), when, and which of the facts it should hold are there."""

    estate_id: int
    ticket_id: int
    staff_id: int
    kind: str
    at: datetime
    facts: tuple[tuple[str, bool], ...]


class EntryFacts:
    """The entries of the tickets within one scope; owners' scopes hold none, they are staff's own."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def entries(self, since: datetime, until: datetime, estate_id: int | None = None) -> list[Entry]:
        """What staff entered in tickets opened in [since, until), the oldest first; of one estate, where one is named.

        Of what was opened again only the last end counts.
        """
        served = [
            one for one in estates_within(self._connection, self._tickets.scope) if estate_id in (None, one)
        ]
        placed = tickets.c.place.isnot(None) & (tickets.c.place != "")
        facts = {
            "home": tickets.c.unit_id.isnot(None), "account": tickets.c.contact_id.isnot(None), "place": placed,
            "kind": tickets.c.code.isnot(None), "done": func.length(ticket_events.c.text) > 0,
            "minutes": exists().where(efforts.c.ticket_id == tickets.c.id, efforts.c.minutes > 0),
            "cause": exists().where(defects.c.ticket_id == tickets.c.id),
        }  # fmt: skip
        columns = [type_coerce(fact, Boolean).label(name) for name, fact in facts.items()]
        statement = (
            select(
                ticket_events.c.estate_id, ticket_events.c.ticket_id, ticket_events.c.staff_id, ticket_events.c.kind.label("entry"),
                ticket_events.c.at, tickets.c.intent, *columns,
            )
            .join(tickets, tickets.c.id == ticket_events.c.ticket_id)
            .where(
                self._tickets.visible, tickets.c.estate_id.in_(served), tickets.c.opened_at >= since,
                tickets.c.opened_at < until, ticket_events.c.kind.in_(("filed", "resolved")),
                ticket_events.c.actor == literal("staff"), ticket_events.c.staff_id.isnot(None),
            )
            .order_by(ticket_events.c.id)
        )  # fmt: skip
        found: dict[tuple[int, str], Entry] = {}
        for row in self._connection.execute(statement).mappings():
            asked = asked_of(row["entry"], row["intent"])
            held = tuple((name, bool(row[name])) for name in asked)
            key = (row["ticket_id"], row["entry"])
            found[key] = Entry(
                row["estate_id"], row["ticket_id"], row["staff_id"], row["entry"], row["at"], held
            )
        return list(found.values())


def asked_of(kind: str, intent: str) -> tuple[str, ...]:
    """The facts that an entry should hold: where and whose it is, and what it is; at the end what was done, what it took, and of a
    repair what was broken."""
    if kind == "filed":
        return ("home", "account", "place", "kind")
    return ("done", "minutes", "cause") if intent == "repair" else ("done", "minutes")
