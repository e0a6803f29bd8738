"""Tickets: calls that nobody accepted, times that run out, and what stands still and goes higher."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from bot.due.piece import Piece, Sweep, of_tickets, tickets
from handlers.base import ConversationSettings
from handlers.tickets import on_time
from handlers.tickets.complaints import following_up
from handlers.tickets.holders import handing_on
from handlers.tickets.ladder import going_higher
from handlers.tickets.timing import running_late
from storage import escalations, followups, holding, pages, ticket_sweeps
from storage.db import Connection


def _calls(connection: Connection, now: datetime, settings: ConversationSettings) -> Iterable[Piece]:
    for page, ticket in pages.claim_repeats(connection, now, on_time.call_again_at(settings, now)):
        yield ticket.number, ticket.estate_id, partial(on_time.call_again, page, ticket)


SWEEPS: tuple[Sweep, ...] = (
    Sweep("calls", _calls),
    Sweep("holding", of_tickets(ticket_sweeps.claim_holding, running_late.hold)),
    Sweep("late", of_tickets(ticket_sweeps.claim_late, running_late.late)),
    Sweep("broken", of_tickets(ticket_sweeps.claim_broken, running_late.promise_broken)),
    Sweep("amber", of_tickets(ticket_sweeps.claim_warnings, running_late.warn)),
    Sweep("reminders", tickets(ticket_sweeps.claim_reminders, on_time.remind)),
    Sweep("silent", tickets(ticket_sweeps.claim_silent, on_time.close_silent)),
    Sweep("followups", of_tickets(followups.claim, following_up.ask)),
    Sweep("handovers", tickets(holding.claim_lapsed, handing_on.lapse)),
    Sweep("undecided", of_tickets(escalations.claim_undecided, going_higher.undecided)),
    Sweep("unanswered", of_tickets(escalations.claim_unanswered, going_higher.unanswered)),
    Sweep("unaccepted", tickets(holding.claim_unaccepted, going_higher.unaccepted)),
)
