"""Works and warnings: prices, orders and visits; risks, tasks of a crisis, corrective actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from bot.due.piece import Piece, Sweep, each
from handlers.base import ConversationSettings
from handlers.staff.warning import crisis
from handlers.tickets.quality import late_actions
from handlers.tickets.warning import risks as early_warning
from handlers.tickets.works import ordering, prices, visiting
from storage import corrective_actions, quotes, risk_book, risks, visits, work_orders
from storage.db import Connection


def _visits(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for visit in visits.claim_reminders(connection, now):
        yield visit.uid, visit.estate_id, partial(visiting.remind, visit)


def _crisis_tasks(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for due in risk_book.claim_due_tasks(connection, now):
        yield f"crisis of risk {due.risk_id}", due.task.estate_id, partial(crisis.remind, due)


def _actions(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for action in corrective_actions.claim_late(connection, now):
        yield f"#{action.id}", action.estate_id, partial(late_actions.tell, action)


SWEEPS: tuple[Sweep, ...] = (
    Sweep("prices", each("quote", quotes.claim_expired, prices.expire)),
    Sweep("orders", each("order", work_orders.claim_unaccepted, ordering.unaccepted)),
    Sweep("visits", _visits),
    Sweep("risks", each("risk", risks.claim_undecided, early_warning.undecided)),
    Sweep("crisis_tasks", _crisis_tasks),
    Sweep("actions", _actions),
)
