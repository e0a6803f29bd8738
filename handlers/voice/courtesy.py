"""Whether a household may be asked something now, and whom of it: one question before anything is sent unasked (F12, I07).

Nobody is asked in or just after an emergency, in quiet hours, past the budget of the household, against their wish, or, where
it is not about that very matter, while they wait for a complaint.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from handlers.base import Acting
from storage.contact_budget import Budget
from storage.contacts import REACHABLE, Contact
from storage.store import Store

#: Why not: quiet alone ends by itself.
Reason = Literal["", "nobody", "muted", "emergency", "crisis", "complaint", "budget", "quiet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Courtesy:
    """`reason` is "" where the household may be asked: then `account` is whom. `until`: when the quiet hours end."""

    account: Contact | None = None
    reason: Reason = ""
    until: datetime | None = None


def courtesy(
    acting: Acting, store: Store, estate_id: int, unit_id: int, *, account_id: int | None = None,
    spares_complaints: bool = True, by_phone: bool = False,
) -> Courtesy:  # fmt: skip
    """Whether a home may be asked. `account_id`: this account is asked and nobody in its place: what somebody reported
    is theirs to speak of.

    `spares_complaints` False: a question about a complaint that has just been closed, while another one may be open.
    `by_phone`: a home without an account that can be reached may be called all the same, unless somebody of it does not wish it.
    """
    account, reason = _whom(acting, store, unit_id, account_id)
    if account is None and not (by_phone and reason == "nobody"):
        return Courtesy(reason=reason)
    if account is None and wants_no_calls(acting, store, unit_id):
        return Courtesy(reason="muted")
    trouble = lives_through(acting, store, estate_id, unit_id, spares_complaints=spares_complaints)
    if trouble:
        return Courtesy(reason=trouble)
    if store.unasked.is_spent(estate_id, unit_id, budget(acting)):
        return Courtesy(reason="budget")
    notices = acting.settings.notices
    if notices.is_quiet(acting.now, acting.tz):
        return Courtesy(account=account, reason="quiet", until=notices.after_quiet(acting.now, acting.tz))
    return Courtesy(account=account)


def lives_through(
    acting: Acting, store: Store, estate_id: int, unit_id: int, *, spares_complaints: bool = True
) -> Reason:
    """What a home lives through that keeps everybody from asking it, by chat or by telephone; "" for nothing."""
    if store.unasked.had_alarm(unit_id, acting.now - timedelta(days=acting.settings.voice.calm_days)):
        return "emergency"
    if store.unasked.held_by_crisis(estate_id):
        return "crisis"
    return "complaint" if spares_complaints and store.unasked.waits_for_a_complaint(unit_id) else ""


def wants_no_calls(acting: Acting, store: Store, unit_id: int) -> bool:
    """Whether a home that nobody can write to is not to be telephoned either: somebody of it opted out, here or on the telephone."""
    today = acting.now.astimezone(acting.tz).date()
    return store.perception.declined(unit_id) or store.unasked.wants_no_calls(unit_id, today)


def spend(acting: Acting, store: Store, estate_id: int, unit_id: int, *, kind: str) -> bool:
    """Counts one contact with a home; False where the budget is used up by now, and then nothing may be sent."""
    return store.unasked.keep(estate_id, unit_id, kind=kind, at=acting.now, budget=budget(acting))


def budget(acting: Acting) -> Budget:
    """How often a household may be written to, counted back from now."""
    rules = acting.settings.notices
    return Budget(rules.budget_most, acting.now - timedelta(days=rules.budget_days))


def _whom(
    acting: Acting, store: Store, unit_id: int, account_id: int | None
) -> tuple[Contact | None, Reason]:
    """The account to ask: the one that is meant, else the first that can be reached and wants to be asked."""
    living = store.unasked.accounts(unit_id, acting.now.astimezone(acting.tz).date())
    meant = [one for one in living if account_id in (None, one.id)]
    reached = [one for one in meant if one.state == REACHABLE]
    willing = [one for one in reached if one.asks and not one.muted]
    if willing:
        return willing[0], ""
    return None, "muted" if reached else "nobody"
