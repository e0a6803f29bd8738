"""Works and warnings: prices, orders and visits; risks, tasks of a crisis, corrective actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from bot.due.piece import Piece, Sweep
from handlers.base import ConversationSettings
from handlers.staff.warning import crisis
from handlers.tickets.quality import late_actions
from handlers.tickets.warning import risks as early_warning
from handlers.tickets.works import ordering, prices, visiting
from storage import corrective_actions, quotes, risk_book, risks, visits, work_orders
from storage.db import Connection


def _prices(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for quote in quotes.claim_expired(connection, now):
        yield f"quote {quote.id}", quote.estate_id, partial(prices.expire, quote)


def _orders(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for order in work_orders.claim_unaccepted(connection, now):
        yield f"order {order.id}", order.estate_id, partial(ordering.unaccepted, order)


def _visits(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for visit in visits.claim_reminders(connection, now):
        yield visit.uid, visit.estate_id, partial(visiting.remind, visit)


def _risks(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for risk in risks.claim_undecided(connection, now):
        yield f"risk {risk.id}", risk.estate_id, partial(early_warning.undecided, risk)


def _crisis_tasks(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for due in risk_book.claim_due_tasks(connection, now):
        yield f"crisis of risk {due.risk_id}", due.task.estate_id, partial(crisis.remind, due)


def _actions(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for action in corrective_actions.claim_late(connection, now):
        yield f"#{action.id}", action.estate_id, partial(late_actions.tell, action)


SWEEPS: tuple[Sweep, ...] = (
    Sweep("prices", _prices),
    Sweep("orders", _orders),
    Sweep("visits", _visits),
    Sweep("risks", _risks),
    Sweep("crisis_tasks", _crisis_tasks),
    Sweep("actions", _actions),
)
