"""After a complaint is closed: when somebody asks whether it stayed settled (D07), and who, after a case that failed (C49)."""

from __future__ import annotations

from datetime import timedelta

from handlers.base import Acting, Reply, ToStaff
from handlers.tickets.complaints import decision
from handlers.wording import moment, say, speak
from storage.followups import Followup
from storage.scope import SENIOR
from storage.staff import Staff
from storage.store import LineStore, Store
from storage.ticket_rows import Ticket

RESULTS = ("satisfied", "not_satisfied", "not_reached")


def plan(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """A closed complaint is asked about once: by its holder, or by a manager where it failed, so that one household is rung once."""
    if not ticket.complaint:
        return ticket
    rules = acting.settings.tickets.follow_ups
    failed = decision.failed(store.decisions.told(ticket), store.tickets.broken_promises(ticket))
    hours = rules.recovery_hours if failed else rules.follow_up_hours
    due = acting.now + timedelta(hours=hours)
    store.followups.plan(ticket, kind="recovery" if failed else "follow_up", due_at=due)
    return ticket


def drop(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """It was opened again: nobody asks now whether it stayed settled."""
    if ticket.complaint:
        store.followups.drop(ticket, acting.now)
    return ticket


def ask(followup: Followup, ticket: Ticket, acting: Acting, store: LineStore) -> None:
    """The time has come: it is on the list of whoever makes the contact, and they are told."""
    for one in who_asks(followup.kind, ticket, store.serving(ticket)):
        language = speak(one.language, "en")
        when = moment(language, followup.due_at, acting.tz, acting.now)
        text = say(
            language, f"followup.due.{followup.kind}", number=ticket.number, summary=ticket.summary, when=when
        )
        acting.told.append(Reply(to=ToStaff(one.id), text=text))


def who_asks(kind: str, ticket: Ticket, serving: list[Staff]) -> list[Staff]:
    """The holder; after a case that failed, and where nobody holds it, the managers and above."""
    holder = [one for one in serving if one.id == ticket.holder_id]
    if holder and kind == "follow_up":
        return holder
    return [one for one in serving if one.role in SENIOR]
