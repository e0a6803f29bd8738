"""Which homes have an alarm that is switched on (H08): what the register says of them, and that it becomes so when the work is done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from storage import unit_attributes
from storage.scope import OwnerScope
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

#: The attribute of a home by which notices choose too.
ALARM = "alarm"


class HomeAlarms:
    """The alarms of the homes within one scope."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def at_home(self, unit_id: int) -> bool:
        """Whether one of the household's own homes has an alarm; False for whatever is not theirs."""
        scope = self._tickets.scope
        own = isinstance(scope, OwnerScope) and any(home.unit_id == unit_id for home in scope.lived_in)
        known = unit_attributes.of_unit(self._connection, unit_id) if own else []
        return any(one.name == ALARM for one in known)

    def switched_on(self, ticket: Ticket, at: datetime) -> None:
        """The home of this ticket has an alarm from now on; nothing for a ticket without a home. Raises LookupError out of scope."""
        self._tickets.must_see(ticket)
        if ticket.unit_id:
            unit_attributes.set_attribute(
                self._connection, estate_id=ticket.estate_id, unit_id=ticket.unit_id, name=ALARM, at=at
            )
