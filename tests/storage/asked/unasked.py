"""What is asked of the contact budget of a home."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from storage.contact_budget import Budget
from tests.handlers.staff.house import NOW

_ONCE = Budget(1, NOW - timedelta(days=30))

ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "accounts": lambda s, x: [one.id for one in s.accounts(x.ticket.unit_id, NOW.date())],
    "wants_no_calls": lambda s, x: s.wants_no_calls(x.ticket.unit_id, NOW.date()),
    "ask_no_more": lambda s, x: s.ask_no_more(x.ticket.unit_id, NOW.date()),
    "account": lambda s, x: s.account(x.ticket.contact_id),
    "is_spent": lambda s, x: s.is_spent(x.ticket.estate_id, x.ticket.unit_id, _ONCE),
    "keep": lambda s, x: s.keep(x.ticket.estate_id, x.ticket.unit_id, kind="rating", at=NOW, budget=_ONCE),
    "had_alarm": lambda s, x: s.had_alarm(x.ticket.unit_id, NOW),
    "waits_for_a_complaint": lambda s, x: s.waits_for_a_complaint(x.ticket.unit_id),
    "account_had_alarm": lambda s, x: s.account_had_alarm(x.ticket.contact_id, NOW),
    "account_waits_for_a_complaint": lambda s, x: s.account_waits_for_a_complaint(x.ticket.contact_id),
    "held_by_crisis": lambda s, x: s.held_by_crisis(x.ticket.estate_id),
}
