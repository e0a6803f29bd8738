"""When a decision is whole enough to be told, what may follow from it, and how long it stays open (ISO 10002, 7.8 and 7.9).

Nothing here refuses an owner: what is not possible is decided by a person, with reasons and a way to appeal (C33, B10).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from handlers.base import Mistake
from storage.decision_rows import Decision
from storage.ticket_rows import Ticket

#: How a complaint may be decided, and a suggestion (A05).
OUTCOMES = ("upheld", "partly", "not_upheld")
OF_SUGGESTIONS = ("adopted", "not_adopted")

#: Whom a complaint is fed back to, so that the next house is built better (C23); "none" needs a reason as well.
DEPARTMENTS = ("design", "engineering", "sales", "service", "security", "cleaning", "suppliers", "none")

COMPARED = ("met", "partly", "not")

#: A remedy farther away is no remedy for whoever waits (the sources name no number).
FARTHEST = timedelta(days=180)

#: The longest text of each field, in characters, so that the letter fits into one message of every channel.
LONGEST = {
    "reasons": 1500,
    "remedy": 400,
    "compared_words": 300,
    "gap": 300,
    "rule": 300,
    "feedback_why": 300,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A decision as somebody writes it; empty text: not given. `amount` in minor units of the currency."""

    outcome: str
    reasons: str
    remedy: str = ""
    amount: int | None = None
    currency: str | None = None
    due: datetime | None = None
    compared: str = ""
    compared_words: str = ""
    feedback: str = ""
    feedback_why: str = ""
    gap: str = ""
    rule: str = ""
    rule_source: str = ""
    rule_date: date | None = None
    letter: bool = False
    shared: bool = False


def check(draft: Draft, ticket: Ticket, now: datetime) -> None:
    """Raises Mistake for the first thing that a decision still lacks, in words that say what."""
    _outcome_and_reasons(draft, ticket)
    _remedy(draft, now)
    if ticket.intent != "suggestion":
        _comparison(draft, ticket)
    _feedback(draft, ticket)
    if draft.rule and not (draft.rule_source and draft.rule_date):
        raise Mistake("decision.rule_half")
    for name, most in LONGEST.items():
        if len(getattr(draft, name)) > most:
            raise Mistake("decision.too_long", most=most, length=len(getattr(draft, name)))


def _outcome_and_reasons(draft: Draft, ticket: Ticket) -> None:
    if draft.outcome not in (OF_SUGGESTIONS if ticket.intent == "suggestion" else OUTCOMES):
        raise Mistake("decision.no_outcome")
    if not draft.reasons:
        raise Mistake("decision.no_reasons")


def _remedy(draft: Draft, now: datetime) -> None:
    """A remedy has words and a date; the date is a promise (C32)."""
    if draft.amount is not None and draft.amount <= 0:
        raise Mistake("decision.amount_unread")
    if not draft.remedy:
        if draft.amount is not None or draft.due is not None:
            raise Mistake("decision.remedy_words")
        return
    if draft.due is None:
        raise Mistake("decision.no_due")
    if draft.due <= now:
        raise Mistake("decision.due_past")
    if draft.due > now + FARTHEST:
        raise Mistake("decision.due_far", days=FARTHEST.days)


def _comparison(draft: Draft, ticket: Ticket) -> None:
    """What was asked for is what a decision is held against (C24); less than all of it needs words."""
    asked = bool(ticket.remedy_sought)
    if draft.compared and draft.compared not in COMPARED:
        raise Mistake("decision.not_compared")
    if not draft.compared and (asked or draft.outcome != "upheld"):
        raise Mistake("decision.not_compared")
    if draft.outcome != "upheld" and not draft.compared_words:
        raise Mistake("decision.not_compared")


def _feedback(draft: Draft, ticket: Ticket) -> None:
    """A complaint cannot finish without saying which department learns of it, or why none does (C23)."""
    if ticket.intent == "suggestion":
        return
    if draft.feedback not in DEPARTMENTS or not draft.feedback_why:
        raise Mistake("decision.no_feedback")


def flow(ticket: Ticket, decisions: list[Decision]) -> Literal["normal", "escalated", "external"]:
    """Which of the three flows a complaint is in (C19): the normal one, the raised one, the review by somebody outside."""
    if any(one.outside_at or (one.recourse_told_at and one.round == ticket.round) for one in decisions):
        return "external"
    return "escalated" if ticket.level or ticket.round else "normal"


def failed(decision: Decision | None, broken_promises: int) -> bool:
    """Whether a closed case disappointed: it was not upheld, or a date we gave was not kept (C49)."""
    return broken_promises > 0 or (decision is not None and decision.outcome == "not_upheld")
