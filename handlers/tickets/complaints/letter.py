"""A decision as its owner reads it: what was decided and why, what we do by when, what was asked for, and how to go on (C05).

What went wrong between us is put as what we had not told, never as the owner's fault (C20, C21).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

from handlers.base import Button
from handlers.tickets.complaints import decision as rules
from handlers.tickets.complaints.appeals import Appeals, is_last
from handlers.tickets.fairness import recourse
from handlers.tickets.fairness.bodies import Listed
from handlers.wording import moment, money, say
from storage.decision_rows import Decision
from storage.estates import Estate
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads it, where and when: the language, the estate and its zone, and what the house allows."""

    language: str
    estate: Estate
    tz: ZoneInfo
    now: datetime
    appeals: Appeals
    bodies: Listed

    def moment(self, at: datetime) -> str:
        return moment(self.language, at, self.tz, self.now)


def text(reader: Reader, ticket: Ticket, made: Decision, person: str) -> str:
    """The whole letter; `person` is who decided, as the owner meets them (D11)."""
    language = reader.language
    head = say(
        language,
        f"decision.letter.{made.outcome}",
        number=ticket.number,
        person=person,
        summary=ticket.summary,
    )
    parts = [
        head,
        made.reasons,
        _compared(language, ticket, made),
        _rule(language, made),
        _gap(language, made),
    ]
    parts += [remedy(reader, made), how_to_go_on(reader, ticket, made)]
    return "\n\n".join(part for part in parts if part)


def remedy(reader: Reader, made: Decision) -> str:
    """What we do, the amount where there is one, and the date, which is a promise."""
    if not made.remedy or made.remedy_due is None:
        return ""
    values = {"remedy": made.remedy, "when": reader.moment(made.remedy_due)}
    if made.remedy_amount is None or made.currency is None:
        return say(reader.language, "decision.remedy", **values)
    amount = money(reader.language, made.remedy_amount, made.currency)
    return say(reader.language, "decision.remedy_amount", amount=amount, **values)


def how_to_go_on(reader: Reader, ticket: Ticket, made: Decision) -> str:
    """How to appeal and until when; after the last decision, and beside every one, to whom outside one can go."""
    if ticket.intent == "suggestion":
        return ""
    outside = recourse.told(reader.language, reader.estate, reader.bodies, ticket.code)
    if made.round >= reader.appeals.rounds:
        return say(reader.language, "decision.last") + "\n" + outside
    until = (made.told_at or reader.now) + timedelta(days=reader.appeals.appeal_days)
    return say(reader.language, "decision.how_to_appeal", when=reader.moment(until)) + "\n" + outside


def status(reader: Reader, ticket: Ticket, made: Decision) -> str:
    """How a decision stands, in one line: what was decided, what we do by when, until when an answer is awaited."""
    outcome = say(reader.language, f"decision.outcome.{made.outcome}")
    told = say(reader.language, "decision.status", outcome=outcome)
    until = reader.moment(ticket.close_at) if ticket.close_at else ""
    awaited = say(reader.language, "decision.status_until", when=until) if until else ""
    return " ".join(part for part in (told, remedy(reader, made), awaited) if part)


def _compared(language: str, ticket: Ticket, made: Decision) -> str:
    """What was asked for beside what is given (C24)."""
    if made.compared not in rules.COMPARED:
        return ""
    asked = say(language, "decision.asked", sought=ticket.remedy_sought) if ticket.remedy_sought else ""
    held = say(language, f"decision.compared.{made.compared}", words=made.compared_words).strip()
    return " ".join(part for part in (asked, held) if part)


def _rule(language: str, made: Decision) -> str:
    """The written rule, its source and its date, where one is the reason (B10)."""
    if not made.rule or made.rule_date is None:
        return ""
    when = format_date(made.rule_date, "yyyy-MM-dd")
    return say(language, "decision.rule", rule=made.rule, source=made.rule_source, when=when)


def _gap(language: str, made: Decision) -> str:
    return say(language, "decision.gap", gap=made.gap) if made.gap else ""


def buttons(language: str, ticket: Ticket, appeals: Appeals) -> tuple[tuple[Button, ...], ...]:
    """Accept, appeal where the house can decide anew, a person; the round tells one decision's buttons from the next's."""
    accept = Button(say(language, f"decision.accept{_of_kind(ticket)}"), f"accept:{ticket.id}:{ticket.round}")
    talk = Button(say(language, "decision.talk"), f"talk:{ticket.id}")
    if ticket.intent == "suggestion" or is_last(ticket, appeals):
        return ((accept,), (talk,))
    appeal = Button(say(language, "decision.appeal"), f"appeal:{ticket.id}:{ticket.round}")
    return ((accept, appeal), (talk,))


def _of_kind(ticket: Ticket) -> str:
    return "_suggestion" if ticket.intent == "suggestion" else ""
